"""Say on which days the sites change by themselves: new values of facts, ends of events and offers, dated texts."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ..model import Event, Overlay, Page, Place, Project
from .event_calendars import last_day
from .schedule import changes_of, is_shown, schedule_days, shown_on

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class DueChange:
    """A day on which sites show something else, what it is about, in French, and where it is written."""

    day: date
    what: str
    at: Place


def due_changes(project: Project, after: date) -> list[DueChange]:
    """Return what changes after the day `after`, in order. Facts that no text names are left out."""
    named = _NamedFacts(project)
    facts = (change for change, fact in _values(project) if change.day > after and named.has(fact, change.day))
    return sorted([*facts, *(change for change in _changes(project) if change.day > after)])


def _values(project: Project) -> Iterator[tuple[DueChange, str]]:
    """Yield the changes of all facts, each with the id of its fact."""
    for fact in project.tree.facts:
        for value in fact.values:
            yield DueChange(value.from_, f"{fact.label} : nouvelle valeur", value.at), fact.id
            if value.to:
                yield DueChange(value.to + _DAY, f"{fact.label} : fin d'une valeur", value.at), fact.id


def _changes(project: Project) -> Iterator[DueChange]:
    yield from _dated_texts(project)
    yield from _ends(project.tree.events)
    for department in project.departments:
        yield from _ends(department.file.events)
        for offer in department.file.offers:
            if offer.valid_until:
                yield DueChange(offer.valid_until + _DAY, f"{offer.title} : fin de l'offre", offer.at)
        for permanence in department.file.permanences:
            if permanence.year:
                yield DueChange(date(permanence.year + 1, 1, 1), f"{permanence.label} : année passée", permanence.at)


def _dated_texts(project: Project) -> Iterator[DueChange]:
    """Yield when dated texts appear and leave, and when their passages do while they are shown."""
    pages = {page.uri: page for page in project.tree.pages}
    for page in pages.values():
        yield from _dated_text(page, page.meta.title, None)
    for department in project.departments:
        for overlay in department.overlays:
            shared = pages.get(overlay.uri)
            title = shared.meta.title if shared else overlay.meta.title or overlay.uri
            yield from _dated_text(overlay, f"{title} ({department.code})", shared)


def _dated_text(text: Page | Overlay, title: str, shared: Page | None) -> Iterator[DueChange]:
    for day, line in changes_of(text):
        around = (day - _DAY, day)
        if shared and not any(is_shown(shared.meta, one) for one in around):
            continue
        if line and not all(is_shown(text.meta, one) for one in around):
            continue  # the passage comes or goes with its text
        what = "passage daté" if line else "parution" if day == text.meta.publish_on else "fin de parution"
        yield DueChange(day, f"{title} : {what}", Place(text.at.file, line) if line else text.at)


def _ends(events: tuple[Event, ...]) -> Iterator[DueChange]:
    for event in events:
        if event.register_by:
            yield DueChange(event.register_by + _DAY, f"{event.title} : inscriptions closes", event.at)
        yield DueChange(last_day(event) + _DAY, f"{event.title} : événement passé", event.at)


class _NamedFacts:
    """Tells which facts the sites of a day may show; texts are joined once for each period between changes of them."""

    def __init__(self, project: Project) -> None:
        self._project, self._days = project, schedule_days(project)
        self._texts: dict[int, str] = {}

    def has(self, fact: str, day: date) -> bool:
        """Tell whether a text of `day` names the fact with the id `fact`."""
        period = bisect_right(self._days, day)
        if period not in self._texts:
            self._texts[period] = _texts(shown_on(self._project, day))
        return f'"{fact}"' in self._texts[period] or f"'{fact}'" in self._texts[period]


def _texts(project: Project) -> str:
    """Return all that may name a fact: texts, front matter and blocks."""
    overlays = [overlay for department in project.departments for overlay in department.overlays]
    written: list[Page | Overlay] = [*project.tree.pages, *overlays]
    return "\n".join([*(f"{one.front}\n{one.body}" for one in written), *(text for _, text in project.tree.seams)])
