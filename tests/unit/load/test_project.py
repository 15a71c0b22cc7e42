"""The whole project: all faults in one run, none that is only the echo of another, always the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from troisclics.load import load_project

from .conftest import TODAY
from .damage import AIDE, DUNES, FACTS, FILE, OVERLAY, OWN_PAGE, TASKS, Damage, folder, remove, swap, write

MANY: list[Damage] = [
    swap(AIDE, "2026-06-01", "2026-02-30"),
    swap("content/index.md", "owner: pole-fictif", "ownr: pole-fictif"),
    swap(FACTS, "status: obsolete", "status: [obsolete"),
    swap(TASKS, "logement/index.md", "perdue.md"),
    swap("mkdocs.yml", "restauration/index.md", "restauration/perdue.md"),
    swap(FILE, "2026-12-06", "2026-12-04"),
    swap(FILE, "2026-09-01", "2027-01-01"),
    swap(OVERLAY, "status: confirmed", "status: sûr"),
    swap(OWN_PAGE, "Rendez-vous", "<iframe>"),
    write(f"{DUNES}/notes.txt", "x"),
    write("departments/9a-falaises/department.yml", b"\xff"),
    folder("departments/Autre"),
]


def test_a_sound_project(project: Callable[[], Path]) -> None:
    """The fictitious project is read whole, departments in the order of their codes."""
    loaded, findings = load_project(project(), TODAY)
    assert findings == []
    assert [department.code for department in loaded.departments] == ["90", "9A"]
    assert [overlay.uri for overlay in loaded.departments[0].overlays] == [
        "logement/aide.md",
        "ma-delegation/sortie.md",
    ]
    assert len(loaded.tree.pages) == 8
    assert loaded.tree.menu[:2] == ("logement/index.md", "logement/aide.md")
    assert "content/contact" in dict(loaded.tree.seams)


def test_all_faults_are_said_in_one_run(said: Callable[..., list[str]]) -> None:
    """Twelve faults of all sorts are said together, sorted by place."""
    assert said(*MANY) == [
        "content/_facts/logement.yml:11: yaml-malforme",
        "content/_tasks.yml:2: tache-page-absente",
        "content/index.md:5: cle-inconnue",
        "content/logement/aide.md:6: date-refusee",
        "content/restauration/index.md:1: page-hors-menu",
        "departments/90-dunes/department.yml:6: date-future",
        "departments/90-dunes/department.yml:20: evenement-dates",
        "departments/90-dunes/ma-delegation/sortie.md:7: overlay-script",
        "departments/90-dunes/notes.txt: overlay-fichier",
        "departments/9a-falaises/department.yml:1: encodage",
        "departments/Autre: departement-inconnu",
        "mkdocs.yml:14: menu-page-absente",
    ]


def test_a_shared_fault_is_said_once(said: Callable[..., list[str]]) -> None:
    """A shared page that cannot be read is not also said to be missing from the menu, tasks and departments."""
    assert said(swap(AIDE, "kind: benefit", "kind: [benefit")) == [f"{AIDE}:4: yaml-malforme"]


def test_nothing_at_all(tmp_path: Path) -> None:
    """An empty folder gives findings, not a traceback."""
    project, findings = load_project(tmp_path, TODAY)
    assert project.departments == ()
    assert [f"{found.place}: {found.rule}" for found in findings] == [
        "content: dossier-absent",
        "departments: dossier-absent",
        "mkdocs.yml: fichier-illisible",
    ]


def test_loading_twice_gives_the_same(project: Callable[[], Path]) -> None:
    """Same files and day, same model and same findings, wherever the project lies."""
    first, second = project(), project()
    for damage in MANY:
        damage(first)
        damage(second)
    assert load_project(first, TODAY) == load_project(second, TODAY)


def test_findings_name_their_department(project: Callable[[], Path]) -> None:
    """A fault of a department names its code; a fault of the shared tree is about all."""
    root = project()
    for damage in (*MANY, remove("content/_glossary.yml")):
        damage(root)
    for found in load_project(root, TODAY)[1]:
        local = {"departments/90-dunes": "90", "departments/9a-falaises": "9A"}
        expected = next((code for name, code in local.items() if found.place.file.startswith(name)), "ALL")
        assert found.department == expected, found
