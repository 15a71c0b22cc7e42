"""Compute how many files were fresh at the end of each month of the last two years, from their history in git."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from ..domain.review_periods import review_due
from ..git.history import FileHistory, History
from ..model import ALL_DEPARTMENTS, CurvePoint, ReviewItem
from .rubber_stamps import uncounted_dates

MONTHS = 24


def curve(items: Iterable[ReviewItem], history: History, today: date, stamps: int) -> tuple[CurvePoint, ...]:
    """Return one point for the last day of each of the last 24 months and one for `today`; none without a history.

    A file counts from its first commit. It is fresh on a day if its newest review then, not counting rubber stamps, was
    not overdue by its current review period.

    Args:
        items: the items under review.
        history: the history.
        today: the reference date.
        stamps: the number of consecutive rubber stamps that still count.
    """
    first = {item.place.file: item for item in items if item.place.file in history.files}
    files = [
        _File(item, history.files[name], uncounted_dates(history.files[name], stamps)) for name, item in first.items()
    ]
    return tuple(_point(day, files) for day in month_ends(today)) if files else ()


def month_ends(today: date) -> list[date]:
    """Return the last days of the previous 24 months, oldest first, then `today`."""
    first = today.replace(day=1)
    ends = [today]
    for _ in range(MONTHS):
        ends.append(first - timedelta(days=1))
        first = ends[-1].replace(day=1)
    return ends[::-1]


@dataclass(frozen=True, slots=True)
class _File:
    """A file in git, one of its items, and the review dates that do not count."""

    item: ReviewItem
    history: FileHistory
    ignored: dict[date, date | None]


def _point(day: date, files: Iterable[_File]) -> CurvePoint:
    counts = {True: [0, 0], False: [0, 0]}
    for file in files:
        if file.history.changed and file.history.changed[-1] <= day:
            count = counts[file.item.department == ALL_DEPARTMENTS]
            count[0] += _is_fresh(file, day)
            count[1] += 1
    return CurvePoint(day, *counts[True], *counts[False])


def _is_fresh(file: _File, day: date) -> bool:
    for review in file.history.reviews:
        if review.written <= day:
            written = max(after for _, after in review.moves)
            due = review_due(file.ignored.get(written, written), file.item.review_in)
            return due is not None and day <= due
    return False
