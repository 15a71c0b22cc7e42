"""Render pages: MkDocs is opened on the staged portal, and each text and each layout is converted once.

Opening MkDocs takes half a second, so the engine does it only when there is a page to make.
"""

from __future__ import annotations

import dataclasses
import json
import posixpath
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import jinja2
from mkdocs.structure.files import File, Files, file_sort_key
from pathspec import PathSpec

from ..errors import BudgetError, ConfigError, InputError, MarkdownError, RenderError
from ..messages import finding
from ..model import ALL_DEPARTMENTS, Department, Place, Project, Site, SitePage, fill_seams
from ..sandbox.foreign_code import attribute_errors, translate_errors
from ..staging.page_files import front_matter
from ..staging.stage import DEPARTMENTS, FOLDER, StagingSource
from . import mkdocs_internals, overlay_splicing, search_internals
from .mkdocs_internals import NAV_PARTIAL, TOC_PARTIAL, Converted
from .page_record import PageRecord
from .page_template import PageTemplate, encode, marker, read_template, stub_templates
from .portal_outline import Outline
from .seams import Seams, can_insert_seams
from .written_at import first_refused, written_at

MAX_KEPT = 4096
"""The maximum number of fragments kept for the next site, whatever the number of sites."""

Fragments = dict[tuple[object, ...], Any]
"""Converted texts, menus, tables of contents and layouts, by what each is made of."""

_FRAGMENT = (
    '{% import "partials/language.html" as lang with context %}'
    "{% set features = config.theme.features or [] %}"
    '{% include "NAME" %}'
)
_ID = re.compile(r'\bid="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Rendered:
    """A rendered page whose layout still has placeholders for the seams and the department's folder."""

    record: PageRecord
    layout: PageTemplate
    base_url: str


class PageRenderer:
    """MkDocs, opened on the portal with known plugins only. Raises RenderError, OSError."""

    def __init__(
        self, origin: StagingSource, portal: Site, outline: Outline, templates: jinja2.BytecodeCache | None = None
    ) -> None:
        self.origin, self.portal = origin, portal
        self._owners = {owner.id: owner for owner in origin.project.tree.owners}
        with translate_errors(portal.name, ConfigError):
            self.theme = mkdocs_internals.open_theme(outline.config, outline.uris, templates)
        self.files = {file.src_uri: file for file in self.theme.files.documentation_pages()}
        refuse_excluded(portal, mkdocs_internals.exclusions(self.theme))
        for page in portal.pages:
            mkdocs_internals.name_page(self.files[page.uri], front_matter(page, self._owners, self.origin.today))
        env = self.theme.env
        self.seams = Seams(self.theme, [name for name, _ in origin.project.tree.seams])
        self.layout_env = stub_templates(env, [*self.seams.names, NAV_PARTIAL, TOC_PARTIAL])
        self._nav = stub_templates(env, [*self.seams.names, TOC_PARTIAL]).from_string(
            _FRAGMENT.replace("NAME", NAV_PARTIAL)
        )
        self._toc = env.from_string(_FRAGMENT.replace("NAME", TOC_PARTIAL))
        known = mkdocs_internals.knows_extensions(self.theme.config)
        tree = origin.project.tree
        self._spliced = {page.uri for page in tree.pages if known and not page.names_department}
        self._kept: Fragments = {}
        self._own: tuple[str, dict[str, File], Files] | None = None

    def make_page(self, page: SitePage, site: Site) -> Rendered:
        """Convert a page of `site` and render its layout. Warnings of MkDocs go to its log, as in a stock build.

        Raises InputError if its text takes too long or cannot be converted, ForeignCodeError, TemplateError.
        """
        with attribute_errors(site.name):
            return self._make_page(page, site)

    def _make_page(self, page: SitePage, site: Site) -> Rendered:
        file, files = self._place(page, site)
        meta = front_matter(page, self._owners, self.origin.today)
        shown = _with_any_folder(site, meta)
        try:
            converted = self._convert(page, file, files)
        except BudgetError as error:
            place = page.local or Place(page.edit)
            code = site.department.code if page.local and site.department else ALL_DEPARTMENTS
            raise InputError([finding("texte-limite", place, code, detail=error)]) from None
        except MarkdownError as error:
            convert = partial(mkdocs_internals.convert, self.theme, files, file)
            line = first_refused(page.markdown, convert)
            place, code = written_at(self.origin.project, site, page.uri, line)
            raise InputError([finding("texte-inconvertible", place, code, line=line[:80], detail=error)]) from None
        entries, content = search_internals.search_entries(self.theme, file, shown, converted.html, converted.toc)
        layout = self._layout(page, file, shown, converted).fill({"content": PageTemplate((encode(content),))})
        anchors = converted.anchors | {match for seam in page.seams for match in _ID.findall(seam)}
        order = file_sort_key(file)
        index = search_internals.format_entries(entries)
        record = PageRecord(page.uri, file.dest_uri, order, index, frozenset(anchors), converted.links)
        return Rendered(record, layout, mkdocs_internals.base_url(file))

    def _place(self, page: SitePage, site: Site) -> tuple[File, Files]:
        """Return the file of a page, and the files its links may lead to: the shared and the department's."""
        shared = self.files.get(page.uri)
        if page.local is None and shared is not None:
            return shared, self.theme.files
        own, files = self._own_files(site)
        return shared or own[page.uri], files

    def _own_files(self, site: Site) -> tuple[dict[str, File], Files]:
        """Return the files that only `site` has, and all its files; kept until another site is asked for."""
        if self._own is None or self._own[0] != site.slug:
            own = {
                uri: mkdocs_internals.new_file(self.theme, uri)
                for uri in own_files(self.origin.project, site.department)
            }
            files = Files([*self.theme.files, *own.values()]) if own else self.theme.files
            self._own = (site.slug, own, files)
        return self._own[1:]

    def _convert(self, page: SitePage, file: File, files: Files) -> Converted:
        """Convert a page, including what only this site has on it."""
        converted = self._convert_marked(page, file, files)
        if not can_insert_seams(page, converted.html):
            return mkdocs_internals.convert(self.theme, files, file, page.markdown)
        return dataclasses.replace(converted, html=fill_seams(converted.html, page.seams))

    def _convert_marked(self, page: SitePage, file: File, files: Files) -> Converted:
        """Convert a page with placeholders for its seams.

        Local texts, and pages that cannot be split from them, are not kept.
        """

        def convert(text: str) -> Converted:
            return mkdocs_internals.convert(self.theme, files, file, text)

        def convert_once(text: str) -> Converted:
            kept: Converted = self._keep(
                ("html", page.uri, text), lambda: mkdocs_internals.convert(self.theme, self.theme.files, file, text)
            )
            return kept

        texts = overlay_splicing.split(page.marked, page.local_text) if page.uri in self._spliced else None
        if texts:
            around, local = convert_once(texts[0]), convert(texts[1]) if page.local else convert_once(texts[1])
            joined = overlay_splicing.join(around, local)
            if joined:
                return joined
        return convert(page.marked) if page.local else convert_once(page.marked)

    def _layout(self, page: SitePage, file: File, meta: dict[str, Any], converted: Converted) -> PageTemplate:
        """Return the layout of a page with menu and table of contents; departments differ only in those."""
        first = next(iter(converted.toc), None)
        shape = (first.url, first.level, bool(first.children)) if first else ()
        nav: PageTemplate = self._keep(
            ("nav", self._place_in_menu(page), shape), lambda: self._fragment(self._nav, file, meta, converted)
        )
        toc: PageTemplate = self._keep(
            ("toc", str(converted.toc), shape), lambda: self._fragment(self._toc, file, meta, converted)
        )

        def make() -> PageTemplate:
            return self._fragment(self.layout_env.get_template("main.html"), file, meta, converted)

        layout: PageTemplate = make() if page.own else self._keep(("layout", page.uri, json.dumps(meta), shape), make)
        return layout.fill({NAV_PARTIAL: nav.fill({TOC_PARTIAL: toc}), TOC_PARTIAL: toc})

    def _place_in_menu(self, page: SitePage) -> str:
        """Return what the menu of a page depends on: its URI, or the folder of a page of one site only."""
        folder = page.uri.removesuffix(".md") + "/"
        shared = page.uri in self.files or any(uri.startswith(folder) for uri in self.files)
        return page.uri if shared else posixpath.dirname(page.uri)

    def _fragment(self, template: Any, file: File, meta: dict[str, Any], converted: Converted) -> PageTemplate:
        return read_template(
            mkdocs_internals.render(self.theme, template, file, meta, marker("content"), converted.toc)
        )

    def _keep(self, key: tuple[object, ...], make: Any) -> Any:
        """Return the result of `make()`, called once for `key`; the oldest entry is dropped at MAX_KEPT."""
        if key not in self._kept:
            if len(self._kept) >= MAX_KEPT:
                del self._kept[next(iter(self._kept))]
            self._kept[key] = make()
        return self._kept[key]

    @contextmanager
    def recording(self) -> Iterator[Fragments]:
        """Yield a mapping that holds, after the block, the fragments made in it."""
        before, made = self._kept.keys() | (), Fragments()
        yield made
        made |= {key: fragment for key, fragment in self._kept.items() if key not in before}

    def add_fragments(self, fragments: Fragments) -> None:
        """Add fragments that another process made."""
        self._kept |= fragments

    def discard_fragments(self, fragments: Fragments) -> None:
        """Delete fragments, to be made again when they are next needed."""
        for key in fragments:
            del self._kept[key]


def _with_any_folder(site: Site, meta: dict[str, Any]) -> dict[str, Any]:
    """Return `meta` with a stand-in for the department's folder, so that all departments share a layout."""
    own, any_ = f"{DEPARTMENTS}/{site.slug}/", f"{DEPARTMENTS}/{FOLDER}/"
    edited = {key: meta[key].replace(own, any_, 1) for key in ("edit", "edit_local") if key in meta and site.slug}
    return meta | edited


def own_files(project: Project, department: Department | None) -> list[str]:
    """Return the files that a department adds to the shared ones: its own pages, then its images."""
    if department is None:
        return []
    shared = {page.uri for page in project.tree.pages}
    return [*sorted(one.uri for one in department.overlays if one.uri not in shared), *department.assets]


def refuse_excluded(site: Site, exclusions: Iterable[PathSpec[Any]], *, own: bool = False) -> None:
    """Raise RenderError if `mkdocs.yml` excludes a page of `site` from publication: lists and links name it.

    With `own`, check only the pages that no other site has.
    """
    for page in site.pages:
        if own and not page.own:
            continue
        if any(spec.match_file(page.uri) for spec in exclusions):
            raise RenderError(f"{site.name} : « {page.uri} » est écartée par exclude_docs ou draft_docs de mkdocs.yml")
