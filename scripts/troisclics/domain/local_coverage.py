"""What each department tells of itself: departments × the local facts that every agent may expect. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ..model import Department, LocalFact, OverlayMeta, Project
from .department_view import trusted_until
from .review_periods import add_duration

State = Literal["sure", "doubtful", "absent"]
"""Vouched for by the delegation and not overdue; there, but to be confirmed; not there."""

NEWS_HOLDS = "1 an"
"""How long a page that a department publishes is news."""

Told = LocalFact | OverlayMeta


@dataclass(frozen=True, slots=True)
class ExpectedFact:
    """A local fact that is expected of every department: its French name, and where a department tells it."""

    name: str
    told: Callable[[Department, date], Iterable[Told]]


@dataclass(frozen=True, slots=True)
class Row:
    """What one department tells, in the order of `EXPECTED`."""

    department: Department
    states: tuple[State, ...]

    @property
    def told(self) -> int:
        """How many of the expected facts are there, confirmed or not."""
        return sum(state != "absent" for state in self.states)

    @property
    def sure(self) -> int:
        """How many of the expected facts the delegation vouches for."""
        return self.states.count("sure")

    def missing(self) -> tuple[str, ...]:
        """The names of the expected facts that are not there."""
        return tuple(fact.name for fact, state in zip(EXPECTED, self.states, strict=True) if state == "absent")


def _events_of_the_year(department: Department, today: date) -> Iterator[Told]:
    for event in department.file.events:
        if event.starts_on.year <= today.year <= (event.ends_on or event.starts_on).year or event.starts_on >= today:
            yield event


def _news(department: Department, today: date) -> Iterator[Told]:
    for overlay in department.overlays:
        day = overlay.meta.published_on
        if overlay.meta.title and day and day <= today <= add_duration(day, NEWS_HOLDS):
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


def _with(facts: Iterable[LocalFact], name: str) -> Iterator[Told]:
    return (fact for fact in facts if getattr(fact, name))


def coverage(project: Project, today: date) -> tuple[Row, ...]:
    """One row a department, in the order of their codes, as on `today`."""
    return tuple(
        Row(department, tuple(_state(fact.told(department, today), today) for fact in EXPECTED))
        for department in project.departments
    )


def _state(told: Iterable[Told], today: date) -> State:
    """The best state among the entries that tell a fact."""
    entries = list(told)
    if any(trusted_until(entry, today) for entry in entries):
        return "sure"
    return "doubtful" if entries else "absent"
