"""A text is to be read again when a value in it took effect after its last review."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from troisclics.checks import Subject
from troisclics.checks.changed_facts import CHANGED_FACTS
from troisclics.model import FactValue

from ..samples import BODY_LINE, TODAY, make_department, make_fact, make_overlay, make_page, make_value
from .subjects import found, make_subject

CHANGE = TODAY - timedelta(days=10)
BODY = 'Un.\n\nLe prix est de {{ fact("repas") }}, puis {{ fact("repas").number }}.\nOu {{ fact("repas") }}.\n'


def subject(reviewed: date | None, *values: FactValue, local: bool = False) -> Subject:
    """Return a project whose text shows a fact, and was reviewed on a day."""
    fact = replace(make_fact(*values), id="repas")
    if local:
        overlay = make_overlay(BODY)
        overlay = replace(overlay, meta=replace(overlay.meta, last_reviewed_on=reviewed))
        return make_subject(facts=(fact,), departments=(make_department("50", overlay),))
    page = make_page(BODY)
    return make_subject(replace(page, meta=replace(page.meta, last_reviewed_on=reviewed)), facts=(fact,))


OLD, NEW = make_value(to=CHANGE - timedelta(days=1)), make_value(from_=CHANGE)


@pytest.mark.parametrize("local", [False, True], ids=["shared", "overlay"])
def test_a_value_that_has_changed_since(local: bool) -> None:
    """It is found once, at the first line that shows it."""
    file = "departments/50-manche/aide.md" if local else "content/aide.md"
    changed = subject(CHANGE - timedelta(days=1), OLD, NEW, local=local)
    assert found(CHANGED_FACTS, changed) == [f"{file}:{BODY_LINE + 2} page-a-relire"]


@pytest.mark.parametrize(
    ("reviewed", "values"),
    [
        (CHANGE, (OLD, NEW)),
        (TODAY, (OLD, NEW)),
        (None, (OLD, NEW)),
        (CHANGE - timedelta(days=1), (NEW,)),
        (CHANGE - timedelta(days=1), (OLD, make_value(from_=TODAY + timedelta(days=1)))),
    ],
    ids=["that day", "since", "never", "first value", "coming value"],
)
def test_nothing_to_read_again(reviewed: date | None, values: tuple[FactValue, ...]) -> None:
    """A text reviewed since, never reviewed, or with a value that has not changed is not blamed here."""
    assert found(CHANGED_FACTS, subject(reviewed, *values)) == []


def test_a_fact_in_code_is_no_value() -> None:
    """An example of how to write it shows nothing that could have changed."""
    body = BODY.replace("{{", "`{{").replace("}}", "}}`")
    page = replace(make_page(body), meta=replace(make_page().meta, last_reviewed_on=CHANGE - timedelta(days=1)))
    fact = replace(make_fact(OLD, NEW), id="repas")
    assert found(CHANGED_FACTS, make_subject(page, facts=(fact,))) == []
