"""What all sites share besides their pages, and the parts of a theme that the engine does not support."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pathspec import PathSpec

from ..errors import RenderError
from ..model import PORTAL
from ..sandbox.foreign_code import attribute_errors
from ..staging.stage import OVERRIDES, staged_extras
from . import mkdocs_internals, search_internals
from .page_template import PageTemplate, marker, read_template, stub_templates
from .portal_outline import Outline
from .unsupported import unknown_parts

if TYPE_CHECKING:
    from .page_renderer import PageRenderer


@dataclass(frozen=True, slots=True)
class ThemeRecord:
    """What all sites share besides their pages.

    Attributes:
        search_head: the search index up to its first entry.
        error_pages: the pages that the theme generates by itself.
        static: source of each file to copy, by path in a site.
        checks_anchors: whether links to missing anchors are reported.
        exclusions: patterns of pages that are not published.
        unknown: the parts in use that the engine does not support, in French.
    """

    search_head: str
    error_pages: dict[str, PageTemplate]
    static: dict[str, Path]
    checks_anchors: bool
    exclusions: tuple[PathSpec[Any], ...]
    unknown: tuple[str, ...]


def describe_theme(outline: Outline, page_renderer: Callable[[], PageRenderer]) -> ThemeRecord:
    """Return what all sites share; unsupported parts are found before any of them runs.

    Raises RenderError if the French search of the project no longer fits the installed theme.
    """
    with attribute_errors(PORTAL):
        unknown = unknown_parts(outline.config)
        if unknown:
            return ThemeRecord("", {}, {}, checks_anchors=False, exclusions=(), unknown=tuple(unknown))
        return _describe(page_renderer())


def _describe(renderer: PageRenderer) -> ThemeRecord:
    """Return what all sites share. Raises RenderError if the French search does not fit the installed theme."""
    if missing := search_internals.missing_in_worker(renderer.theme):
        parts = ", ".join(f"« {part} »" for part in missing)
        file = f"{OVERRIDES}/{search_internals.FRENCH_SEARCH}"
        raise RenderError(f"(recherche) : le thème installé n'a plus {parts}, dont dépend {file} : revoir ce fichier")
    unknown: list[str] = []
    error_pages = dict(_render_error_pages(renderer))
    if "sitemap.xml" in error_pages:
        unknown.append(f"le modèle sitemap.xml {_whose(renderer, 'sitemap.xml')}")
    if _looks_at_content(renderer):
        where = _whose(renderer, "main.html")
        unknown.append(f"la mise en page {where}, qui regarde le texte (celle de material y cherche « h1 »)")
    made = {path for path, _ in staged_extras(renderer.origin, renderer.portal)}
    static = {path: file for path, file in mkdocs_internals.static_files(renderer.theme) if path not in made}
    return ThemeRecord(
        search_head=search_internals.search_head(renderer.theme),
        error_pages=error_pages,
        static=static,
        checks_anchors=mkdocs_internals.checks_anchors(renderer.theme),
        exclusions=mkdocs_internals.exclusions(renderer.theme),
        unknown=tuple(unknown),
    )


def _render_error_pages(renderer: PageRenderer) -> Iterator[tuple[str, PageTemplate]]:
    """Yield the pages that the theme generates by itself, such as `404.html`, unless empty."""
    env = stub_templates(renderer.theme.env, renderer.seams.names)
    for name in sorted(renderer.theme.config.theme.static_templates):
        text = env.get_template(name).render(mkdocs_internals.error_page_context(renderer.theme))
        if text.strip():
            yield name, read_template(text)


def _whose(renderer: PageRenderer, name: str) -> str:
    """Return, in French, where the template `name` comes from."""
    theme = renderer.theme.config.theme
    ours = Path(str(theme.custom_dir), name).is_file()
    return f"de {OVERRIDES}/{name}" if ours else f"du thème {theme.name}"


def _looks_at_content(renderer: PageRenderer) -> bool:
    """Tell whether the layout depends on the text, as Material's does for a missing title."""
    file = next(iter(renderer.files.values()))
    template = renderer.layout_env.get_template("main.html")
    texts = ("", "<h1>titre</h1>")
    whole = [
        mkdocs_internals.render(renderer.theme, template, file, {}, text + marker("content"), []) for text in texts
    ]
    return whole[0] != whole[1].replace(texts[1], "")
