"""Use the internals of MkDocs and Material, all from this module.

MkDocs has no interface for building one page at a time. The internals that the fast engine uses are named here, those
of the search in `search_internals.py`, and nowhere else. After an upgrade,
`tests/unit/render/test_mkdocs_internals.py` shows which of them have changed:

- `mkdocs.commands.build.get_context` returns the variables of a template;
- `mkdocs.structure.files.Files`, `File`, `File.dest_uri`, `set_exclusions`, `file_sort_key`;
- `MkDocsConfig._current_page`;
- `exclude_docs` and `draft_docs` of the configuration, as patterns of `pathspec`;
- `mkdocs.structure.nav.get_navigation`;
- `mkdocs.structure.pages.Page.content`, `.toc`, `.meta`; and of `Page.render`, the three Python-Markdown processors
  that `convert` uses, their `_register`, `.present_anchor_ids` and `.links_to_anchors`;
- `mkdocs.structure.toc.AnchorLink`, `get_toc`, and `nest_toc_tokens` of Python-Markdown;
- what `search_internals.py` uses of Material's search;
- Material's templates read `page.toc` only in TOC_READERS, and print the menu and the table of contents of a page
  only through the partials of STUBBED_PARTIALS.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jinja2
from markdown import Markdown
from markdown.extensions.toc import nest_toc_tokens
from mkdocs.commands.build import get_context
from mkdocs.config import load_config
from mkdocs.config.config_options import Plugins
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException
from mkdocs.structure.files import File, Files, InclusionLevel, file_sort_key, set_exclusions
from mkdocs.structure.nav import Navigation, get_navigation
from mkdocs.structure.pages import (
    Page,
    _ExtractAnchorsTreeprocessor,
    _RawHTMLPreprocessor,
    _RelativePathTreeprocessor,
)
from mkdocs.structure.toc import AnchorLink, get_toc
from mkdocs.utils import get_relative_url
from pathspec import PathSpec

from ..errors import ConfigError, MarkdownError, TroisclicsError
from ..sandbox.foreign_code import Warnings, describe_exception
from ..sandbox.html_policy import SAMPLE
from ..sandbox.time_budget import MARKDOWN_SECONDS, budget

NAV_PARTIAL, TOC_PARTIAL = "partials/nav.html", "partials/toc.html"
STUBBED_PARTIALS = (NAV_PARTIAL, TOC_PARTIAL)
_PUBLISHED = (InclusionLevel.INCLUDED, InclusionLevel.NOT_IN_NAV)
LAYOUT_SECONDS = 3.0
"""CPU seconds allowed for rendering the layout of a page. Real ones take 0.02."""
KNOWN_EXTENSIONS = frozenset(
    {"abbr", "admonition", "attr_list", "def_list", "fenced_code", "md_in_html", "sane_lists", "tables", "toc"}
)
"""The supported extensions of Python-Markdown: none keeps state of a text after a reset."""
TOC_READERS = frozenset({"base.html", "partials/nav-item.html", "partials/toc.html"})


@dataclass(slots=True)
class Theme:
    """A staged project as MkDocs holds it in memory: configuration, files, menu, templates.

    `markdown` is one converter for all texts; None if an unknown extension may need a new one for each.
    """

    config: MkDocsConfig
    files: Files
    nav: Navigation
    env: jinja2.Environment
    markdown: Markdown | None


Heading = AnchorLink
"""An entry of a table of contents."""


@dataclass(frozen=True, slots=True)
class Converted:
    """A converted Markdown text: its HTML, table of contents, anchors, and links to anchors.

    `links` are triples of page, anchor and link as written.
    """

    html: str
    toc: Any
    anchors: frozenset[str]
    links: tuple[tuple[str, str, str], ...]


def read_config(config_file: Path, name: str, out: Path | None = None) -> MkDocsConfig:
    """Read the configuration of the site `name`; its plugins and hooks are imported, but none of their events run.

    `out` is where the site would be built. Raises ConfigError, and whatever a plugin or hook raises when imported.
    """
    more = {"site_dir": str(out)} if out else {}
    _forget_plugins()
    with Warnings() as warnings, config_file.open("rb") as handle:
        try:
            return load_config(handle, strict=True, **more)
        except MkDocsException as error:
            raise ConfigError(f"{name} : {'; '.join(warnings.texts) or error}", warnings.texts) from error


def _forget_plugins() -> None:
    """Make MkDocs create each plugin anew: it keeps those with `on_startup` or `on_shutdown` per process.

    Sites made by one process would otherwise share what such a plugin holds, for example a temporary folder.
    """
    for _, option in MkDocsConfig._schema:
        if isinstance(option, Plugins):
            option.plugin_cache.clear()


def open_theme(config: MkDocsConfig, uris: Iterable[str], templates: jinja2.BytecodeCache | None) -> Theme:
    """Open a project of the files `uris`, up to where MkDocs would read its pages. Raises MkDocsException.

    Only known plugins may be in use, because they do not get all the events of a build.
    """
    config.plugins.on_startup(command="build", dirty=False)
    config = config.plugins.on_config(config)
    found = [File(uri, config.docs_dir, config.site_dir, config.use_directory_urls) for uri in uris]
    files = Files(sorted(found, key=file_sort_key))
    env = config.theme.get_env()
    if templates is not None:
        env.bytecode_cache = templates
    files.add_files_from_theme(env.overlay(loader=_Visible(config.theme.dirs)), config)
    set_exclusions(files, config)
    nav = get_navigation(files, config)
    for file in files.documentation_pages():
        if file.page is None:
            Page(None, file, config)
    markdown = _new_markdown(config) if knows_extensions(config) else None
    if markdown:
        markdown.convert(SAMPLE)
    return Theme(config, files, nav, config.plugins.on_env(env, config=config, files=files), markdown)


class _Visible(jinja2.FileSystemLoader):
    """A template loader without the theme's hidden folders: MkDocs would visit 14,000 icons and use none."""

    def list_templates(self) -> list[str]:
        """Return the names of the files, sorted."""
        found: set[str] = set()
        for root in self.searchpath:
            for parent, folders, names in os.walk(root):
                folders[:] = [folder for folder in folders if not folder.startswith(".")]
                found.update(os.path.relpath(os.path.join(parent, name), root) for name in names)
        return sorted(found)


def new_file(theme: Theme, uri: str) -> File:
    """Return a documentation file that only some sites have, with its page, outside the menu."""
    config = theme.config
    file = File(uri, config.docs_dir, config.site_dir, config.use_directory_urls)
    Page(None, file, config)
    return file


def convert(theme: Theme, files: Files, file: File, text: str) -> Converted:
    """Convert the Markdown `text` as the page of `file`, resolving links among `files`, as `Page.render` does.

    Raises BudgetError; and MarkdownError if only known extensions are in use, as others are attributed when they fail.
    """
    theme.config._current_page = file.page  # `!relative` in extension settings
    markdown = theme.markdown.reset() if theme.markdown else _new_markdown(theme.config)
    raw = _RawHTMLPreprocessor()
    anchors = _ExtractAnchorsTreeprocessor(file, files, theme.config)
    links = _RelativePathTreeprocessor(file, files, theme.config)
    for processor in (raw, anchors, links):
        processor._register(markdown)  # replaces the one of the text before
    with budget(MARKDOWN_SECONDS), _translate_errors() if theme.markdown else nullcontext():
        html = markdown.convert(text)
    toc = get_toc(getattr(markdown, "toc_tokens", []))
    found = tuple(
        (target.src_uri, anchor, original)
        for target, to in links.links_to_anchors.items()
        for anchor, original in to.items()
    )
    return Converted(html, toc, frozenset(anchors.present_anchor_ids | raw.present_anchor_ids), found)


@contextmanager
def _translate_errors() -> Iterator[None]:
    """Turn exceptions of Python-Markdown and MkDocs into a MarkdownError, for example on `http://[`."""
    try:
        yield
    except (TroisclicsError, RecursionError, MemoryError):
        raise
    except Exception as error:
        raise MarkdownError(describe_exception(error)) from error


def _new_markdown(config: MkDocsConfig) -> Markdown:
    return Markdown(extensions=config.markdown_extensions, extension_configs=config.mdx_configs or {})


def knows_extensions(config: MkDocsConfig) -> bool:
    """Tell whether all Python-Markdown extensions in use are in KNOWN_EXTENSIONS."""
    return frozenset(config.markdown_extensions) <= KNOWN_EXTENSIONS


def headings(toc: Any) -> Iterator[Heading]:
    """Yield the entries of a table of contents in page order."""
    for item in toc:
        yield item
        yield from headings(item.children)


def toc_of(found: Iterable[Heading]) -> Any:
    """Return the table of contents of these headings, nested by level as on a page."""
    tokens: list[Any] = [{"level": heading.level, "id": heading.id, "name": heading.title} for heading in found]
    return get_toc(nest_toc_tokens(tokens))


def name_page(file: File, meta: dict[str, Any]) -> None:
    """Give the page of `file` its front matter, so that the menu knows its title."""
    page = _page(file)
    page.markdown, page.meta = "", meta


def base_url(file: File) -> str:
    """Return the relative URL from the page of `file` to the root of its site."""
    return str(get_relative_url(".", _page(file).url))


def render(theme: Theme, template: jinja2.Template, file: File, meta: dict[str, Any], content: str, toc: Any) -> str:
    """Render `template` for the page of `file`.

    Args:
        theme: the open theme.
        template: a page template, or a part of one.
        file: the file of the page.
        meta: its front matter.
        content: its HTML.
        toc: its table of contents.
    """
    with showing(file, meta, content, toc) as page, budget(LAYOUT_SECONDS):
        return template.render(get_context(theme.nav, theme.files, theme.config, page))


def error_page_context(theme: Theme) -> Any:
    """Return the variables of `404.html`, whose links start at the root of the server."""
    root = urlsplit(theme.config.site_url or "/").path
    return get_context(theme.nav, theme.files, theme.config, base_url=root)


def checks_anchors(theme: Theme) -> bool:
    """Tell whether this configuration warns of links to missing anchors."""
    return bool(theme.config.validation.links.anchors >= logging.WARNING)


def exclusions(theme: Theme) -> tuple[PathSpec[Any], ...]:
    """Return the patterns of the files below `docs/` that are not published."""
    config = theme.config
    return tuple(spec for spec in (config.exclude_docs, config.draft_docs) if spec)


def static_files(theme: Theme) -> list[tuple[str, Path]]:
    """Return each file that MkDocs would copy: its path in a site, and its source."""
    files = (file for file in theme.files if not file.is_documentation_page() and file.inclusion in _PUBLISHED)
    return [(file.dest_uri, Path(str(file.abs_src_path))) for file in files]


@contextmanager
def showing(file: File, meta: dict[str, Any], content: str, toc: Any) -> Iterator[Page]:
    """Yield the page of `file` as MkDocs holds it while building it: active, with this content."""
    page = _page(file)
    before = page.markdown, page.meta, page.content, page.toc
    page.markdown, page.meta, page.content, page.toc = "", meta, content, toc
    page.active = True
    try:
        yield page
    finally:
        page.active = False
        page.markdown, page.meta, page.content, page.toc = before


def _page(file: File) -> Page:
    assert file.page is not None  # noqa: S101 - each documentation file has one once a theme is open
    return file.page
