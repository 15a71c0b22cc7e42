"""Prepare what a seam may show of a department: plain texts in French, with their dates and reliability.

The same data feeds the seams of the layout (through `extra.department` of the staged `mkdocs.yml`) and the seams of the
content, so that neither needs a filter of this project.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from ..model import Department, Event, LocalFact, Offer, OverlayMeta, PartialDate, Permanence, Project, Restaurant
from ..model.conventions import DELEGATION, RESTAURANTS
from .escaping import FORMATTED, inline_html
from .event_calendars import LOCAL, calendar_paths, coming_events, last_day, sort_events
from .french import NBSP, format_date, format_euros, format_partial_date, format_size
from .review_periods import LOCAL_REVIEW, review_due
from .tile_map import TILES

View = dict[str, Any]

_HOUR = re.compile(r"(?<=\d) (?=h\b)|(?<=\dh|\sh) (?=\d)")
"""The spaces of « 14 h 30 », at which a line must not break."""


def department_view(department: Department, today: date) -> View:
    """Return the identity and the local facts of `department` as of `today`."""
    identity, file = department.identity, department.file
    past = [event for event in reversed(sort_events(file.events)) if last_day(event) < today]
    offers = [offer for offer in file.offers if offer.valid_until is None or offer.valid_until >= today]
    return {
        "code": identity.code,
        "slug": identity.slug,
        "name": identity.name,
        "de": identity.de,
        "region": identity.region,
        "seat": identity.seat,
        "zone": identity.zone,
        "contacts": [_phone_view(contact, today) for contact in file.contacts],
        "permanences": [_phone_view(permanence, today) for permanence in file.permanences],
        "restaurants": [_restaurant_view(restaurant, today) for restaurant in file.restaurants],
        "events": coming_views(file.events, today, LOCAL, department.forms),
        "past_events": [_event_view(event, today) for event in past],
        "offers": [_offer_view(offer, today) for offer in offers],
        "pages": [
            {"uri": overlay.uri, "title": overlay.meta.title, "description": overlay.meta.description}
            for overlay in department.overlays
            if overlay.meta.title is not None
        ],
    }


def coming_views(
    events: Iterable[Event], today: date, folder: str, forms: Iterable[tuple[str, int]] = ()
) -> list[View]:
    """Return the events not over on `today`, the next one first.

    Args:
        events: the events.
        today: the reference date.
        folder: where their calendar files are in a site.
        forms: the documents that they name, with their sizes.
    """
    coming, sizes = coming_events(events, today), dict(forms)
    paths = calendar_paths(coming, folder)
    return [_event_view(event, today, sizes) | {"calendar": path} for event, path in zip(coming, paths, strict=True)]


def department_index(project: Project) -> list[View]:
    """Return what any site may show of every department: name, address, and tile on the map.

    It is made from the national list alone, so that no delegation can write on the portal or another site.
    """
    identities = [department.identity for department in project.departments]
    return [
        {"code": who.code, "slug": who.slug, "name": who.name, "region": who.region, "tile": TILES.get(who.code)}
        for who in identities
    ]


def trust(item: LocalFact | OverlayMeta, today: date) -> str:
    """Return, in French, how reliable an entry is on `today`: « vérifié le … » or « à confirmer … »."""
    age = f" (information {_of(item.as_of)})" if item.as_of else ""
    if item.last_reviewed_on is None:
        return f"à confirmer par la délégation{age}"
    checked = f"vérifié le {format_date(item.last_reviewed_on)}"
    if item.status != "confirmed" or _is_past_year(item, today):
        return f"{checked}, à confirmer{age}"
    return checked if trusted_until(item, today) else f"{checked}, à confirmer : relecture en retard"


def trusted_until(item: LocalFact | OverlayMeta, today: date) -> date | None:
    """Return the last day, from `today` on, on which `item` needs no confirmation; None if it needs one."""
    due = review_due(item.last_reviewed_on, item.review_in or LOCAL_REVIEW)
    if item.status != "confirmed" or due is None or due < today or _is_past_year(item, today):
        return None
    return min(due, date(item.year, 12, 31)) if isinstance(item, Permanence) and item.year else due


def _is_past_year(item: LocalFact | OverlayMeta, today: date) -> bool:
    return isinstance(item, Permanence) and item.year is not None and item.year < today.year


def _of(when: PartialDate) -> str:
    """Return « du 21 octobre 2025 », « d'octobre 2025 », « de mars 2025 » or « de 2025 »."""
    text = format_partial_date(when)
    if isinstance(when, date):
        return f"du {text}"
    return f"d'{text}" if text[0] in "ao" else f"de {text}"


def _fact_view(fact: LocalFact, today: date) -> View:
    skipped = {"status", "last_reviewed_on", "review_in", "as_of", "owner", "source", "at"}
    values = {field.name: getattr(fact, field.name) for field in dataclasses.fields(fact) if field.name not in skipped}
    source = {"title": fact.source.title, "url": fact.source.url} if fact.source else None
    until = trusted_until(fact, today)
    shown = {"iso": until.isoformat(), "text": format_date(until)} if until else None
    values |= {f"{name}_html": inline_html(values[name]) for name in FORMATTED if values.get(name)}
    return values | {"trust": trust(fact, today), "trusted_until": shown, "source": source}


def _phone_view(fact: LocalFact, today: date) -> View:
    view = _fact_view(fact, today)
    number = re.sub(r"[^\d+]", "", view["phone"] or "")
    return view | {"tel": re.sub(r"^0(?=\d{9}$)", "+33", number)}


def _restaurant_view(restaurant: Restaurant, today: date) -> View:
    prices = [{"who": price.who, "amount": format_euros(price.amount)} for price in restaurant.prices]
    return _phone_view(restaurant, today) | {"kind": RESTAURANTS[restaurant.kind], "prices": prices}


def _offer_view(offer: Offer, today: date) -> View:
    until = format_date(offer.valid_until) if offer.valid_until else None
    iso = offer.valid_until.isoformat() if offer.valid_until else None
    return _phone_view(offer, today) | {"valid_until": until, "iso": iso}


def _event_view(event: Event, today: date, sizes: Mapping[str, int] | None = None) -> View:
    """Return what is shown of `event`; its form only if `sizes` has it, and until the last day to register."""
    last = last_day(event)
    days = format_date(event.starts_on)
    dates = days if last == event.starts_on else f"du {days} au {format_date(last)}"
    view = _phone_view(event, today) | {"dates": dates, "iso": event.starts_on.isoformat(), "last": last.isoformat()}
    view["register_over"] = event.register_by is not None and event.register_by < today
    if event.register_by:
        view |= {"register_by": format_date(event.register_by), "register_iso": event.register_by.isoformat()}
    if event.time:
        view["time"] = _HOUR.sub(NBSP, event.time)
    size = (sizes or {}).get(event.form or "")
    view["form"] = None
    if event.form and size is not None and not view["register_over"]:
        about = f"{event.form.rpartition('.')[2].upper()}, {format_size(size)}"
        view["form"] = {"path": DELEGATION + event.form, "about": about}
    del view["starts_on"], view["ends_on"]
    return view
