"""The fast engine: each distinct page once, byte for byte what stock MkDocs would write.

An expanded text is converted once, however many departments have it; the frame of an address is rendered once; a
department enters a page only through the seams, so making its page is putting bytes together.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mkdocs.exceptions import MkDocsException
from mkdocs.structure.files import File, Files, file_sort_key

from ..model import Site, SitePage, fill_seams
from . import internals
from .errors import RenderError
from .frames import Frame, cut, encode, mark, read_frame
from .internals import NAV_PARTIAL, TOC_PARTIAL, Converted, Theme
from .seams import Seams
from .stage import FOLDER, Origin, front_matter, stage, staged_assets, staged_extras

MAX_KEPT = 1024
"""How many pages and frames are kept for the next site: those of the shared tree, whatever the number of sites."""

_PIECE = (
    '{% import "partials/language.html" as lang with context %}'
    "{% set features = config.theme.features or [] %}"
    '{% include "NAME" %}'
)
_ID = re.compile(r'\bid="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page whose frame has only seams and the folder left open, with what the search and the links say."""

    file: File
    frame: Frame
    search: str
    anchors: frozenset[str]
    links: tuple[tuple[str, str, str], ...]


class Engine:
    """Renders the sites of one project, one after the other, keeping what they share."""

    def __init__(self, origin: Origin, portal: Site, scratch: Path) -> None:
        """Stage `portal` into the new folder `scratch` and open it. Raises RenderError, OSError."""
        self.origin = origin
        self._owners = {owner.id: owner for owner in origin.project.tree.owners}
        try:
            self.theme: Theme = internals.open_theme(stage(origin, portal, scratch, folder=FOLDER))
        except (MkDocsException, SystemExit) as error:
            raise RenderError(f"{portal.name} : {error}") from error
        self._files = {file.src_uri: file for file in self.theme.files.documentation_pages()}
        for page in portal.pages:
            internals.name_page(self._files[page.uri], self._meta(page))
        env = self.theme.env
        self._seams = Seams(self.theme, [name for name, _ in origin.project.tree.seams])
        self._frame_env = cut(env, [*self._seams.names, NAV_PARTIAL, TOC_PARTIAL])
        self._nav = cut(env, [*self._seams.names, TOC_PARTIAL]).from_string(_PIECE.replace("NAME", NAV_PARTIAL))
        self._toc = env.from_string(_PIECE.replace("NAME", TOC_PARTIAL))
        self._kept: dict[tuple[object, ...], Any] = {}
        self._search_head = internals.search_head(self.theme)
        self._static_pages = dict(self._render_static_pages())

    @property
    def unknown_parts(self) -> list[str]:
        """What the engine does not know how to stand in for: it must then not be used."""
        unknown = internals.unknown_parts(self.theme.config)
        if "sitemap.xml" in self._static_pages:
            unknown.append("un modèle sitemap.xml")
        if self._looks_at_content():
            unknown.append("un thème qui lit le texte des pages")
        return unknown

    def _looks_at_content(self) -> bool:
        """Whether the frame changes with the text it surrounds, as Material's own does for a missing title."""
        file = next(iter(self._files.values()))
        template = self._frame_env.get_template("main.html")
        texts = ("", "<h1>titre</h1>")
        whole = [internals.render(self.theme, template, file, {}, text + mark("content"), []) for text in texts]
        return whole[0] != whole[1].replace(texts[1], "")

    def static_files(self) -> list[tuple[str, Path]]:
        """Path and source of each file that all sites have alike."""
        made = {path for path, _ in self._extras_of_portal()}
        return [(path, source) for path, source in internals.static_files(self.theme) if path not in made]

    def render(self, site: Site) -> Iterator[tuple[str, bytes]]:
        """Path below the site's folder and content of each file that is the site's own. Raises RenderError."""
        with internals.Warnings() as said:
            pages = self._render_pages(site)
        self._check_anchors(pages, said)
        if said.texts:
            raise RenderError(f"{site.name} : {'; '.join(said.texts)}")
        seams = self._seams.of(self.origin, site)
        for page in pages:
            yield page.file.dest_uri, page.frame.to_bytes(seams.for_page(page.file))
        for name, frame in self._static_pages.items():
            yield name, frame.to_bytes(seams.for_error_page())
        index = ",".join(page.search for page in pages if page.search)
        yield "search/search_index.json", f"{self._search_head}{index}]}}".encode()
        for path, content in staged_extras(self.origin, site):
            yield path, content
        for path, source in staged_assets(self.origin, site):
            if path not in self.origin.project.tree.assets:
                yield path, source.read_bytes()

    # --- Pages

    def _render_pages(self, site: Site) -> list[Rendered]:
        files = {page.uri: self._files.get(page.uri) for page in site.pages}
        own = {uri: internals.new_file(self.theme, uri) for uri, file in files.items() if file is None}
        assets = [internals.new_file(self.theme, uri) for uri in (site.department.assets if site.department else ())]
        every = Files([*self.theme.files, *own.values(), *assets]) if own or assets else self.theme.files
        pages = [self._render_page(page, files[page.uri] or own[page.uri], every) for page in site.pages]
        return sorted(pages, key=lambda rendered: file_sort_key(rendered.file))

    def _render_page(self, page: SitePage, file: File, files: Files) -> Rendered:
        """Shared pages are kept for the next site; those with a local text are not, or memory would grow."""
        if page.local is not None:
            return self._make_page(page, file, files)
        key = ("page", page.uri, page.marked, page.seams)
        kept: Rendered = self._keep(key, lambda: self._make_page(page, file, files))
        return kept

    def _make_page(self, page: SitePage, file: File, files: Files) -> Rendered:
        meta = self._meta(page)
        converted = self._convert(page, file, files, meta)
        html = fill_seams(converted.html, page.seams)
        entries, content = internals.search_entries(self.theme, file, meta, html, converted.toc)
        frame = self._frame(page, file, meta, converted).fill({"content": Frame((encode(content),))})
        seam_ids = {match for seam in page.seams for match in _ID.findall(seam)}
        return Rendered(file, frame, ",".join(entries), converted.anchors | seam_ids, converted.links)

    def _meta(self, page: SitePage) -> dict[str, Any]:
        return front_matter(page, self._owners)

    def _convert(self, page: SitePage, file: File, files: Files, meta: dict[str, Any]) -> Converted:
        def convert() -> Converted:
            return internals.convert(self.theme, files, file, page.marked, meta)

        return convert() if page.local else self._keep(("html", page.uri, page.marked), convert)

    def _frame(self, page: SitePage, file: File, meta: dict[str, Any], converted: Converted) -> Frame:
        """The frame of a page with menu and table of contents in place; departments differ only in those."""
        first = next(iter(converted.toc), None)
        shape = (first.url, first.level, bool(first.children)) if first else ()
        whole = ("frame", page.uri, json.dumps(meta), shape)
        menu = ("menu", page.uri if page.in_menu else file.url.count("/"), shape)
        contents = ("toc", str(converted.toc))
        values = {
            NAV_PARTIAL: self._keep(menu, lambda: self._piece(self._nav, file, meta, converted)),
            TOC_PARTIAL: self._keep(contents, lambda: self._piece(self._toc, file, meta, converted)),
        }

        def make() -> Frame:
            template = self._frame_env.get_template("main.html")
            return self._piece(template, file, meta, converted)

        frame: Frame = self._keep(whole, make)
        return frame.fill({NAV_PARTIAL: values[NAV_PARTIAL].fill(values)}).fill(values)

    def _piece(self, template: Any, file: File, meta: dict[str, Any], converted: Converted) -> Frame:
        return read_frame(internals.render(self.theme, template, file, meta, mark("content"), converted.toc))

    def _keep(self, key: tuple[object, ...], make: Any) -> Any:
        """What `make()` gives, made once for `key`; the oldest entry goes when there are too many."""
        if key not in self._kept:
            if len(self._kept) >= MAX_KEPT:
                del self._kept[next(iter(self._kept))]
            self._kept[key] = make()
        return self._kept[key]

    # --- The rest of a site

    def _render_static_pages(self) -> Iterator[tuple[str, Frame]]:
        """The pages that the theme makes by itself, `404.html` among them; empty ones are not written."""
        env = cut(self.theme.env, self._seams.names)
        for name in sorted(self.theme.config.theme.static_templates):
            text = env.get_template(name).render(internals.error_page_context(self.theme))
            if text.strip():
                yield name, read_frame(text)

    def _extras_of_portal(self) -> Iterator[tuple[str, bytes]]:
        return staged_extras(self.origin, Site(None, ()))

    def _check_anchors(self, pages: list[Rendered], said: internals.Warnings) -> None:
        """Add a warning for each link to an anchor that its page does not have in this site, as MkDocs would."""
        if self.theme.config.validation.links.anchors < logging.WARNING:
            return
        anchors = {page.file.src_uri: page.anchors for page in pages}
        for page in pages:
            for target, anchor, original in page.links:
                if target in anchors and anchor not in anchors[target]:
                    said.texts.append(f"« {page.file.src_uri} » : le lien « {original} » mène à une ancre absente")
