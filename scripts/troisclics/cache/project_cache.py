"""The project as it was read, kept for the next build by parts: the tree, and each department by itself.

A part says what it was read from, so that after an edit only what was edited is written again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .fingerprints import Inputs
from .store import Memory

if TYPE_CHECKING:
    from ..model import Project

_TREE, _DEPARTMENT = "read-tree", "read-in-"


def recall(memory: Memory, inputs: Inputs) -> Project | None:
    """The project as it was read from `inputs`, without a fault; None if that is not wholly known."""
    from ..model import Project  # noqa: PLC0415 - slow to import, and not needed when nothing has changed

    keys = inputs.by_part()
    key, tree, slugs = memory.read(_TREE, tuple) or (b"", None, ())
    kept = [(slug, memory.read(_DEPARTMENT + slug, tuple) or (b"", None)) for slug in slugs]
    known = key == keys[""] and all(part == keys.get(slug) for slug, (part, _) in kept)
    return Project(tree, tuple(department for _, (_, department) in kept)) if known else None


def keep(memory: Memory, inputs: Inputs, project: Project, last: Inputs | None) -> None:
    """Keep `project`, which was read from `inputs`; what is already kept, as it was read from `last`, stays."""
    keys, before = inputs.by_part(), last.by_part() if last else {}
    slugs = [department.slug for department in project.departments]
    memory.write(_TREE, (keys[""], project.tree, slugs))
    for department in project.departments:
        if before.get(department.slug) != keys[department.slug]:
            memory.write(_DEPARTMENT + department.slug, (keys[department.slug], department))
    memory.drop(_DEPARTMENT, slugs)
