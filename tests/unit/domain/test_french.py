"""Amounts, numbers and dates are written as the Imprimerie nationale does."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from babel.dates import get_day_names, get_month_names
from babel.numbers import format_decimal as format_by_babel
from hypothesis import given
from hypothesis import strategies as st

from troisclics.domain.french import (
    MONTHS,
    WEEKDAYS,
    count,
    fold,
    format_date,
    format_decimal,
    format_euros,
    format_number,
    format_partial_date,
    format_size,
    format_value,
)
from troisclics.domain.slugs import ascii_name

THIN, NBSP = "\u202f", "\u00a0"


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (Decimal("1.62"), f"1,62{THIN}€"),
        (Decimal("37.88"), f"37,88{THIN}€"),
        (Decimal("1500"), f"1{THIN}500{THIN}€"),
        (28047, f"28{THIN}047{THIN}€"),
        (Decimal("1234567.5"), f"1{THIN}234{THIN}567,50{THIN}€"),
        (Decimal("8.4"), f"8,40{THIN}€"),
        (Decimal("2.00"), f"2{THIN}€"),
        (0, f"0{THIN}€"),
        (Decimal("1E+3"), f"1{THIN}000{THIN}€"),
        (Decimal("0.005"), f"0,01{THIN}€"),
        (Decimal("1.994"), f"1,99{THIN}€"),
        (Decimal("999.995"), f"1{THIN}000{THIN}€"),
    ],
)
def test_euros(amount: Decimal | int, text: str) -> None:
    """An amount has a comma, two cents or none, thin no-break spaces, and half a cent goes up."""
    assert format_euros(amount) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (28047, f"28{THIN}047"),
        (999, "999"),
        (1000, f"1{THIN}000"),
        (Decimal("1.620"), "1,62"),
        (Decimal("5.00"), "5"),
        (Decimal("100"), "100"),
        (Decimal("1E+2"), "100"),
        (-1500, f"-1{THIN}500"),
    ],
)
def test_numbers(number: Decimal | int, text: str) -> None:
    """A number has groups of three digits and no zero that says nothing."""
    assert format_number(number) == text


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_an_amount_can_be_read_back(amount: Decimal) -> None:
    """Whatever the amount, what is written is that amount, and no ordinary space lets a line break in it."""
    text = format_euros(amount)
    assert Decimal(text.removesuffix(f"{THIN}€").replace(THIN, "").replace(",", ".")) == amount
    assert not set(text) & {" ", "."}


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2024, 1, 1), f"1ᵉʳ{NBSP}janvier{NBSP}2024"),
        (date(2024, 1, 2), f"2{NBSP}janvier{NBSP}2024"),
        (date(2024, 8, 31), f"31{NBSP}août{NBSP}2024"),
        (date(2024, 12, 11), f"11{NBSP}décembre{NBSP}2024"),
        (date(2024, 2, 21), f"21{NBSP}février{NBSP}2024"),
    ],
)
def test_dates(day: date, text: str) -> None:
    """Only the first day of a month is an ordinal, and a date never breaks over two lines."""
    assert format_date(day) == text


@given(st.dates())
def test_a_date_can_be_read_back(day: date) -> None:
    """Whatever the day, its text names that day, month and year."""
    number, month, year = format_date(day).split(NBSP)
    assert date(int(year), MONTHS.index(month) + 1, int(number.removesuffix("ᵉʳ"))) == day


@pytest.mark.parametrize(
    ("when", "text"),
    [
        (date(2025, 10, 21), f"21{NBSP}octobre{NBSP}2025"),
        ("2026-01", f"janvier{NBSP}2026"),
        (2024, "2024"),
        ("2024", "2024"),
    ],
)
def test_partial_dates(when: date | int | str, text: str) -> None:
    """A date is written as precisely as it is known, and no more."""
    assert format_partial_date(when) == text


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (Decimal("1.62"), "EUR", f"1,62{THIN}€"),
        (Decimal("2.5"), "percent", f"2,5{THIN}%"),
        (1, "years", f"1{NBSP}an"),
        (2, "years", f"2{NBSP}ans"),
        (Decimal("1.5"), "years", f"1,5{NBSP}an"),
        (6, "months", f"6{NBSP}mois"),
        (1, "days", f"1{NBSP}jour"),
        (15, "days", f"15{NBSP}jours"),
        (40, "km", f"40{NBSP}km"),
        (567, "points", "567"),
        (28047, "count", f"28{THIN}047"),
        (date(2026, 3, 1), "date", f"1ᵉʳ{NBSP}mars{NBSP}2026"),
        ("selon le quotient familial", "text", "selon le quotient familial"),
    ],
)
def test_values_with_their_unit(value: Decimal | int | date | str, unit: str, text: str) -> None:
    """A value is followed by its unit, in the plural from two on."""
    assert format_value(value, unit) == text  # type: ignore[arg-type]


def test_names_of_months_and_days_are_those_of_the_cldr() -> None:
    """Babel, which has the locale data of Unicode, knows the same names."""
    assert tuple(get_month_names(locale="fr").values()) == MONTHS
    days = get_day_names(locale="fr")
    assert tuple(days[number] for number in range(7)) == WEEKDAYS


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=3))
def test_numbers_are_written_as_the_cldr_says(number: Decimal) -> None:
    """Babel writes the same groups, comma and decimals."""
    assert format_number(number) == format_by_babel(number, "#,##0.###", locale="fr")
    assert format_decimal(number, 3) == format_by_babel(number, "#,##0.000", locale="fr")


@pytest.mark.parametrize(("number", "text"), [(0, "0 note"), (1, "1 note"), (2, "2 notes")])
def test_counts(number: int, text: str) -> None:
    """The plural begins at two."""
    assert count(number, "note") == text


def test_each_word_of_a_count_is_in_the_plural() -> None:
    """An adjective follows its noun."""
    assert count(2, "autre endroit") == "2 autres endroits"
    assert count(2, "fait national") == "2 faits nationaux"


def test_accents_and_ligatures_are_folded() -> None:
    """Names of files and suggestions keep every letter of « vœux » and « cœur »."""
    assert fold("Vœux d'été à LÆTITIA") == "voeux d'ete a laetitia"
    assert fold("E\u0301te\u0301") == "ete"
    assert ascii_name("Vœux du directeur") == "voeux-du-directeur"
    assert ascii_name("cœur-de-page.md") == "coeur-de-page.md"


@pytest.mark.parametrize(
    ("size", "text"),
    [(0, "0 o"), (999, "999 o"), (1_000, "1 Ko"), (120_400, "120 Ko"), (999_499, "999 Ko"), (999_500, "1,0 Mo"),
     (1_260_000, "1,3 Mo"), (2_000_000_000, "2,0 Go")],
)  # fmt: skip
def test_a_size_is_said_by_thousands(size: int, text: str) -> None:
    """As file managers and official sites say it."""
    assert format_size(size) == text
