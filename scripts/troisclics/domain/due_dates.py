"""Say on which days the sites change by themselves: new values of facts, events that are over, offers that end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ..model import Event, Overlay, Page, Place, Project
from .event_calendars import last_day

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class DueChange:
    """A day on which sites show something else, what it is about, in French, and where it is written."""

    day: date
    what: str
    at: Place


def due_changes(project: Project, after: date) -> list[DueChange]:
    """Return what changes after the day `after`, in order. Facts that no text names are left out."""
    return sorted(change for change in _changes(project) if change.day > after)


def _changes(project: Project) -> Iterator[DueChange]:
    named = _texts(project)
    for fact in project.tree.facts:
        if f'"{fact.id}"' in named or f"'{fact.id}'" in named:
            for value in fact.values:
                yield DueChange(value.from_, f"{fact.label} : nouvelle valeur", value.at)
                if value.to:
                    yield DueChange(value.to + _DAY, f"{fact.label} : fin d'une valeur", value.at)
    yield from _ends(project.tree.events)
    for department in project.departments:
        yield from _ends(department.file.events)
        for offer in department.file.offers:
            if offer.valid_until:
                yield DueChange(offer.valid_until + _DAY, f"{offer.title} : fin de l'offre", offer.at)
        for permanence in department.file.permanences:
            if permanence.year:
                yield DueChange(date(permanence.year + 1, 1, 1), f"{permanence.label} : année passée", permanence.at)


def _ends(events: tuple[Event, ...]) -> Iterator[DueChange]:
    for event in events:
        if event.register_by:
            yield DueChange(event.register_by + _DAY, f"{event.title} : inscriptions closes", event.at)
        yield DueChange(last_day(event) + _DAY, f"{event.title} : événement passé", event.at)


def _texts(project: Project) -> str:
    """Return all that may name a fact: texts, front matter and blocks."""
    overlays = [overlay for department in project.departments for overlay in department.overlays]
    written: list[Page | Overlay] = [*project.tree.pages, *overlays]
    return "\n".join([*(f"{one.front}\n{one.body}" for one in written), *(text for _, text in project.tree.seams)])
