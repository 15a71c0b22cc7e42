"""The seams of the frame: the only templates that look at the department, rendered once per site and depth."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

from jinja2 import meta
from mkdocs.structure.files import File

from ..errors import RenderError
from ..model import Site
from ..view import department_view
from .frames import encode
from .internals import Theme
from .stage import Origin, site_url

_VARIABLES = frozenset({"config", "base_url", "page"})


class Seams:
    """The seam templates of a theme. Raises RenderError if one uses a variable that a seam does not have."""

    def __init__(self, theme: Theme, names: Iterable[str]) -> None:
        self.theme = theme
        self.names = [f"seams/{name}.html" for name in names if "/" not in name]
        self.of_page = frozenset(name for name in self.names if self._looks_at_page(name))

    def _looks_at_page(self, name: str) -> bool:
        env = self.theme.env
        assert env.loader is not None  # noqa: S101 - MkDocs always sets one
        wanted = meta.find_undeclared_variables(env.parse(env.loader.get_source(env, name)[0]))
        if wanted - _VARIABLES:
            unknown = ", ".join(sorted(wanted - _VARIABLES))
            raise RenderError(f"overrides/{name} : un bloc de département ne peut pas employer « {unknown} »")
        return "page" in wanted


class SiteSeams:
    """The seams of one site, as bytes, each rendered when first asked for."""

    def __init__(self, origin: Origin, site: Site, seams: Callable[[], Seams]) -> None:
        self._open = seams
        self._view = department_view(site.department, origin.today) if site.department else None
        self._folder = encode(f"{site.slug}/" if site.slug else "")
        self._error_base = urlsplit(site_url(origin, site) or "/").path
        self._made: dict[tuple[str, str, str], bytes] = {}

    def for_page(self, base_url: str, file: Callable[[], File | None]) -> Callable[[str], bytes]:
        """The value of each hole in a page, `base_url` being the way from it to the root of its site."""
        return lambda name: self._value(name, base_url, file)

    def for_error_page(self) -> Callable[[str], bytes]:
        """The value of each hole in `404.html`, whose links start at the root of the server."""
        return lambda name: self._value(name, self._error_base, lambda: None)

    def _value(self, name: str, base: str, file: Callable[[], File | None]) -> bytes:
        if name == "folder":
            return self._folder
        seams = self._open()
        page = file() if name in seams.of_page else None
        key = (name, base, page.url if page else "")
        if key not in self._made:
            self._made[key] = encode(self._render(seams, name, base, page))
        return self._made[key]

    def _render(self, seams: Seams, name: str, base: str, file: File | None) -> str:
        config = seams.theme.config
        if self._view is None:
            config.extra.pop("department", None)
        else:
            config.extra["department"] = self._view
        return seams.theme.env.get_template(name).render(config=config, base_url=base, page=file and file.page)
