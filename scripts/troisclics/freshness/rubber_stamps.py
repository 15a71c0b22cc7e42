"""Rubber stamps: reviews that change nothing but dates, in bulk, without saying what was checked (ADR 16)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ..git.history import FileHistory, History
from ..model import Place, ReviewItem, Stamped


def discounted(file: FileHistory, allowed: int) -> dict[date, date | None]:
    """The dates of review written in `file` that do not count, each with the one that counts instead (None: none).

    The first `allowed` stamps in a row are believed; the next ones leave the date that counted before them.
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
    """How many of the last reviews of `file` are rubber stamps, one after the other."""
    count = 0
    for review in file.reviews:
        if not review.stamp:
            break
        count += 1
    return count


def stamped_files(history: History, items: Iterable[ReviewItem]) -> tuple[Stamped, ...]:
    """The files whose last reviews are rubber stamps, those with the most first; dates of the oldest of their items."""
    found: dict[str, Stamped] = {}
    for item in items:
        file = history.files.get(item.place.file)
        count = stamps_in_a_row(file) if file else 0
        if count and item.place.file not in found:
            place = Place(item.place.file, item.place.line)
            found[item.place.file] = Stamped(place, count, item.claimed, item.reviewed)
    return tuple(sorted(found.values(), key=lambda stamped: (-stamped.count, stamped.place)))
