"""Compute the shortest paths from a home page to the pages of a site, in steps that a person takes."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from ..domain.french import count
from .built_site import BuiltPage, BuiltSite, PlacedPart
from .page_reader import Opens
from .visibility import PROFILES, SITE_MAP, Profile

HOME = "index.html"

Node = tuple[str, str]
"""A page: the folder of its site, and its file."""


@dataclass(frozen=True, slots=True)
class Step:
    """One link followed: its target, its text, and what has to be opened first."""

    to: Node
    label: str
    opens: Opens

    @property
    def actions(self) -> int:
        """The number of actions: the click, and one for each element to open."""
        return 1 + len(self.opens)


@dataclass(frozen=True, slots=True)
class ShortestPath:
    """A path from `start`."""

    start: Node
    steps: tuple[Step, ...]

    @property
    def actions(self) -> int:
        """The number of clicks, taps or key presses, including those to open something."""
        return sum(step.actions for step in self.steps)


@dataclass(frozen=True, slots=True)
class Choice:
    """A link that may be followed: its text, and what has to be opened first."""

    label: str
    opens: Opens


@dataclass(frozen=True, slots=True)
class ShortestPaths:
    """Shortest paths from one start for one profile: the cost of each reachable page, and the last step to it."""

    start: Node
    costs: dict[Node, int]
    last: dict[Node, tuple[Node, Step]]

    def to(self, node: Node) -> ShortestPath | None:
        """Return the path to a page; None if there is none."""
        if node not in self.costs:
            return None
        steps: list[Step] = []
        while node != self.start:
            node, step = self.last[node]
            steps.append(step)
        return ShortestPath(self.start, tuple(reversed(steps)))


def find_paths(site: BuiltSite, profile: Profile) -> ShortestPaths:
    """Return the paths within one site, from its home."""
    return _extend({site.slug: site}, profile, ShortestPaths((site.slug, HOME), {(site.slug, HOME): 0}, {}))


def paths_through_portal(portal: BuiltSite, site: BuiltSite, profile: Profile) -> ShortestPaths:
    """Return the paths from the home of the portal, through the choice of a department, to its pages.

    Args:
        portal: the portal.
        site: the site of the department.
        profile: the profile.
    """
    known = _portal_paths(portal, profile)
    paths = ShortestPaths(known.start, dict(known.costs), dict(known.last))
    return _extend({portal.slug: portal, site.slug: site}, profile, paths, only=site.slug)


@lru_cache(maxsize=2 * len(PROFILES))
def _portal_paths(portal: BuiltSite, profile: Profile) -> ShortestPaths:
    return find_paths(portal, profile)


def _extend(
    sites: Mapping[str, BuiltSite], profile: Profile, paths: ShortestPaths, only: str | None = None
) -> ShortestPaths:
    """Run Dijkstra's algorithm from the pages in `ways`; among equal costs, the first link of a page wins.

    With `only`, steps from pages of the portal must lead into that site.
    """
    queue = [(cost, count, node) for count, (node, cost) in enumerate(paths.costs.items())]
    heapq.heapify(queue)
    count = len(queue)
    while queue:
        cost, _, here = heapq.heappop(queue)
        if cost > paths.costs[here] or here[1] == SITE_MAP:
            continue
        for written, step in _steps(sites[here[0]].pages[here[1]], profile).items():
            total = cost + 1 + len(step.opens)
            if (only is not None and not here[0] and not written.startswith(only)) or total >= paths.costs.get(
                (here[0], written), total + 1
            ):
                continue
            there = follow(sites, here[0], written)
            if there is not None and total < paths.costs.get(there, total + 1):
                count += 1
                paths.costs[there] = total
                paths.last[there] = here, Step(there, step.label, step.opens)
                heapq.heappush(queue, (total, count, there))
    return paths


def _steps(page: BuiltPage, profile: Profile) -> Mapping[str, Choice]:
    """Return the cheapest link of a page to each file."""
    first, *others = (_choices(placed, profile) for placed in page.parts)
    return _merge(dict(first), others) if others else first


def _merge(steps: dict[str, Choice], others: Iterable[Mapping[str, Choice]]) -> Mapping[str, Choice]:
    for other in others:
        for file, choice in other.items():
            if file not in steps or len(choice.opens) < len(steps[file].opens):
                steps[file] = choice
    return steps


@lru_cache(maxsize=2048)
def _choices(placed: PlacedPart, profile: Profile) -> Mapping[str, Choice]:
    """Return the cheapest link of a part to each file; cached for all sites that have the part."""
    number = PROFILES.index(profile)
    steps: dict[str, Choice] = {}
    for located, seen in placed.seen_links():
        opens = seen.opens[number]
        if opens is None or located.target.outside:
            continue
        file = located.target.file
        if file not in steps or len(opens) < len(steps[file].opens):
            steps[file] = Choice(located.link.label, opens)
    return steps


def follow(sites: Mapping[str, BuiltSite], slug: str, file: str) -> Node | None:
    """Return the page that a link ends at, after redirects, which cost nothing.

    Args:
        sites: the sites.
        slug: the site of the link.
        file: its target, relative to that site.

    Returns:
        The page; None if it does not exist.
    """
    for _ in range(4):
        node = owner_of(sites, slug, file)
        page: BuiltPage | None = sites[node[0]].pages.get(node[1]) if node and node[0] in sites else None
        if node is None or page is None:
            return None
        if page.refresh is None or page.refresh.outside:
            return node
        slug, file = node[0], page.refresh.file
    return None


def owner_of(sites: Mapping[str, object], slug: str, file: str) -> Node | None:
    """Return the site that a file belongs to, and its name there.

    Args:
        sites: the sites.
        slug: the site that `file` is relative to.
        file: the file.
    """
    if file.startswith("/"):
        return None
    if file.startswith("../"):
        if not slug or file.startswith("../../"):
            return None
        file, slug = file.removeprefix("../"), ""
    first, _, rest = file.partition("/")
    if not slug and first in sites and first:
        return first, rest
    return slug, file


def describe(path: ShortestPath, titles: Mapping[Node, str]) -> str:
    """Format a path: « Accueil › Logement › Aide à l'installation : 2 actions », with what to open in brackets."""
    positions = ["Accueil"]
    for step in path.steps:
        positions += [f"({disclosure})" for disclosure in step.opens]
        positions.append(titles.get(step.to) or step.label)
    return f"{' › '.join(positions)} : {count(path.actions, 'action')}"
