"""The shared tree: pages, facts, owners, terms, tasks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from troisclics.load import load_project
from troisclics.model import Fact, Page, Tree

from .conftest import TODAY
from .damage import AIDE, FACTS, FILE, Damage, append, swap, write


def tree(root: Path, *damages: Damage) -> Tree:
    """The shared tree of a project in which nothing is wrong."""
    for damage in damages:
        damage(root)
    loaded, findings = load_project(root, TODAY)
    assert findings == []
    return loaded.tree


def page(shared: Tree, uri: str) -> Page:
    """The page at `uri`."""
    return next(one for one in shared.pages if one.uri == uri)


def test_a_page_knows_its_lines(project: Callable[[], Path]) -> None:
    """The body's first line is the one of the file, so that later findings can name it."""
    root = project()
    aide = page(tree(root), "logement/aide.md")
    lines = (root / AIDE).read_text(encoding="utf-8").split("\n")
    assert lines[aide.body_line - 1] == aide.body.split("\n")[0] == "# Aide fictive"
    assert str(aide.meta.at) == f"{AIDE}:2"
    assert str(aide.meta.sources[0].at) == f"{AIDE}:11"


def test_a_page_without_owner_has_its_section_s(project: Callable[[], Path]) -> None:
    """The owner of a section's index answers for the pages that name none."""
    shared = tree(project(), swap(AIDE, "owner: pole-fictif\n", ""))
    assert page(shared, "logement/aide.md").meta.owner == "pole-fictif"


def test_a_fact_without_owner_has_its_file_s(project: Callable[[], Path]) -> None:
    """A file's owner and review period hold for the facts that name none; facts are sorted by id."""
    own = (
        "  - {id: a.b, label: B, unit: text, owner: delegation, review_in: 1 an, values: [{value: x, from: 2025-01-01, "
    )
    shared = tree(project(), append(FACTS, own + "status: confirmed, checked_on: 2026-06-01, source: {title: T}}]}\n"))
    facts: list[Fact] = list(shared.facts)
    assert [(fact.id, fact.owner, fact.review_in) for fact in facts] == [
        ("a.b", "delegation", "1 an"),
        ("logement.aide", "pole-fictif", "6 mois"),
    ]


def test_files_that_are_no_pages_are_assets(project: Callable[[], Path]) -> None:
    """An image of content/ is published, a data file is not."""
    shared = tree(project(), write("content/logement/plan.png", b"x"))
    assert shared.assets == ("logement/plan.png",)


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
    write("departments/90-dunes/ma-delegation/photo.jpg", b"x")(root)
    loaded, findings = load_project(root, TODAY)
    assert findings == []
    assert loaded.departments[0].assets == ("ma-delegation/photo.jpg",)
    assert loaded.departments[1].file.contacts[0].at.line == 9
    assert FILE.startswith(f"departments/{loaded.departments[0].slug}")
