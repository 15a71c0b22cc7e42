"""The whole project from its folder: the shared tree, then the departments that complete it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from ..model import Finding, Project
from .cascading_findings import drop_consequences
from .departments import load_departments
from .incremental import LastRead
from .tree import load_tree


def load_project(
    root: Path, today: date, last: LastRead | None = None, *, jobs: int = 1
) -> tuple[Project, list[Finding]]:
    """Read everything below `root` (a folder with `content/` and `departments/`).

    Nothing stops at the first fault: what can be read is in the Project, the rest in the findings, sorted.
    `today` tells which dates are in the future; what has not changed since `last` is not read again. The
    departments are shared out over `jobs` processes; raises StoppedError when the system ends one.
    """
    findings: list[Finding] = []
    tree = (last.tree() if last else None) or load_tree(root, today, findings)
    departments = load_departments(root, tree, today, findings, last.departments(tree) if last else {}, jobs)
    return Project(tree, departments), sorted(set(drop_consequences(findings, tree)))
