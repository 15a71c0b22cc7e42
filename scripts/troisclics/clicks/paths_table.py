"""Generate the table of paths: the steps to each task and each benefit (`docs/chemins.md`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ..domain.urls import page_url
from ..model import Project
from . import (
    HOME,
    PROFILES,
    Profile,
    ShortestPath,
    describe,
    files_of,
    find_paths,
    find_sites,
    load_site,
    paths_through_portal,
)
from .shortest_paths import Node

_CHOICE = "(choisir le département)"
_HEAD = """\
# Les chemins

Ce que fait une personne pour arriver à chaque réponse.
Une action est un clic, un appui ou une touche ; ouvrir un menu en est une.
La recherche, le plan du site et le pied de page ne comptent pas.
Pour chaque ligne, le chemin montré est le plus long de tous les départements.

Cette page est écrite par `troisclics report paths`, à partir des sites construits : ne la modifiez pas à la main.
"""


@dataclass(frozen=True, slots=True)
class _PathSummary:
    """A path as shown: its number of steps, and its description."""

    actions: int
    words: str


LongestPaths = dict[tuple[str, Profile], _PathSummary]
"""The longest of the shortest paths to a page over all sites, for each profile."""


def paths_table(project: Project, out: Path) -> str:
    """Return the table of paths in Markdown, for the sites of `project` built in `out`.

    Raises FileNotFoundError when the portal or all departments are missing.
    """
    slugs = find_sites(out)
    if "" not in slugs or len(slugs) < 2:
        raise FileNotFoundError(out)
    portal = load_site(out, "", files_of(out, "", slugs))
    tasks: LongestPaths = {}
    pages: LongestPaths = {}
    for slug in slugs[1:]:
        site = load_site(out, slug, files_of(out, slug, slugs))
        titles: dict[Node, str] = {(slug, page.file): page.title for page in site.pages.values()}
        through = {**titles, (slug, HOME): _CHOICE}
        for profile in PROFILES:
            files = [file for file in site.listed if not (file in site.pages and site.pages[file].local)]
            from_portal, from_home = paths_through_portal(portal, site, profile), find_paths(site, profile)
            for file in files:
                _keep(tasks, (file, profile), from_portal.to((slug, file)), through)
                _keep(pages, (file, profile), from_home.to((slug, file)), titles)
    return "\n".join([_HEAD, *_format_tasks(project, tasks), "", *_format_pages(project, pages)]) + "\n"


def _keep(
    longest: LongestPaths, key: tuple[str, Profile], path: ShortestPath | None, titles: Mapping[Node, str]
) -> None:
    if path is not None and (key not in longest or path.actions > longest[key].actions):
        longest[key] = _PathSummary(path.actions, describe(path, titles))


def _format_tasks(project: Project, paths: LongestPaths) -> Iterable[str]:
    yield "## Les questions, depuis l'accueil du portail\n"
    yield "| Question | À l'ordinateur | Au téléphone |"
    yield "|---|---|---|"
    for task in project.tree.tasks:
        yield _row(task.question, _file(task.answer.partition("#")[0]), paths)


def _format_pages(project: Project, paths: LongestPaths) -> Iterable[str]:
    yield "## Les aides, depuis l'accueil d'un département\n"
    yield "| Aide | À l'ordinateur | Au téléphone |"
    yield "|---|---|---|"
    for page in project.tree.pages:
        if page.meta.kind == "benefit":
            yield _row(page.meta.title, _file(page.uri), paths)


def _row(name: str, file: str, paths: LongestPaths) -> str:
    cells = [paths[file, profile].words if (file, profile) in paths else "aucun chemin" for profile in PROFILES]
    return f"| {' | '.join(cell.replace('|', '/') for cell in (name, *cells))} |"


def _file(uri: str) -> str:
    return f"{page_url(uri)}{HOME}"
