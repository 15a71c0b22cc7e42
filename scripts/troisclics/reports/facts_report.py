"""Format the register of national facts as text, JSON and CSV, with every place that uses a fact."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from ..domain.french import count, format_date
from ..merge.fact_register import FactUsage
from .csv_table import format_csv

Format = Callable[[Sequence[FactUsage], date], str]

COLUMNS: Mapping[str, str] = {
    "id": "fait",
    "label": "libellé",
    "value": "valeur",
    "doubt": "doute",
    "from": "valable depuis",
    "checked_on": "lu le",
    "source": "source",
    "url": "adresse",
    "owner": "responsable",
    "note": "note",
    "place": "écrit dans",
    "uses": "montré dans",
}
"""The fields of a fact: the keys of the JSON, and the heads of the table."""


def format_facts_text(entries: Sequence[FactUsage], today: date) -> str:
    """Format one block per fact, then their number."""
    blocks = ["\n".join(_block(entry)) for entry in entries]
    doubtful = sum(bool(entry.shown.doubt) for entry in entries)
    total = f"{count(len(entries), 'fait national')} au {format_date(today)}, dont {doubtful} à confirmer."
    return "\n\n".join([*blocks, total]) + "\n"


def _block(entry: FactUsage) -> Iterator[str]:
    fields = _fields(entry)
    doubt = f" ({fields['doubt']})" if fields["doubt"] else ""
    yield f"{entry.place}: {fields['id']} : {fields['value']}{doubt}"
    yield f"  {fields['label']}"
    yield f"  source, lue le {fields['checked_on']} : {fields['source']}" + (
        f" <{fields['url']}>" if fields["url"] else ""
    )
    yield f"  responsable : {fields['owner']}"
    if fields["note"]:
        yield f"  note : {fields['note']}"
    yield f"  montré dans : {', '.join(map(str, entry.uses)) or 'aucune page'}"


def format_facts_json(entries: Sequence[FactUsage], today: date) -> str:
    """Format the facts as a list of objects, with the day."""
    fields = [_fields(entry) | {"uses": [str(place) for place in entry.uses]} for entry in entries]
    return json.dumps({"today": today.isoformat(), "facts": fields}, ensure_ascii=False, indent=2) + "\n"


def format_facts_csv(entries: Sequence[FactUsage], today: date) -> str:
    """Format one line per fact."""
    fields = (_fields(entry) | {"uses": " ".join(map(str, entry.uses))} for entry in entries)
    return format_csv(["jour", *COLUMNS.values()], ([today, *(one[key] for key in COLUMNS)] for one in fields))


def _fields(entry: FactUsage) -> dict[str, str]:
    """Return the fields of an entry except its uses, as texts."""
    fact, value = entry.shown.fact, entry.shown.current
    return {
        "id": fact.id,
        "label": fact.label,
        "value": entry.shown.text,
        "doubt": entry.shown.doubt,
        "from": value.from_.isoformat() if value else "",
        "checked_on": value.checked_on.isoformat() if value else "",
        "source": value.source.title if value else "",
        "url": (value.source.url or "") if value else "",
        "owner": fact.owner or "",
        "note": fact.note or "",
        "place": str(entry.place),
    }


FACT_FORMATS: Mapping[str, Format] = {
    "text": format_facts_text,
    "json": format_facts_json,
    "csv": format_facts_csv,
}
