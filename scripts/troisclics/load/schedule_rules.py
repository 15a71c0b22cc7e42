"""Check the dates of pages, local texts and passages: each can be understood, and no page that sites need leaves."""

from __future__ import annotations

import re
from datetime import date

from ..domain.passages import read_passages
from ..domain.urls import page_url
from ..messages import finding
from ..model import ALL_DEPARTMENTS, Finding, Overlay, Page, Place, Tree
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


def check_dated_pages(tree: Tree, today: date, out: list[Finding]) -> None:
    """Report dates of pages that must always be there, and future dates of pages that were published.

    Args:
        tree: the shared tree.
        today: the reference date.
        out: receives the findings.
    """
    known = frozenset(tree.addresses)
    for page in tree.pages:
        if not page.meta.publish_on and not page.meta.expires_on:
            continue
        if why := _always_needed(page, tree):
            out.append(finding("page-non-datable", page.meta.at, why=why))
        elif page.meta.publish_on and page.meta.publish_on > today and known & set(current_addresses([page])):
            out.append(finding("parution-retiree", page.meta.at, day=page.meta.publish_on))


def _always_needed(page: Page, tree: Tree) -> str:
    """Return why a page must be in the sites on all days, in French; "" if it need not."""
    if page.meta.kind not in DATED_KINDS or page.uri.rpartition("/")[2] == "index.md" or page.uri == GLOSSARY:
        return "le thème et d'autres pages la nomment"
    if page_url(page.uri) in tree.settings.publish.mandatory:
        return "« publish.mandatory » de mkdocs.yml la veut sur tous les sites"
    latest = re.compile(rf"""latest\(\s*["']{re.escape(page.uri)}["']""")
    if shown := [other.uri for other in tree.pages if latest.search(other.body)]:
        return f"« {shown[0]} » montre ses titres"
    if terms := [term.term for term in tree.terms if page.uri in term.definition]:
        return f"la définition de « {terms[0]} » y mène"
    return ""
