"""National facts: owners, order, amounts. Their faults are in test_broken_twins.py."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from troisclics.load import load_project

from .conftest import TODAY
from .damage import FACTS, append


def test_a_fact_without_owner_has_its_file_s(project: Callable[[], Path]) -> None:
    """A file's owner and review period hold for the facts that name none; facts are sorted by id."""
    own = (
        "  - {id: a.b, label: B, unit: text, owner: delegation, review_in: 1 an, values: [{value: x, from: 2025-01-01, "
    )
    root = project()
    append(FACTS, own + "status: confirmed, checked_on: 2026-06-01, source: {title: T}}]}\n")(root)
    loaded, findings = load_project(root, TODAY)
    assert findings == []
    assert [(fact.id, fact.owner, fact.review_in) for fact in loaded.tree.facts] == [
        ("a.b", "delegation", "1 an"),
        ("logement.aide", "pole-fictif", "6 mois"),
    ]


def test_amounts_keep_their_cents(project: Callable[[], Path]) -> None:
    """An amount is a decimal number as it is written, never a binary approximation."""
    loaded, _ = load_project(project(), TODAY)
    assert [str(value.value) for value in loaded.tree.facts[0].values] == ["100", "120.50"]
    assert loaded.tree.facts[0].values[1].value == Decimal("120.50")
