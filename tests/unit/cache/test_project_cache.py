"""What was read is believed only if all of it was read from the inputs that are asked for."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random

import pytest
from faults.edits import EDITS, Desk

from troisclics.cache.fingerprints import Inputs, read_inputs
from troisclics.cache.project_cache import ProjectCache
from troisclics.cache.store import BuildCache
from troisclics.load import load_project
from troisclics.merge.merger import Merger
from troisclics.model import IDENTITIES, Project, renumber_seams, seam_placeholder

from ..commands import ROOT, copy_fictitious, reading_day
from ..samples import TODAY, make_department, make_page, make_project

FILES = {"content/a.md": b"a", "departments/01-ain/department.yml": b"b", "departments/50-manche/department.yml": b"c"}
PROJECT = make_project([make_page()], [make_department("01", slug="01-ain"), make_department("50", slug="50-manche")])


def inputs(day: date = TODAY, **files: bytes) -> Inputs:
    """FILES, some of them otherwise."""
    return Inputs(FILES | files, b"tool", day)


@pytest.fixture
def store(tmp_path: Path) -> BuildCache:
    """A store in which PROJECT is kept."""
    store = BuildCache(tmp_path / "site")
    ProjectCache(store, inputs(), trusted=True).keep(PROJECT)
    return store


def known(store: BuildCache, asked: Inputs, project: Project = PROJECT) -> tuple[bool, list[str]]:
    """Whether the tree is known for these inputs, and which departments are beside that of `project`."""
    cache = ProjectCache(store, asked, trusted=True)
    tree, departments = cache.tree(), cache.departments(project.tree)
    assert tree in {None, project.tree}
    assert all(department in project.departments for department in departments.values())
    return tree is not None, sorted(departments)


BOTH = ["01-ain", "50-manche"]


def test_what_was_kept_is_recalled(store: BuildCache) -> None:
    """The project comes back whole, from the same inputs."""
    assert known(store, inputs()) == (True, BOTH)


def test_a_store_that_is_not_believed(store: BuildCache) -> None:
    """Without a last build to believe nothing is recalled."""
    cache = ProjectCache(store, inputs(), trusted=False)
    assert (cache.tree(), cache.departments(PROJECT.tree)) == (None, {})


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (inputs(**{"content/a.md": b"autre"}), (False, BOTH)),
        (inputs(**{"departments/01-ain/department.yml": b"autre"}), (True, ["50-manche"])),
        (inputs(**{"departments/01-ain/neuf.md": b"neuf"}), (True, ["50-manche"])),
        (inputs(**{IDENTITIES: b"autre"}), (False, [])),
        (inputs(date(2030, 1, 1)), (False, [])),
        (Inputs(FILES, b"autre", TODAY), (False, [])),
    ],
    ids=["page", "department", "overlay", "national list", "day", "program"],
)
def test_another_input(store: BuildCache, asked: Inputs, found: tuple[bool, list[str]]) -> None:
    """Only the parts that are read from it are read again."""
    assert known(store, asked) == found


def test_a_department_beside_another_tree(store: BuildCache) -> None:
    """A department is read with the names of the shared pages: with a page more it is read again."""
    more = make_project([make_page(), make_page(uri="neuf.md")], PROJECT.departments)
    assert known(store, inputs(**{"content/neuf.md": b"neuf"}), more) == (False, [])
    text = make_project([make_page("Autre texte.\n")], PROJECT.departments)
    assert known(store, inputs(**{"content/a.md": b"autre"}), text) == (False, BOTH)


def test_a_department_alone_is_written_again(store: BuildCache) -> None:
    """What is known stays as it is; what is gone is dropped."""
    before = {path.name: path.stat().st_mtime_ns for path in store.folder.iterdir()}
    changed = inputs(**{"departments/01-ain/department.yml": b"autre"})
    cache = ProjectCache(store, changed, trusted=True)
    assert (cache.tree(), list(cache.departments(PROJECT.tree))) == (PROJECT.tree, ["50-manche"])
    cache.keep(PROJECT)
    after = {path.name: path.stat().st_mtime_ns for path in store.folder.iterdir()}
    assert {name for name in before if before[name] != after[name]} == {"read-in-01-ain"}
    assert known(store, changed) == (True, BOTH)
    ProjectCache(store, changed, trusted=True).keep(make_project(departments=PROJECT.departments[:1]))
    assert sorted(path.name for path in store.folder.iterdir()) == ["read-in-01-ain", "read-tree"]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The fictitious project, to be copied."""
    return copy_fictitious(tmp_path_factory.mktemp("cache") / "projet", readers=True)


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_any_edit(desk: Path, tmp_path: Path, edit: object) -> None:
    """After each kind of edit, the project read with what is known is the project read anew, with the same errors."""
    root, store = Path(shutil.copytree(desk, tmp_path / "projet")), BuildCache(tmp_path / "site")
    ProjectCache(store, read_inputs(root, TODAY), trusted=True).keep(load_project(root, TODAY)[0])
    edit(Desk(root, Random(3)))  # type: ignore[operator] # noqa: S311 - a draw that can be repeated
    cache = ProjectCache(store, read_inputs(root, TODAY), trusted=True)
    again, anew = load_project(root, TODAY, cache), load_project(root, TODAY)
    assert again[0] == anew[0]
    errors = [[found for found in findings if found.severity == "error"] for findings in (again[1], anew[1])]
    assert errors[0] == errors[1]


def test_marks_are_numbered_after_those_before() -> None:
    """Marks of a text that goes into another are moved on all together."""
    text = f"{seam_placeholder(0)} {seam_placeholder(1)} {seam_placeholder(10)}"
    assert renumber_seams(text, 1) == f"{seam_placeholder(1)} {seam_placeholder(2)} {seam_placeholder(11)}"


def test_texts_of_an_earlier_run_give_the_same_sites() -> None:
    """The portal of this repository, its booklet of all benefits too, is the same from texts expanded before."""
    today = reading_day()
    project, _ = load_project(ROOT, today)
    first = Merger(project, today)
    portal = first.merge(None, [])
    assert Merger(project, today, first.cache()).merge(None, []) == portal
