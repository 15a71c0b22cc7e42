"""The table of ways: for each task and each benefit, what a person does to get there (`docs/chemins.md`)."""

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
    find_sites,
    find_ways,
    load_site,
    ways_through_portal,
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
class _Shown:
    """A way as it is shown: how many actions, and in words."""

    actions: int
    words: str


Longest = dict[tuple[str, Profile], _Shown]
"""The longest of the ways to a page, over all sites, for each profile."""


def ways_table(project: Project, out: Path) -> str:
    """The table, in Markdown, of the sites of `project` built in `out`.

    Raises FileNotFoundError when the portal or all departments are missing.
    """
    slugs = find_sites(out)
    if "" not in slugs or len(slugs) < 2:
        raise FileNotFoundError(out)
    portal = load_site(out, "", files_of(out, "", slugs))
    tasks: Longest = {}
    pages: Longest = {}
    for slug in slugs[1:]:
        site = load_site(out, slug, files_of(out, slug, slugs))
        titles: dict[Node, str] = {(slug, page.file): page.title for page in site.pages.values()}
        through = {**titles, (slug, HOME): _CHOICE}
        for profile in PROFILES:
            files = [file for file in site.listed if not (file in site.pages and site.pages[file].local)]
            whole, own = ways_through_portal(portal, site, profile), find_ways(site, profile)
            for file in files:
                _keep(tasks, (file, profile), whole.to((slug, file)), through)
                _keep(pages, (file, profile), own.to((slug, file)), titles)
    return "\n".join([_HEAD, *_format_tasks(project, tasks), "", *_format_pages(project, pages)]) + "\n"


def _keep(longest: Longest, key: tuple[str, Profile], way: ShortestPath | None, titles: Mapping[Node, str]) -> None:
    if way is not None and (key not in longest or way.actions > longest[key].actions):
        longest[key] = _Shown(way.actions, describe(way, titles))


def _format_tasks(project: Project, ways: Longest) -> Iterable[str]:
    yield "## Les questions, depuis l'accueil du portail\n"
    yield "| Question | À l'ordinateur | Au téléphone |"
    yield "|---|---|---|"
    for task in project.tree.tasks:
        yield _row(task.question, _file(task.answer.partition("#")[0]), ways)


def _format_pages(project: Project, ways: Longest) -> Iterable[str]:
    yield "## Les aides, depuis l'accueil d'un département\n"
    yield "| Aide | À l'ordinateur | Au téléphone |"
    yield "|---|---|---|"
    for page in project.tree.pages:
        if page.meta.kind == "benefit":
            yield _row(page.meta.title, _file(page.uri), ways)


def _row(name: str, file: str, ways: Longest) -> str:
    cells = [ways[file, profile].words if (file, profile) in ways else "aucun chemin" for profile in PROFILES]
    return f"| {' | '.join(cell.replace('|', '/') for cell in (name, *cells))} |"


def _file(uri: str) -> str:
    return f"{page_url(uri)}{HOME}"
