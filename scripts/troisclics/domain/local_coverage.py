"""Compute which of the local facts that every agent may expect each department gives."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ..model import Department, LocalFact, OverlayMeta, Project
from .department_view import trusted_until
from .review_periods import add_duration
from .schedule import is_shown

State = Literal["sure", "doubtful", "absent"]
"""Confirmed by the delegation and not overdue; given, but to be confirmed; not given."""

NEWS_HOLDS = "1 an"
"""How long after its publication a page of a department counts as news."""

LocalEntry = LocalFact | OverlayMeta


@dataclass(frozen=True, slots=True)
class ExpectedFact:
    """A local fact expected of every department: its French name, and the entries of a department that give it."""

    name: str
    entries: Callable[[Department, date], Iterable[LocalEntry]]


@dataclass(frozen=True, slots=True)
class Row:
    """The state of each expected fact in one department, in the order of `EXPECTED`."""

    department: Department
    states: tuple[State, ...]

    @property
    def given(self) -> int:
        """Return the number of expected facts that are given, confirmed or not."""
        return sum(state != "absent" for state in self.states)

    @property
    def sure(self) -> int:
        """Return the number of expected facts that the delegation has confirmed."""
        return self.states.count("sure")

    def missing(self) -> tuple[str, ...]:
        """Return the names of the expected facts that are not given."""
        return tuple(fact.name for fact, state in zip(EXPECTED, self.states, strict=True) if state == "absent")


def _events_of_the_year(department: Department, today: date) -> Iterator[LocalEntry]:
    for event in department.file.events:
        if event.starts_on.year <= today.year <= (event.ends_on or event.starts_on).year or event.starts_on >= today:
            yield event


def _news(department: Department, today: date) -> Iterator[LocalEntry]:
    for overlay in department.overlays:
        day = overlay.meta.published_on
        if (
            overlay.meta.title
            and is_shown(overlay.meta, today)
            and day
            and day <= today <= add_duration(day, NEWS_HOLDS)
        ):
            yield overlay.meta


EXPECTED = (
    ExpectedFact("téléphone", lambda d, _: [*_with(d.file.contacts, "phone"), *_with(d.file.permanences, "phone")]),
    ExpectedFact("courriel", lambda d, _: _with(d.file.contacts, "email")),
    ExpectedFact("adresse", lambda d, _: _with(d.file.contacts, "address")),
    ExpectedFact("permanence", lambda d, _: d.file.permanences),
    ExpectedFact("restaurant", lambda d, _: d.file.restaurants),
    ExpectedFact("événement de l'année", _events_of_the_year),
    ExpectedFact(
        "offre en cours", lambda d, day: [o for o in d.file.offers if not o.valid_until or o.valid_until >= day]
    ),
    ExpectedFact("actualité de moins d'un an", _news),
)


def _with(facts: Iterable[LocalFact], name: str) -> Iterator[LocalEntry]:
    return (fact for fact in facts if getattr(fact, name))


def coverage(project: Project, today: date) -> tuple[Row, ...]:
    """Return one row per department, by code, as of `today`."""
    return tuple(
        Row(department, tuple(_state(fact.entries(department, today), today) for fact in EXPECTED))
        for department in project.departments
    )


def _state(entries: Iterable[LocalEntry], today: date) -> State:
    """Return the best state among the entries for a fact."""
    entries = list(entries)
    if any(trusted_until(entry, today) for entry in entries):
        return "sure"
    return "doubtful" if entries else "absent"
