"""The whole project from its folder: the shared tree, then the departments that complete it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Protocol

from ..model import Department, Finding, Project, Tree
from .cascading_findings import drop_consequences
from .departments import load_departments
from .tree import load_tree


class KnownParts(Protocol):
    """Parts of a project that were read before, without an error, from the same files on the same day."""

    def tree(self) -> Tree | None:
        """The shared tree; None if it must be read."""

    def departments(self, tree: Tree) -> dict[str, Department]:
        """By folder, the departments that need not be read beside `tree`."""


def load_project(
    root: Path, today: date, known: KnownParts | None = None, *, jobs: int = 1
) -> tuple[Project, list[Finding]]:
    """Read everything below `root` (a folder with `content/` and `departments/`).

    Nothing stops at the first fault: what can be read is in the Project, the rest in the findings, sorted.

    Args:
        root: The project.
        today: Tells which dates are in the future.
        known: What need not be read.
        jobs: How many processes the departments are shared out over.

    Raises:
        StoppedError: The system ended one of these processes.
    """
    findings: list[Finding] = []
    tree = (known.tree() if known else None) or load_tree(root, today, findings)
    departments = load_departments(root, tree, today, findings, known.departments(tree) if known else {}, jobs)
    return Project(tree, departments), sorted(set(drop_consequences(findings, tree)))
