"""Review periods are counted on the calendar, exactly."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from troisclics.domain.review_periods import add_duration, is_duration, review_due


@pytest.mark.parametrize(
    ("day", "duration", "due"),
    [
        (date(2026, 1, 31), "1 mois", date(2026, 2, 28)),
        (date(2028, 1, 31), "1 mois", date(2028, 2, 29)),
        (date(2026, 8, 31), "6 mois", date(2027, 2, 28)),
        (date(2026, 12, 15), "1 mois", date(2027, 1, 15)),
        (date(2026, 12, 31), "12 mois", date(2027, 12, 31)),
        (date(2028, 2, 29), "1 an", date(2029, 2, 28)),
        (date(2028, 2, 29), "4 ans", date(2032, 2, 29)),
        (date(2026, 11, 22), "90 jours", date(2027, 2, 20)),
        (date(2026, 12, 31), "1 jour", date(2027, 1, 1)),
        (date(2026, 11, 22), "2 semaines", date(2026, 12, 6)),
    ],
)
def test_adding_a_review_period(day: date, duration: str, due: date) -> None:
    """A month after the 31st is the last day of the next month, across years and leap years."""
    assert add_duration(day, duration) == due


@pytest.mark.parametrize("text", ["6 mois", "1 an", "2 ans", "90 jours", "1 jour", "1 semaine"])
def test_what_is_a_review_period(text: str) -> None:
    """The periods that CONTRIBUTING.md names are understood."""
    assert is_duration(text)


@pytest.mark.parametrize(
    "text", ["", "6", "mois", "0 mois", "-1 an", "6  mois", "six mois", "6 mois ", "6 months", "1000 ans", "1.5 an"]
)
def test_what_is_not_a_review_period(text: str) -> None:
    """Anything else is refused, here and when adding."""
    assert not is_duration(text)
    with pytest.raises(ValueError, match="review period"):
        add_duration(date(2026, 1, 1), text)


DAYS = st.dates(min_value=date(1970, 1, 1), max_value=date(2200, 1, 1))


@given(DAYS, st.integers(1, 99), st.sampled_from(["jours", "semaines", "mois", "ans"]))
def test_a_review_is_always_due_later(day: date, count: int, unit: str) -> None:
    """Whatever the day and the period, the review is due after it, and no later than that many units."""
    longest = {"jours": 1, "semaines": 7, "mois": 31, "ans": 366}[unit]
    due = add_duration(day, f"{count} {unit}")
    assert day < due <= day + timedelta(days=longest * count)


@given(DAYS, st.integers(1, 8))
def test_years_are_twelve_months(day: date, years: int) -> None:
    """« 2 ans » and « 24 mois » are due on the same day."""
    assert add_duration(day, f"{years} ans") == add_duration(day, f"{years * 12} mois")


@pytest.mark.parametrize(
    ("reviewed", "review_in", "due"),
    [
        (date(2024, 2, 29), "1 an", date(2025, 2, 28)),
        (date(2026, 8, 31), "6 mois", date(2027, 2, 28)),
        (date(2026, 8, 31), None, None),
        (None, "1 an", None),
        (date(2026, 8, 31), "bientôt", None),
        (date(9999, 8, 31), "1 an", None),
    ],
)
def test_review_due(reviewed: date | None, review_in: str | None, due: date | None) -> None:
    """A review holds to the last day of its period; without a date or a period it holds at no time."""
    assert review_due(reviewed, review_in) == due
