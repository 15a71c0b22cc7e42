"""Compute with review dates and periods."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from functools import lru_cache

_DURATION = re.compile(r"([1-9][0-9]?) (jours?|semaines?|mois|ans?)")


LOCAL_REVIEW = "1 an"
"""The default review period of a local fact or text."""


def is_duration(text: str) -> bool:
    """Tell whether `text` is a review period: « 6 mois », « 1 an », « 90 jours »."""
    return _DURATION.fullmatch(text) is not None


def add_duration(day: date, duration: str) -> date:
    """Return `day` plus `duration`: one month after 31 January is the last day of February.

    Raises ValueError if `duration` is not a review period.
    """
    match = _DURATION.fullmatch(duration)
    if match is None:
        raise ValueError(f"not a review period: {duration!r}")
    count, unit = int(match[1]), match[2]
    if unit.startswith("jour"):
        return day + timedelta(days=count)
    if unit.startswith("semaine"):
        return day + timedelta(weeks=count)
    months = day.month - 1 + count * (12 if unit.startswith("an") else 1)
    year, month = day.year + months // 12, months % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


@lru_cache(4096)
def review_due(reviewed: date | None, review_in: str | None) -> date | None:
    """Return the last day on which a review of the day `reviewed` holds; None without a review or a period."""
    if reviewed is None or review_in is None or not is_duration(review_in):
        return None
    try:
        return add_duration(reviewed, review_in)
    except (ValueError, OverflowError):  # after the year 9999
        return None
