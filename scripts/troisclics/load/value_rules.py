"""Check single values beyond their types: URLs, durations, impossible dates."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from ..domain.escaping import FORMATTED, find_raw
from ..domain.french import fold
from ..domain.review_periods import is_duration
from ..messages import finding
from ..model import ALL_DEPARTMENTS, Event, Finding, Place
from ..sandbox.allowed_hosts import Hosts
from .validation import short
from .value_hints import propose_date
from .yaml_document import Document, Loc

_URL = re.compile(r"https?://[^\s<>\"'\\^`{|}]+")
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_MAILBOX = re.compile(
    rf"(?=.{{3,254}}\Z)(?=[^@]{{1,64}}@)[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*@{_LABEL}(?:\.{_LABEL})+"
)
"""One mailbox, without signs that a mail program reads as a list, a group or a comment."""
_PHONE = re.compile(r"(\+33 ?|0)[1-9]([ .]?[0-9]{2}){4}|3[0-9]{3}|[0-9]{2} [0-9]{2}")
MARKUP = re.compile(r"<(?=[A-Za-z/!?]|\s*\Z)|&(?:#|[A-Za-z][A-Za-z0-9]*;)")
"""What HTML interprets in plain text: « < » where a tag may begin, or at the end, and entities."""
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
"""Characters that nobody sees and that terminals, mail programs or browsers obey."""
_PARTIAL_DATE = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2]))?")
_YEARS = range(1800, 2200)
"""The years allowed in dates, far from the limits of calendars in programs."""
_PAST_ONLY = {"last_reviewed_on", "checked_on", "as_of"}


def check_values(
    item: Any, document: Document, today: date, out: list[Finding], department: str = ALL_DEPARTMENTS
) -> None:
    """Check all values of an object of the model.

    National values are plain texts too, shown in pages as they are; those of a department get the stricter checks of
    `overlay_policy.py`.

    Args:
        item: the object.
        document: the document it was read from.
        today: the reference date.
        out: receives the findings.
        department: the department's code, as shown in findings.
    """
    day = today.isoformat()
    for name, value, loc in _fields(item, ()):
        problem = _fault(name, value, day) if value is not None else None
        if problem:
            rule, values = problem
            out.append(finding(rule, document.place(loc), department, key=name, **values))
            continue
        if department == ALL_DEPARTMENTS and isinstance(value, str):
            out += _markup(name, value, document.place(loc))


def _markup(name: str, value: str, place: Place) -> Iterator[Finding]:
    """Yield the finding on a national value that holds more than plain text."""
    if _CONTROLS.search(value):
        expected = "retaper ce texte : il contient des signes de commande, qui ne se voient pas"
        yield finding("valeur-refusee", place, key=name, value=f"« {short(value)} »", expected=expected)
    elif name != "url" and (match := MARKUP.search(value)):
        yield finding("valeur-balise", place, key=name, text=short(value[match.start() :]))


def is_address(text: str) -> bool:
    """Return whether `text` is a complete web address that other programs can parse."""
    try:
        parts = urlsplit(text)
        return bool(_URL.fullmatch(text) and parts.hostname and parts.port != 0)
    except ValueError:  # for example « http://[ » or « https://x:99999/ »
        return False


def _fault(name: str, value: Any, day: str) -> tuple[str, dict[str, Any]] | None:
    """Return the rule that a value breaks, with the values of its message; None if it is valid."""
    if isinstance(value, str) and not value.strip():
        return "texte-vide", {}
    if name == "url" and not is_address(value):
        return "adresse-refusee", {"value": value}
    if isinstance(value, date) and value.year not in _YEARS:
        return "date-refusee", {"value": value.isoformat(), "fix": propose_date("")}
    if name == "review_in" and not is_duration(value):
        return "duree-refusee", {"value": value}
    if name == "as_of" and not isinstance(value, date) and not _PARTIAL_DATE.fullmatch(str(value)):
        return "date-refusee", {"value": f"« {value} »", "fix": 'écrire 2026-11-22, "2026-11" ou "2026"'}
    if name in _PAST_ONLY and str(value) > day[: len(str(value))]:
        return "date-future", {"value": value}
    if name not in {"amount", "note"} and isinstance(value, str) and "{{" in value:
        expected = "écrire un texte simple, sans montant ni date : les accolades s'afficheraient telles quelles"
        return "valeur-refusee", {"value": f"« {short(value)} »", "expected": expected}
    if name in _SHAPES and not _SHAPES[name][0].fullmatch(value):
        return "valeur-refusee", {"value": f"« {value} »", "expected": _SHAPES[name][1]}
    return None


def check_addresses(item: Any, document: Document, hosts: Hosts, out: list[Finding], department: str) -> None:
    """Check that the addresses in data of a department are allowed in its links.

    Args:
        item: the data.
        document: the document it was read from.
        hosts: the allowed hosts.
        out: receives the findings.
        department: the department's code, as shown in findings.
    """
    for name, value, loc in _fields(item, ()):
        if not isinstance(value, str):
            continue
        place = document.place(loc)
        if name not in _FOLLOWED:
            found = [finding("lien-hote", place, department, address=short(bad)) for bad in hosts.refuse_shown(value)]
        elif not _FOLLOWED[name][0].fullmatch(value):
            continue  # reported by `check_values`
        elif (reason := hosts.refuse_link(f"mailto:{value}" if name == "email" else value)) == "hote":
            found = [finding("lien-hote", place, department, address=short(value))]
        else:
            values = {"key": name, "value": f"« {short(value)} »", "expected": _FOLLOWED[name][1]}
            found = [finding("valeur-refusee", place, department, **values)] if reason else []
        out += found


def check_formatting(item: Any, document: Document, out: list[Finding], department: str) -> None:
    """Add a finding for each mark of Markdown in a note or description that pages would show as typed.

    Args:
        item: the data of a department.
        document: the document it was read from.
        out: receives the findings.
        department: the department's code, as shown in findings.
    """
    for name, value, loc in _fields(item, ()):
        if name in FORMATTED and isinstance(value, str):
            for text, fix in find_raw(value):
                out.append(finding("marque-brute", document.place(loc), department, text=short(text), fix=fix))


def check_events(events: Iterable[Event], out: list[Finding], department: str = ALL_DEPARTMENTS) -> None:
    """Add a finding for each event that ends before it starts, closes its list after it, or is written twice.

    Args:
        events: the events.
        out: receives the findings.
        department: the department's code, as shown in findings.
    """
    first: dict[tuple[str, date, str | None, str | None], int] = {}
    for event in events:
        line = first.setdefault((fold(event.title), event.starts_on, event.place, event.time), event.at.line)
        if line != event.at.line:
            out.append(finding("evenement-double", event.at, department, title=short(event.title), first=line))
        if event.ends_on is not None and event.ends_on < event.starts_on:
            why = f"l'événement finit le {event.ends_on}, avant de commencer le {event.starts_on}"
            keys = "« starts_on » ou « ends_on »"
            out.append(finding("evenement-dates", event.at, department, why=why, keys=keys))
        elif event.register_by is not None and event.register_by > (event.ends_on or event.starts_on):
            why = f"on s'inscrirait jusqu'au {event.register_by}, après la fin de l'événement"
            keys = "« register_by », ou le jour de l'événement"
            out.append(finding("evenement-dates", event.at, department, why=why, keys=keys))


_SHAPES = {
    "phone": (_PHONE, "écrire un seul numéro français, par exemple 01 99 00 12 34"),
    "email": (_MAILBOX, "écrire une boîte fonctionnelle, par exemple action-sociale@exemple.fr"),
    "mailbox": (_MAILBOX, "écrire une boîte fonctionnelle, par exemple action-sociale@exemple.fr"),
}
_FOLLOWED = {
    "url": (_URL, "écrire une adresse https://… ordinaire, sans port, identifiant ni nombre au lieu du nom du site"),
    "email": _SHAPES["email"],
}
"""The keys that hold addresses: their pattern, checked by `check_values`, and the fix."""


def _fields(item: Any, at: Loc) -> Iterator[tuple[str, Any, Loc]]:
    """Yield the keys, values and positions of `item` and its nested objects."""
    for name, key in _keys(item.__class__):
        value = getattr(item, name)
        loc = (*at, name)
        parts = [((*loc, n), part) for n, part in enumerate(value)] if isinstance(value, tuple) else [(loc, value)]
        for part_loc, part in parts:
            if isinstance(part, Place):
                continue
            if _keys(part.__class__):
                yield from _fields(part, part_loc)
            else:
                yield key, part, part_loc


@cache
def _keys(kind: Any) -> tuple[tuple[str, str], ...]:
    """Return the fields of a class of the model with their names in files; none for other classes."""
    fields = dataclasses.fields(kind) if dataclasses.is_dataclass(kind) else ()
    return tuple((field.name, field.name.rstrip("_")) for field in fields)
