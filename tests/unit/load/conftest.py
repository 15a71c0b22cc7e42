"""What the tests of loading ask of a damaged project."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from troisclics.load import load_project
from troisclics.model import Finding

TODAY = date(2026, 11, 22)

Damage = Callable[[Path], object]


@pytest.fixture
def said(project: Callable[[], Path]) -> Callable[..., list[str]]:
    """Damages a new fictitious project in each of the given ways and gives all that loading says: « place: rule »."""

    def load(*damages: Damage) -> list[str]:
        root = project()
        for damage in damages:
            damage(root)
        return as_text(load_project(root, TODAY)[1])

    return load


def as_text(findings: list[Finding]) -> list[str]:
    """Findings as « place: rule », in their order."""
    return [f"{found.place}: {found.rule}" for found in findings]
