"""What forbids a publication, and what is wrong with a target: each rule has a broken twin."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from troisclics.load import load_project
from troisclics.load.targets import load_targets
from troisclics.messages.publishing_rules import RULES
from troisclics.model import Finding, PublishSettings
from troisclics.publish.manifest import File, SiteManifest
from troisclics.publish.plan import check_release

TODAY = date(2026, 11, 22)
SOUND = "targets:\n  - id: essai\n    kind: ssh\n    path: /srv/essai\n    host: serveur.exemple\n"

TARGETS = {
    "twice": (f"{SOUND}{SOUND.partition(chr(10))[2]}", "publish.yml:6: cible-double"),
    "a strange name": (SOUND.replace("essai\n    kind", "Été\n    kind"), "publish.yml:2: cible-identifiant"),
    "a relative folder": (SOUND.replace("/srv/essai", "srv/essai"), "publish.yml:4: cible-cle"),
    "the root": (SOUND.replace("/srv/essai", "/"), "publish.yml:4: cible-cle"),
    "a folder above": (SOUND.replace("/srv/essai", "/srv/../etc"), "publish.yml:4: cible-cle"),
    "an option for a host": (SOUND.replace("serveur", "-oProxyCommand=x"), "publish.yml:5: cible-cle"),
    "no host": (SOUND.replace("    host: serveur.exemple\n", ""), "publish.yml:2: cible-cle"),
    "a host for a folder": (SOUND.replace("ssh", "folder"), "publish.yml:5: cible-cle"),
    "an address without its end": (f"{SOUND}    url: https://e.fr\n", "publish.yml:6: cible-cle"),
    "nothing to go back to": (f"{SOUND}    keep: 1\n", "publish.yml:6: cible-cle"),
    "no such department": (f'{SOUND}    departments: ["99"]\n', "publish.yml:6: cible-departement"),
    "a password": (f"{SOUND}    password: secret\n", "publish.yml:6: cle-inconnue"),
}


def said(root: Path, text: str) -> list[str]:
    """What is said of a `publish.yml`: « place: rule »."""
    (root / "publish.yml").write_text(text, encoding="utf-8")
    out: list[Finding] = []
    load_targets(root, load_project(root, TODAY)[0], TODAY, out)
    return [f"{found.place}: {found.rule}" for found in out]


def test_the_target_is_sound(project: Callable[..., Path]) -> None:
    """Without a fault nothing is said."""
    assert said(project(), SOUND) == []


@pytest.mark.parametrize(("text", "expected"), TARGETS.values(), ids=TARGETS)
def test_faults_of_targets(project: Callable[..., Path], text: str, expected: str) -> None:
    """Each fault is said at its line, and nothing else is."""
    assert said(project(), text) == [expected]


PAGES = tuple(File(f"page-{number}/index.html", 10, "0" * 64, "text/html") for number in range(20))
SETTINGS = PublishSettings(mandatory=("page-0/",))


def manifest(slug: str, files: tuple[File, ...] = PAGES, menu: str = "a") -> SiteManifest:
    """A site of twenty pages."""
    return SiteManifest(slug, "0" * 16, menu, (), files)


def refused(*sites: SiteManifest, online: tuple[SiteManifest, ...] = ()) -> list[str]:
    """What forbids to publish `sites` in the place of those `online`."""
    new, old = ({site.slug: site for site in group} for group in (sites, online))
    menus = {slug: site.menu for slug, site in new.items() if slug}
    return [f"{found.place}: {found.rule}" for found in check_release(new, old, menus, SETTINGS)]


def test_a_sound_release_is_not_refused() -> None:
    """The same sites again, or a tenth of the pages less, are published."""
    sites = (manifest("90-dunes"), manifest("9a-falaises"))
    assert refused(*sites, online=sites) == []
    assert refused(manifest("90-dunes", PAGES[:18]), online=(manifest("90-dunes"),)) == []


def test_refusals() -> None:
    """A site that loses more than a tenth of its pages, that has another menu, or no mandatory page, is named."""
    sites = (manifest("90-dunes"), manifest("91-falaises"), manifest("92-landes"))
    assert refused(manifest("90-dunes", PAGES[:17]), *sites[1:], online=sites) == ["site/90-dunes: publication-perte"]
    assert refused(*sites[:2], manifest("92-landes", menu="b")) == ["site/92-landes: publication-menu"]
    assert refused(manifest("90-dunes", PAGES[1:]), *sites[1:]) == ["site/90-dunes: publication-page-absente"]


def test_each_rule_has_a_twin() -> None:
    """Every rule of the family fires in this file, or is tried on a real server in `tests/faults`."""
    here = {line.rpartition(": ")[2] for _, line in TARGETS.values()}
    here |= {"publication-perte", "publication-menu", "publication-page-absente"}
    elsewhere = {
        "publication-ancienne",
        "publication-contenu-etranger",
        "publication-adresse",
    }  # test_{order,policy}.py
    assert set(RULES) - here - elsewhere == {"publication-csp", "publication-site-absent"}
