"""Events as calendar files (iCalendar, RFC 5545), one a coming event, for whoever keeps a calendar of their own.

What a file says comes from the data alone, the stamp included: the same event gives the same bytes on any day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from ..model import Event
from .slugs import good_name

LOCAL, NATIONAL = "agenda", "agenda/national"
"""The folders of a site where the files of a department's own events are, and those of the whole country."""
MAX_NAME = 60
"""Most characters of a title in the name of its file."""

_PRODUCT = "-//troisclics//agenda//FR"


def last_day(event: Event) -> date:
    """The day on which `event` ends."""
    return event.ends_on or event.starts_on


def coming_events(events: Iterable[Event], today: date) -> list[Event]:
    """The events that are not over on `today`, the next one first."""
    return [event for event in in_order(events) if last_day(event) >= today]


def in_order(events: Iterable[Event]) -> list[Event]:
    """`events` by day, then by title."""
    return sorted(events, key=lambda event: (event.starts_on, event.title))


def calendar_paths(events: Iterable[Event], folder: str) -> list[str]:
    """Where the file of each of `events` is in its site; no two are the same."""
    seen: Counter[str] = Counter()
    paths: list[str] = []
    for event in events:
        title = good_name(event.title.replace("/", "-").replace(".", "-"))[:MAX_NAME].strip("-")
        name = f"{event.starts_on.isoformat()}-{title or 'evenement'}"
        seen[name] += 1
        paths.append(f"{folder}/{name}{f'-{seen[name]}' if seen[name] > 1 else ''}.ics")
    return paths


def format_calendar(event: Event, uid: str) -> bytes:
    """The calendar file of `event`, known to calendars as `uid`, which no other event of any site may have.

    It takes whole days: the hour, which people write in words, is told in its description.
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
    entry.add("description", _describe(event))
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add_component(entry)
    return bytes(calendar.to_ical())


def _describe(event: Event) -> str:
    said = (("Heure", event.time), ("Pour", event.audience), ("Prix ou prise en charge", event.price))
    lines = [f"{name} : {value}" for name, value in said if value]
    doubt = [] if event.status == "confirmed" else ["À confirmer auprès de la délégation."]
    return "\n".join([*lines, *([event.note] if event.note else []), *doubt])
