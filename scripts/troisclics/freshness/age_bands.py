"""In which band a review puts what was reviewed."""

from __future__ import annotations

from datetime import date, timedelta

from ..domain.review_periods import review_due
from ..model import Band


def unreviewed(as_of: date | None, today: date) -> Band:
    """The band of what nobody has reviewed: as old as its source says and overdue at best, or « jamais »."""
    return Band.NEVER if as_of is None or as_of > today else max(Band.OVERDUE, _aged(as_of, today))


def band_of(reviewed: date | None, due: date | None, today: date, soon: int) -> Band:
    """The band of what was `reviewed` and holds until `due` included; without a due day nothing is fresh.

    From `soon` days before it is due it is « à revoir bientôt ». Once overdue, it is as old as its review.
    """
    if reviewed is None or reviewed > today:
        return Band.NEVER
    if due is not None and today <= due:
        return Band.SOON if due - today < timedelta(days=soon) else Band.FRESH
    return _aged(reviewed, today)


def _aged(day: date, today: date) -> Band:
    for band, age in ((Band.THREE_YEARS, "3 ans"), (Band.YEAR, "1 an")):
        if (review_due(day, age) or today) < today:
            return band
    return Band.OVERDUE
