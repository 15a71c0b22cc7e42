"""The model of what is visible, proved: the ways it finds are walked with real clicks, at both sizes."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from repository import REPOSITORY, run_command

from troisclics.clicks import (
    DESKTOP,
    PHONE,
    PROFILES,
    BuiltSite,
    Profile,
    ShortestPath,
    Step,
    files_of,
    find_paths,
    find_sites,
    load_site,
    paths_through_portal,
)
from troisclics.clicks.shortest_paths import follow

from .served import Served
from .walker import WalkError, open_window, seen_goals, walk

SEED = 20261125
DEPARTMENTS = ("50-manche", "24-dordogne")
LOOKED_AT = (
    "index.html",
    "logement/index.html",
    "logement/aide-installation/index.html",
    "ma-delegation/index.html",
    "plan-du-site/index.html",
)
BOTH = pytest.mark.parametrize("profile", PROFILES, ids=[profile.name for profile in PROFILES])


@cache
def site(folder: Path, slug: str) -> BuiltSite:
    """One of the built sites."""
    return load_site(folder, slug, files_of(folder, slug, find_sites(folder)))


def sample(folder: Path, profile: Profile) -> list[ShortestPath]:
    """Ways drawn at random, the same each time: of each cost, through the portal, and where something is opened."""
    draw = random.Random(SEED)  # noqa: S311 - nothing secret
    drawn: list[ShortestPath] = []
    for slug in DEPARTMENTS:
        portal, own = site(folder, ""), site(folder, slug)
        for ways in (find_paths(own, profile), paths_through_portal(portal, own, profile)):
            every = [way for node in sorted(ways.costs) if node[0] == slug and (way := ways.to(node)) and way.steps]
            opened = [way for way in every if any(step.opens for step in way.steps)]
            drawn += draw.sample(every, 4) + draw.sample(opened, min(2, len(opened)))
    return drawn


@BOTH
def test_ways_are_walked_as_found(sites: Served, browser: Browser, profile: Profile) -> None:
    """Each step is visible where the model says so, and the whole takes as many actions."""
    page = open_window(browser, profile)
    for way in sample(sites.folder, profile):
        assert walk(page, sites, way, profile) == way.actions
    page.context.close()


@BOTH
def test_what_is_seen_is_what_the_model_shows(sites: Served, browser: Browser, profile: Profile) -> None:
    """On pages of each kind the links that cost one action are those that a person sees, no more and no less."""
    assert differences(sites, browser, profile, believed=profile) == {}


@pytest.mark.parametrize(("believed", "shown"), [(DESKTOP, PHONE), (PHONE, DESKTOP)], ids=["tabs", "drawer"])
def test_a_model_that_lies_is_caught(sites: Served, browser: Browser, believed: Profile, shown: Profile) -> None:
    """What a computer shows, believed of a phone, is found wrong by looking; and the other way round."""
    assert differences(sites, browser, shown, believed=believed) != {}


def test_a_lying_way_is_caught(sites: Served, browser: Browser) -> None:
    """A way through a link that is not shown, and one that opens something for nothing, are refused."""
    page = open_window(browser, PHONE)
    start, hub = ("50-manche", "logement/aide-installation/index.html"), ("50-manche", "famille/index.html")
    with pytest.raises(WalkError, match="no link"):
        walk(page, sites, ShortestPath(start, (Step(hub, "Famille et enfance", ()),)), PHONE)
    home, first = ("50-manche", "index.html"), ("50-manche", "logement/index.html")
    with pytest.raises(WalkError, match="for nothing"):
        walk(page, sites, ShortestPath(home, (Step(first, "Logement", ("ouvrir le menu",)),)), PHONE)
    page.context.close()


def differences(sites: Served, browser: Browser, profile: Profile, believed: Profile) -> dict[str, set[str]]:
    """Where the browser at the size of `profile` and the model `believed` differ: pages, and what only one shows."""
    found: dict[str, set[str]] = {}
    page = open_window(browser, profile)
    portal = site(sites.folder, "")
    number = PROFILES.index(believed)
    for slug in ("", DEPARTMENTS[0]):
        own = site(sites.folder, slug)
        both = {"": portal, slug: own}
        for file in LOOKED_AT:
            page.goto(sites.url(f"{slug}/{file}".lstrip("/").removesuffix("index.html")))
            model: set[str] = set()
            for placed in own.pages[file].parts:
                for located, seen in placed.seen_links():
                    if seen.opens[number] == () and (node := follow(both, slug, located.target.file)):
                        model.add(sites.url(f"{node[0]}/{node[1]}".lstrip("/").removesuffix("index.html")))
            here = page.url.split("#")[0]
            ours = {goal for goal in seen_goals(page) if goal.startswith(sites.address)}
            known = {goal for goal in ours if _is_page(both, goal.removeprefix(sites.address))}
            if difference := (model ^ known) - {here}:
                found[here] = difference
    page.context.close()
    return found


def _is_page(both: dict[str, BuiltSite], path: str) -> bool:
    """Whether an address is one of a page of the two sites: calendars and other departments are not looked at."""
    node = follow(both, "", path + "index.html" if not path or path.endswith("/") else path)
    return node is not None


@pytest.mark.slow
def test_the_written_ways_are_those_of_today(sites: Served, tmp_path: Path) -> None:
    """`docs/chemins.md` says what `troisclics report paths` finds in the sites as they are."""
    written = tmp_path / "chemins.md"
    done = run_command("report", "paths", "--site", sites.folder, "--out", written)
    assert done.returncode == 0, done.stderr
    kept = (REPOSITORY / "docs" / "chemins.md").read_text(encoding="utf-8")
    assert written.read_text(encoding="utf-8") == kept, "docs/chemins.md is out of date: run troisclics report paths"
