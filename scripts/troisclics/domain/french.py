"""Format amounts, dates, durations and counts in French, with no-break spaces, and fold accents.

Thousands and units are separated by a narrow no-break space (U+202F), as the Imprimerie nationale prescribes.
"""

from __future__ import annotations

import unicodedata
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..model import PartialDate, Unit

THIN = "\u202f"
NBSP = "\u00a0"

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})

_SUFFIX: dict[Unit, tuple[str, str]] = {
    "percent": (f"{THIN}%", f"{THIN}%"),
    "years": (f"{NBSP}an", f"{NBSP}ans"),
    "months": (f"{NBSP}mois", f"{NBSP}mois"),
    "days": (f"{NBSP}jour", f"{NBSP}jours"),
    "km": (f"{NBSP}km", f"{NBSP}km"),
}


def format_date(day: date) -> str:
    """Return « 1ᵉʳ janvier 2024 », with no-break spaces."""
    number = "1ᵉʳ" if day.day == 1 else str(day.day)
    return NBSP.join((number, MONTHS[day.month - 1], str(day.year)))


def valid_until(day: date) -> str:
    """Return « valable jusqu'au 31 décembre 2026 » in HTML; `validity.js` adds a doubt once that day has passed."""
    iso = day.isoformat()
    return f'<time datetime="{iso}" data-valid-until="{iso}">valable jusqu\'au {format_date(day)}</time>'


def format_partial_date(when: PartialDate) -> str:
    """Return « 11 décembre 2024 », « décembre 2024 » or « 2024 », as precise as `when`."""
    if isinstance(when, date):
        return format_date(when)
    year, _, month = str(when).partition("-")
    return f"{MONTHS[int(month) - 1]}{NBSP}{year}" if month else year


def format_number(number: Decimal | int) -> str:
    """Return « 28 047 » or « 1,62 »: decimal comma, groups of three digits, no trailing zeros."""
    text = f"{Decimal(number):,f}"
    whole, _, cents = text.partition(".")
    cents = cents.rstrip("0")
    return whole.replace(",", THIN) + (f",{cents}" if cents else "")


def format_decimal(number: Decimal | float, digits: int = 1) -> str:
    """Return « 1,6 » or « 1 234,50 »: decimal comma, groups of three digits, `digits` decimals."""
    whole, _, cents = f"{number:,.{digits}f}".partition(".")
    return f"{whole.replace(',', THIN)},{cents}"


def format_size(size: int) -> str:
    """Format a number of bytes, by thousands: « 120 Ko », « 1,2 Mo »."""
    if size < 1_000:
        return f"{size} o"
    if size < 999_500:
        return f"{round(size / 1_000)} Ko"
    unit, power = ("Mo", 1_000_000) if size < 1_000_000_000 else ("Go", 1_000_000_000)
    return f"{format_decimal(size / power)} {unit}"


def count(number: int, noun: str) -> str:
    """Return « 1 note », « 2 autres endroits » or « 2 faits nationaux »: every word of `noun` is plural from two on."""
    return f"{number} {' '.join(map(_plural, noun.split())) if number > 1 else noun}"


def _plural(word: str) -> str:
    return f"{word[:-1]}ux" if word.endswith("al") else f"{word}s"


def fold(text: str) -> str:
    """Return `text` in lower case without accents and ligatures: « Vœux d'été » gives « voeux d'ete »."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LIGATURES))
    return "".join(char for char in plain if not unicodedata.combining(char))


def format_euros(amount: Decimal | int) -> str:
    """Return « 1 500 € » or « 37,88 € »: rounded to the cent, half a cent upwards."""
    rounded = Decimal(amount).quantize(Decimal("0.01"), ROUND_HALF_UP)
    whole = rounded == rounded.to_integral_value()
    text = format_number(rounded) if whole else format_decimal(rounded, 2)
    return f"{text}{THIN}€"


def format_value(value: Decimal | int | date | str, unit: Unit) -> str:
    """Return the value of a fact with its unit."""
    if isinstance(value, date):
        return format_date(value)
    if isinstance(value, str):
        return value
    if unit == "EUR":
        return format_euros(value)
    one, many = _SUFFIX.get(unit, ("", ""))
    return format_number(value) + (many if abs(Decimal(value)) >= 2 else one)
