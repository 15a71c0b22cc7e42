"""The fast engine: render each distinct page once, byte for byte as stock MkDocs would.

A department enters a page only through the seams, so making its page means joining bytes. Each file of a site has a
key, a digest of everything it is made of; a file whose key is that of the last build is not made again.
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
from ..staging.page_files import front_matter
from ..staging.stage import StagingSource, staged_assets, staged_extras
from ..system.digests import digest
from .dead_links import DeadLink, dead_links, explain_dead_links
from .output_files import Output, PageRecords, RenderedSite, content_output, offline_output
from .page_record import PageRecord
from .page_renderer import Fragments, PageRenderer, Rendered, own_files, refuse_excluded
from .portal_outline import Outline, read_outline
from .seams import Seams, SiteSeams
from .search_index import join_entries
from .theme_record import ThemeRecord, describe_theme


@dataclass(slots=True)
class EngineCache:
    """What a build keeps for the next: the theme and the shared pages by key, valid for one `layout_digest`."""

    layout_digest: bytes
    theme: ThemeRecord | None = None
    pages: dict[bytes, Rendered] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PrerenderedPages:
    """Shared pages, by key, and fragments of pages, made in one process for all; or the findings on them."""

    pages: dict[bytes, Rendered]
    fragments: Fragments
    findings: tuple[Finding, ...] = ()


class Engine:
    """Render the sites of one project one after the other, keeping what they share in `cache`."""

    def __init__(
        self,
        origin: StagingSource,
        outline: Site,
        scratch: Path,
        cache: EngineCache,
        templates: jinja2.BytecodeCache | None = None,
    ) -> None:
        """Prepare the engine; MkDocs is only opened when it is needed.

        Args:
            origin: the project.
            outline: the portal without its texts.
            scratch: a new folder, below which MkDocs is opened on the outline.
            cache: what an earlier build kept; it is filled in.
            templates: keeps compiled templates from one run to the next.
        """
        self.origin, self.cache = origin, cache
        self._outline, self._scratch, self._templates = outline, scratch, templates
        self._owners = {owner.id: owner for owner in origin.project.tree.owners}
        self._naming = {page.uri for page in origin.project.tree.pages if page.names_department}
        self._digests: dict[tuple[str, str], bytes] = {}
        self._used: dict[bytes, Rendered] = {}
        self._known_theme = cache.theme is not None
        if cache.theme is None:
            cache.theme = describe_theme(self._read, lambda: self.page_renderer)
        self.theme: ThemeRecord = cache.theme
        refuse_excluded(outline, self.theme.exclusions)

    @cached_property
    def _read(self) -> Outline:
        return read_outline(self.origin, self._outline, self._scratch / str(os.getpid()))

    @cached_property
    def page_renderer(self) -> PageRenderer:
        """Return the page renderer, opened when first needed, by each process in its own folder.

        Raises RenderError, OSError.
        """
        return PageRenderer(self.origin, self._outline, self._read, self._templates)

    def changed_cache(self) -> EngineCache | None:
        """Return the cache for the next build, or None if it is the one of the last build.

        For re-rendered pages it holds this build's versions; all other entries are kept as they were.
        """
        made = {rendered.record.uri for key, rendered in self._used.items() if key not in self.cache.pages}
        known = {key: page for key, page in self.cache.pages.items() if page.record.uri not in made}
        if self._known_theme and (known | self._used).keys() == self.cache.pages.keys():
            return None
        return EngineCache(self.cache.layout_digest, self.theme, known | self._used)

    # --- Shared pages

    def has_cached(self, page: SitePage) -> bool:
        """Tell whether this page need not be prerendered: it is cached, or each site has its own version."""
        return bool(self.cache.pages) and (self._is_specific(page) or self._shared_key(page) in self.cache.pages)

    def prerender(self, samples: Sequence[tuple[SitePage, Site]]) -> PrerenderedPages:
        """Make pages, each as in its site, for all sites that share them; nothing if MkDocs has warnings.

        MkDocs repeats its warnings when the pages are made for their sites. Raises RenderError.
        """
        with Warnings() as warnings, self.page_renderer.recording() as fragments:
            try:
                made = [(page, self.page_renderer.make_page(page, site)) for page, site in samples]
            except InputError as error:
                return PrerenderedPages({}, {}, tuple(error.findings))
        if warnings.texts:
            self.page_renderer.discard_fragments(fragments)
            return PrerenderedPages({}, {})
        shared = {self._shared_key(page): rendered for page, rendered in made if not self._is_specific(page)}
        return PrerenderedPages(shared, fragments)

    def add_prerendered(self, prepared: PrerenderedPages) -> None:
        """Add what `prerender` made, here or in another process."""
        self._used |= prepared.pages
        if prepared.fragments:
            self.page_renderer.add_fragments(prepared.fragments)

    # --- Sites

    def make(self, site: Site, known: PageRecords) -> RenderedSite:
        """Return all files of `site` that it does not share with other sites.

        `known` are the records that the last build kept of the pages specific to it. Raises InputError, RenderError.
        """
        context = _SiteContext(self, site)
        refuse_excluded(site, self.theme.exclusions, own=True)
        with Warnings() as warnings:
            pages = self._pages(context, known)
        records = sorted((record for record, _, _ in pages), key=lambda record: record.order)
        self._refuse_warnings(site, warnings, records)
        search = join_entries(self.theme.search_head, (record.search for record in records))
        outputs = [Output(record.dest, key + context.identity, make, record.uri) for record, key, make in pages]
        outputs += [context.error_page(name) for name in self.theme.error_pages]
        outputs.append(content_output(SEARCH_INDEX, search))
        outputs += [content_output(path, content) for path, content in staged_extras(self.origin, site)]
        shared = self.origin.project.tree.assets
        for path, source in staged_assets(self.origin, site):
            if path not in shared and not any(spec.match_file(path) for spec in self.theme.exclusions):
                outputs.append(content_output(path, source.read_bytes()))
        if self.origin.offline:
            outputs = [shown for output in outputs if (shown := offline_output(output))]
        specific = [
            (key, record) for page, (record, key, _) in zip(site.pages, pages, strict=True) if self._is_specific(page)
        ]
        return RenderedSite(outputs, dict(specific))

    def _pages(self, context: _SiteContext, known: PageRecords) -> list[tuple[PageRecord, bytes, Callable[[], bytes]]]:
        """Return the result of `_page` for each page of a site. Raises InputError with the findings on all of them."""
        pages, found = [], list[Finding]()
        for page in context.site.pages:
            try:
                pages.append(self._page(context, page, known))
            except InputError as error:
                found += error.findings
        if found:
            raise InputError(found)
        return pages

    def _page(
        self, context: _SiteContext, page: SitePage, known: PageRecords
    ) -> tuple[PageRecord, bytes, Callable[[], bytes]]:
        """Return the record of a page, its key, and a function that makes its bytes."""
        key = self._key(page, context)
        if not self._is_specific(page):
            rendered = self._shared_page(page, key, context.site)
            return rendered.record, key, lambda: context.fill(rendered)
        if key in known:
            return known[key], key, lambda: context.fill(self.page_renderer.make_page(page, context.site))
        made = self.page_renderer.make_page(page, context.site)
        return made.record, key, lambda: context.fill(made)

    def _shared_page(self, page: SitePage, key: bytes, site: Site) -> Rendered:
        if key not in self._used:
            kept = self.cache.pages.get(key)
            self._used[key] = kept if kept is not None else self.page_renderer.make_page(page, site)
        return self._used[key]

    def _is_specific(self, page: SitePage) -> bool:
        """Tell whether the page is specific to one site: local text, local facts, or the department's name."""
        return page.local is not None or bool(page.seams) or page.uri in self._naming

    def _key(self, page: SitePage, context: _SiteContext) -> bytes:
        """Return the digest of what a page is made of, except what its site puts into the seams of the layout."""
        if self._is_specific(page):
            own = json.dumps([page.seams, page.local.file if page.local else None, context.own_files])
            return self._digest(page, own)
        return self._shared_key(page)

    def _shared_key(self, page: SitePage) -> bytes:
        if (page.uri, page.marked) not in self._digests:
            self._digests[page.uri, page.marked] = self._digest(page, "")
        return self._digests[page.uri, page.marked]

    def _digest(self, page: SitePage, own: str) -> bytes:
        meta = json.dumps(front_matter(page, self._owners, self.origin.today))
        return digest(self.cache.layout_digest, page.uri, page.marked, meta, own)

    def _refuse_warnings(self, site: Site, warnings: Warnings, records: Iterable[PageRecord]) -> None:
        """Raise InputError for dead links, RenderError for any other warning of MkDocs."""
        links, others = dead_links(warnings.warned)
        if found := explain_dead_links([*links, *self._missing_anchors(records)], site, self.origin.project):
            raise InputError(found)
        refuse_warnings(site.name, others)

    def _missing_anchors(self, records: Iterable[PageRecord]) -> list[DeadLink]:
        """Return each link to an anchor missing from its page in this site; MkDocs would warn of it."""
        records = list(records) if self.theme.checks_anchors else []
        anchors = {record.uri: record.anchors for record in records}
        return [
            DeadLink(record.uri, original, to_anchor=True)
            for record in records
            for target, anchor, original in record.links
            if target in anchors and anchor not in anchors[target]
        ]


class _SiteContext:
    """A site being made, with its seams and the digest of what it puts into them."""

    def __init__(self, engine: Engine, site: Site) -> None:
        self.engine, self.site = engine, site
        self.seams = SiteSeams(engine.origin, site, self._open_seams)
        self.own_files = own_files(engine.origin.project, site.department)

    @cached_property
    def identity(self) -> bytes:
        """Return the digest of what the site puts into the seams of its pages."""
        return digest(self.site.slug, json.dumps(self.seams.view))

    def _open_seams(self) -> Seams:
        return self.engine.page_renderer.seams

    def fill(self, rendered: Rendered) -> bytes:
        """Return the bytes of a page of this site."""
        return rendered.layout.to_bytes(self.seams.for_page(rendered.base_url))

    def error_page(self, name: str) -> Output:
        """Return a page that the theme generates by itself, such as `404.html`."""
        layout = self.engine.theme.error_pages[name]
        key = digest(self.engine.cache.layout_digest, name) + self.identity
        return Output(name, key, lambda: layout.to_bytes(self.seams.for_error_page()))
