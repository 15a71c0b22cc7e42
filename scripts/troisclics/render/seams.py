"""Render the seams of the layout, the only templates that read the department, once per site and depth."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cached_property
from urllib.parse import urlsplit

from jinja2 import meta

from ..domain.department_view import View, department_view
from ..errors import RenderError
from ..model import Site, SitePage, seam_placeholder
from ..staging.stage import FOLDER, StagingSource, site_url
from .mkdocs_internals import Theme
from .page_template import encode

_VARIABLES = frozenset({"config", "base_url"})
_DIV = re.compile(r"<(/?)div\b[^>]*>")


class Seams:
    """The seam templates of a theme. Raises RenderError if one uses a variable that a seam does not have."""

    def __init__(self, theme: Theme, names: Iterable[str]) -> None:
        self.theme = theme
        self.names = [f"seams/{name}.html" for name in names if "/" not in name]
        for name in self.names:
            self._check(name, set())

    def _check(self, name: str, seen: set[str]) -> None:
        """Refuse a variable that changes between pages, here or in an included template."""
        env = self.theme.env
        assert env.loader is not None  # noqa: S101 - MkDocs always sets one
        tree = env.parse(env.loader.get_source(env, name)[0], name)
        unknown = ", ".join(sorted(meta.find_undeclared_variables(tree) - _VARIABLES))
        if unknown:
            raise RenderError(f"overrides/{name} : un bloc de département ne peut pas employer « {unknown} »")
        for other in {other for other in meta.find_referenced_templates(tree) if other} - seen:
            self._check(other, seen | {name, other})


class SiteSeams:
    """The seams of one site as bytes, each rendered when first needed."""

    def __init__(self, origin: StagingSource, site: Site, seams: Callable[[], Seams]) -> None:
        self._open, self._department, self._today = seams, site.department, origin.today
        self._folder = f"{site.slug}/" if site.slug else ""
        self._error_base = urlsplit(site_url(origin, site) or "/").path
        self._made: dict[tuple[str, str], bytes] = {}

    @cached_property
    def view(self) -> View | None:
        """Return what the seams may read of the department; None for the portal."""
        return department_view(self._department, self._today) if self._department else None

    def for_page(self, base_url: str) -> Callable[[str], bytes]:
        """Return a function that fills the placeholders of a page; `base_url` leads from it to the site's root."""
        return lambda name: self._value(name, base_url)

    def for_error_page(self) -> Callable[[str], bytes]:
        """Return a function that fills the placeholders of `404.html`, whose links start at the server root."""
        return lambda name: self._value(name, self._error_base)

    def _value(self, name: str, base: str) -> bytes:
        if name == "folder":
            return encode(self._folder)
        if (name, base) not in self._made:
            self._made[name, base] = encode(self._render(name, base).replace(f"{FOLDER}/", self._folder))
        return self._made[name, base]

    def _render(self, name: str, base: str) -> str:
        seams = self._open()
        config = seams.theme.config
        if self.view is None:
            config.extra.pop("department", None)
        else:
            config.extra["department"] = self.view
        return seams.theme.env.get_template(name).render(config=config, base_url=base)


def can_insert_seams(page: SitePage, html: str) -> bool:
    """Tell whether the seams of `page` can be inserted in `html`: each is on its own line there and in the text.

    In a list, a quotation, a table or a code block, Markdown would have changed them.
    """
    texts = (f"\n{page.marked}\n", f"\n{html}\n")
    marks = [seam_placeholder(index) for index in range(len(page.seams))]
    alone = all(text.count(mark) == text.count(f"\n{mark}\n") == 1 for mark in marks for text in texts)
    return alone and all(map(_is_one_block, page.seams))


def _is_one_block(seam: str) -> bool:
    """Tell whether a seam is exactly one `<div>`, without anything that Markdown would interpret in raw HTML."""
    depth = 0
    for match in _DIV.finditer(seam):
        depth += -1 if match[1] else 1
        if depth == 0:
            return seam.startswith("<div") and match.end() == len(seam) and not re.search(r"\t|```|~~~", seam)
    return False
