"""Assign reviews to age bands."""

from __future__ import annotations

from datetime import date, timedelta

from ..domain.review_periods import review_due
from ..model import Band


def unreviewed(as_of: date | None, today: date) -> Band:
    """Return the band of an item never reviewed: by the age of its source, overdue at best, or « jamais »."""
    return Band.NEVER if as_of is None or as_of > today else max(Band.OVERDUE, _band_of_age(as_of, today))


def band_of(reviewed: date | None, due: date | None, today: date, soon: int) -> Band:
    """Return the band of a reviewed item; without a due date nothing is fresh.

    Args:
        reviewed: the day of the review.
        due: the last day of its validity.
        today: the reference date.
        soon: the days before `due` from which it is « à revoir bientôt ».
    """
    if reviewed is None or reviewed > today:
        return Band.NEVER
    if due is not None and today <= due:
        return Band.SOON if due - today < timedelta(days=soon) else Band.FRESH
    return _band_of_age(reviewed, today)


def _band_of_age(day: date, today: date) -> Band:
    for band, age in ((Band.THREE_YEARS, "3 ans"), (Band.YEAR, "1 an")):
        if (review_due(day, age) or today) < today:
            return band
    return Band.OVERDUE
