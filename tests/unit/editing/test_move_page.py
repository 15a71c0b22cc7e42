"""Moving a page moves its texts, mends all that names it, and keeps its old address."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from troisclics.checks import Subject, run_checks
from troisclics.checks.page_links import PAGE_LINKS
from troisclics.editing.move_page import Move, move_page
from troisclics.errors import InputError, ScaffoldError
from troisclics.load import load_project

from ..commands import copy_fictitious, troisclics

TODAY = date(2026, 11, 22)
LOCAL = "departments/90-dunes"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return the fictitious project."""
    return copy_fictitious(tmp_path / "projet")


def move(root: Path, old: str, new: str) -> Move:
    """Move, and show that nothing is wrong afterwards."""
    done = move_page(root, old, new, TODAY)
    project, findings = load_project(root, TODAY)
    dead = run_checks([PAGE_LINKS], Subject(root, project, TODAY)).findings
    assert [str(found) for found in (*findings, *dead)] == []
    return done


def read(root: Path, file: str) -> str:
    """Return the text of a file of the project."""
    return (root / file).read_text(encoding="utf-8")


@pytest.mark.parametrize("prefix", ["", "content/", "./content/"])
def test_a_page(root: Path, prefix: str) -> None:
    """Its own links, those to it, the menu, the tasks and the texts of departments follow."""
    done = move(root, f"{prefix}logement/aide.md", f"{prefix}restauration/aide-au-repas.md")
    assert done.pages == (("logement/aide.md", "restauration/aide-au-repas.md"),)
    text = read(root, "content/restauration/aide-au-repas.md")
    assert "aliases:\n  - logement/aide/\n---" in text
    assert "[le logement](../logement/index.md)" in text
    assert not (root / "content/logement/aide.md").exists()
    assert "restauration/aide-au-repas.md" in read(root, "mkdocs.yml")
    assert "logement/aide.md" not in read(root, "mkdocs.yml") + read(root, "content/_tasks.yml")
    assert "[contacts](../ma-delegation/contacts.md)" in read(root, f"{LOCAL}/restauration/aide-au-repas.md")
    assert not (root / LOCAL / "logement").exists()


def test_there_and_back(root: Path) -> None:
    """A page that comes back has its own address again, and the other one as an alias."""
    before = read(root, "content/logement/aide.md")
    move(root, "logement/aide.md", "logement/aide-deux.md")
    move(root, "logement/aide-deux.md", "logement/aide.md")
    after = read(root, "content/logement/aide.md")
    assert after.replace("aliases:\n  - logement/aide-deux/\n", "") == before


def test_aliases_between_brackets(root: Path) -> None:
    """The short form of the guide becomes a list with one address on each line; the page's own address leaves it."""
    page = root / "content/logement/aide.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("---\n", '---\naliases: [a/b/, "logement/c/"]\n', 1), encoding="utf-8")
    move(root, "logement/aide.md", "logement/c.md")
    assert "---\naliases:\n  - a/b/\n  - logement/aide/\n" in read(root, "content/logement/c.md")


def test_links_between_angle_brackets(root: Path) -> None:
    """They follow as others do."""
    page = root / "content/logement/index.md"
    page.write_text(page.read_text(encoding="utf-8") + '\n[Une aide](<aide.md> "x")\n', encoding="utf-8")
    move(root, "logement/aide.md", "logement/autre.md")
    assert '[Une aide](<autre.md> "x")' in read(root, "content/logement/index.md")


def test_a_folder(root: Path) -> None:
    """All its pages move, files too, and each keeps its address."""
    (root / "content/logement/plan.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    page = root / "content/logement/aide.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n![Plan de l'entrée](plan.png)\n", encoding="utf-8")
    done = move(root, "logement", "habitat")
    assert done.pages == (("logement/aide.md", "habitat/aide.md"), ("logement/index.md", "habitat/index.md"))
    assert (root / "content/habitat/plan.png").is_file()
    assert not (root / "content/logement").exists()
    assert "- logement/\n" in read(root, "content/habitat/index.md")
    assert (root / LOCAL / "habitat/aide.md").is_file()


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("qui-fait-quoi/operateur-fictif.md", "qui-fait-quoi/operateur-nouveau.md", "operator: operateur-nouveau"),
        ("ma-situation/naissance.md", "ma-situation/arrivee.md", "life_events: [arrivee]"),
    ],
)
def test_names_in_front_matter(root: Path, old: str, new: str, key: str) -> None:
    """Benefits name the page of their operator and of situations without its ending."""
    move(root, old, new)
    assert key in read(root, "content/logement/aide.md")


def test_line_ends_stay(root: Path) -> None:
    """A text with the line ends of Windows keeps them."""
    page = root / "content/logement/aide.md"
    page.write_bytes(page.read_bytes().replace(b"\n", b"\r\n"))
    move(root, "logement/aide.md", "logement/aide-deux.md")
    moved = (root / "content/logement/aide-deux.md").read_bytes()
    assert moved.count(b"\n") == moved.count(b"\r\n") > 0


def test_what_only_a_person_can_judge_is_listed(root: Path) -> None:
    """An address in a block of the theme is named by file and line."""
    (root / "overrides/seams/essai.html").write_text('\n<a href="logement/aide/">Aide</a>\n', encoding="utf-8")
    assert move(root, "logement/aide.md", "logement/autre.md").mentions == ("overrides/seams/essai.html:2",)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("logement/absente.md", "logement/x.md", "ne s'appelle ainsi"),
        ("../mkdocs.yml", "x.md", "ne s'appelle ainsi"),
        ("logement/aide.md", "logement/index.md", "existe déjà"),
        ("logement/aide.md", "logement", "se termine par"),
        ("logement/aide.md", "logement/Aide Deux.md", "lettres minuscules"),
        ("logement/aide.md", "../aide.md", "lettres minuscules"),
        ("ma-delegation/contacts.md", "logement/contacts.md", "nommé par le programme"),
        ("ma-delegation", "delegation", "nommé par le programme"),
        ("qui-fait-quoi/operateur-fictif.md", "logement/operateur.md", "il reste dans son dossier"),
    ],
)
def test_what_cannot_move(root: Path, old: str, new: str, said: str) -> None:
    """It is refused with a reason, and nothing is written."""
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    with pytest.raises(ScaffoldError, match=said):
        move_page(root, old, new, TODAY)
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before


def test_a_project_with_errors_is_not_touched(root: Path) -> None:
    """A text that cannot be read could not be mended."""
    (root / LOCAL / "department.yml").write_text("contacts: [\n", encoding="utf-8")
    with pytest.raises(InputError):
        move_page(root, "logement/aide.md", "logement/autre.md", TODAY)
    assert (root / "content/logement/aide.md").is_file()


def test_the_old_address_answers_on_every_site(root: Path) -> None:
    """After a build, portal and departments lead from the old address to the new one."""
    run = troisclics("move", "logement/aide.md", "logement/autre.md", cwd=root)
    assert "logement/aide.md → logement/autre.md" in run.stdout
    assert troisclics("build", cwd=root).returncode == 0
    for site in ("", "90-dunes/", "9a-falaises/"):
        page = read(root, f"site/{site}logement/aide/index.html")
        assert 'content="0; url=../../logement/autre/"' in page
