"""The shared tree: pages, facts, owners, terms, tasks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from troisclics.load import load_project
from troisclics.model import Page, Tree

from .conftest import TODAY
from .damage import AIDE, Damage, swap, write


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


def test_files_that_are_no_pages_are_assets(project: Callable[[], Path]) -> None:
    """An image of content/ is published, a data file is not."""
    shared = tree(project(), write("content/logement/plan.png", b"\x89PNG\r\n\x1a\n"))
    assert shared.assets == ("logement/plan.png",)
