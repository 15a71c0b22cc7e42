"""Each rule on built sites has a broken twin: a faultless project with one fault, which gives that rule there."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from troisclics.checks import Check
from troisclics.checks.registry import CHECKS
from troisclics.checks.tasks import ANCHORS
from troisclics.model import Finding

from ..load.damage import Damage
from .looking import build_sites, look
from .site_twins import BUILT
from .source_twins import SOURCES


def says(findings: tuple[Finding, ...]) -> list[str]:
    """Place and rule of each finding."""
    return [f"{found.place}: {found.rule}" for found in findings]


def test_the_project_is_faultless(faultless_whole: Path) -> None:
    """Nothing is said of the project that the twins damage."""
    assert says(look(faultless_whole)) == []


@pytest.mark.parametrize(("damage", "expected"), [twin[1:] for twin in SOURCES], ids=[twin[0] for twin in SOURCES])
def test_a_fault_of_the_texts(faultless: Path, damage: Damage, expected: list[str]) -> None:
    """The fault is found in the built pages, and told once, at the line that somebody wrote."""
    damage(faultless)
    build_sites(faultless)
    assert says(look(faultless)) == expected


@pytest.mark.parametrize(("damage", "expected"), [twin[1:] for twin in BUILT], ids=[twin[0] for twin in BUILT])
def test_a_fault_of_the_sites(faultless_built: Path, damage: Damage, expected: list[str]) -> None:
    """A site that is not what was built is found, with the page that shows it."""
    damage(faultless_built)
    assert says(look(faultless_built)) == expected


SURVEYED = [check for check in CHECKS if check.built and check is not ANCHORS]
"""The families on built sites, but for the one that reads the sites by itself (`test_tasks.py`)."""


def unmatched(checks: Iterable[Check]) -> set[str]:
    """Return the rules of these families that no twin gives, and those of twins in none of them."""
    twins = {line.rsplit(": ", 1)[1] for _, _, expected in (*SOURCES, *BUILT) for line in expected}
    return twins ^ {rule for check in checks for rule in check.rules}


def test_every_rule_has_a_twin() -> None:
    """Each rule of a built family has a fault that makes it fire: a family that the survey never calls fails here."""
    assert unmatched(SURVEYED) == set()


def test_a_family_without_twins_is_noticed() -> None:
    """A new family on built sites must have twins, and a family that is not listed leaves its twins alone."""
    new = Check("nouvelle", frozenset({"lien-vague"}), lambda subject: (), built=True)
    assert unmatched([*SURVEYED, new]) == {"lien-vague"}
    (breadth,) = [check for check in SURVEYED if check.name == "largeur"]
    assert unmatched([check for check in SURVEYED if check is not breadth]) == breadth.rules
