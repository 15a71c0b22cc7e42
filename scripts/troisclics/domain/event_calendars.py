"""Export upcoming events as calendar files (iCalendar, RFC 5545), one per event.

A file depends on the data alone, including its timestamp: the same event gives the same bytes on any day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from ..model import Event
from .escaping import plain_text
from .french import format_date
from .slugs import ascii_name

LOCAL, NATIONAL = "agenda", "agenda/national"
"""The folders of a site with the files of the department's own events, and of national ones."""
MAX_NAME = 60
"""The maximum length of a title in the name of its file."""

_PRODUCT = "-//troisclics//agenda//FR"


def last_day(event: Event) -> date:
    """Return the last day of `event`."""
    return event.ends_on or event.starts_on


def coming_events(events: Iterable[Event], today: date) -> list[Event]:
    """Return the events that are not over on `today`, the next one first."""
    return [event for event in sort_events(events) if last_day(event) >= today]


def sort_events(events: Iterable[Event]) -> list[Event]:
    """Sort `events` by day, then by title."""
    return sorted(events, key=lambda event: (event.starts_on, event.title))


def calendar_paths(events: Iterable[Event], folder: str) -> list[str]:
    """Return the path of the file of each of `events` in its site; all paths are different."""
    seen: Counter[str] = Counter()
    paths: list[str] = []
    for event in events:
        title = ascii_name(event.title.replace("/", "-").replace(".", "-"))[:MAX_NAME].strip("-")
        name = f"{event.starts_on.isoformat()}-{title or 'evenement'}"
        seen[name] += 1
        paths.append(f"{folder}/{name}{f'-{seen[name]}' if seen[name] > 1 else ''}.ics")
    return paths


def format_calendar(event: Event, uid: str, form: str = "") -> bytes:
    """Return the calendar file of `event`.

    It is an all-day event: the time is free text, and given in its description.

    Args:
        event: the event.
        uid: its identifier, which no other event of any site may have.
        form: the full address of its form, or "".
    """
    from icalendar import Calendar  # noqa: PLC0415 - slow to import, and only needed by a department with an event
    from icalendar import Event as Entry  # noqa: PLC0415

    entry = Entry()
    entry.add("uid", uid)
    entry.add("dtstamp", datetime.combine(event.last_reviewed_on or event.starts_on, datetime.min.time(), UTC))
    entry.add("dtstart", event.starts_on)
    entry.add("dtend", last_day(event) + timedelta(days=1))
    entry.add("summary", event.title)
    entry.add("status", "CONFIRMED" if event.status == "confirmed" else "TENTATIVE")
    if event.place:
        entry.add("location", event.place)
    if event.url:
        entry.add("url", event.url)
    if form:
        entry.add("attach", form)
    entry.add("description", _describe(event))
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add_component(entry)
    return bytes(calendar.to_ical())


def _describe(event: Event) -> str:
    details = (
        ("Heure", event.time),
        ("Pour", event.audience),
        ("Prix ou prise en charge", event.price),
        ("Contact", " ".join(filter(None, (event.contact, event.phone)))),
    )
    lines = [f"{name} : {value}" for name, value in details if value]
    if event.register_by:
        lines.append(f"Inscription jusqu'au {format_date(event.register_by)}")
    doubt = [] if event.status == "confirmed" else ["À confirmer auprès de la délégation."]
    return "\n".join([*lines, *([plain_text(event.note)] if event.note else []), *doubt])
