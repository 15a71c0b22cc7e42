"""The departments of a generated project: who they are, their local facts, their overlay pages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

import yaml

from . import words
from .pages import DAY, Sheet
from .text import FACTS, fact_id, generator, items, paragraph

CODES = [
    *(f"{n:02d}" for n in range(1, 20)), "2A", "2B", *(f"{n:02d}" for n in range(21, 100)),
    *(f"{n}" for n in range(100, 1000)),
]  # fmt: skip
"""All the codes there can be, in the order in which they are given: a thousand."""

_TODAY = date.fromisoformat(DAY)


@dataclass(frozen=True, slots=True)
class Place:
    """A department that does not exist."""

    code: str
    name: str

    @property
    def slug(self) -> str:
        """The name of its folder."""
        plain = unicodedata.normalize("NFKD", self.name).encode("ascii", "ignore").decode().lower()
        return f"{self.code.lower()}-{re.sub('[^a-z]+', '-', plain)}"


class _Plain(yaml.SafeDumper):
    """Writes equal values in full, not as YAML aliases, which are refused."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def plan_places(count: int) -> list[Place]:
    """The first `count` departments."""
    if not 0 < count <= len(CODES):
        raise ValueError(f"a project has 1 to {len(CODES)} sites")
    names = [f"{first}-et-{river}" for river in words.RIVERS for first in words.FIRST_NAMES]
    return [Place(code, name) for code, name in zip(CODES[:count], names, strict=False)]


def write_identities(seed: int, places: Sequence[Place]) -> str:
    """`_departments.yml`: who all departments are."""
    data = [
        {
            "code": place.code,
            "slug": place.slug,
            "name": place.name,
            "de": f"de {place.name}",
            "region": words.REGIONS[CODES.index(place.code) % len(words.REGIONS)],
            "seat": place.name.partition("-")[0],
            "zone": "drom" if generator(seed, place.code, "zone").random() < 0.05 else "metro",
        }
        for place in places
    ]
    return yaml.dump({"departments": data}, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=120)


def write_department(seed: int, place: Place) -> str:
    """`department.yml`: zero to six entries of each kind of local fact."""
    draw = generator(seed, place.code)
    data = {
        "contacts": [_contact(draw, label) for label in ("Secrétariat", "Accueil des retraités")[: draw.randint(1, 2)]],
        "permanences": [_permanence(draw) for _ in range(draw.randint(0, 2))],
        "restaurants": [_restaurant(draw, place) for _ in range(draw.randint(0, 6))],
        "events": [_event(draw, place) for _ in range(draw.randint(0, 5))],
        "offers": [_offer(draw) for _ in range(draw.randint(0, 3))],
    }
    return yaml.dump(data, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=120)


def write_overlays(seed: int, place: Place, sheets: Sequence[Sheet], count: int) -> Iterator[tuple[str, str]]:
    """Path and text of `count` overlay pages: one that is added below « ma-delegation », the others of shared pages.

    The first of the shared pages' has a heading, which changes their table of contents.
    """
    draw = generator(seed, place.code, "overlays")
    shared = draw.sample([sheet.uri for sheet in sheets if sheet.takes_overlay], max(count - 1, 0))
    for rank, uri in enumerate(sorted(shared)):
        heading = "### Ce que la délégation ajoute\n\n" if rank == 0 else ""
        yield uri, f"{_front_matter(draw)}\n{_text(draw, uri)}\n\n{heading}{paragraph(draw, 3)}\n"
    if count:
        uri = f"{words.DELEGATION[0]}/{draw.choice(('sortie', 'nouvelles', 'atelier', 'compte-rendu'))}-locale.md"
        title = {"title": f"{draw.choice(words.OUTINGS)} {place.name}", "description": paragraph(draw, 1)}
        yield uri, f"{_front_matter(draw, title)}\n{_text(draw, uri)}\n\n## Le programme\n\n{items(draw, 5)}\n"


def _text(draw: Random, uri: str) -> str:
    contacts = "contacts.md" if uri.startswith(words.DELEGATION[0]) else "../ma-delegation/contacts.md"
    amount = f'{{{{ fact("{fact_id(draw.randrange(FACTS))}") }}}}'
    return (
        f"{paragraph(draw, draw.randint(3, 8))}\n\n"
        f"Le bureau {{{{ department.de }}}} rappelle que le plafond est de {amount} : [contacts]({contacts})."
    )


def _front_matter(draw: Random, title: dict[str, str] | None = None) -> str:
    lines = [f'{key}: "{value}"' for key, value in (title or {}).items()]
    lines += ["status: confirmed", f"last_reviewed_on: {_past(draw).isoformat()}"]
    return "\n".join(["---", *lines, "---", ""])


def _past(draw: Random) -> date:
    return _TODAY - timedelta(draw.randint(10, 150))


def _fact(draw: Random, **values: Any) -> dict[str, Any]:
    source = {"title": f"Note de la délégation du {_past(draw).isoformat()}"}
    return {**values, "status": "confirmed", "last_reviewed_on": _past(draw), "source": source}


def _phone(draw: Random) -> str:
    """A number of the range that the regulator keeps for fiction."""
    return f"01 99 00 {draw.randint(0, 99):02d} {draw.randint(0, 99):02d}"


def _contact(draw: Random, label: str) -> dict[str, Any]:
    hours = f"du lundi au vendredi, de 9 h à {draw.randint(16, 18)} h"
    return _fact(draw, label=label, phone=_phone(draw), hours=hours, address=draw.choice(words.STREETS))


def _permanence(draw: Random) -> dict[str, Any]:
    day = draw.choice(("mardi", "mercredi", "jeudi"))
    return _fact(draw, label="Permanence de la délégation", schedule=f"le {day} de 9 h à 12 h", phone=_phone(draw))


def _restaurant(draw: Random, place: Place) -> dict[str, Any]:
    kind = draw.choice(("REFI", "RIA", "RC"))
    name = f"{kind} {draw.choice(words.MEALS)}"
    town = place.name.partition("-")[0]
    address = f"{draw.randint(1, 90)} {draw.choice(words.STREETS)}"
    return _fact(draw, name=name, kind=kind, town=town, address=address, retirees=draw.random() < 0.6)


def _event(draw: Random, place: Place) -> dict[str, Any]:
    day = _TODAY + timedelta(draw.randint(-60, 120))
    town = place.name.partition("-")[0]
    return _fact(draw, title=draw.choice(words.OUTINGS), starts_on=day, time=f"{draw.randint(9, 19)} h", place=town)


def _offer(draw: Random) -> dict[str, Any]:
    title = f"Tarif réduit, {draw.choice(words.OUTINGS).lower()}"
    return _fact(draw, title=title, price=f"{draw.randint(3, 40)} euros", valid_until=_TODAY + timedelta(90))
