"""What a national fact says on a given day, and how sure it is."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from troisclics.domain.fact_values import ShownFact, show_euros, value_on
from troisclics.domain.french import format_euros, valid_until
from troisclics.model import FactValue, Source

from ..samples import TODAY, make_fact, make_value

DOUBT = '<span class="fact-doubt">'
SHOWN = "1,62\u202f€"


def show(*values: FactValue, unit: str = "EUR") -> ShownFact:
    """The fact made of `values`, as on TODAY."""
    return ShownFact(make_fact(*values, unit=unit), TODAY)


def test_a_confirmed_value_is_shown_bare() -> None:
    """What is confirmed and in force carries no doubt."""
    fact = show(make_value())
    assert (str(fact), fact.cell, fact.doubt) == (SHOWN, SHOWN, "")


@pytest.mark.parametrize(
    ("value", "doubt"),
    [
        (make_value(status="to_confirm"), "à confirmer"),
        (make_value(status="obsolete"), "valeur du 1ᵉʳ\u00a0janvier\u00a02024, à confirmer"),
        (make_value(to=date(2025, 12, 31)), "valable jusqu'au 31\u00a0décembre\u00a02025, à confirmer"),
        (make_value(revise_by=TODAY - timedelta(days=1)), "à confirmer"),
    ],
)
def test_a_doubtful_value_is_shown_with_its_doubt(value: FactValue, doubt: str) -> None:
    """An unconfirmed, old, expired or overdue value is shown, and said to be so, in a text and in a table."""
    fact = show(value)
    assert str(fact) == f"{DOUBT}{SHOWN} ({doubt})</span>"
    assert doubt.replace("'", "&#x27;") in fact.cell
    assert SHOWN in fact.cell


@pytest.mark.parametrize("value", [make_value(to=TODAY), make_value(revise_by=TODAY), make_value(from_=TODAY)])
def test_the_last_and_first_day_count(value: FactValue) -> None:
    """`from`, `to` and `revise_by` are included: on that very day the value holds, and says until when."""
    fact = show(value)
    assert fact.doubt == ""
    assert str(fact) == (f"{SHOWN} ({valid_until(TODAY)})" if fact.until else SHOWN)


@pytest.mark.parametrize(
    "values",
    [(), (make_value(None),), (make_value(from_=TODAY + timedelta(days=1)),)],
    ids=["no value", "unknown value", "future only"],
)
def test_no_number_is_invented(values: tuple[FactValue, ...]) -> None:
    """Where no value is known today, the site says so and shows no number, not even a future one."""
    fact = show(*values)
    assert str(fact) == f"{DOUBT}montant à confirmer</span>"
    assert fact.cell == f"{DOUBT}?</span>"
    assert str(show(*values, unit="count")) == f"{DOUBT}à confirmer</span>"
    with pytest.raises(ValueError, match="pas de valeur numérique"):
        _ = fact.number


def test_a_future_value_waits_for_its_day() -> None:
    """A value that begins tomorrow is shown tomorrow, not today."""
    fact = make_fact(
        make_value(Decimal("1.50"), to=TODAY), make_value(Decimal("1.62"), from_=TODAY + timedelta(days=1))
    )
    assert ShownFact(fact, TODAY).text == "1,50\u202f€"
    assert ShownFact(fact, TODAY + timedelta(days=1)).text == SHOWN


def test_a_gap_shows_the_last_value_as_expired() -> None:
    """Between two values nothing is in force: the last one that was is shown, as expired."""
    fact = make_fact(
        make_value(Decimal("1.50"), to=TODAY - timedelta(days=9)), make_value(from_=TODAY + timedelta(days=9))
    )
    assert "1,50" in ShownFact(fact, TODAY).text
    assert "valable jusqu'au" in ShownFact(fact, TODAY).doubt


def test_since_and_source() -> None:
    """A fact can say since when, and where from, with a link when there is one."""
    linked = show(make_value(source=Source("Circulaire", "https://exemple.test/c")))
    assert linked.since == "au 1ᵉʳ\u00a0janvier\u00a02024"
    assert linked.source == "[Circulaire](https://exemple.test/c)"
    assert show(make_value()).source == "Circulaire"
    assert (show().since, show().source) == ("", "")


def test_a_text_value_cannot_write_html_into_a_doubt() -> None:
    """The text of a doubtful value is escaped: a source's « < » is no tag."""
    assert "<b>" not in str(show(make_value("moins de <b>", status="to_confirm"), unit="text"))


@given(
    st.lists(st.dates(date(2000, 1, 1), date(2050, 1, 1)), unique=True), st.dates(date(1990, 1, 1), date(2060, 1, 1))
)
def test_the_value_on_a_day_began_before_it(starts: list[date], today: date) -> None:
    """Of values in order, the one shown is the last that has begun; none if none has."""
    fact = make_fact(*(make_value(index, from_=start) for index, start in enumerate(sorted(starts))))
    shown = value_on(fact, today)
    begun = [start for start in starts if start <= today]
    assert (shown.from_ if shown else None) == max(begun, default=None)


@pytest.mark.parametrize(
    "compute",
    [
        lambda number: number * 2,
        lambda number: 2 * number,
        lambda number: 10 - number,
        lambda number: (number + 1) / 3,
        lambda number: -number,
        lambda number: round(abs(number) % 7, 1),
        lambda number: number // 1,
    ],
)
def test_a_doubt_survives_arithmetic(compute: Callable[[Decimal], Decimal]) -> None:
    """What is computed from an uncertain value is shown as such; from a certain one it is bare, and the same."""
    certain, uncertain = compute(show(make_value()).number), compute(show(make_value(status="to_confirm")).number)
    assert certain == uncertain
    assert show_euros(certain) == format_euros(certain)
    assert show_euros(uncertain) == f"{DOUBT}{format_euros(certain)} (à confirmer)</span>"


def test_a_sentence_around_a_value_follows_it() -> None:
    """Since when it holds, when it was read and what it replaced are those of the value shown, not of a later one."""
    old = make_value(from_=date(2020, 1, 1), to=date(2023, 12, 31))
    current = dataclasses.replace(make_value(from_=date(2024, 1, 1)), checked_on=date(2026, 11, 2))
    later = dataclasses.replace(make_value(from_=TODAY + timedelta(days=1)), checked_on=TODAY)
    fact = show(old, current, later)
    assert (fact.since, fact.start) == ("au 1ᵉʳ\u00a0janvier\u00a02024", date(2024, 1, 1))
    assert (fact.checked, fact.before) == ("2\u00a0novembre\u00a02026", SHOWN)


def test_a_first_value_replaces_none() -> None:
    """The first value has none before it; a fact without any has begun after everything else."""
    assert show(make_value()).before == ""
    unknown = make_value(from_=date(2020, 1, 1), value=None)
    assert show(unknown, make_value()).before == ""
    none = show(make_value(from_=TODAY + timedelta(days=1)))
    assert (none.since, none.checked, none.before, none.start) == ("", "", "", date.max)
