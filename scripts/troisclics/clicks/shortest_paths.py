"""The shortest ways from a home page to the pages of a site, in actions that a person makes."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from ..domain.french import count
from .built_site import BuiltPage, BuiltSite, Placed
from .page_reader import Opens
from .visibility import PROFILES, SITE_MAP, Profile

HOME = "index.html"

Node = tuple[str, str]
"""A page: the folder of its site, and its file."""


@dataclass(frozen=True, slots=True)
class Step:
    """One link followed: the page it leads to, its text, and what had to be opened first."""

    to: Node
    label: str
    opens: Opens

    @property
    def actions(self) -> int:
        """The click, and one action for each thing to open."""
        return 1 + len(self.opens)


@dataclass(frozen=True, slots=True)
class ShortestPath:
    """A way from `start` through its steps."""

    start: Node
    steps: tuple[Step, ...]

    @property
    def actions(self) -> int:
        """Clicks, taps or key presses, openings included."""
        return sum(step.actions for step in self.steps)


@dataclass(frozen=True, slots=True)
class Choice:
    """A link that may be followed: its text, and what must be opened first."""

    label: str
    opens: Opens


@dataclass(frozen=True, slots=True)
class ShortestPaths:
    """Shortest ways from one start, for one profile: the cost of each page that can be reached, and the last step."""

    start: Node
    costs: dict[Node, int]
    last: dict[Node, tuple[Node, Step]]

    def to(self, node: Node) -> ShortestPath | None:
        """The way to a page; None if there is none."""
        if node not in self.costs:
            return None
        steps: list[Step] = []
        while node != self.start:
            node, step = self.last[node]
            steps.append(step)
        return ShortestPath(self.start, tuple(reversed(steps)))


def find_ways(site: BuiltSite, profile: Profile) -> ShortestPaths:
    """The ways within one site, from its home."""
    return _search({site.slug: site}, profile, ShortestPaths((site.slug, HOME), {(site.slug, HOME): 0}, {}))


def ways_through_portal(portal: BuiltSite, site: BuiltSite, profile: Profile) -> ShortestPaths:
    """The ways from the home of the portal to the pages of a department, choosing the department included."""
    known = _portal_ways(portal, profile)
    ways = ShortestPaths(known.start, dict(known.costs), dict(known.last))
    return _search({portal.slug: portal, site.slug: site}, profile, ways, only=site.slug)


@lru_cache(maxsize=2 * len(PROFILES))
def _portal_ways(portal: BuiltSite, profile: Profile) -> ShortestPaths:
    return find_ways(portal, profile)


def _search(
    sites: Mapping[str, BuiltSite], profile: Profile, ways: ShortestPaths, only: str | None = None
) -> ShortestPaths:
    """Dijkstra's algorithm from what `ways` knows; ways of the same cost keep the order of the links in the page.

    With `only`, the steps taken from pages that are already known are those into that site.
    """
    queue = [(cost, count, node) for count, (node, cost) in enumerate(ways.costs.items())]
    heapq.heapify(queue)
    count = len(queue)
    while queue:
        cost, _, here = heapq.heappop(queue)
        if cost > ways.costs[here] or here[1] == SITE_MAP:
            continue
        for written, step in _steps(sites[here[0]].pages[here[1]], profile).items():
            total = cost + 1 + len(step.opens)
            if (only is not None and not here[0] and not written.startswith(only)) or total >= ways.costs.get(
                (here[0], written), total + 1
            ):
                continue
            there = follow(sites, here[0], written)
            if there is not None and total < ways.costs.get(there, total + 1):
                count += 1
                ways.costs[there] = total
                ways.last[there] = here, Step(there, step.label, step.opens)
                heapq.heappush(queue, (total, count, there))
    return ways


def _steps(page: BuiltPage, profile: Profile) -> Mapping[str, Choice]:
    """The cheapest link of a page to each file it links to."""
    first, *others = (_choices(placed, profile) for placed in page.parts)
    return _merge(dict(first), others) if others else first


def _merge(steps: dict[str, Choice], others: Iterable[Mapping[str, Choice]]) -> Mapping[str, Choice]:
    for other in others:
        for file, choice in other.items():
            if file not in steps or len(choice.opens) < len(steps[file].opens):
                steps[file] = choice
    return steps


@lru_cache(maxsize=2048)
def _choices(placed: Placed, profile: Profile) -> Mapping[str, Choice]:
    """The cheapest link of a part to each file it links to; worked out once, however many sites have the part."""
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
    """The page that `file`, as written in the site `slug`, ends at; redirects cost nothing. None if it is not there."""
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
    """The site that `file`, as written in the site `slug`, belongs to, and its name there."""
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


def describe(way: ShortestPath, titles: Mapping[Node, str]) -> str:
    """« Accueil › Logement › Aide à l'installation : 2 actions »; what must be opened stands in brackets."""
    places = ["Accueil"]
    for step in way.steps:
        places += [f"({opening})" for opening in step.opens]
        places.append(titles.get(step.to) or step.label)
    return f"{' › '.join(places)} : {count(way.actions, 'action')}"
