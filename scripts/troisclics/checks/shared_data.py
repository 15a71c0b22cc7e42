"""Check the data that every site is made from: each owner once, and no expected file missing."""

from __future__ import annotations

from collections.abc import Iterator

from ..messages import finding
from ..model import Finding, Place
from . import Check, Subject

_EXPECTED = ("_glossary.yml", "_hosts.yml", "_owners.yml", "_tasks.yml")


def check_data(subject: Subject) -> Iterator[Finding]:
    """Report owners defined twice, and missing data files; a misspelt file name would be ignored silently."""
    tree = subject.project.tree
    seen: dict[str, Place] = {}
    for owner in tree.owners:
        first = seen.setdefault(owner.id, owner.at)
        if first != owner.at:
            yield finding("responsable-double", owner.at, owner=owner.id, first=first)
    for name in _EXPECTED:
        if not (subject.root / "content" / name).exists():
            yield finding("donnees-absentes", Place(f"content/{name}"), name=name)


DATA = Check("Données communes", frozenset({"donnees-absentes", "responsable-double"}), check_data)
