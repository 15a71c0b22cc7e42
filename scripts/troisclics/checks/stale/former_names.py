"""Former names, of bodies and of benefits, used as if they were still the name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ...model import Term
from .french_words import PAST

_SAID = re.compile(
    r"\b(?:anciennement|ex-|ancien\w*|noms?\b|s['’]appel\w+|devenue?s?|devient|disait|désign\w+|voulait dire)", re.I
)


@dataclass(frozen=True, slots=True)
class FormerName:
    """A name that is no longer used, and the present one."""

    written: str
    now: str


class FormerNames:
    """The former names that the glossary knows (`now` says the present one)."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._terms = [
            (re.compile(rf"(?<![\w-]){re.escape(term.term)}(?![\w-])"), FormerName(term.term, term.now))
            for term in terms
            if term.now
        ]

    def find(self, text: str) -> Iterator[FormerName]:
        """The former names that `text` uses, unless it gives the present one or says that they are former."""
        for pattern, name in self._terms:
            if pattern.search(text) and name.now not in text and not _SAID.search(text) and not PAST.search(text):
                yield name
