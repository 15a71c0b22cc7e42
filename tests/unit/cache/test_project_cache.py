"""What was read is believed only if all of it was read from the inputs that are asked for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from troisclics.cache.fingerprints import Inputs
from troisclics.cache.project_cache import keep, recall
from troisclics.cache.store import Memory
from troisclics.load import load_project
from troisclics.merge.merger import Merger
from troisclics.model import IDENTITIES, renumber_seams, seam_placeholder

from ..commands import ROOT
from ..samples import TODAY, make_department, make_project

FILES = {"content/a.md": b"a", "departments/01-ain/department.yml": b"b", "departments/50-manche/department.yml": b"c"}
PROJECT = make_project(departments=[make_department("01", slug="01-ain"), make_department("50", slug="50-manche")])


def inputs(day: date = TODAY, **files: bytes) -> Inputs:
    """FILES, some of them otherwise."""
    return Inputs(FILES | files, b"tool", day)


def test_what_was_kept_is_recalled(tmp_path: Path) -> None:
    """The project comes back whole, from the same inputs."""
    memory = Memory(tmp_path / "site")
    keep(memory, inputs(), PROJECT, None)
    assert recall(memory, inputs()) == PROJECT


def test_another_input_is_not_what_was_kept(tmp_path: Path) -> None:
    """With another page, another department, another national list or on another day, nothing is recalled."""
    memory = Memory(tmp_path / "site")
    keep(memory, inputs(), PROJECT, None)
    for other in (*(inputs(**{name: b"autre"}) for name in (*FILES, IDENTITIES)), inputs(date(2030, 1, 1))):
        assert recall(memory, other) is None


def test_a_department_alone_is_written_again(tmp_path: Path) -> None:
    """What has not changed stays as it is; a part left from another time is not believed; what is gone is dropped."""
    memory = Memory(tmp_path / "site")
    keep(memory, inputs(), PROJECT, None)
    before = {path.name: path.stat().st_mtime_ns for path in memory.folder.iterdir()}
    changed = inputs(**{"departments/01-ain/department.yml": b"autre"})
    keep(memory, changed, PROJECT, inputs())
    after = {path.name: path.stat().st_mtime_ns for path in memory.folder.iterdir()}
    assert {name for name in before if before[name] != after[name]} == {"read-tree", "read-in-01-ain"}
    assert recall(memory, changed) == PROJECT
    (memory.folder / "read-in-50-manche").unlink()
    assert recall(memory, changed) is None
    keep(memory, changed, make_project(departments=PROJECT.departments[:1]), None)
    assert sorted(path.name for path in memory.folder.iterdir()) == ["read-in-01-ain", "read-tree"]


def test_another_national_list_is_another_department(tmp_path: Path) -> None:
    """A change of the national list alone writes every department again: none is recalled with its former name."""
    memory = Memory(tmp_path / "site")
    keep(memory, inputs(), PROJECT, None)
    renamed = make_project(departments=[make_department("01", slug="01-ain", name="Autre"), PROJECT.departments[1]])
    changed = inputs(**{IDENTITIES: b"autre"})
    keep(memory, changed, renamed, inputs())
    assert recall(memory, changed) == renamed


def test_marks_are_numbered_after_those_before() -> None:
    """Marks of a text that goes into another are moved on all together."""
    text = f"{seam_placeholder(0)} {seam_placeholder(1)} {seam_placeholder(10)}"
    assert renumber_seams(text, 1) == f"{seam_placeholder(1)} {seam_placeholder(2)} {seam_placeholder(11)}"


def test_texts_of_an_earlier_run_give_the_same_sites() -> None:
    """The portal of this repository, its booklet of all benefits too, is the same from texts expanded before."""

    project, _ = load_project(ROOT, TODAY)
    first = Merger(project, TODAY)
    portal = first.merge(None, [])
    assert Merger(project, TODAY, first.bodies()).merge(None, []) == portal
