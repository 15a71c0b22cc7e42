"""A fault of a built page is told where it was written, and nobody is blamed on a guess."""

from __future__ import annotations

from pathlib import Path

import pytest

from troisclics.checks.site_faults import SiteFault, group_faults, values_of
from troisclics.checks.source_locator import SourceLocator
from troisclics.model import ALL_DEPARTMENTS, Place

from ..load.damage import append, write
from .looking import build_sites, look

SHARED, OVERLAY = "content/aide.md", "departments/90-dunes/aide.md"
SOURCES = (OVERLAY, SHARED, "overrides")


@pytest.fixture
def locator(tmp_path: Path) -> SourceLocator:
    """A shared page that gets a picture from an emoji, and the local text that completes it."""
    texts = {SHARED: "Un texte.\n:tada:\n", OVERLAY: "Un autre.\n[x](perdu.md)\n", "overrides/main.html": "<p>\n"}
    for name, text in texts.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return SourceLocator(tmp_path)


def test_without_a_clue_the_shared_file_is_named(locator: SourceLocator) -> None:
    """What is in no text as it shows on the page is not blamed on a department."""
    assert locator.find(SOURCES, ("https://cdn.example/1f389.svg",)) == Place(SHARED)


def test_with_a_clue_the_department_is_named(locator: SourceLocator) -> None:
    """The twin: what the local text holds is its own."""
    assert locator.find(SOURCES, ("perdu.md",)) == Place(OVERLAY, 2)


def test_a_page_of_a_department_alone_is_its_own(locator: SourceLocator) -> None:
    """Where no shared text takes part, the department's file is named, clue or not."""
    assert locator.find((OVERLAY, "overrides"), ("rien",)) == Place(OVERLAY)


def test_a_fault_of_the_shared_text_is_one_finding(locator: SourceLocator) -> None:
    """The site with a local text and those without have the same fault: it is told once, for all."""
    values = values_of(src="https://cdn.example/1f389.svg")
    clues = ("https://cdn.example/1f389.svg",)
    faults = [
        SiteFault("ressource-exterieure", "90", SOURCES, clues, values=values),
        SiteFault("ressource-exterieure", "9A", (SHARED, "overrides"), clues, values=values),
    ]
    (found,) = group_faults(faults, locator, 3)
    assert (found.place, found.department) == (Place(SHARED), ALL_DEPARTMENTS)


def test_an_emoji_of_a_shared_page_in_all_sites(faultless: Path) -> None:
    """In a whole project: an entity hides the address from any search, and one shared file is named, once."""
    uri, department = "logement/index.md", next((faultless / "departments").iterdir())
    write(f"departments/{department.name}/{uri}", "Un texte local.\n")(faultless)
    append(f"content/{uri}", "\n![Une fête](&#104;ttps://cdn.example/fete.svg)\n")(faultless)
    build_sites(faultless)
    found = [one for one in look(faultless) if one.rule == "ressource-exterieure"]
    assert [one.place.file for one in found] == [f"content/{uri}"]
