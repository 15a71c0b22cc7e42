"""Check that the links and images of texts lead to pages, files and headings that exist, and run nothing."""

from __future__ import annotations

import dataclasses
import html
import re
from collections.abc import Iterator, Set
from functools import cached_property, lru_cache

from ..domain.close_matches import hint
from ..domain.link_targets import link_target, suggest_link
from ..domain.schedule import schedule_days, scheduled_files, shown_on, texts_of, undated
from ..merge.merger import Merger
from ..merge.relocation import find_links, ids_of
from ..messages import finding
from ..model import ALL_DEPARTMENTS, Department, Finding, Overlay, Page, Place, Project
from . import Check, Subject
from .dated_links import dates_of_heading, dates_of_page
from .written_texts import Text, read_texts

_ID = re.compile(r'\bid="([^"]+)"')
_MAY_NAME_AN_ANCHOR = re.compile(r"^\s*(?:#|[-=]+\s*$)|\{[:#]|\bid=", re.M)
"""Headings, attributes and HTML: an overlay without them changes no anchor of its page."""
_TEMPLATE = re.compile(r"\{[{%]")
_SCHEME = re.compile(r"[\x00- ]*([a-z][a-z0-9+.-]*):", re.I)
_DRAFT = " : cette page est un brouillon, qui n'y est pas tant qu'elle garde « draft: true »"
_SCHEMES = {"http", "https", "mailto", "tel"}
"""What a link of the sites may begin with; a page with anything else cannot be published."""


def check_page_links(subject: Subject) -> Iterator[Finding]:
    """Report each link of a shared page or an overlay to a page, file or heading that does not exist.

    In shared texts, links that run something are reported too; those of overlays were refused when they were read.
    """
    yield from _dead_links(subject)
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


def _dead_links(subject: Subject) -> Iterator[Finding]:
    """Yield the findings on the links of today's sites, then of those of each day on which a text appears or leaves.

    Of a later day, only links in a text that has changed since, or to one, are looked at.
    """
    whatever_day = undated(subject.project)
    same = whatever_day is subject.project  # without dates, what is dead today is dead on all days
    any_day = None if same else _LinkCheck(dataclasses.replace(subject, project=whatever_day))
    before: Project | None = None
    for day in (subject.today, *(day for day in schedule_days(subject.project) if day > subject.today)):
        shown = shown_on(subject.project, day)
        check = _LinkCheck(dataclasses.replace(subject, project=shown, today=day), subject.project, any_day)
        yield from check.faults(None if before is None else _changed(before, shown))
        yield from check.dated_answers(scheduled_files(subject.project))
        before = shown


def _changed(before: Project, after: Project) -> frozenset[str]:
    """Return the paths of the pages and local texts that differ."""
    old, new = ({text.at.file: text for text in texts_of(project)} for project in (before, after))
    return frozenset(text.uri for file, text in (old | new).items() if old.get(file) != new.get(file))


class _LinkCheck:
    """The pages and files of all sites of a day that links may lead to, and the headings of those that links name.

    `written` is the project with its dates, and `any_day` the same check of all its texts, whatever the day.
    """

    def __init__(self, subject: Subject, written: Project | None = None, any_day: _LinkCheck | None = None) -> None:
        self.subject, self.tree, self.written, self.any_day = subject, subject.project.tree, written, any_day
        self.shared = {page.uri: page.at.file for page in self.tree.pages}
        self.departments = {department.code: department for department in subject.project.departments}
        self._anchors: dict[tuple[str, str], frozenset[str]] = {}

    @cached_property
    def _merger(self) -> Merger:
        return Merger(self.subject.project, self.subject.today)

    def faults(self, changed: Set[str] | None) -> Iterator[Finding]:
        """Yield the finding on each dead link, then on each page of a department that lacks a heading linked to.

        With `changed`, only links of these texts, or to them, are looked at.
        """
        to_headings = set[tuple[str, str]]()
        for text in read_texts(self.subject):
            department = self.departments.get(text.department)
            known = self.known(department)
            for place, link in _links_of(text):
                target = link_target(text.written.uri, link)
                if target is None or (changed is not None and not changed & {target[0], text.written.uri}):
                    continue
                uri, anchor = target
                if uri not in known:
                    suggested = _DRAFT if uri in self.tree.drafts else suggest_link(text.written.uri, link, known)
                    dead = finding("lien-introuvable", place, text.department, link=link, hint=suggested)
                    yield self._dated(dead, link, target) or dead
                elif anchor and (uri in self.shared or self._overlay(uri, department)):
                    to_headings.add((uri, anchor))
                    ids = self.ids(uri, department)
                    if anchor not in ids:
                        near = hint(anchor, ids)
                        dead = finding("ancre-introuvable", place, text.department, link=link, hint=near)
                        yield self._dated(dead, link, target) or dead
        yield from self._taken_away(to_headings)

    def _dated(self, dead: Finding, link: str, target: tuple[str, str]) -> Finding | None:
        """Return what to say instead of a dead link to a page or heading that sites have on other days."""
        if self.written is None or self.any_day is None:
            return None
        uri, anchor = target
        department = self.any_day.departments.get(dead.department)
        if uri not in self.any_day.known(department):
            return None
        if dead.rule == "ancre-introuvable" and anchor not in self.any_day.ids(uri, department):
            return None
        local = next((one.overlays for one in self.written.departments if one.code == dead.department), ())
        written: tuple[Page | Overlay, ...] = (*self.written.tree.pages, *local)
        texts = [one for one in written if one.uri == uri]
        # A local text may hold a heading, but it is the shared page, if there is one, that comes and goes.
        why, mark = dates_of_heading(texts, anchor) if dead.rule == "ancre-introuvable" else dates_of_page(texts[0])
        return finding("lien-date", dead.place, dead.department, link=link, why=why, mark=mark)

    def dated_answers(self, scheduled: Set[str]) -> Iterator[Finding]:
        """Yield a finding on each task whose answer is a heading that its page, one of `scheduled`, lacks on the day.

        A heading that is never there is for the check of built pages.
        """
        for task in self.tree.tasks:
            uri, _, anchor = task.answer.partition("#")
            if self.any_day is None or not anchor or self.shared.get(uri) not in scheduled:
                continue
            if anchor in self.any_day.ids(uri, None) and anchor not in self.ids(uri, None):
                yield finding("tache-datee", task.at, task=task.id, answer=task.answer)

    def known(self, department: Department | None) -> set[str]:
        """Return the pages and files of a site, or of the shared tree for None, read or not."""
        known = {*self.shared, *self.tree.assets}
        folders = ["content/"]
        if department is not None:
            known |= {*(overlay.uri for overlay in department.overlays), *department.assets}
            folders.append(f"departments/{department.slug}/")
        unread = self.tree.unread
        return known | {file.removeprefix(top) for top in folders for file in unread if file.startswith(top)}

    def ids(self, uri: str, department: Department | None) -> frozenset[str]:
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
                if anchor in self.ids(uri, None) and anchor not in self.ids(uri, department):
                    link = f"{uri}#{anchor}"
                    yield finding("ancre-introuvable", overlay.at, department.code, link=link, hint="")


def _links_of(text: Text) -> Iterator[tuple[Place, str]]:
    """Yield place and address of each link; those that a template makes are left to the build."""
    body, first = text.written.body, text.written.body_line
    for start, link in _find_links(body):
        if not _TEMPLATE.search(link):
            line, column = body.count("\n", 0, start), start - body.rfind("\n", 0, start)
            yield Place(text.written.at.file, first + line, column), link


@lru_cache(maxsize=2048)
def _find_links(body: str) -> tuple[tuple[int, str], ...]:
    """Return the links of a text, kept for the next days: most texts are the same on all of them."""
    return tuple(find_links(body))


PAGE_LINKS = Check(
    "Liens entre pages",
    frozenset({"ancre-introuvable", "lien-actif", "lien-date", "lien-introuvable", "tache-datee"}),
    check_page_links,
)
