"""The fast engine: each distinct page once, byte for byte what stock MkDocs would write.

A department enters a page only through the seams, so making its page is putting bytes together. Each file of a site
has a key, a digest of all that it is made of: a file whose key has not changed since the last build is not made again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import jinja2

from ..errors import InputError
from ..model import Finding, Site, SitePage
from ..sandbox.foreign_code import Warnings, refuse_warnings
from ..staging.offline import SEARCH_INDEX
from ..staging.stage import StagingSource, front_matter, staged_assets, staged_extras
from ..system.digests import digest
from .dead_links import DeadLink, dead_links, explain_dead_links
from .output_files import Output, RenderedSite, SiteMemory, offline, whole
from .page_record import PageRecord
from .page_renderer import Pieces, Rendered, ThemeRecord, Workshop, describe_theme, own_files, refuse_excluded
from .portal_outline import Outline, read_outline
from .seams import Seams, SiteSeams
from .search_index import join_entries


@dataclass(slots=True)
class EngineMemory:
    """What a build leaves for the next: the theme and the shared pages by key, all for one `generation`."""

    generation: bytes
    theme: ThemeRecord | None = None
    pages: dict[bytes, Rendered] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PrerenderedPages:
    """Pages that sites share, by key, and pieces of pages, made in one process for all; or what is wrong in them."""

    pages: dict[bytes, Rendered]
    pieces: Pieces
    findings: tuple[Finding, ...] = ()


class Engine:
    """Renders the sites of one project, one after the other, keeping what they share in `memory`."""

    def __init__(
        self,
        origin: StagingSource,
        outline: Site,
        scratch: Path,
        memory: EngineMemory,
        templates: jinja2.BytecodeCache | None = None,
    ) -> None:
        """`outline` is the portal without its texts; MkDocs is opened on it below the new folder `scratch`, if need be.

        `templates` keeps compiled templates from one run to the next.
        """
        self.origin, self.memory = origin, memory
        self._outline, self._scratch, self._templates = outline, scratch, templates
        self._owners = {owner.id: owner for owner in origin.project.tree.owners}
        self._naming = {page.uri for page in origin.project.tree.pages if page.names_department}
        self._digests: dict[tuple[str, str], bytes] = {}
        self._used: dict[bytes, Rendered] = {}
        self._known_theme = memory.theme is not None
        if memory.theme is None:
            memory.theme = describe_theme(self._read, lambda: self.workshop)
        self.theme: ThemeRecord = memory.theme
        refuse_excluded(outline, self.theme.exclusions)

    @cached_property
    def _read(self) -> Outline:
        return read_outline(self.origin, self._outline, self._scratch / str(os.getpid()))

    @cached_property
    def workshop(self) -> Workshop:
        """Where pages are made; opened when first needed, by each process in a folder of its own.

        Raises RenderError, OSError.
        """
        return Workshop(self.origin, self._outline, self._read, self._templates)

    def remembered(self) -> EngineMemory | None:
        """The memory to leave for the next build: of pages made anew, what this one used; of the others, what it knew.

        None if it is the memory that the last one left.
        """
        made = {rendered.record.uri for key, rendered in self._used.items() if key not in self.memory.pages}
        known = {key: page for key, page in self.memory.pages.items() if page.record.uri not in made}
        if self._known_theme and (known | self._used).keys() == self.memory.pages.keys():
            return None
        return EngineMemory(self.memory.generation, self.theme, known | self._used)

    # --- What sites share

    def knows(self, page: SitePage) -> bool:
        """Whether the last build left this page, as sites share it, or each site has a page of its own instead."""
        return bool(self.memory.pages) and (self._is_own(page) or self._shared_key(page) in self.memory.pages)

    def prepare(self, samples: Sequence[tuple[SitePage, Site]]) -> PrerenderedPages:
        """Make pages as these sites have them, for what others have alike; nothing of it if MkDocs has warnings.

        It will have the same when the pages are made for their sites. Raises RenderError.
        """
        with Warnings() as said, self.workshop.noting() as pieces:
            try:
                made = [(page, self.workshop.make_page(page, site)) for page, site in samples]
            except InputError as error:
                return PrerenderedPages({}, {}, tuple(error.findings))
        if said.texts:
            self.workshop.forget(pieces)
            return PrerenderedPages({}, {})
        shared = {self._shared_key(page): rendered for page, rendered in made if not self._is_own(page)}
        return PrerenderedPages(shared, pieces)

    def take(self, prepared: PrerenderedPages) -> None:
        """Have at hand what `prepare` made, here or in another process."""
        self._used |= prepared.pages
        if prepared.pieces:
            self.workshop.take(prepared.pieces)

    # --- Sites

    def make(self, site: Site, known: SiteMemory) -> RenderedSite:
        """All files of `site` that it does not share with the others.

        `known` are the records of its own pages as the last build left them. Raises InputError, RenderError.
        """
        work = _SiteWork(self, site)
        refuse_excluded(site, self.theme.exclusions, own=True)
        with Warnings() as said:
            pages = self._pages(work, known)
        records = sorted((record for record, _, _ in pages), key=lambda record: record.order)
        self._refuse_warnings(site, said, records)
        search = join_entries(self.theme.search_head, (record.search for record in records))
        outputs = [Output(record.dest, key + work.identity, make, record.uri) for record, key, make in pages]
        outputs += [work.error_page(name) for name in self.theme.error_pages]
        outputs.append(whole(SEARCH_INDEX, search))
        outputs += [whole(path, content) for path, content in staged_extras(self.origin, site)]
        shared = self.origin.project.tree.assets
        for path, source in staged_assets(self.origin, site):
            if path not in shared and not any(spec.match_file(path) for spec in self.theme.exclusions):
                outputs.append(whole(path, source.read_bytes()))
        if self.origin.offline:
            outputs = [shown for output in outputs if (shown := offline(output))]
        own = {key: record for page, (record, key, _) in zip(site.pages, pages, strict=True) if self._is_own(page)}
        return RenderedSite(outputs, own)

    def _pages(self, work: _SiteWork, known: SiteMemory) -> list[tuple[PageRecord, bytes, Callable[[], bytes]]]:
        """What `_page` gives for each page of a site; raise InputError with all that is wrong in them."""
        pages, found = [], list[Finding]()
        for page in work.site.pages:
            try:
                pages.append(self._page(work, page, known))
            except InputError as error:
                found += error.findings
        if found:
            raise InputError(found)
        return pages

    def _page(
        self, work: _SiteWork, page: SitePage, known: SiteMemory
    ) -> tuple[PageRecord, bytes, Callable[[], bytes]]:
        """The record of a page, its key, and how to make its bytes."""
        key = self._key(page, work)
        if not self._is_own(page):
            rendered = self._shared_page(page, key, work.site)
            return rendered.record, key, lambda: work.fill(rendered)
        if key in known:
            return known[key], key, lambda: work.fill(self.workshop.make_page(page, work.site))
        made = self.workshop.make_page(page, work.site)
        return made.record, key, lambda: work.fill(made)

    def _shared_page(self, page: SitePage, key: bytes, site: Site) -> Rendered:
        if key not in self._used:
            kept = self.memory.pages.get(key)
            self._used[key] = kept if kept is not None else self.workshop.make_page(page, site)
        return self._used[key]

    def _is_own(self, page: SitePage) -> bool:
        """Whether no other site has this page just so: it has a local text or local facts, or names the department."""
        return page.local is not None or bool(page.seams) or page.uri in self._naming

    def _key(self, page: SitePage, work: _SiteWork) -> bytes:
        """The digest of what a page is made of, save for what its site puts into the seams of the frame."""
        if self._is_own(page):
            own = json.dumps([page.seams, page.local.file if page.local else None, work.own_files])
            return self._digest(page, own)
        return self._shared_key(page)

    def _shared_key(self, page: SitePage) -> bytes:
        if (page.uri, page.marked) not in self._digests:
            self._digests[page.uri, page.marked] = self._digest(page, "")
        return self._digests[page.uri, page.marked]

    def _digest(self, page: SitePage, own: str) -> bytes:
        meta = json.dumps(front_matter(page, self._owners, self.origin.today))
        return digest(self.memory.generation, page.uri, page.marked, meta, own)

    def _refuse_warnings(self, site: Site, said: Warnings, records: Iterable[PageRecord]) -> None:
        """Raise InputError for links that lead nowhere, RenderError for what else MkDocs warns of."""
        links, others = dead_links(said.warned)
        if found := explain_dead_links([*links, *self._missing_anchors(records)], site, self.origin.project):
            raise InputError(found)
        refuse_warnings(site.name, others)

    def _missing_anchors(self, records: Iterable[PageRecord]) -> list[DeadLink]:
        """Each link to an anchor that its page does not have in this site, of which MkDocs would warn."""
        records = list(records) if self.theme.checks_anchors else []
        anchors = {record.uri: record.anchors for record in records}
        return [
            DeadLink(record.uri, original, to_anchor=True)
            for record in records
            for target, anchor, original in record.links
            if target in anchors and anchor not in anchors[target]
        ]


class _SiteWork:
    """One site being made: its seams, and the digest of what it puts into them."""

    def __init__(self, engine: Engine, site: Site) -> None:
        self.engine, self.site = engine, site
        self.seams = SiteSeams(engine.origin, site, self._open_seams)
        self.own_files = own_files(engine.origin.project, site.department)

    @cached_property
    def identity(self) -> bytes:
        """The digest of what the site puts into the seams of its pages."""
        return digest(self.site.slug, json.dumps(self.seams.view))

    def _open_seams(self) -> Seams:
        return self.engine.workshop.seams

    def fill(self, rendered: Rendered) -> bytes:
        """The bytes of a page of this site."""
        return rendered.frame.to_bytes(self.seams.for_page(rendered.base_url))

    def error_page(self, name: str) -> Output:
        """A page that the theme makes by itself."""
        frame = self.engine.theme.error_pages[name]
        key = digest(self.engine.memory.generation, name) + self.identity
        return Output(name, key, lambda: frame.to_bytes(self.seams.for_error_page()))
