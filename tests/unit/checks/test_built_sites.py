"""Each rule on built sites has a broken twin: a faultless project with one fault, which gives that rule there."""

from __future__ import annotations

from pathlib import Path

import pytest

from troisclics.checks import breadth, click_depth, integrity, layout_consistency, published
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


def test_every_rule_has_a_twin() -> None:
    """No rule of these families is without a fault that makes it fire."""
    twins = {line.rsplit(": ", 1)[1] for _, _, expected in (*SOURCES, *BUILT) for line in expected}
    assert twins == breadth.RULES | click_depth.RULES | integrity.RULES | layout_consistency.RULES | published.RULES
