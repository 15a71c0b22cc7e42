"""Basic types of the model: kinds, places, sources, findings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any, ClassVar, Literal

Severity = Literal["error", "warning", "note"]
Zone = Literal["metro", "drom"]
FactStatus = Literal["confirmed", "to_confirm", "obsolete"]
LocalStatus = Literal["confirmed", "to_confirm"]
PageStatus = Literal["current", "to_confirm", "ended"]
PageKind = Literal["home", "hub", "benefit", "operator", "journey", "delegation", "page", "legal", "print"]
Audience = Literal["actif", "retraite", "contractuel", "apprenti", "ayant-droit"]
PageZone = Literal["metropole", "outre-mer"]
RestaurantKind = Literal["REFI", "RIA", "RC"]
Unit = Literal["EUR", "percent", "points", "years", "months", "days", "km", "count", "date", "text"]

PartialDate = date | int | str
"""A day, a year (2024) or a month ("2026-01"): as precise as the source."""

ALL_DEPARTMENTS = "ALL"
"""The department of a finding on the shared tree, which concerns every department."""

STRICT: dict[str, Any] = {"extra": "forbid", "strict": True}


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in a file, relative to the project's root; line and column count from 1, 0 if they are not known."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return ":".join([self.file, *(str(number) for number in (self.line, self.column) if number)])


NOWHERE = Place("")


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """The result of a check, in French: where, how severe, what, and how to fix it.

    `about` identifies the subject without lines, numbers and days, so that it is stable as long as the problem lasts.
    """

    place: Place
    rule: str
    severity: Severity
    message: str
    fix: str
    department: str = ALL_DEPARTMENTS
    about: str = ""

    @property
    def identity(self) -> str:
        """Return a stable identifier of the finding, independent of its line: of rule, file, department and `about`."""
        parts = (self.rule, self.place.file, self.department, self.about)
        return sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Source:
    """The source of a statement. `url` is absent when only a reference is known."""

    __pydantic_config__: ClassVar[Any] = STRICT
    title: str
    url: str | None = None
    at: Place = NOWHERE
