"""The freshness report: the items under review, their age bands and owners."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Literal

from .base import ALL_DEPARTMENTS, Finding, Place

ItemKind = Literal["page", "fact", "event", "local-page", "local"]
"""A national page, fact or event, a text or page of a department, an entry of its `department.yml`."""


class Band(IntEnum):
    """Age bands, from the freshest to the oldest."""

    FRESH = 0
    SOON = 1
    OVERDUE = 2
    YEAR = 3
    THREE_YEARS = 4
    NEVER = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewItem:
    """An item that has an owner and must be reviewed.

    Attributes:
        claimed: the last review date written.
        reviewed: the last review that counts, earlier than `claimed` after rubber stamps.
        as_of: the age of information that was never reviewed, according to its source.
        due: the last day of its validity.
        changed: the last day on which the text of its file really changed.
        ended: whether it is past (an event, an offer) and no longer ages its department.
        reason: why it is not fresh.
        rechecked: whether git has a review of its file later than the day of its creation.
    """

    kind: ItemKind
    title: str
    place: Place
    owner: str
    department: str = ALL_DEPARTMENTS
    review_in: str | None = None
    claimed: date | None = None
    reviewed: date | None = None
    as_of: date | None = None
    due: date | None = None
    changed: date | None = None
    band: Band = Band.NEVER
    reason: str = ""
    ended: bool = False
    rechecked: bool = False


@dataclass(frozen=True, slots=True)
class DepartmentAge:
    """The age of a department: that of its oldest local fact or text, regardless of the shared tree.

    Attributes:
        as_of: the age of its oldest information that was never reviewed, according to its source.
        updates: the days of the last twelve months on which its files really changed.
        contributors: the number of people who changed them.
    """

    code: str
    slug: str
    name: str
    band: Band
    items: int
    fresh: int
    overdue: int
    never: int
    oldest_review: date | None
    as_of: date | None
    changed: date | None
    updates: int
    contributors: int


@dataclass(frozen=True, slots=True)
class OwnerLoad:
    """The items of a team, or of the delegation of one department. `mailbox` is empty if unknown."""

    id: str
    label: str
    mailbox: str
    items: tuple[ReviewItem, ...]
    updates: int
    contributors: int

    def count(self, *bands: Band) -> int:
        """Return how many of its items are in one of `bands`."""
        return sum(item.band in bands for item in self.items)

    @property
    def late(self) -> int:
        """The number of its items that are overdue or were never reviewed."""
        return sum(item.band >= Band.OVERDUE for item in self.items)


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """How many files were reviewed and not overdue on `day`, and how many there were: shared ones, then local ones."""

    day: date
    shared_fresh: int
    shared: int
    local_fresh: int
    local: int


@dataclass(frozen=True, slots=True)
class Stamped:
    """A file whose last reviews are rubber stamps: their number, the date written and the one that counts."""

    place: Place
    count: int
    claimed: date | None
    counted: date | None


@dataclass(frozen=True, slots=True)
class FreshnessReport:
    """The age of all sites on `today`. `history` says in French why git's history is incomplete, if it is."""

    today: date
    items: tuple[ReviewItem, ...]
    departments: tuple[DepartmentAge, ...]
    owners: tuple[OwnerLoad, ...]
    due: tuple[ReviewItem, ...]
    curve: tuple[CurvePoint, ...]
    stamps: tuple[Stamped, ...]
    findings: tuple[Finding, ...]
    history: str
    forge: str
