"""Find the owner of each file of a project."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Project


def owners_of(project: Project) -> dict[str, str]:
    """Return the label of the owner of each file that has one; a delegation is named with its department."""
    labels = {owner.id: owner.label for owner in project.tree.owners}
    return {file: f"{labels.get(owner, owner)}{of}" for file, owner, of in _entries(project) if owner}


def _entries(project: Project) -> Iterator[tuple[str, str | None, str]]:
    """Yield file, owner and, for files of a department, « , Manche (50) »."""
    for fact in project.tree.facts:
        yield fact.at.file, fact.owner, ""
    for page in project.tree.pages:
        yield page.at.file, page.meta.owner, ""
    for department in project.departments:
        of = f", {department.identity.name} ({department.code})"
        for file in (department.file.at.file, *(overlay.at.file for overlay in department.overlays)):
            yield file, department.file.owner, of
