"""Read the national facts: `content/_facts/*.yml`."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from ..messages import finding
from ..model import Fact, FactFile, Finding
from .input_files import InputFile, read_text
from .validation import parse
from .value_hints import propose_date, propose_number, propose_text
from .value_rules import check_values
from .yaml_document import parse_yaml

_ID = re.compile(r"[a-z0-9]+([.-][a-z0-9]+)*")


def load_facts(files: Iterable[InputFile], today: date, out: list[Finding]) -> tuple[Fact, ...]:
    """Return all facts, sorted by id.

    Facts that set no owner or review period have those of their file.

    Args:
        files: the files.
        today: the reference date.
        out: receives the findings.
    """
    facts: dict[str, Fact] = {}
    for file in files:
        text = read_text(file, out)
        document = parse_yaml(text, file.place, out) if text is not None else None
        parsed = parse(FactFile, document, out) if document else None
        if document is None or parsed is None:
            continue
        check_values(parsed, document, today, out)
        for fact in parsed.facts:
            _check_fact(fact, out)
            if fact.id in facts:
                out.append(finding("fait-double", fact.at, id=fact.id, other=facts[fact.id].at))
                continue
            facts[fact.id] = dataclasses.replace(
                fact, owner=fact.owner or parsed.owner, review_in=fact.review_in or parsed.review_in
            )
    return tuple(facts[id_] for id_ in sorted(facts))


def _check_fact(fact: Fact, out: list[Finding]) -> None:
    if not _ID.fullmatch(fact.id):
        out.append(finding("fait-identifiant", fact.at, id=fact.id))
    if not fact.values:
        out.append(finding("fait-sans-valeur", fact.at, id=fact.id))
    previous_end: date | None = None
    for index, value in enumerate(fact.values):
        overlaps = index > 0 and (previous_end is None or value.from_ <= previous_end)
        if overlaps or (value.to is not None and value.to < value.from_):
            out.append(finding("fait-periodes", value.at, id=fact.id, start=value.from_.isoformat()))
        previous_end = value.to
        kind: type | tuple[type, ...] = {"date": date, "text": str}.get(fact.unit, (int, Decimal))
        if value.value is not None and not isinstance(value.value, kind):
            typed = str(value.value)
            fix = (
                propose_date(typed)
                if fact.unit == "date"
                else propose_text("value", typed)
                if fact.unit == "text"
                else propose_number(typed)
            )
            shown = f"« {typed} »"
            out.append(finding("fait-unite", value.at, id=fact.id, unit=fact.unit, value=shown, fix=fix))
