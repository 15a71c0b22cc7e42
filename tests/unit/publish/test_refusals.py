"""What forbids a publication, and what is wrong with a target: each rule has a broken twin."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from troisclics.load import load_project
from troisclics.load.targets import load_targets
from troisclics.messages.publishing_rules import RULES
from troisclics.model import Finding, PublishSettings
from troisclics.publish.manifest import File, SiteManifest
from troisclics.publish.plan import Change, check_address, check_release, code_of, plan

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
    "an address with a query": (f'{SOUND}    url: "https://e.fr/?a/"\n', "publish.yml:6: cible-cle"),
    "an address with an anchor": (f'{SOUND}    url: "https://e.fr/#a/"\n', "publish.yml:6: cible-cle"),
    "an address with a password": (f'{SOUND}    url: "https://a:b@e.fr/"\n', "publish.yml:6: cible-cle"),
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


def test_a_shared_page_that_is_online_is_not_lost() -> None:
    """One page less on the portal is an address less; another page there, or one less of a delegation, is none."""
    online, sound = {"": manifest("")}, PublishSettings(mandatory=())
    (found,) = check_release({"": manifest("", PAGES[:19])}, online, {}, sound)
    assert (found.rule, str(found.place), found.department) == ("publication-adresse-perdue", "site", "portail")
    assert "1 adresse" in found.message
    assert "« page-19/ »" in found.message
    more = manifest("", (*PAGES, File("nouvelle/index.html", 10, "0" * 64, "text/html")))
    assert list(check_release({"": more}, online, {}, sound)) == []
    departments = {"90-dunes": manifest("90-dunes")}
    assert list(check_release({"90-dunes": manifest("90-dunes", PAGES[:19])}, departments, {}, sound)) == []


def test_limits_of_refusals() -> None:
    """Exactly the share that may be lost is none too much; a page that is a file by its name may be mandatory too."""
    online = (manifest("90-dunes"),)
    for loss, refused_ in ((10, []), (9, ["publication-perte"])):
        settings = PublishSettings(mandatory=(), loss=loss)
        new = {"90-dunes": manifest("90-dunes", PAGES[:18])}
        assert [one.rule for one in check_release(new, {"90-dunes": online[0]}, {}, settings)] == refused_
    named = PublishSettings(mandatory=("page-0/index.html", "absente.html"))
    (found,) = check_release({"": manifest("")}, {}, {}, named)
    assert (str(found.place), found.department) == ("site", "portail")
    assert "absente.html" in found.message


def test_what_each_site_changes() -> None:
    """Files are told by their path and content: new, changed, gone; the bytes to send, and the pages there are then."""
    error = File("404.html", 7, "1" * 64, "text/html")
    new = manifest("90-dunes", (*PAGES[1:], replace(PAGES[0], sha256="2" * 64, size=3), error))
    old = manifest("90-dunes", (*PAGES[:10], File("vieux.html", 1, "0" * 64, "text/html")))
    (change,) = plan({"90-dunes": new}, {"90-dunes": old})
    assert change == Change("90-dunes", added=11, changed=1, removed=1, bytes=10 * 10 + 7 + 3, pages=20)
    first, second = plan({"b": new, "": new}, {})
    assert (first.slug, first.name, first.added, first.removed, second.name) == (
        "90-dunes",
        "90-dunes",
        21,
        0,
        "90-dunes",
    )


def test_addresses_of_pages(tmp_path: Path) -> None:
    """Each site must be built for its own address; without a plan, or with one that cannot be read, nothing is said."""
    slugs = ("absent", "90-dunes", "91-autre", "")
    for slug, address in (
        ("90-dunes", "https://a.fr/90-dunes/"),
        ("91-autre", "https://a.fr/"),
        ("", "https://a.fr/x&amp;y/"),
    ):
        (tmp_path / slug).mkdir(exist_ok=True)
        text = f"<loc>{address}</loc><loc>https://b.fr/</loc>" if not slug else f"<loc>{address}</loc>"
        (tmp_path / slug / "sitemap.xml").write_text(text, encoding="utf-8")
    found = list(check_address(tmp_path, slugs, "https://a.fr/"))
    assert [(str(one.place), one.department) for one in found] == [
        (f"{tmp_path.name}/91-autre/sitemap.xml", "91"), (f"{tmp_path.name}/sitemap.xml", "portail"),
    ]  # fmt: skip
    assert "https://b.fr/" in found[1].message
    (tmp_path / "sitemap.xml").write_bytes(b"\xff")
    assert len(list(check_address(tmp_path, slugs, "https://a.fr/"))) == 1


def test_codes_of_folders() -> None:
    """A folder begins with the CODE of its department; the portal has none."""
    assert [code_of(slug) for slug in ("", "2a-corse-du-sud", "971-guadeloupe")] == ["portail", "2A", "971"]


def test_each_rule_has_a_twin() -> None:
    """Every rule of the family fires in this file, or is tried on a real server in `tests/faults`."""
    here = {line.rpartition(": ")[2] for _, line in TARGETS.values()}
    here |= {"publication-perte", "publication-adresse-perdue", "publication-menu", "publication-page-absente"}
    elsewhere = {
        "publication-ancienne",
        "publication-contenu-etranger",
        "publication-adresse",
    }  # test_{order,policy}.py
    assert set(RULES) - here - elsewhere == {"publication-csp", "publication-site-absent"}
