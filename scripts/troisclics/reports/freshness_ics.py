"""Write upcoming reviews as calendars, one per owner: an event per day, with the list of its reviews."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from itertools import groupby

from icalendar import Alarm, Calendar, Event, vDuration, vText

from ..domain.french import count
from ..model import Band, FreshnessReport, OwnerLoad, ReviewItem
from .freshness_words import BANDS, about, link

NOTICE = timedelta(days=14)
"""How long before a due date the calendar reminds of the review."""

MOST = 30
"""The maximum number of items in an event; the report has the rest."""


def format_calendars(report: FreshnessReport) -> dict[str, bytes]:
    """Return a calendar file for each owner with a review to do, by the owner's id."""
    calendars = {load.id: _calendar(report, load) for load in report.owners if load.id}
    return {name: calendar for name, calendar in calendars.items() if calendar}


def _calendar(report: FreshnessReport, load: OwnerLoad) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//troisclics//Relectures//FR")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", vText(f"Relectures : {' '.join(load.label.split())}"))  # else it is not escaped
    live = [item for item in load.items if not item.ended]
    late = [item for item in live if item.band >= Band.OVERDUE]
    if late:
        calendar.add_component(_event(report, load, report.today, late, "en retard"))
    coming = sorted((item.due, item.place, item) for item in live if item.due and item.due >= report.today)
    for due, entries in groupby(coming, key=lambda entry: entry[0]):
        event = _event(report, load, due, [item for _, _, item in entries], "à faire avant ce soir")
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", f"Relectures dans {NOTICE.days} jours")
        alarm["trigger"] = vDuration(-NOTICE)
        event.add_component(alarm)
        calendar.add_component(event)
    return calendar.to_ical() if calendar.subcomponents else b""


def _event(report: FreshnessReport, load: OwnerLoad, day: date, items: list[ReviewItem], state: str) -> Event:
    event = Event()
    event.add("uid", sha256(f"{load.id} {day} {state}".encode()).hexdigest()[:32] + "@troisclics")
    event.add("dtstamp", datetime(report.today.year, report.today.month, report.today.day, tzinfo=UTC))
    event.add("dtstart", day)
    event.add("summary", f"Action sociale : {count(len(items), 'relecture')} {state}")
    lines = [f"- {about(item)} [{BANDS[item.band]}] {link(report, item.place) or item.place}" for item in items[:MOST]]
    if len(items) > MOST:
        lines.append(f"- et {len(items) - MOST} autre(s), dans le rapport")
    event.add("description", "\n".join([f"{load.label} :", *lines]))
    event.add("transp", "TRANSPARENT")
    return event
