"""Who a department is, is national: nothing that a delegation writes is its name, and what it writes is said."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from troisclics.load import load_project
from troisclics.load.identities import IDENTITY_KEYS

from .conftest import TODAY
from .damage import (
    DUNES,
    FILE,
    LIST,
    Damage,
    Twin,
    append,
    copy,
    folder,
    identity_entry,
    remove,
    rename,
    several,
    swap,
    write,
)

Said = Callable[..., list[str]]


def listed(code: str, slug: str, name: str) -> Damage:
    """One more department in the national list, on its line 5."""
    return append(LIST, identity_entry(code, slug, name))


IDENTITY_TWINS: list[Twin] = [
    # --- The national list
    ("no national list", remove(LIST), [f"{LIST}: departements-absents"]),
    ("a national list that is no YAML", append(LIST, "  - {\n"), [f"{LIST}:5: yaml-malforme"]),
    ("a code that is no text", swap(LIST, 'code: "90"', "code: 90"), [f"{LIST}:3: valeur-refusee"]),
    ("a code that is not the slug's", swap(LIST, '"90"', '"91"'), [f"{LIST}:3: departement-code"]),
    (
        "a code of four digits",
        listed("9000", "9000-x", "Essai"),
        [f"{LIST}:5: departement-sans-dossier", *[f"{LIST}:5: valeur-refusee"] * 2],
    ),
    ("an unknown zone", swap(LIST, "zone: metro", "zone: lune"), [f"{LIST}:3: valeur-refusee"]),
    ("a missing key", swap(LIST, "zone: metro", ""), [f"{LIST}:3: cle-absente"]),
    ("an unknown key", swap(LIST, "zone: metro", "zone: metro, prefet: X"), [f"{LIST}:3: cle-inconnue"]),
    (
        "a slug with an accent",
        several(rename(DUNES, "departments/90-dunés"), swap(LIST, "90-dunes", "90-dunés")),
        [f"{LIST}:3: valeur-refusee"],
    ),
    (
        "an address for a name",
        swap(LIST, '"Dunes", de: "des Dunes"', '"//e.example", de: "de //e.example"'),
        [f"{LIST}:3: valeur-refusee"],
    ),
    ("a tag for a seat", swap(LIST, "Sableville", "<b>S"), [f"{LIST}:3: valeur-refusee"]),
    ("an empty seat", swap(LIST, "Sableville", ""), [f"{LIST}:3: valeur-refusee"]),
    ("the article of another name", swap(LIST, "des Dunes", "des Falaises"), [f"{LIST}:3: valeur-refusee"]),
    (
        "two departments, one code",
        several(
            listed("90", "90-essai", "Essai"),
            folder("departments/90-essai"),
            write("departments/90-essai/department.yml", ""),
        ),
        [f"{LIST}:5: departement-double"],
    ),
    ("two departments, one folder", listed("90", "90-dunes", "Essai"), [f"{LIST}:5: departement-double"] * 2),
    (
        "two departments, one name",
        several(listed("91", "91-dunes", "Dunes"), copy(DUNES, "departments/91-dunes")),
        [f"{LIST}:5: departement-double"],
    ),
    # --- The folders
    ("a strange folder", folder("departments/Dunes 2"), ["departments/Dunes 2: departement-inconnu"]),
    ("a folder of no department", copy(DUNES, "departments/91-dunes"), ["departments/91-dunes: departement-inconnu"]),
    (
        "a file among the departments",
        write("departments/notes.txt", ""),
        ["departments/notes.txt: departement-inconnu"],
    ),
    (
        "an empty list",
        write(LIST, "departments: []\n"),
        [f"{DUNES}: departement-inconnu", "departments/9a-falaises: departement-inconnu"],
    ),
    ("a folder without its file", remove(FILE), [f"{DUNES}: departement-vide"]),
    (
        "departments without a folder",
        several(remove(DUNES), listed("91", "91-x", "X")),
        [f"{LIST}:3: departement-sans-dossier"],
    ),
    # --- What is left in `department.yml`
    ("an identity that was left", append(FILE, "name: Dunes\n"), [f"{FILE}:27: identite-superflue"]),
    ("another name", append(FILE, "name: Plages\n"), [f"{FILE}:27: identite-nationale"]),
    ("a tag for a name", append(FILE, "de: <b>Dunes</b>\n"), [f"{FILE}:27: identite-nationale"]),
    ("a number for a code", append(FILE, "code: 90\n"), [f"{FILE}:27: identite-nationale"]),
    ("a block for a name", append(FILE, "name: {a: [b]}\n"), [f"{FILE}:27: identite-nationale"]),
    ("nothing for a region", append(FILE, "region:\n"), [f"{FILE}:27: identite-nationale"]),
    ("another folder", append(FILE, "slug: 9a-falaises\n"), [f"{FILE}:27: identite-nationale"]),
]
"""Ways to damage the fictitious project, each with all that loading must say of it."""


@pytest.mark.parametrize(("damage", "expected"), [pytest.param(*twin[1:], id=twin[0]) for twin in IDENTITY_TWINS])
def test_each_fault_is_said_at_its_place(said: Said, damage: Damage, expected: list[str]) -> None:
    """One fault gives its rule at its file and line, and nothing else."""
    assert said(damage) == expected


HOSTILE = 'PIEGE : portail fermé, <script src="https://e.example/x.js"></script>\n\n## Identifiez-vous'
"""A text that would be seen anywhere."""


@pytest.mark.parametrize("key", IDENTITY_KEYS)
def test_the_national_value_is_used(project: Callable[[], Path], key: str) -> None:
    """Whatever a delegation writes under a key of the identity, its department stays the one of the national list."""
    root = project()
    sound = load_project(root, TODAY)[0].departments[0].identity
    append(FILE, f"{key}: {HOSTILE!r}\n")(root)
    loaded, findings = load_project(root, TODAY)
    assert [(found.rule, found.severity, found.place.line) for found in findings] == [
        ("identite-nationale", "error", 27)
    ]
    assert f"« {getattr(sound, key)} »" in findings[0].fix
    assert loaded.departments[0].identity == sound
    assert "PIEGE" not in repr(loaded)


def test_the_nearest_folder_is_named(project: Callable[[], Path]) -> None:
    """A misspelt folder is told what it should be called."""
    root = project()
    rename(DUNES, "departments/90-dune")(root)
    (unknown, absent) = sorted(load_project(root, TODAY)[1], key=lambda found: found.severity)
    assert "(« 90-dunes » ?)" in unknown.message
    assert absent.message.endswith(": 90-dunes")


@pytest.mark.parametrize("text", ["", "\n", "# Rien de local.\n", "---\n", "\ufeff# Rien\n"], ids=repr)
def test_a_department_without_local_facts(project: Callable[[], Path], text: str) -> None:
    """A file that is empty or holds comments alone is the file of a department that says nothing of itself yet."""
    root = project()
    write(FILE, text)(root)
    loaded, findings = load_project(root, TODAY)
    assert findings == []
    assert (loaded.departments[0].identity.name, loaded.departments[0].file.contacts) == ("Dunes", ())
    assert str(loaded.departments[0].file.at) == f"{FILE}:1"
