"""Keep the loaded project for the next build in parts: the shared tree, and each department.

A part is stored with the digest of everything it was read from, and read again when that has changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..system.digests import digest
from .fingerprints import Inputs
from .store import BuildCache

if TYPE_CHECKING:
    from ..model import Department, Project, Tree

_TREE, _DEPARTMENT = "read-tree", "read-in-"


class ProjectCache:
    """The parts of a project that are unchanged for `inputs`; none if the store is not trusted."""

    def __init__(self, store: BuildCache, inputs: Inputs, *, trusted: bool) -> None:
        self._store, self._keys, self._trusted = store, inputs.by_part(), trusted
        self._known: set[str] = set()

    def tree(self) -> Tree | None:
        """Return the shared tree, or None if it must be read."""
        tree: Tree | None = self._recall(_TREE, self._keys[""])
        return tree

    def departments(self, tree: Tree) -> dict[str, Department]:
        """Return, by folder, the departments that need not be read again with `tree`."""
        names = _names(tree)
        found = {slug: self._recall(_DEPARTMENT + slug, digest(key, names)) for slug, key in self._keys.items() if slug}
        return {slug: department for slug, department in found.items() if department is not None}

    def keep(self, project: Project) -> None:
        """Store the parts of `project` that were read anew, and delete departments that no longer exist.

        The project must have no error.
        """
        names, slugs = _names(project.tree), [department.slug for department in project.departments]
        self._keep(_TREE, self._keys[""], project.tree)
        for department in project.departments:
            self._keep(_DEPARTMENT + department.slug, digest(self._keys[department.slug], names), department)
        self._store.delete(_DEPARTMENT, slugs)

    def _recall(self, name: str, key: bytes) -> Any:
        kept, part = (self._store.read(name, tuple) if self._trusted else None) or (b"", None)
        if kept != key:
            return None
        self._known.add(name)
        return part

    def _keep(self, name: str, key: bytes, part: object) -> None:
        if name not in self._known:
            self._store.write(name, (key, part))


def _names(tree: Tree) -> bytes:
    """Return the digest of what reading a department uses of the shared tree."""
    asked = ([page.uri for page in tree.pages], tree.owners, tree.assets, tree.identities, tree.hosts)
    return digest(repr(asked))
