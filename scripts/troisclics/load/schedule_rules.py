"""Check the dates of pages, local texts and passages: each can be understood, and no page that sites need leaves."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from ..domain.passages import read_passages
from ..messages import finding
from ..model import ALL_DEPARTMENTS, AddressFile, Finding, Overlay, Page, Place
from ..model.conventions import GLOSSARY
from .former_addresses import current_addresses

DATED_KINDS = frozenset({"benefit", "journey", "page"})
"""The kinds of shared pages that may have dates: the others are named by the theme, the menu or other pages."""


def check_dates(text: Page | Overlay, out: list[Finding], department: str = ALL_DEPARTMENTS) -> None:
    """Report dates in the wrong order, and marks of passages that cannot be understood.

    Args:
        text: the page or overlay.
        out: receives the findings.
        department: the department's code, as shown in findings.
    """
    first, last = text.meta.publish_on, text.meta.expires_on
    if first and last and last < first:
        out.append(finding("dates-inversees", text.meta.at, department, first=first, last=last))
    for fault in read_passages(text.body)[1]:
        place = Place(text.at.file, text.body_line + fault.line, fault.column)
        out.append(finding("passage-marque", place, department, what=fault.what, fix=fault.fix))


def check_dated_pages(pages: Collection[Page], published: AddressFile | None, today: date, out: list[Finding]) -> None:
    """Report dates of pages that must always be there, and future dates of pages that were published.

    Args:
        pages: the shared pages.
        published: the addresses that were published; None if nothing was.
        today: the reference date.
        out: receives the findings.
    """
    known = frozenset(published.addresses if published else ())
    for page in _dated(pages):
        if page.meta.kind not in DATED_KINDS or page.uri.rpartition("/")[2] == "index.md" or page.uri == GLOSSARY:
            out.append(finding("page-non-datable", page.meta.at))
        elif page.meta.publish_on and page.meta.publish_on > today and known & set(current_addresses([page])):
            out.append(finding("parution-retiree", page.meta.at, day=page.meta.publish_on))


def _dated(pages: Iterable[Page]) -> list[Page]:
    return [page for page in pages if page.meta.publish_on or page.meta.expires_on]
