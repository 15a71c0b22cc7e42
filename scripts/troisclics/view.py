"""What a seam may show of a department: plain texts, already in French, with their date and their doubt.

The same data feeds the seams of the frame (through `extra.department` of the staged `mkdocs.yml`) and the
seams of the content, so that neither needs a filter of ours.
"""

from __future__ import annotations

import dataclasses
import re
from datetime import date
from typing import Any

from .french import format_date, format_partial_date
from .model import Department, Event, LocalFact, Offer, OverlayMeta, PartialDate, Project, Restaurant

_KINDS = {
    "REFI": "restaurant financier (REFI)",
    "RIA": "restaurant inter-administratif (RIA)",
    "RC": "restaurant conventionné (RC)",
}

View = dict[str, Any]


def department_view(department: Department, today: date) -> View:
    """The identity and the local facts of `department` as on `today`."""
    file = department.file
    events = sorted(file.events, key=lambda event: (event.starts_on, event.title))
    offers = [offer for offer in file.offers if offer.valid_until is None or offer.valid_until >= today]
    return {
        "code": file.code,
        "slug": department.slug,
        "name": file.name,
        "de": file.de,
        "region": file.region,
        "seat": file.seat,
        "zone": file.zone,
        "contacts": [_phone_view(contact) for contact in file.contacts],
        "permanences": [_phone_view(permanence) for permanence in file.permanences],
        "restaurants": [_restaurant_view(restaurant) for restaurant in file.restaurants],
        "events": [_event_view(event) for event in events if _end(event) >= today],
        "past_events": [_event_view(event) for event in reversed(events) if _end(event) < today],
        "offers": [_offer_view(offer) for offer in offers],
        "pages": [
            {"uri": overlay.uri, "title": overlay.meta.title, "description": overlay.meta.description}
            for overlay in department.overlays
            if overlay.meta.title is not None
        ],
    }


def directory_of(project: Project) -> list[View]:
    """What any site may say of every department: its name and where its site is."""
    return [
        {"code": d.file.code, "slug": d.slug, "name": d.file.name, "region": d.file.region} for d in project.departments
    ]


def trust(item: LocalFact | OverlayMeta) -> str:
    """How far an entry may be relied on: « vérifié le … » or « à confirmer … »."""
    age = f" (information {_of(item.as_of)})" if item.as_of else ""
    if item.last_reviewed_on is None:
        return f"à confirmer par la délégation{age}"
    checked = f"vérifié le {format_date(item.last_reviewed_on)}"
    return checked if item.status == "confirmed" else f"{checked}, à confirmer{age}"


def _of(when: PartialDate) -> str:
    """« du 21 octobre 2025 », « d'octobre 2025 », « de mars 2025 » or « de 2025 »."""
    text = format_partial_date(when)
    if isinstance(when, date):
        return f"du {text}"
    return f"d'{text}" if text[0] in "ao" else f"de {text}"


def _fact_view(fact: LocalFact) -> View:
    skipped = {"status", "last_reviewed_on", "review_in", "as_of", "owner", "source", "at"}
    values = {field.name: getattr(fact, field.name) for field in dataclasses.fields(fact) if field.name not in skipped}
    source = {"title": fact.source.title, "url": fact.source.url} if fact.source else None
    return values | {"trust": trust(fact), "source": source}


def _phone_view(fact: LocalFact) -> View:
    view = _fact_view(fact)
    number = re.sub(r"[^\d+]", "", view["phone"] or "")
    return view | {"tel": re.sub(r"^0(?=\d{9}$)", "+33", number)}


def _restaurant_view(restaurant: Restaurant) -> View:
    return _fact_view(restaurant) | {"kind": _KINDS[restaurant.kind]}


def _offer_view(offer: Offer) -> View:
    until = format_date(offer.valid_until) if offer.valid_until else None
    return _fact_view(offer) | {"valid_until": until}


def _event_view(event: Event) -> View:
    last = event.ends_on or event.starts_on
    days = format_date(event.starts_on)
    dates = days if last == event.starts_on else f"du {days} au {format_date(last)}"
    view = _fact_view(event) | {"dates": dates, "iso": event.starts_on.isoformat()}
    del view["starts_on"], view["ends_on"]
    return view


def _end(event: Event) -> date:
    return event.ends_on or event.starts_on
