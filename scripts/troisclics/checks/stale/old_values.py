"""Find earlier values of national facts in texts, from the history of each fact.

Precision comes first: the number must have the unit of the fact, the words of the fact must be near, nothing may mark
it as past, and no fact with the same words may have that value today.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ...domain.fact_values import value_on
from ...model import Fact, FactValue, Unit
from .french_words import DIGIT, PAST, UNTIL, has_phrase, stems
from .prose_lines import Line

_NUMBER = r"(?<![\w,./-])(\d{1,3}(?:[ \u00a0\u202f.]\d{3})+|\d+)(?:[,.](\d{1,2}))?"
_UNITS: dict[Unit, str] = {
    "EUR": r"[ \u00a0\u202f]*(?:€|euros?\b|EUR\b)",
    "percent": r"[ \u00a0\u202f]*(?:%|pour cent\b)",
    "years": r"[ \u00a0\u202f]*ans?\b",
    "months": r"[ \u00a0\u202f]*mois\b",
    "days": r"[ \u00a0\u202f]*jours?\b",
    "km": r"[ \u00a0\u202f]*(?:km|kilomètres?)\b",
}
_INDEX = re.compile(
    r"\b(?:indices?|IM|INM|IB|majoré)\b(?:[^\d.;]{0,40}?)(\d{3,4})(?!\d)|(\d{3,4})[ \u00a0\u202f]*points?\b", re.I
)
_PATTERNS = {unit: re.compile(_NUMBER + end) for unit, end in _UNITS.items()}
_SPACES = re.compile(r"[ \u00a0\u202f.]")
_IN_YEAR = re.compile(r"\b(?:en|pour|de|année|depuis|du|au)\s+(?:\d{1,2}(?:er)?\s+)?(?:\w+\s+)?(20\d\d)\b", re.I)


@dataclass(frozen=True, slots=True)
class EarlierValue:
    """An earlier value of a fact, and its current value."""

    fact: Fact
    value: FactValue
    now: FactValue


@dataclass(frozen=True, slots=True)
class StaleValue:
    """An earlier value found in a text, as written there."""

    written: str
    earlier: EarlierValue


class OldValues:
    """The earlier values of `facts` on `today`, indexed for searching."""

    def __init__(self, facts: Iterable[Fact], today: date) -> None:
        self._old: dict[tuple[Unit, Decimal], list[EarlierValue]] = defaultdict(list)
        self._now: dict[tuple[Unit, Decimal], list[Fact]] = defaultdict(list)
        self._phrases: dict[str, tuple[frozenset[str], ...]] = {}
        for fact in facts:
            now = value_on(fact, today)
            if now is None:
                continue
            self._phrases[fact.id] = tuple(stems(word) for word in fact.words) or (_core(fact.label),)
            if isinstance(now.value, int | Decimal):
                self._now[fact.unit, Decimal(now.value)].append(fact)
            for value in fact.values:
                earlier = value.from_ < now.from_ and value.value != now.value
                if earlier and isinstance(value.value, int | Decimal) and value.value:
                    self._old[fact.unit, Decimal(value.value)].append(EarlierValue(fact, value, now))

    def find(self, line: Line) -> Iterator[StaleValue]:
        """Yield the earlier values that `line` states as if they were in force."""
        if not DIGIT.search(line.text) or PAST.search(line.text) or UNTIL.search(line.text):
            return
        for unit, number, written in _numbers(line.text):
            near = stems(line.text) if _is_common(unit, number) else stems(f"{line.text} {line.under}")
            if any(self._matches(fact, near) for fact in self._now.get((unit, number), ())):
                continue
            for old in self._old.get((unit, number), ()):
                if self._matches(old.fact, near) and not _dated(line.text, old):
                    yield StaleValue(written, old)
                    break

    def _matches(self, fact: Fact, near: frozenset[str]) -> bool:
        return any(has_phrase(phrase, near) for phrase in self._phrases[fact.id])


def _core(label: str) -> frozenset[str]:
    """Return the words of a label that must all be near: the four longest before the first comma."""
    words = sorted(stems(label.partition(",")[0]), key=lambda word: (-len(word), word))
    return frozenset(words[:4])


def _is_common(unit: Unit, number: Decimal) -> bool:
    """Tell whether such a number is so frequent that the words must be on the same line."""
    return unit not in {"EUR", "points"} or (number == number.to_integral_value() and number < 1000)


def _numbers(text: str) -> Iterator[tuple[Unit, Decimal, str]]:
    for unit, pattern in _PATTERNS.items():
        for match in pattern.finditer(text):
            yield unit, Decimal(f"{_SPACES.sub('', match[1])}.{match[2] or '0'}"), match[0].strip()
    for match in _INDEX.finditer(text):
        yield "points", Decimal(match[1] or match[2]), match[0].strip()


def _dated(text: str, old: EarlierValue) -> bool:
    """Tell whether `text` names only years in which the value was in force, as « en 2023, 1,39 € » does."""
    years = [int(year) for year in _IN_YEAR.findall(text)]
    last = old.value.to.year if old.value.to else old.now.from_.year
    return bool(years) and all(old.value.from_.year <= year <= last for year in years)
