"""Departments read by several processes are those that one reads, with the same findings in the same order."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from troisclics.errors import StoppedError
from troisclics.load import departments, load_project
from troisclics.load.departments import MANY, load_departments
from troisclics.model import Department, Finding
from troisclics.reports.error_messages import explain
from troisclics.system.workers import parallel_map

from .conftest import TODAY
from .damage import DUNES, Damage, append, copy, swap, write
from .test_identities import listed

FAULTS: list[Callable[[str], Damage]] = [
    lambda folder: swap(f"{folder}/department.yml", "2026-12-06", "2026-12-04"),
    lambda folder: append(f"{folder}/department.yml", "de: <b>Dunes</b>\n"),
    lambda folder: append(f"{folder}/logement/aide.md", "\n## Dépôt\n\n[x](javascript:x)\n"),
    lambda folder: write(f"{folder}/notes.txt", "x"),
    lambda folder: write(f"{folder}/department.yml", b"\xff"),
]


@pytest.fixture
def many(project: Callable[[], Path]) -> Path:
    """A project of many departments: sound ones, and ones with every sort of fault, some of them of no department."""
    root = project()
    for number in range(10, 10 + MANY):
        folder = f"departments/{number}-essai"
        copy(DUNES, folder)(root)
        if number % 7:
            listed(str(number), folder.rpartition("/")[2], f"Essai {chr(97 + number // 10)}{chr(97 + number % 10)}")(
                root
            )
        if number % 3 == 0:
            FAULTS[number // 3 % len(FAULTS)](folder)(root)
    copy("departments/11-essai", "departments/11-encore")(root)
    return root


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """How many departments are shared out, and over how many processes, each time."""
    shared: list[tuple[int, int]] = []

    def share(worker: Any, items: Sequence[Any], jobs: int) -> Any:
        shared.append((len(items), jobs))
        return parallel_map(worker, items, jobs)

    monkeypatch.setattr(departments, "parallel_map", share)
    return shared


def test_processes_change_nothing(many: Path, asked: list[tuple[int, int]]) -> None:
    """The project and the findings are the same, whoever reads; before they are sorted too."""
    alone = load_project(many, TODAY)
    assert len({found.rule for found in alone[1]}) >= 7
    assert len({found.department for found in alone[1]}) > 10
    assert len(alone[0].departments) > MANY // 2
    for jobs in (2, 3):
        assert load_project(many, TODAY, jobs=jobs) == alone
    assert asked == [(MANY + 2, 1), (MANY + 2, 2), (MANY + 2, 3)]
    orders: list[list[Finding]] = [[], []]
    for jobs, out in enumerate(orders, 1):
        load_departments(many, alone[0].tree, TODAY, out, {}, jobs)
    assert orders[0] == orders[1]


def test_few_departments_are_read_here(project: Callable[[], Path], asked: list[tuple[int, int]]) -> None:
    """Starting processes would take longer."""
    load_project(project(), TODAY, jobs=2)
    assert asked == [(1, 1)]


def test_what_is_known_is_not_read(many: Path, asked: list[tuple[int, int]]) -> None:
    """A department that is known is taken as it is; the others alone are shared out."""
    project, _ = load_project(many, TODAY)
    known: dict[str, Department] = {entry.slug: entry for entry in project.departments[:2]}
    out: list[Finding] = []
    found = load_departments(many, project.tree, TODAY, out, known, 2)
    assert found == project.departments
    assert all(any(entry is one for one in found) for entry in known.values())
    assert asked[1:] == [(MANY, 2)], "and the first of them is read here"


def test_a_process_that_is_killed(many: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the system ends one of the processes, that is said."""
    here, read = os.getpid(), departments.read_text

    def die(*args: Any) -> str | None:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return read(*args)

    monkeypatch.setattr(departments, "read_text", die)
    with pytest.raises(StoppedError) as stopped:
        load_project(many, TODAY, jobs=2)
    said = explain(stopped.value)
    assert "arrêté par le système" in said.text
    assert "--jobs 1" in said.text
    assert "MkDocs" not in said.text, "it has refused nothing"
