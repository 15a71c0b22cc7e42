"""Detect rubber stamps: bulk reviews that change only dates and cite no source (ADR 16)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ..git.history import FileHistory, History
from ..model import Place, ReviewItem, Stamped


def uncounted_dates(file: FileHistory, allowed: int) -> dict[date, date | None]:
    """Return the review dates of `file` that do not count, each with the date that counts instead, or None.

    The first `allowed` consecutive rubber stamps count; after the next ones, the previous date counts.
    """
    counts: dict[date, date | None] = {}
    run = 0
    for review in reversed(file.reviews):
        run = run + 1 if review.stamp else 0
        for before, after in review.moves:
            if run > allowed:
                counts[after] = counts.get(before, before) if before else None
            else:
                counts.pop(after, None)
    return counts


def stamps_in_a_row(file: FileHistory) -> int:
    """Return the number of consecutive rubber stamps among the last reviews of `file`."""
    count = 0
    for review in file.reviews:
        if not review.stamp:
            break
        count += 1
    return count


def stamped_files(history: History, items: Iterable[ReviewItem]) -> tuple[Stamped, ...]:
    """Return the files whose last reviews are rubber stamps, most first, with the dates of their first item."""
    found: dict[str, Stamped] = {}
    for item in items:
        file = history.files.get(item.place.file)
        count = stamps_in_a_row(file) if file else 0
        if count and item.place.file not in found:
            place = Place(item.place.file, item.place.line)
            found[item.place.file] = Stamped(place, count, item.claimed, item.reviewed)
    return tuple(sorted(found.values(), key=lambda stamped: (-stamped.count, stamped.place)))
