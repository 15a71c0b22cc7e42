"""The shortest ways, in actions and in words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from troisclics.clicks import DESKTOP, PHONE, BuiltSite, describe, files_of, find_paths, find_sites, load_site
from troisclics.clicks import paths_through_portal as through

PAGES = {
    "": '<article><a href="50-manche/">La Manche</a></article>',
    "50-manche": """<nav class="md-tabs"><a href="logement/">Logement</a></nav>
      <article><a href="plan-du-site/">Plan</a> <a href="vieux/">Ancien</a></article>""",
    "50-manche/logement": '<article><details><summary>Prêts</summary><a href="pret/">Prêt</a></details></article>',
    "50-manche/logement/pret": "<article></article>",
    "50-manche/plan-du-site": '<article><a href="../perdue/">Perdue</a></article>',
    "50-manche/perdue": "<article></article>",
    "50-manche/vieux": '<meta http-equiv="refresh" content="0; url=../neuf/">',
    "50-manche/neuf": "<article></article>",
}


@pytest.fixture
def sites(tmp_path: Path) -> tuple[BuiltSite, BuiltSite]:
    """A portal and a department of a few pages."""
    for name, html in PAGES.items():
        (tmp_path / name).mkdir(parents=True, exist_ok=True)
        (tmp_path / name / "index.html").write_text(html, encoding="utf-8")
    for slug in ("", "50-manche"):
        (tmp_path / slug / "api").mkdir()
        listing = {"department": slug[:2] or None, "pages": [{"url": "", "title": "Accueil"}]}
        (tmp_path / slug / "api" / "pages.json").write_text(json.dumps(listing), encoding="utf-8")
    slugs = find_sites(tmp_path)
    portal, site = (load_site(tmp_path, slug, files_of(tmp_path, slug, slugs)) for slug in slugs)
    return portal, site


def test_actions_are_counted_with_what_must_be_opened(sites: tuple[BuiltSite, BuiltSite]) -> None:
    """A tab and a link in a closed <details> make three actions; on a phone, without tabs, there is no way."""
    _, site = sites
    way = find_paths(site, DESKTOP).to(("50-manche", "logement/pret/index.html"))
    assert way is not None
    assert describe(way, {}) == "Accueil › Logement › (ouvrir « Prêts ») › Prêt : 3 actions"
    assert find_paths(site, PHONE).to(("50-manche", "logement/pret/index.html")) is None


def test_choosing_the_department_is_an_action(sites: tuple[BuiltSite, BuiltSite]) -> None:
    """From the portal it comes first."""
    way = through(*sites, DESKTOP).to(("50-manche", "logement/index.html"))
    assert way is not None
    assert describe(way, {("50-manche", "index.html"): "(la Manche)"}) == "Accueil › (la Manche) › Logement : 2 actions"


def test_the_site_map_is_no_way(sites: tuple[BuiltSite, BuiltSite]) -> None:
    """One gets to it, and not on from it."""
    ways = find_paths(sites[1], DESKTOP)
    assert ways.costs["50-manche", "plan-du-site/index.html"] == 1
    assert ("50-manche", "perdue/index.html") not in ways.costs


def test_a_redirection_costs_nothing(sites: tuple[BuiltSite, BuiltSite]) -> None:
    """One arrives where it sends."""
    assert find_paths(sites[1], DESKTOP).costs["50-manche", "neuf/index.html"] == 1
