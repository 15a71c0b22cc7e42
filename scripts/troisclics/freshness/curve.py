"""How fresh the files were at the end of each month of the last two years, as git remembers their reviews."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from ..dates import review_due
from ..history import FileHistory, History
from ..model import ALL_DEPARTMENTS, CurvePoint, Item
from .stamps import discounted

MONTHS = 24


def curve(items: Iterable[Item], history: History, today: date, stamps: int) -> tuple[CurvePoint, ...]:
    """One point for the last day of each of the last 24 months, and one for `today`; none without a history.

    A file counts from its first commit on. It is fresh on a day if the newest review then written in it, less rubber
    stamps, was not overdue by the period that it has now.
    """
    files = {item.place.file: item for item in items if item.place.file in history.files}
    return tuple(_point(day, files, history, stamps) for day in month_ends(today)) if files else ()


def month_ends(today: date) -> list[date]:
    """The last days of the 24 months before the present one, oldest first, then `today`."""
    first = today.replace(day=1)
    ends = [today]
    for _ in range(MONTHS):
        ends.append(first - timedelta(days=1))
        first = ends[-1].replace(day=1)
    return ends[::-1]


def _point(day: date, files: dict[str, Item], history: History, stamps: int) -> CurvePoint:
    counts = {True: [0, 0], False: [0, 0]}
    for name, item in files.items():
        file = history.files[name]
        if not any(changed <= day for changed in file.changed[-1:]):
            continue
        shared = item.department == ALL_DEPARTMENTS
        counts[shared][0] += _is_fresh(file, item.review_in, day, stamps)
        counts[shared][1] += 1
    return CurvePoint(day, *counts[True], *counts[False])


def _is_fresh(file: FileHistory, review_in: str | None, day: date, stamps: int) -> bool:
    ignored = discounted(file, stamps)
    for review in file.reviews:
        if review.written <= day:
            written = max(after for _, after in review.moves)
            due = review_due(ignored.get(written, written), review_in)
            return due is not None and day <= due
    return False
