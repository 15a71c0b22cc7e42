"""The days on which sites change by themselves are known in advance, to the day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from troisclics.domain.due_dates import due_changes
from troisclics.load import load_project
from troisclics.model import Project

from ..commands import copy_fictitious

TODAY = date(2026, 11, 22)
FACTS = "content/_facts/logement.yml"
NEW_VALUE = """\
        to: 2026-12-31
        status: confirmed
        checked_on: 2026-06-01
        source: {title: Texte fictif}
      - value: 130
        from: 2027-01-01
        status: confirmed
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return the fictitious project, with a new value next January."""
    root = copy_fictitious(tmp_path / "projet")
    text = (root / FACTS).read_text(encoding="utf-8")
    assert text.count("        from: 2025-01-01\n        status: confirmed\n") == 1
    changed = text.replace(
        "        from: 2025-01-01\n        status: confirmed\n", f"        from: 2025-01-01\n{NEW_VALUE}"
    )
    (root / FACTS).write_text(changed, encoding="utf-8")
    return root


def load(root: Path) -> Project:
    """Load the project, which has no errors."""
    project, found = load_project(root, TODAY)
    assert [one for one in found if one.severity == "error"] == []
    return project


def test_what_is_due(root: Path) -> None:
    """Events end the day after, values begin on their day, offers and permanences end with theirs."""
    due = [(change.day.isoformat(), change.what) for change in due_changes(load(root), TODAY)]
    assert due == [
        ("2026-12-07", "Arbre de Noël fictif : événement passé"),
        ("2027-01-01", "Cinéma fictif : fin de l'offre"),
        ("2027-01-01", "Montant de l'aide fictive : fin d'une valeur"),
        ("2027-01-01", "Montant de l'aide fictive : nouvelle valeur"),
        ("2027-01-01", "Permanence fictive : année passée"),
    ]


@pytest.mark.parametrize(("after", "count"), [("2026-12-06", 5), ("2026-12-07", 4), ("2027-01-01", 0)])
def test_what_has_happened_is_not_due(root: Path, after: str, count: int) -> None:
    """A change of the day on which the sites were built is in them."""
    assert len(due_changes(load(root), date.fromisoformat(after))) == count


def test_a_fact_that_nothing_shows_is_never_due(root: Path) -> None:
    """Its new value changes no page."""
    for path in [*root.rglob("*.md"), *root.rglob("overrides/**/*.html")]:
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace('"logement.aide"', '"logement.autre"'), encoding="utf-8")
    (root / FACTS).write_text(
        (root / FACTS).read_text(encoding="utf-8")
        + "  - id: logement.autre\n    label: Autre\n    unit: EUR\n    values:\n      - {value: 1, from: 2025-01-01, "
        "status: confirmed, checked_on: 2026-06-01, source: {title: Texte}}\n",
        encoding="utf-8",
    )
    assert not any("Montant" in change.what for change in due_changes(load(root), TODAY))
