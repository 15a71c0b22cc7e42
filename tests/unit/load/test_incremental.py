"""What is not read again is as it would be read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from faults.edits import EDITS, Desk, edit_theme

from troisclics.cache.fingerprints import read_inputs
from troisclics.load import LastRead, load_project

from .conftest import TODAY

PAGE, OVERLAY = "content/logement/aide.md", "departments/90-dunes/logement/aide.md"
READ = [edit for edit in EDITS if edit is not edit_theme]  # templates of the frame are not read here


def read_both_ways(root: Path, change: Callable[[], object]) -> tuple[LastRead, object, object]:
    """The project with what `change()` changes read again, and read anew, with what is found."""
    before, inputs = load_project(root, TODAY)[0], read_inputs(root, TODAY)
    change()
    last = LastRead(root, before, read_inputs(root, TODAY).changed(inputs) or frozenset())
    return last, load_project(root, TODAY, last), load_project(root, TODAY)


@pytest.mark.parametrize("edit", READ, ids=lambda edit: edit.__name__)
@pytest.mark.parametrize("seed", range(3))
def test_any_edit(project: Callable[[], Path], edit: Callable[[Desk], None], seed: int) -> None:
    """After each kind of edit, the project read again is the project read anew, with the same findings."""
    root = project()
    _, again, anew = read_both_ways(root, lambda: edit(Desk(root, Random(seed))))  # noqa: S311 - can be repeated
    assert again == anew


@pytest.mark.parametrize("name", [PAGE, OVERLAY])
def test_a_body_alone_is_read(project: Callable[[], Path], name: str) -> None:
    """A page or an overlay whose text alone has changed keeps its front matter, which is not parsed again."""
    root = project()
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(path.read_text(encoding="utf-8") if path.exists() else "Texte.\n", encoding="utf-8")
    last, again, anew = read_both_ways(root, lambda: path.write_text(path.read_text(encoding="utf-8") + "\nPlus.\n"))
    assert again == anew
    tree = last.tree()
    assert tree is not None
    assert "90-dunes" in last.departments(tree)
    assert last.departments(tree) != {entry.slug: entry for entry in last.project.departments} or name == PAGE


def put_a_link(path: Path) -> None:
    """Put in the place of `path` a link to a file outside of the project, with another body."""
    root = next(folder for folder in path.parents if (folder / "mkdocs.yml").exists())
    elsewhere = root.with_name("ailleurs.md")
    path.rename(elsewhere)
    elsewhere.write_text(f"{elsewhere.read_text(encoding='utf-8')}\nPlus.\n", encoding="utf-8")
    path.symlink_to(elsewhere)


@pytest.mark.parametrize(
    "damage",
    [
        put_a_link,
        lambda path: path.write_bytes(path.read_bytes() + b"\xff"),
        lambda path: path.write_text("---\ntitle: [\n---\n\nTexte.\n"),
        lambda path: path.write_text(path.read_text(encoding="utf-8").replace("---\n", "---\nstatut: neuf\n", 1)),
        lambda path: path.write_text(path.read_text(encoding="utf-8") + "\n<script>alert(1)</script>\n"),
        lambda path: path.rename(path.with_name("autre-nom.md")),
        lambda path: (path.rename(path.with_name("cible.md")), path.symlink_to(path.with_name("cible.md"))),
        lambda path: path.unlink(),
    ],
)
@pytest.mark.parametrize("name", [PAGE, OVERLAY])
def test_what_is_wrong_is_said(project: Callable[[], Path], name: str, damage: Callable[[Path], object]) -> None:
    """A file that has been damaged is read anew, and all that is wrong is said."""
    root = project()
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.write_text("---\nstatus: to_confirm\n---\n\nTexte.\n", encoding="utf-8")
    _, again, anew = read_both_ways(root, lambda: damage(path))
    assert again == anew
