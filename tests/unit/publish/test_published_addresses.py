"""The addresses that were published are kept, and a page that is deleted afterwards is missed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from troisclics.constants import ADDRESSES
from troisclics.domain.schedule import shown_on
from troisclics.load import load_project
from troisclics.model import Project
from troisclics.publish.published_addresses import record_addresses

from ..commands import copy_fictitious

TODAY = date(2026, 11, 22)
PAGE = "content/logement/nouvelle.md"
TEXT = "---\ntitle: Nouvelle\ndescription: Page fictive.\nowner: pole-fictif\n{more}---\n\nTexte.\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return the fictitious project with one more page, which is not in the menu."""
    root = copy_fictitious(tmp_path / "projet")
    (root / PAGE).write_text(TEXT.format(more="aliases: [vieux/]\n"), encoding="utf-8")
    config = root / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    assert text.count("logement/aide.md") == 1
    config.write_text(text.replace("- logement/aide.md", "- logement/aide.md\n      - logement/nouvelle.md"))
    return root


def load(root: Path) -> tuple[Project, list[str]]:
    """Load the project, with what is said of it."""
    project, found = load_project(root, TODAY)
    return project, [one.rule for one in found]


def test_they_are_kept(root: Path) -> None:
    """Pages and former addresses are listed once, in order; a second publication adds nothing."""
    project, said = load(root)
    assert said == []
    assert record_addresses(root, project) == 9
    text = (root / ADDRESSES).read_bytes()
    listed = [line.removeprefix(b"  - ") for line in text.splitlines() if line.startswith(b"  - ")]
    assert listed == sorted(listed)
    assert {b"logement/", b"logement/nouvelle/", b"vieux/"} <= set(listed)
    project, said = load(root)
    assert (record_addresses(root, project), said) == (0, [])
    assert (root / ADDRESSES).read_bytes() == text


def test_a_deleted_page_is_missed(root: Path) -> None:
    """Without an alias it is an error; with one, or as a page that is gone, it is not; and it stays listed."""
    record_addresses(root, load(root)[0])
    (root / PAGE).unlink()
    config = root / "mkdocs.yml"
    config.write_text(config.read_text(encoding="utf-8").replace("      - logement/nouvelle.md\n", ""))
    assert load(root)[1] == ["adresse-perdue", "adresse-perdue"]
    aide = root / "content/logement/aide.md"
    aide.write_text(
        aide.read_text(encoding="utf-8").replace("kind: benefit", "kind: benefit\ngone: [logement/nouvelle/, vieux/]")
    )
    project, said = load(root)
    assert (said, record_addresses(root, project)) == ([], 0)


@pytest.mark.parametrize(("dates", "noted"), [("publish_on: 2026-11-23", False), ("expires_on: 2026-11-21", True)])
def test_dated_pages(root: Path, dates: str, noted: bool) -> None:
    """A page that is not published yet has no address to keep; one that has expired keeps its own."""
    page = root / PAGE
    text = page.read_text(encoding="utf-8")
    assert text.startswith("---\ntitle")
    page.write_text(text.replace("---\ntitle", f"---\n{dates}\ntitle", 1), encoding="utf-8")
    project, said = load(root)
    assert said == []
    record_addresses(root, shown_on(project, TODAY))
    assert ("  - logement/nouvelle/\n" in (root / ADDRESSES).read_text(encoding="utf-8")) == noted
