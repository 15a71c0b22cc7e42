"""A fault of a built page is told where it was written, and nobody is blamed on a guess."""

from __future__ import annotations

from pathlib import Path

import pytest

from troisclics.checks.site_faults import SiteFault, Surveyed, group_faults, values_of
from troisclics.checks.source_locator import SourceLocator, sources_of
from troisclics.model import ALL_DEPARTMENTS, Place

from ..load.damage import append, write
from .looking import build_sites, look

SHARED, OVERLAY, CARD = "content/aide.md", "departments/90-dunes/aide.md", "departments/90-dunes/department.yml"
FALAISES = "departments/9a-falaises/department.yml"
SEAM = "overrides/seams/contact.html"
ALL = Surveyed(3)
"""The portal and two departments: one with a text of its own, and one without."""
DOUBT = "origine non sûre"


@pytest.fixture
def locator(tmp_path: Path) -> SourceLocator:
    """A shared page that gets a picture from an emoji, what a department adds to it, and a template."""
    texts = {
        SHARED: "Un texte.\n:tada:\n[y](mal.md)\n",
        OVERLAY: "Les contacts du texte.\n[x](perdu.md)\n",
        CARD: "contacts:\n  - label: Accueil\n    note: voir la fête\n",
        FALAISES: "contacts: []\n",
        SEAM: "<a href='absent/'>\n",
    }
    for name, text in texts.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return SourceLocator(tmp_path)


def fault(site: str, *clues: str) -> SiteFault:
    """A fault of the text of the page on a site; that of the department 90 has a local text."""
    slug = {"portail": "", "90": "90-dunes", "9A": "9a-falaises"}[site]
    sources = sources_of("body", (OVERLAY, SHARED) if site == "90" else (SHARED,), slug)
    return SiteFault("ressource-exterieure", site, sources, clues, values=values_of(src="x"))


def places(locator: SourceLocator, sites: str, *clues: str, surveyed: Surveyed = ALL) -> list[str]:
    """Where the fault of these sites is said to be: place and department, and « ? » if that is said to be unsure."""
    found = group_faults([fault(site, *clues) for site in sites.split()], locator, surveyed)
    return [f"{one.place} {one.department}{' ?' if DOUBT in one.message else ''}" for one in found]


def test_what_may_be_the_origin() -> None:
    """The department's text and card come first, then the shared page and the templates; the portal has no card."""
    assert fault("90").sources == (OVERLAY, CARD, SHARED, "overrides")
    assert fault("portail").sources == (SHARED, "overrides")
    assert sources_of("body", (OVERLAY,), "90-dunes") == (OVERLAY, CARD, "overrides")
    assert sources_of("body", (), "") == ("overrides/404.html", "overrides")
    assert sources_of("footer", (SHARED,), "90-dunes") == (CARD, "overrides", "mkdocs.yml")


@pytest.mark.parametrize("clue", ["rien", "contacts", "texte", ":tada:"])
@pytest.mark.parametrize("sites", ["portail 90 9A", "portail 90"])
def test_what_the_portal_shows_is_no_fault_of_a_department(locator: SourceLocator, sites: str, clue: str) -> None:
    """Whatever word of a department's text or card looks like it; it is told once, for all."""
    line = {"rien": "", "contacts": "", "texte": ":1", ":tada:": ":2"}[clue]
    assert places(locator, sites, clue) == [f"{SHARED}{line} {ALL_DEPARTMENTS}"]


def test_what_all_departments_show_is_no_fault_of_one(locator: SourceLocator) -> None:
    """A part that the portal does not have is still shared."""
    assert places(locator, "90 9A", "contacts") == [f"{SHARED} {ALL_DEPARTMENTS}"]
    assert places(locator, "90 9A", "absent/") == [f"{SEAM}:1 {ALL_DEPARTMENTS}"]


@pytest.mark.parametrize(
    ("site", "clue", "expected"),
    [
        ("90", "perdu.md", f"{OVERLAY}:2 90"),
        ("90", "fête", f"{CARD}:3 90"),
        ("90", "absent/", f"{SEAM}:1 90"),
        ("90", "rien", f"{OVERLAY} 90 ?"),
        ("9A", "rien", f"{FALAISES} 9A ?"),
        ("90", "mal.md", f"{SHARED}:3 90 ?"),
    ],
)
def test_what_one_department_shows_is_no_fault_of_the_shared_text(
    locator: SourceLocator, site: str, clue: str, expected: str
) -> None:
    """The portal has the same page without the fault; without a clue, the message says that it is not sure."""
    assert places(locator, site, clue) == [expected]


def test_without_a_portal_nothing_is_sure(locator: SourceLocator) -> None:
    """If the portal could not be read, a fault without a clue is unsure, and one with a clue is where it is written."""
    alone = Surveyed(2, portal=False)
    assert places(locator, "90", "rien", surveyed=alone) == [f"{SHARED} 90 ?"]
    assert places(locator, "90", "perdu.md", surveyed=alone) == [f"{OVERLAY}:2 90"]
    assert places(locator, "90 9A", "rien", surveyed=alone) == [f"{SHARED} {ALL_DEPARTMENTS}"]


def test_a_page_of_a_department_alone_is_its_own(locator: SourceLocator) -> None:
    """Where no shared text takes part, the department's file is named, clue or not, without a doubt."""
    sources = sources_of("body", (OVERLAY,), "90-dunes")
    (found,) = group_faults([SiteFault("page-sans-lien", "90", sources, values=values_of(page="x"))], locator, ALL)
    assert found.place == Place(OVERLAY)
    assert DOUBT not in found.message


def test_an_emoji_of_a_shared_page_in_all_sites(faultless: Path) -> None:
    """In a whole project: an entity hides the address from any search, and one shared file is named, once."""
    uri, department = "logement/index.md", next((faultless / "departments").iterdir())
    write(f"departments/{department.name}/{uri}", "Un texte local, et une fete.svg.\n")(faultless)
    append(f"content/{uri}", "\n![Une fête](&#104;ttps://cdn.example/fete.svg)\n")(faultless)
    build_sites(faultless)
    found = [one for one in look(faultless) if one.rule == "ressource-exterieure"]
    assert [one.place.file for one in found] == [f"content/{uri}"]
