"""Understand dates as people type them: « 1/1/2027 », « 1er janvier 2027 », « 2027-1-1 »."""

from __future__ import annotations

import re
from datetime import date

from .french import MONTHS, fold

DAY_FIRST = re.compile(r"(\d{1,2})(?:er|ᵉʳ)?[\s./-]+(\d{1,2}|[^\W\d]+)\.?[\s./-]+(\d{4}|\d{2})")
YEAR_FIRST = re.compile(r"(\d{4})[\s./-]+(\d{1,2})[\s./-]+(\d{1,2})(?:[T ].*)?")


def understand_date(typed: str) -> date | None:
    """Return the day that `typed` means; None if it is unclear."""
    for pattern, order in ((YEAR_FIRST, (0, 1, 2)), (DAY_FIRST, (2, 1, 0))):
        if match := pattern.fullmatch(typed):
            year, month, day = (match.groups()[index] for index in order)
            if found := _day(year, month, day):
                return found
    return None


def _day(year: str, month: str, day: str) -> date | None:
    names = [fold(name) for name in MONTHS]
    named = [index for index, name in enumerate(names, 1) if len(month) > 2 and name.startswith(fold(month))]
    number = int(month) if month.isdecimal() else named[0] if len(named) == 1 else 0
    try:
        return date(int(year) + (2000 if len(year) == 2 else 0), number, int(day))
    except ValueError:
        return None
