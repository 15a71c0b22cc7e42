"""The whole project from its folder: the shared tree, then the departments that complete it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from ..model import Finding, Project
from .departments import load_departments
from .tree import load_tree


def load_project(root: Path, today: date) -> tuple[Project, list[Finding]]:
    """Read everything below `root` (a folder with `content/` and `departments/`).

    Nothing stops at the first fault: what can be read is in the Project, the rest in the findings, sorted.
    `today` tells which dates are in the future.
    """
    findings: list[Finding] = []
    tree = load_tree(root, today, findings)
    departments = load_departments(root, tree, today, findings)
    return Project(tree, departments), sorted(set(findings))
