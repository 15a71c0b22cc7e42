"""Check benefit pages: the same questions in the same order, and no repetition.

An agent who has read one page finds the answer in the same place on the next.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping

from ..messages import finding
from ..model import Finding, Page, Place
from ..model.conventions import LOCAL, OPTIONAL, OTHERWISE, PARTS, SITUATIONS, WHO, operator_page, situation_page
from . import Check, Subject
from .written_texts import split_paragraphs, split_parts

SHORT = 8
"""Texts with fewer words may be repeated: « Demandez à votre délégation. » is no paragraph."""

_PAGE_LINK = re.compile(r"\]\(([^)#\s]+\.md)")
_LINK = re.compile(r"\]\([^)\s]+\)")
_TARGET = re.compile(r"\]\([^)]*\)")


def check_benefits(subject: Subject) -> Iterator[Finding]:
    """Report missing, misplaced, empty and repeated parts of benefit pages."""
    pages = [page for page in subject.project.tree.pages if page.meta.kind == "benefit"]
    links = {page.uri: _links(page) for page in subject.project.tree.pages if page.uri.startswith(SITUATIONS)}
    for page in pages:
        yield from _check_order(page)
        yield from _check_contents(page)
        yield from _check_journeys(page, links)
    yield from _check_repetitions(pages)


def _check_order(page: Page) -> Iterator[Finding]:
    """Report missing, unknown and misplaced parts."""
    parts = split_parts(page)
    titles = [part.title for part in parts]
    for title in PARTS:
        if title not in titles and title not in OPTIONAL:
            yield finding("aide-partie-absente", page.at, part=title)
    last = -1
    for part in parts:
        if part.title not in PARTS:
            yield finding("aide-partie-inconnue", part.at, part=part.title, parts=" », « ".join(PARTS))
            continue
        rank = PARTS.index(part.title)
        if rank <= last:
            yield finding("aide-ordre", part.at, part=part.title, parts=" », « ".join(PARTS))
        last = max(last, rank)


def _check_contents(page: Page) -> Iterator[Finding]:
    if not page.meta.sources:
        yield finding("aide-sans-source", page.at)
    if page.meta.operator is None:
        yield finding("aide-sans-organisme", page.at)
    for part in split_parts(page):
        if not part.has_text():
            yield finding("aide-partie-vide", part.at, part=part.title)
        elif part.title == WHO and page.meta.operator and operator_page(page.meta.operator) not in part.text:
            yield finding("aide-organisme-tu", part.at, operator=page.meta.operator)
        elif part.title == LOCAL and "<!-- local -->" not in part.text.split("\n"):
            yield finding("aide-sans-lieu", part.at)
        elif part.title == OTHERWISE and not _LINK.search(part.text):
            yield finding("aide-sans-suite", part.at)


def _check_journeys(page: Page, links: Mapping[str, frozenset[str]]) -> Iterator[Finding]:
    """Report each journey that the page names but that does not link to it."""
    for event in page.meta.life_events:
        if page.uri not in links.get(situation_page(event), {page.uri}):
            yield finding("situation-sans-aide", page.at, event=event, uri=page.uri)


def _links(page: Page) -> frozenset[str]:
    """Return the pages that `page` links to."""
    here = posixpath.dirname(page.uri)
    return frozenset(posixpath.normpath(posixpath.join(here, target)) for target in _PAGE_LINK.findall(page.body))


def _check_repetitions(pages: Iterable[Page]) -> Iterator[Finding]:
    """Report paragraphs that repeat one of an earlier page, ignoring link targets."""
    seen: dict[str, Place] = {}
    for page in pages:
        for paragraph, place in split_paragraphs(page):
            words = re.findall(r"\w+", _TARGET.sub("", paragraph).casefold())
            first = seen.setdefault(" ".join(words), place)
            if len(words) >= SHORT and first.file != page.at.file:
                yield finding("paragraphe-repete", place, other=first)


BENEFITS = Check(
    "Pages d'aide",
    frozenset(
        {
            "aide-ordre",
            "aide-organisme-tu",
            "aide-partie-absente",
            "aide-partie-inconnue",
            "aide-partie-vide",
            "aide-sans-lieu",
            "aide-sans-organisme",
            "aide-sans-source",
            "aide-sans-suite",
            "paragraphe-repete",
            "situation-sans-aide",
        }
    ),
    check_benefits,
)
