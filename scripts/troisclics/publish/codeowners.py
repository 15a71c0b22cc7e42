"""Generate CODEOWNERS: who must approve a change. A delegation approves changes to its own folder only."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Literal

from ..model import IDENTITIES, Department, Project

Forge = Literal["github", "gitlab"]
PLACES: dict[Forge, str] = {"github": ".github/CODEOWNERS", "gitlab": ".gitlab/CODEOWNERS"}

_HEAD = """\
# Qui doit accepter une modification. Écrit par « troisclics export codeowners » ; ne pas le modifier à la main.
# La dernière ligne qui convient l'emporte : hors de son dossier, une délégation a besoin d'un autre accord.
"""


def format_owners(project: Project, forge: Forge) -> str:
    """Return the CODEOWNERS file of a project for `forge`. On both forges, the last matching line wins.

    The last line is for the national list, so that no owner of a page or folder can change a name.
    """
    settings = project.tree.settings.owners
    section = "\n[Responsables][1]\n" if forge == "gitlab" else "\n"
    named = [line for line in _shared(project) if line[1] != settings.default]
    lines = [("*", settings.default), *named, *_departments(project), (f"/{IDENTITIES}", settings.default)]
    width = max(len(path) for path, _ in lines)
    return _HEAD + section + "".join(f"{path:<{width}} {settings.group}/{owner}\n" for path, owner in lines)


def _shared(project: Project) -> Iterator[tuple[str, str]]:
    """Yield each section with the owner of most of its pages, then the pages and fact files with other owners."""
    sections: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for page in project.tree.pages:
        if page.meta.owner:
            sections[page.uri.rpartition("/")[0]].append((page.uri, page.meta.owner))
    for folder, pages in sorted(sections.items()):
        usual = Counter(owner for _, owner in pages).most_common(1)[0][0]
        if folder:
            yield f"/content/{folder}/", usual
        for uri, owner in sorted(pages):
            if owner != usual or not folder:
                yield f"/content/{uri}", owner
    facts = {fact.at.file: fact.owner for fact in project.tree.facts if fact.owner}
    for file, owner in sorted(facts.items()):
        yield f"/{file}", owner


def _departments(project: Project) -> Iterator[tuple[str, str]]:
    for department in project.departments:
        yield f"/departments/{department.slug}/", _team(department)


def _team(department: Department) -> str:
    """Return the team of a department: that of its delegation, or another owner of `_owners.yml`."""
    owner = department.file.owner
    return f"delegation-{department.code.lower()}" if owner == "delegation" else owner
