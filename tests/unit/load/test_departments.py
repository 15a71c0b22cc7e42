"""The departments: their images, their neighbours, and what is said of their overlays."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from troisclics.load import load_project

from .conftest import TODAY
from .damage import FILE, OVERLAY, overlay, swap, write


def test_a_suggestion_for_an_orphan(project: Callable[[], Path]) -> None:
    """An overlay of a page that does not exist is told the closest one."""
    root = project()
    write("departments/90-dunes/logement/Aides.md", "Texte.\n")(root)
    write("departments/90-dunes/logement/aides.md", "Texte.\n")(root)
    messages = [found.message for found in load_project(root, TODAY)[1]]
    assert any("« logement/aides.md »" in message for message in messages)
    write("departments/90-dunes/restauration/indexe.md", "Texte.\n")(root)
    messages = [found.message for found in load_project(root, TODAY)[1]]
    assert "aucune page nationale ne s'appelle « restauration/indexe.md » (« restauration/index.md » ?)" in messages


def test_a_department_keeps_its_images(project: Callable[[], Path]) -> None:
    """Images of ma-delegation/ are the department's assets."""
    root = project()
    write("departments/90-dunes/ma-delegation/photo.jpg", b"\xff\xd8\xff\xe0")(root)
    loaded, findings = load_project(root, TODAY)
    assert findings == []
    assert loaded.departments[0].assets == ("ma-delegation/photo.jpg",)
    assert loaded.departments[1].file.contacts[0].at.line == 3
    assert FILE.startswith(f"departments/{loaded.departments[0].slug}")


def test_a_fault_of_one_department_leaves_the_others(project: Callable[[], Path]) -> None:
    """A department that cannot be read is left out; the others are read."""
    root = project()
    swap(FILE, "kind: RIA", "kind: [")(root)
    loaded, _ = load_project(root, TODAY)
    assert [department.code for department in loaded.departments] == ["9A"]


def test_an_overlay_without_front_matter(project: Callable[[], Path]) -> None:
    """The simplest local text is a text: no key is needed, and it is to be confirmed until someone says so."""
    root = project()
    overlay("\n\nLe bureau est ouvert.\n")(root)
    loaded, findings = load_project(root, TODAY)
    first = loaded.departments[0].overlays[0]
    assert findings == []
    assert (first.at.file, first.body_line, first.meta.status) == (OVERLAY, 3, "to_confirm")
