"""Suppress findings that only result from another file that could not be read."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable

from ..model import Finding, Tree

_DEFINED_IN = {
    "fait-inconnu": "content/_facts/",
    "responsable-inconnu": "content/_owners.yml",
    "lien-hote": "content/_hosts.yml",
    "sigle-inexplique": "content/_glossary.yml",
}
"""Rules on undefined names, with the start of the path of the files that define them."""
_INHERITED = frozenset({"responsable-absent"})
"""Rules on values that a page can inherit from the index of its folder."""


def drop_consequences(found: Iterable[Finding], tree: Tree) -> list[Finding]:
    """Return `found` without the findings that may result from files of `tree` that could not be read."""
    return [one for one in found if not _follows(one, tree.unread)]


def _follows(found: Finding, unread: tuple[str, ...]) -> bool:
    if found.rule in _INHERITED:
        return posixpath.join(posixpath.dirname(found.place.file), "index.md") in unread
    start = _DEFINED_IN.get(found.rule)
    return start is not None and any(file.startswith(start) for file in unread)
