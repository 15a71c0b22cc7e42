"""Each call of `finding` gives its rule the values that its texts name: a missing one would end the run."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

import troisclics
from troisclics.messages import RULES

PACKAGE = Path(troisclics.__file__).parent
FIXED = {"place", "department"}


def calls(source: str) -> Iterator[tuple[int, str, set[str]]]:
    """Yield line, rule and named values of each call of `finding` whose rule and values are written there."""
    for node in ast.walk(ast.parse(source)):
        named = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "finding"
        if named and node.args and isinstance(node.args[0], ast.Constant) and all(one.arg for one in node.keywords):
            yield node.lineno, node.args[0].value, {one.arg for one in node.keywords if one.arg} - FIXED


def missing(rule: str, given: set[str]) -> set[str]:
    """Return the values that the texts of `rule` name and the call lacks."""
    texts = RULES[rule].message + RULES[rule].fix
    return {name.split(".")[0].split("[")[0] for _, name, _, _ in Formatter().parse(texts) if name} - given


FOUND = [
    (f"{path.relative_to(PACKAGE)}:{line}", rule, given)
    for path in sorted(PACKAGE.rglob("*.py"))
    for line, rule, given in calls(path.read_text())
]


def test_calls_are_found() -> None:
    """The reading of the package finds the calls: with none, the test below would pass."""
    assert len(FOUND) > 100


@pytest.mark.parametrize(("place", "rule", "given"), FOUND, ids=[place for place, _, _ in FOUND])
def test_a_call_gives_what_its_rule_names(place: str, rule: str, given: set[str]) -> None:
    """A value that the texts of the rule name is given."""
    assert not missing(rule, given)


def test_a_value_that_is_not_given_is_noticed() -> None:
    """A call that lacks a value is found."""
    ((_, rule, given),) = calls('finding("lien-vague", place, word="ici")')
    assert missing(rule, given) == {"text"}
