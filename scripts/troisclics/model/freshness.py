"""How old things are: what is judged, in which band, whose it is, and the report on all of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Literal

from .base import ALL_DEPARTMENTS, Finding, Place

ItemKind = Literal["page", "fact", "event", "local-page", "local"]
"""A national page, fact or event, a text or page of a department, an entry of its `department.yml`."""


class Band(IntEnum):
    """How old, from the freshest to the oldest."""

    FRESH = 0
    SOON = 1
    OVERDUE = 2
    YEAR = 3
    THREE_YEARS = 4
    NEVER = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewItem:
    """Something that somebody answers for and must review.

    `reviewed` is the last review that counts, `claimed` the one that is written: they differ after rubber stamps.
    `as_of` is the age of what nobody has reviewed yet, according to its source.
    `due` is the last day on which it holds; `changed` the last day on which the text of its file really changed.
    `ended` says that it is past (an event, an offer) and no longer ages its department. `reason`: why it is not fresh.
    `rechecked`: its file was reviewed again, according to git, on a later day than that of its first writing.
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
    """A department, as old as the oldest of its local facts and texts: the shared tree does not make it younger.

    `updates`: days of the last twelve months on which its files really changed; `contributors`: how many people did.
    `as_of` is the age of its oldest information that nobody has reviewed, according to its source.
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
    """What a team, or the delegation of one department, answers for. `mailbox` is empty if none is known."""

    id: str
    label: str
    mailbox: str
    items: tuple[ReviewItem, ...]
    updates: int
    contributors: int

    def count(self, *bands: Band) -> int:
        """How many of its items are in one of `bands`."""
        return sum(item.band in bands for item in self.items)

    @property
    def late(self) -> int:
        """How many of its items are overdue or were never reviewed."""
        return sum(item.band >= Band.OVERDUE for item in self.items)


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """How many files were reviewed and not overdue on `day`, of how many that there were: shared, then local ones."""

    day: date
    shared_fresh: int
    shared: int
    local_fresh: int
    local: int


@dataclass(frozen=True, slots=True)
class Stamped:
    """A file whose last reviews are rubber stamps: how many in a row, the date written and the one that counts."""

    place: Place
    count: int
    claimed: date | None
    counted: date | None


@dataclass(frozen=True, slots=True)
class FreshnessReport:
    """Everything about the age of the sites on `today`. `history` says in French what git could not tell, if so."""

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
