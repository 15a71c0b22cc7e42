"""Check that the links and images of texts lead to pages, files and headings that exist, and run nothing."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from functools import cached_property

from ..domain.close_matches import hint
from ..domain.link_targets import link_target, suggest_link
from ..merge.merger import Merger
from ..merge.relocation import find_links, ids_of
from ..messages import finding
from ..model import ALL_DEPARTMENTS, Department, Finding, Overlay, Place
from . import Check, Subject
from .written_texts import Text, read_texts

_ID = re.compile(r'\bid="([^"]+)"')
_MAY_NAME_AN_ANCHOR = re.compile(r"^\s*(?:#|[-=]+\s*$)|\{[:#]|\bid=", re.M)
"""Headings, attributes and HTML: an overlay without them changes no anchor of its page."""
_TEMPLATE = re.compile(r"\{[{%]")
_SCHEME = re.compile(r"[\x00- ]*([a-z][a-z0-9+.-]*):", re.I)
_SCHEMES = {"http", "https", "mailto", "tel"}
"""What a link of the sites may begin with; a page with anything else cannot be published."""


def check_page_links(subject: Subject) -> Iterator[Finding]:
    """Report each link of a shared page or an overlay to a page, file or heading that does not exist.

    In shared texts, links that run something are reported too; those of overlays were refused when they were read.
    """
    yield from _LinkCheck(subject).faults()
    for text in read_texts(subject):
        if text.department == ALL_DEPARTMENTS:
            yield from (_active(place, link) for place, link in _links_of(text) if _is_active(link))
    for term in subject.project.tree.terms:
        if subject.wants(term.at.file):
            yield from (_active(term.at, link) for _, link in find_links(term.definition) if _is_active(link))


def _active(place: Place, link: str) -> Finding:
    return finding("lien-actif", place, link=link)


def _is_active(link: str) -> bool:
    """Tell whether a browser reads `link` as something other than a page, a mail or a telephone number."""
    found = _SCHEME.match(re.sub(r"[\t\n\r]", "", html.unescape(link)))
    return found is not None and found[1].lower() not in _SCHEMES


class _LinkCheck:
    """The pages and files of all sites that links may lead to, and the headings of those that links name."""

    def __init__(self, subject: Subject) -> None:
        self.subject, self.tree = subject, subject.project.tree
        self.shared = {page.uri: page.at.file for page in self.tree.pages}
        self.departments = {department.code: department for department in subject.project.departments}
        self._anchors: dict[tuple[str, str], frozenset[str]] = {}

    @cached_property
    def _merger(self) -> Merger:
        return Merger(self.subject.project, self.subject.today)

    def faults(self) -> Iterator[Finding]:
        """Yield the finding on each dead link, then on each page of a department that lacks a heading linked to."""
        to_headings = set[tuple[str, str]]()
        for text in read_texts(self.subject):
            department = self.departments.get(text.department)
            known = self._known(department)
            for place, link in _links_of(text):
                target = link_target(text.written.uri, link)
                if target is None:
                    continue
                uri, anchor = target
                if uri not in known:
                    suggested = suggest_link(text.written.uri, link, known)
                    yield finding("lien-introuvable", place, text.department, link=link, hint=suggested)
                elif anchor and (uri in self.shared or self._overlay(uri, department)):
                    to_headings.add((uri, anchor))
                    ids = self._ids(uri, department)
                    if anchor not in ids:
                        near = hint(anchor, ids)
                        yield finding("ancre-introuvable", place, text.department, link=link, hint=near)
        yield from self._taken_away(to_headings)

    def _known(self, department: Department | None) -> set[str]:
        """Return the pages and files of a site, or of the shared tree for None, read or not."""
        known = {*self.shared, *self.tree.assets}
        folders = ["content/"]
        if department is not None:
            known |= {*(overlay.uri for overlay in department.overlays), *department.assets}
            folders.append(f"departments/{department.slug}/")
        unread = self.tree.unread
        return known | {file.removeprefix(top) for top in folders for file in unread if file.startswith(top)}

    def _ids(self, uri: str, department: Department | None) -> frozenset[str]:
        """Return the anchors of a page in the site of `department`, or in the portal for None."""
        own = self._overlay(uri, department)
        if own is None:
            department = None
        key = (uri, department.code if department else ALL_DEPARTMENTS)
        if key not in self._anchors:
            files = {own.at.file if own else self.shared[uri]}
            (page,) = self._merger.merge(department, [], files).pages
            seams = frozenset(match for seam in page.seams for match in _ID.findall(seam))
            self._anchors[key] = ids_of(page.marked) | seams
        return self._anchors[key]

    def _overlay(self, uri: str, department: Department | None) -> Overlay | None:
        overlays = department.overlays if department else ()
        return next((overlay for overlay in overlays if overlay.uri == uri), None)

    def _taken_away(self, to_headings: set[tuple[str, str]]) -> Iterator[Finding]:
        """Yield a finding on each overlay that replaces a page without a heading that shared texts link to."""
        for department in self.subject.project.departments:
            for uri, anchor in sorted(to_headings):
                overlay = self._overlay(uri, department)
                if overlay is None or uri not in self.shared or not self.subject.wants(overlay.at.file):
                    continue
                if not _MAY_NAME_AN_ANCHOR.search(overlay.body):
                    continue
                if anchor in self._ids(uri, None) and anchor not in self._ids(uri, department):
                    link = f"{uri}#{anchor}"
                    yield finding("ancre-introuvable", overlay.at, department.code, link=link, hint="")


def _links_of(text: Text) -> Iterator[tuple[Place, str]]:
    """Yield place and address of each link; those that a template makes are left to the build."""
    body, first = text.written.body, text.written.body_line
    for start, link in find_links(body):
        if not _TEMPLATE.search(link):
            line, column = body.count("\n", 0, start), start - body.rfind("\n", 0, start)
            yield Place(text.written.at.file, first + line, column), link


PAGE_LINKS = Check(
    "Liens entre pages", frozenset({"ancre-introuvable", "lien-actif", "lien-introuvable"}), check_page_links
)
