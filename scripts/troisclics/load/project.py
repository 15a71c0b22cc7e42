"""Read a project from its folder: the shared tree, then the departments."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Protocol

from ..model import Department, Finding, Project, Tree
from .cascading_findings import drop_consequences
from .departments import load_departments
from .tree import load_tree


class KnownParts(Protocol):
    """Parts of a project already read, without errors, from the same files on the same day."""

    def tree(self) -> Tree | None:
        """Return the shared tree; None if it must be read."""

    def departments(self, tree: Tree) -> dict[str, Department]:
        """Return the departments that need not be read again for `tree`, by folder."""


def load_project(
    root: Path, today: date, known: KnownParts | None = None, *, jobs: int = 1
) -> tuple[Project, list[Finding]]:
    """Read a project, a folder with `content/` and `departments/`.

    Reading does not stop at the first problem.

    Args:
        root: the folder.
        today: the reference date, to detect dates in the future.
        known: the parts that need not be read again.
        jobs: the number of processes for departments.

    Returns:
        The project, as far as it could be read, and the sorted findings.

    Raises:
        StoppedError: the system killed a process.
    """
    findings: list[Finding] = []
    tree = (known.tree() if known else None) or load_tree(root, today, findings)
    departments = load_departments(root, tree, today, findings, known.departments(tree) if known else {}, jobs)
    return Project(tree, departments), sorted(set(drop_consequences(findings, tree)))
