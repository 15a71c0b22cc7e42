"""Check the breadth of menus and pages: few clicks must not come from clutter or from empty pages."""

from __future__ import annotations

from collections.abc import Iterator

from ..clicks import BuiltPage, BuiltSite
from ..model import Project
from .site_faults import SiteFault, values_of
from .source_locator import CONFIG, TEMPLATES

RULES = frozenset({"menu-trop-large", "rubrique-trop-longue", "tuiles-trop-nombreuses", "rubrique-maigre", "impasse"})
_HOME = "index.html"


def check_breadth(site: BuiltSite, project: Project) -> Iterator[SiteFault]:
    """Report menus, sections and tiles that are too broad, thin pages and dead ends of one site."""
    limits = project.tree.settings.breadth
    home = site.pages.get(_HOME)
    tabs = _targets(site, home, "tabs") if home else []
    if len(tabs) > limits.menu:
        values = values_of(count=len(tabs), limit=limits.menu)
        yield SiteFault("menu-trop-large", site.name, (CONFIG,), ("nav",), values=values)
    for file in site.listed:
        if (page := site.pages.get(file)) is not None:
            yield from _check_page(site, page, project)


def _check_page(site: BuiltSite, page: BuiltPage, project: Project) -> Iterator[SiteFault]:
    limits = project.tree.settings.breadth
    tiles = max((count for placed in page.parts for count in placed.part.tiles), default=0)
    if tiles > limits.tiles:
        values = values_of(page=page.title, count=tiles, limit=limits.tiles)
        yield SiteFault("tuiles-trop-nombreuses", site.name, (*page.sources, TEMPLATES), ("tiles",), values=values)
    section = page.file.removesuffix(_HOME)
    if page.kind == "hub":
        listed = [file for file in _targets(site, page, "menu") if file.startswith(section) and section]
        if len(listed) > limits.section:
            values = values_of(page=page.title, count=len(listed), limit=limits.section)
            clue = page.source.removeprefix("content/")
            yield SiteFault("rubrique-trop-longue", site.name, (CONFIG,), (clue,), values=values)
    onward = _targets(site, page, "body")
    source, clues = page.sources, ("title",)
    if page.kind == "hub" and len(onward) < limits.onward:
        values = values_of(page=page.title, count=len(onward), limit=limits.onward)
        yield SiteFault("rubrique-maigre", site.name, source, clues, values=values)
    elif page.kind != "hub" and not page.local and len(onward) == 1 and _words(page) < limits.words:
        values = values_of(page=page.title, count=1, limit=limits.onward)
        yield SiteFault("rubrique-maigre", site.name, source, clues, values=values)
    elif not onward and not _calls(page):
        yield SiteFault("impasse", site.name, source, clues, values=values_of(page=page.title))


def _targets(site: BuiltSite, page: BuiltPage, region: str) -> list[str]:
    """Return the other pages that a region of a page links to, each once."""
    files = (
        located.target.file
        for placed in page.parts
        for located in placed.links
        if located.link.region == region and not located.target.outside
    )
    ours = (file for file in dict.fromkeys(files) if file != page.file)
    return [file for file in ours if file in site.pages or file in site.listed or file.startswith("../")]


def _calls(page: BuiltPage) -> bool:
    """Tell whether the text gives a phone number or an e-mail address, so that the page is no dead end."""
    return any(
        located.target.file.startswith(("tel:", "mailto:"))
        for placed in page.parts
        for located in placed.links
        if located.link.region == "body"
    )


def _words(page: BuiltPage) -> int:
    return sum(placed.part.words for placed in page.parts)
