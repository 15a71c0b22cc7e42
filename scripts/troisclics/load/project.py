"""The whole project from its folder: the shared tree, then the departments that complete it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ..model import Department, Finding, Project, Tree
from .departments import FOLDER, load_departments
from .tree import load_tree


@dataclass(frozen=True, slots=True)
class LastRead:
    """A project as it was read, without any finding, on the same day; and the files that have changed since."""

    project: Project
    changed: frozenset[str]

    def tree(self) -> Tree | None:
        """The shared tree, if nothing that it is read from has changed."""
        return None if any(not path.startswith(f"{FOLDER}/") for path in self.changed) else self.project.tree

    def departments(self, tree: Tree) -> dict[str, Department]:
        """By folder, the departments that would be read again just as they are, for the shared tree `tree`."""
        if _names(tree) != _names(self.project.tree):
            return {}
        folders = {path.split("/")[1] for path in self.changed if path.startswith(f"{FOLDER}/")}
        return {entry.slug: entry for entry in self.project.departments if entry.slug not in folders}


def _names(tree: Tree) -> tuple[object, ...]:
    """What reading a department asks of the shared tree."""
    return [page.uri for page in tree.pages], tree.owners, tree.assets


def load_project(root: Path, today: date, last: LastRead | None = None) -> tuple[Project, list[Finding]]:
    """Read everything below `root` (a folder with `content/` and `departments/`).

    Nothing stops at the first fault: what can be read is in the Project, the rest in the findings, sorted.
    `today` tells which dates are in the future; what has not changed since `last` is not read again.
    """
    findings: list[Finding] = []
    tree = (last.tree() if last else None) or load_tree(root, today, findings)
    departments = load_departments(root, tree, today, findings, last.departments(tree) if last else {})
    return Project(tree, departments), sorted(set(findings))
