"""Merge the shared tree with one department: (project, department, today) gives a Site. No file is read.

An overlay fills the local part of a page (`<!-- local -->`, or its end), replaces a page with `local: replace`, or is
a page of the delegation's own folder. Nothing else differs between sites.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Set
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from jinja2 import BytecodeCache

from ..domain.department_view import View, department_index, department_view, trust, trusted_until
from ..domain.escaping import escape_address, escape_text
from ..domain.french import valid_until
from ..domain.urls import relative_path
from ..model import (
    NOWHERE,
    Department,
    Finding,
    Overlay,
    Page,
    PageMeta,
    Place,
    Project,
    Site,
    SitePage,
    Term,
)
from ..model.conventions import CONTACTS, LOCAL, operator_page
from ..system.digests import digest
from .expander import Expanded, Expander, PageContext
from .expired_pages import notice_of

if TYPE_CHECKING:
    from ..sandbox.html_policy import HtmlPolicy

MARKER = re.compile(r"^<!-- local -->$", re.M)
SHOWS_OTHERS = re.compile(r"\b(?:latest|booklet)\(")
"""Matches a text that may show the texts of other pages."""
LOCAL_HEADING = f"## {LOCAL}"
PORTAL_HOME = "index.md"

_NOTHING_LOCAL = (
    "Votre délégation n'a pas encore complété cette partie.\n"
    "Elle peut vous répondre : voir [ses coordonnées et ses permanences]({contacts})."
)
_PORTAL_LOCAL = (
    "Cette partie change d'un département à l'autre.\n"
    "Pour la lire, [choisissez votre département]({home}#votre-departement)."
)


@dataclass(frozen=True, slots=True)
class MergeCache:
    """What an earlier run computed with the same theme, menu, expansion data and day.

    Attributes:
        bodies: expanded texts, by key.
        accepted: digests of the local texts that the HTML policy accepted.
    """

    bodies: dict[bytes, Expanded] = field(default_factory=dict)
    accepted: frozenset[bytes] = frozenset()


class Merger:
    """Merge the sites of one project on one day; what all departments share is computed once."""

    def __init__(
        self,
        project: Project,
        today: date,
        known: MergeCache | None = None,
        compiled: BytecodeCache | None = None,
    ) -> None:
        """Prepare the merge of `project`.

        Args:
            project: the loaded project.
            today: the day.
            known: what an earlier run computed, if it still holds.
            compiled: keeps compiled templates from one run to the next.
        """
        self.tree, self.today = project.tree, today
        self._expander = Expander(project.tree, department_index(project), today, compiled, self._known_text)
        self._html_policy: HtmlPolicy | None = None
        self._menu = frozenset(project.tree.menu)
        self._titles = {page.uri: page.meta.title for page in project.tree.pages}
        self._bodies_digest = digest(*(f"{page.uri} {page.body}" for page in project.tree.pages))
        self.showing_others = frozenset(page.uri for page in project.tree.pages if SHOWS_OTHERS.search(page.body))
        """The shared pages that may show the texts of other pages."""
        self._keys: dict[tuple[str, str], bytes] = {}
        known = known or MergeCache()
        self._known = known.bodies
        self.accepted = set(known.accepted)
        """Digests of the local texts that the HTML policy accepted."""
        self._bodies: dict[bytes, Expanded] = {}
        self._shared: dict[tuple[str, str], SitePage] = {}
        terms = project.tree.terms
        self._terms = [(term.term, _term_pattern(term), _definition(term)) for term in terms]

    def merge(self, department: Department | None, out: list[Finding], files: Set[str] | None = None) -> Site:
        """Return the site of `department`, or the portal for None; findings on templates are added to `out`.

        With `files`, only the pages made from one of these files are merged.
        """
        view = department_view(department, self.today) if department else None
        overlays = {overlay.uri: overlay for overlay in department.overlays} if department else {}
        shared = [(page, overlays.pop(page.uri, None)) for page in self.tree.pages]
        pages = [
            self._merge_page(page, overlay, view, out)
            for page, overlay in shared
            if files is None or page.at.file in files or (overlay and overlay.at.file in files)
        ]
        own = [overlay for overlay in overlays.values() if files is None or overlay.at.file in files]
        pages += [self._own_page(overlay, department, view, out) for overlay in own if department]
        expired: list[Page | Overlay] = [*self.tree.expired, *(department.expired if department else ())]
        notices = tuple(notice_of(page, self._titles) for page in expired)
        return Site(department, tuple(sorted(pages, key=lambda page: page.uri)), notices)

    def outline(self) -> Site:
        """Return the portal without its texts: the titles and the front matter that all sites share."""
        pages = (self._site_page(page, []) for page in sorted(self.tree.pages, key=lambda one: one.uri))
        return Site(None, tuple(pages), tuple(notice_of(page, self._titles) for page in self.tree.expired))

    def _site_page(self, page: Page, out: list[Finding]) -> SitePage:
        """Return the page of a site, still without its text."""
        return SitePage(
            uri=page.uri,
            meta=page.meta,
            marked="",
            edit=page.at.file,
            in_menu=page.uri in self._menu,
            amount=self._amount(page, out),
            operator_title=self._titles.get(operator_page(page.meta.operator), ""),
        )

    def _merge_page(self, page: Page, overlay: Overlay | None, view: View | None, out: list[Finding]) -> SitePage:
        kind = "department" if view else "portal"
        if overlay is not None:
            return self._build_page(page, overlay, view, out)
        if view and page.names_department:
            return self._build_page(page, None, view, out)
        if (page.uri, kind) not in self._shared:
            self._shared[page.uri, kind] = self._build_page(page, None, view, out)
        shared = self._shared[page.uri, kind]
        seams = self._bodies[self._key(page, kind)].seams
        if not seams:
            return shared
        return dataclasses.replace(shared, seams=self._render_seams(seams, page.uri, view))

    def _build_page(self, page: Page, overlay: Overlay | None, view: View | None, out: list[Finding]) -> SitePage:
        local_text = ""
        text = self._local_text(overlay, view, out) if overlay else self._no_local_text(page.uri, view)
        if overlay is not None and page.meta.local == "replace":
            body = Expanded(text)
        else:
            local_text = text
            expanded = self._expand_body(page, view, out)
            body = Expanded(_insert(expanded.text, local_text, filled=overlay is not None), expanded.seams)
        made = dataclasses.replace(
            self._site_page(page, out),
            marked=self._with_terms(body.text),
            seams=self._render_seams(body.seams, page.uri, view),
            local=overlay.at if overlay else None,
            local_text=local_text,
        )
        if overlay:
            self._check_html(made, overlay, text, view, out)
        return made

    def _amount(self, page: Page, out: list[Finding]) -> str:
        return self._expander.expand(page.meta.amount or "", PageContext(page.uri, page.meta.at, None), out).text

    def _expand_body(self, page: Page, view: View | None, out: list[Finding]) -> Expanded:
        """Return the expanded text of a shared page, computed per department only if it names the department."""
        kind = "department" if view else "portal"
        key = self._key(page, kind)
        if page.names_department or key not in self._bodies:
            context = PageContext(page.uri, Place(page.at.file, page.body_line), view)
            known = self._known.get(key)
            self._bodies[key] = known or self._expander.expand(page.body, context, out)
        return self._bodies[key]

    def _known_text(self, page: Page) -> Expanded | None:
        """Return the text of a shared page as an earlier run expanded it for the portal."""
        return self._known.get(self._key(page, "portal"))

    def cache(self) -> MergeCache:
        """Return what a later run need not compute again. Store it only if there were no findings."""
        shared = {self._key(page, kind) for page in self.tree.pages for kind in _KINDS if not page.names_department}
        bodies = {key: body for key, body in (self._known | self._bodies).items() if key in shared}
        return MergeCache(bodies, frozenset(self.accepted))

    def _key(self, page: Page, kind: str) -> bytes:
        """Return the digest of what the expanded text of a page depends on, besides what MergeCache states."""
        if (page.uri, kind) not in self._keys:
            others = self._bodies_digest if page.uri in self.showing_others else b""
            self._keys[page.uri, kind] = digest(page.uri, kind, page.body, others)
        return self._keys[page.uri, kind]

    def _render_seams(self, names: tuple[str, ...], uri: str, view: View | None) -> tuple[str, ...]:
        context = PageContext(uri, NOWHERE, view)
        return tuple(self._expander.render_seam(name, context) for name in names)

    def _own_page(self, overlay: Overlay, department: Department, view: View | None, out: list[Finding]) -> SitePage:
        """Return a page that only this department has; its owner is the department's."""
        meta = PageMeta(
            title=overlay.meta.title or "",
            description=overlay.meta.description or "",
            kind="delegation",
            owner=department.file.owner,
            last_reviewed_on=overlay.meta.last_reviewed_on,
            review_in=overlay.meta.review_in,
            sources=overlay.meta.sources,
            at=overlay.meta.at,
        )
        text = self._local_text(overlay, view, out)
        marked = self._with_terms(text)
        page = SitePage(overlay.uri, meta, marked, overlay.at.file, local=overlay.at, in_menu=False, own=True)
        self._check_html(page, overlay, text, view, out)
        return page

    def _check_html(self, page: SitePage, overlay: Overlay, text: str, view: View | None, out: list[Finding]) -> None:
        """Add the findings of the HTML policy on a local text, unless it was refused before."""
        at_fault = any(found.severity == "error" and found.place.file == overlay.at.file for found in out)
        key = digest(page.marked, text, str(page.own))
        if overlay.refused or at_fault or view is None or key in self.accepted:
            return
        if self._html_policy is None:
            from ..sandbox.html_policy import HtmlPolicy  # noqa: PLC0415 - MkDocs is slow to import, and few sites need it

            self._html_policy = HtmlPolicy(self.tree)
        provenance = _provenance(overlay, self.today)
        found = self._html_policy.check(page, overlay, view["code"], text.removesuffix(f"\n\n{provenance}"), provenance)
        if not found:
            self.accepted.add(key)
        out += found

    def _local_text(self, overlay: Overlay, view: View | None, out: list[Finding]) -> str:
        context = PageContext(overlay.uri, Place(overlay.at.file, overlay.body_line), view, local=True)
        expanded = self._expander.expand(overlay.body.strip("\n"), context, out)
        return f"{expanded.text}\n\n{_provenance(overlay, self.today)}"

    def _no_local_text(self, uri: str, view: View | None) -> str:
        if view is None:
            return _PORTAL_LOCAL.format(home=relative_path(uri, PORTAL_HOME))
        return _NOTHING_LOCAL.format(contacts=relative_path(uri, CONTACTS))

    def _with_terms(self, body: str) -> str:
        """Return `body` followed by the definitions of the acronyms it uses."""
        used = [line for term, pattern, line in self._terms if term in body and pattern.search(body)]
        return "\n\n".join([body.rstrip("\n"), "\n".join(used)] if used else [body.rstrip("\n")]) + "\n"


_KINDS = ("portal", "department")


def _insert(body: str, local: str, *, filled: bool) -> str:
    """Return `body` with `local` in its local part. Without a marker, only a text that exists is added, at the end."""
    if MARKER.search(body):
        return MARKER.sub(lambda _match: local, body, count=1)
    return f"{body.rstrip()}\n\n{LOCAL_HEADING}\n\n{local}\n" if filled else body


def _provenance(overlay: Overlay, today: date) -> str:
    """Return the lines below a local text: who wrote it, how reliable it is, its sources."""
    titles = [(escape_text(source.title), source.url) for source in overlay.meta.sources]
    sources = ", ".join(f"[{title}]({escape_address(url)})" if url else title for title, url in titles)
    until = trusted_until(overlay.meta, today)
    said = f"Texte local, {trust(overlay.meta, today)}{f', {valid_until(until)}' if until else ''}."
    return f"*{said}*" + (f"\n*Source : {sources}.*" if sources else "")


def _definition(term: Term) -> str:
    """Return the line that defines an acronym; a value of several lines would become a text of the page."""
    return " ".join(f"*[{term.term}]: {term.expansion}".split())


def _term_pattern(term: Term) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(term.term)}(?!\w)")


def merge_all(
    project: Project, departments: Iterable[Department | None], today: date
) -> tuple[tuple[Site, ...], list[Finding]]:
    """Return a Site for each of `departments` (None is the portal), and the sorted findings."""
    out: list[Finding] = []
    merger = Merger(project, today)
    sites = tuple(merger.merge(department, out) for department in departments)
    return sites, sorted(set(out))
