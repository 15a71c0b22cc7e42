"""Three clicks: what a person must do to reach each page, each benefit and the answer to each task.

Counted from built pages by what is visible (`clicks/`), for a computer and for a phone. A page is not saved by the
search, the site map, the footer or the neighbours (ADR 0014).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..clicks import PROFILES, BuiltSite, ShortestPath, ShortestPaths, describe, find_paths, paths_through_portal
from ..clicks.shortest_paths import Node
from ..model import Project
from .site_faults import SiteFault, values_of
from .source_locator import file_of

RULES = frozenset({"clics-page", "clics-aide", "clics-tache", "clics-intranet", "page-sans-chemin"})
CHOICE = "(choisir le département)"


def check_clicks(site: BuiltSite, portal: BuiltSite | None, project: Project) -> Iterator[SiteFault]:
    """The faults of one site; tasks are counted in departments, through the portal."""
    own = [find_paths(site, profile) for profile in PROFILES]
    yield from _check_pages(site, own, project)
    if site.slug and portal is not None:
        through = [paths_through_portal(portal, site, profile) for profile in PROFILES]
        yield from _check_tasks(site, own, through, project)


def _check_pages(site: BuiltSite, every: list[ShortestPaths], project: Project) -> Iterator[SiteFault]:
    limits = project.tree.settings.clicks
    linked = site.linked()
    titles = _titles(site)
    for file in site.listed:
        page = site.pages.get(file)
        if page is None or file not in linked:
            continue  # said by others: the page is not there, or nothing leads to it
        source = (page.sources, ("title",))
        lost = [
            profile.name for profile, ways in zip(PROFILES, every, strict=True) if (site.slug, file) not in ways.costs
        ]
        if lost:
            yield SiteFault(
                "page-sans-chemin", site.name, *source, values=values_of(page=page.title, profiles=_join(lost))
            )
            continue
        rule, limit = ("clics-aide", limits.benefit) if page.kind == "benefit" else ("clics-page", limits.page)
        names, way = _too_long(every, (site.slug, file), limit)
        if way:
            values = values_of(page=page.title, profiles=names, limit=limit)
            yield SiteFault(rule, site.name, *source, values=values, passing=values_of(way=describe(way, titles)))


def _check_tasks(
    site: BuiltSite, own: list[ShortestPaths], through: list[ShortestPaths], project: Project
) -> Iterator[SiteFault]:
    limits = project.tree.settings.clicks
    titles = {**_titles(site), (site.slug, "index.html"): CHOICE}
    for task in project.tree.tasks:
        node = (site.slug, file_of(task.answer.partition("#")[0]))
        if node[1] not in site.pages:
            continue
        about = values_of(task=task.id, question=task.question)
        names, way = _too_long(through, node, limits.task)
        if way or node not in through[0].costs:
            shown = describe(way, titles) if way else "aucun chemin"
            values = (*about, *values_of(profiles=names, limit=limits.task))
            yield SiteFault("clics-tache", site.name, place=task.at, values=values, passing=values_of(way=shown))
        # The click on the intranet's own link is the first action.
        names, way = _too_long(own, node, limits.intranet - 1)
        if way:
            values = (*about, *values_of(profiles=names, limit=limits.intranet))
            yield SiteFault(
                "clics-intranet", site.name, place=task.at, values=values, passing=values_of(way=describe(way, titles))
            )


def _too_long(every: list[ShortestPaths], node: Node, limit: int) -> tuple[str, ShortestPath | None]:
    """The profiles in which the way to `node` is longer than `limit`, and the first of these ways."""
    pairs = [(profile.name, ways) for profile, ways in zip(PROFILES, every, strict=True)]
    long = [(name, ways) for name, ways in pairs if ways.costs.get(node, 0) > limit]
    return _join(name for name, _ in long), long[0][1].to(node) if long else None


def _titles(site: BuiltSite) -> dict[Node, str]:
    return {(site.slug, page.file): page.title for page in site.pages.values()}


def _join(names: Iterable[str]) -> str:
    return " et ".join(names)
