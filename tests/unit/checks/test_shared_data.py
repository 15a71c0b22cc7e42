"""Data beside the texts: each rule has its broken twin, at its line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from troisclics.checks.shared_data import DATA
from troisclics.model import Owner, Place

from .subjects import found, make_subject

OWNERS = "content/_owners.yml"


def test_an_owner_defined_twice(tmp_path: Path) -> None:
    """The second of two owners of one name is an error, where it stands."""
    (tmp_path / "content").mkdir()
    for name in ("_glossary.yml", "_hosts.yml", "_owners.yml", "_tasks.yml"):
        (tmp_path / "content" / name).touch()
    subject = make_subject(root=tmp_path)
    owners = (
        Owner("a", "A", at=Place(OWNERS, 2)),
        Owner("b", "B", at=Place(OWNERS, 4)),
        Owner("a", "C", at=Place(OWNERS, 6)),
    )
    tree = replace(subject.project.tree, owners=owners)
    assert found(DATA, subject) == []
    assert found(DATA, replace(subject, project=replace(subject.project, tree=tree))) == [
        f"{OWNERS}:6 responsable-double"
    ]


def test_data_that_are_not_there(tmp_path: Path) -> None:
    """A file that is expected and absent, or misspelt, is named."""
    assert found(DATA, make_subject(root=tmp_path)) == [
        "content/_glossary.yml donnees-absentes",
        "content/_hosts.yml donnees-absentes",
        "content/_owners.yml donnees-absentes",
        "content/_tasks.yml donnees-absentes",
    ]
