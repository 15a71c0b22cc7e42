"""What is wrong only because another file could not be read is not said: mending that file mends it."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable

from ..model import Finding, Tree

_DEFINED_IN = {
    "fait-inconnu": "content/_facts/",
    "responsable-inconnu": "content/_owners.yml",
    "lien-hote": "content/_hosts.yml",
}
"""Rules on names that do not exist, and where such names are defined: the start of the path of a file."""
_INHERITED = frozenset({"responsable-absent"})
"""Rules on what a page may have from the index of its folder."""


def drop_consequences(found: Iterable[Finding], tree: Tree) -> list[Finding]:
    """Return `found` without what may follow from a file of `tree` that could not be read, which is said itself."""
    return [one for one in found if not _follows(one, tree.unread)]


def _follows(found: Finding, unread: tuple[str, ...]) -> bool:
    if found.rule in _INHERITED:
        return posixpath.join(posixpath.dirname(found.place.file), "index.md") in unread
    start = _DEFINED_IN.get(found.rule)
    return start is not None and any(file.startswith(start) for file in unread)
