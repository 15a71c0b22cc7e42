"""Check click depth: how many actions lead to each page, each benefit and the answer to each task.

Paths are computed on built pages from what is visible (`clicks/`), on a computer and on a phone. Search, site map,
footer and previous/next links do not count (ADR 0014).
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
    """Report pages and answers of one site that are too far away; tasks of departments start at the portal."""
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
            continue  # missing or without links, as other checks report
        source = (page.sources, ("title",))
        lost = [
            profile.name for profile, paths in zip(PROFILES, every, strict=True) if (site.slug, file) not in paths.costs
        ]
        if lost:
            yield SiteFault(
                "page-sans-chemin", site.name, *source, values=values_of(page=page.title, profiles=_join(lost))
            )
            continue
        rule, limit = ("clics-aide", limits.benefit) if page.kind == "benefit" else ("clics-page", limits.page)
        names, path = _too_long(every, (site.slug, file), limit)
        if path:
            values = values_of(page=page.title, profiles=names, limit=limit)
            yield SiteFault(rule, site.name, *source, values=values, details=values_of(path=describe(path, titles)))


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
        names, path = _too_long(through, node, limits.task)
        if path or node not in through[0].costs:
            shown = describe(path, titles) if path else "aucun chemin"
            values = (*about, *values_of(profiles=names, limit=limits.task))
            yield SiteFault("clics-tache", site.name, place=task.at, values=values, details=values_of(path=shown))
        # The click on the intranet's own link is the first action.
        names, path = _too_long(own, node, limits.intranet - 1)
        if path:
            values = (*about, *values_of(profiles=names, limit=limits.intranet))
            yield SiteFault(
                "clics-intranet",
                site.name,
                place=task.at,
                values=values,
                details=values_of(path=describe(path, titles)),
            )


def _too_long(every: list[ShortestPaths], node: Node, limit: int) -> tuple[str, ShortestPath | None]:
    """Return the profiles in which the path to `node` is longer than `limit`, and the first such path."""
    pairs = [(profile.name, paths) for profile, paths in zip(PROFILES, every, strict=True)]
    long = [(name, paths) for name, paths in pairs if paths.costs.get(node, 0) > limit]
    return _join(name for name, _ in long), long[0][1].to(node) if long else None


def _titles(site: BuiltSite) -> dict[Node, str]:
    return {(site.slug, page.file): page.title for page in site.pages.values()}


def _join(names: Iterable[str]) -> str:
    return " et ".join(names)
