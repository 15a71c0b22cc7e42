"""Rules on single values that the type of a field does not say: URLs, durations, dates gone wrong."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from ..dates import is_duration
from ..messages import finding
from ..model import ALL_DEPARTMENTS, Event, Finding, Place
from .yaml import Document, Loc

_URL = re.compile(r"https?://[^\s<>\"'\\^`{|}]+")
_MAILBOX = re.compile(r"[^@\s<>\"'?&]+@[a-z0-9-]+(\.[a-z0-9-]+)+")
_PHONE = re.compile(r"(\+33 ?|0)[1-9]([ .]?[0-9]{2}){4}|3[0-9]{3}|[0-9]{2} [0-9]{2}")
_PARTIAL_DATE = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2]))?")
_PAST_ONLY = {"last_reviewed_on", "checked_on", "as_of"}


def check_values(
    item: Any, document: Document, today: date, out: list[Finding], department: str = ALL_DEPARTMENTS
) -> None:
    """Add a finding for each value that cannot be right in `item`, a dataclass of the model read from `document`."""
    for name, value, loc in _fields(item, ()):
        if value is None:
            continue
        place = document.place(loc)
        if isinstance(value, str) and not value.strip():
            out.append(finding("texte-vide", place, department, key=name))
        elif name == "url" and not _URL.fullmatch(value):
            out.append(finding("adresse-refusee", place, department, key=name, value=value))
        elif name == "review_in" and not is_duration(value):
            out.append(finding("duree-refusee", place, department, key=name, value=value))
        elif name == "as_of" and not isinstance(value, date) and not _PARTIAL_DATE.fullmatch(str(value)):
            out.append(finding("date-refusee", place, department, key=name, value=f"« {value} »"))
        elif name in _PAST_ONLY and str(value) > today.isoformat()[: len(str(value))]:
            out.append(finding("date-future", place, department, key=name, value=value))
        elif name in _SHAPES and not _SHAPES[name][0].fullmatch(value):
            shape = {"key": name, "value": f"« {value} »", "expected": _SHAPES[name][1]}
            out.append(finding("valeur-refusee", place, department, **shape))


def check_events(events: Iterable[Event], out: list[Finding], department: str = ALL_DEPARTMENTS) -> None:
    """Add a finding for each event that ends before it starts."""
    for event in events:
        if event.ends_on is not None and event.ends_on < event.starts_on:
            dates = {"start": event.starts_on.isoformat(), "end": event.ends_on.isoformat()}
            out.append(finding("evenement-dates", event.at, department, **dates))


_SHAPES = {
    "phone": (_PHONE, "écrire un numéro français, par exemple 01 99 00 12 34"),
    "email": (_MAILBOX, "écrire une boîte fonctionnelle, par exemple action-sociale@exemple.fr"),
    "mailbox": (_MAILBOX, "écrire une boîte fonctionnelle, par exemple action-sociale@exemple.fr"),
}


def _fields(item: Any, at: Loc) -> Iterator[tuple[str, Any, Loc]]:
    for field in dataclasses.fields(item):
        value = getattr(item, field.name)
        loc = (*at, field.name)
        parts = [((*loc, n), part) for n, part in enumerate(value)] if isinstance(value, tuple) else [(loc, value)]
        for part_loc, part in parts:
            if isinstance(part, Place):
                continue
            if dataclasses.is_dataclass(part):
                yield from _fields(part, part_loc)
            else:
                yield field.name.rstrip("_"), part, part_loc
