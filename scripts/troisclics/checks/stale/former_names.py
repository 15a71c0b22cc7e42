"""Find former names of bodies and benefits used as if they were current."""

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
    """A name that is no longer used, and the current one."""

    written: str
    now: str


class FormerNames:
    """The former names in the glossary; `now` of a term is the current name."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._terms = [
            (re.compile(rf"(?<![\w-]){re.escape(term.term)}(?![\w-])"), FormerName(term.term, term.now))
            for term in terms
            if term.now
        ]

    def find(self, text: str) -> Iterator[FormerName]:
        """Yield the former names in `text`, unless it gives the current one or says that they are former."""
        for pattern, name in self._terms:
            if pattern.search(text) and name.now not in text and not _SAID.search(text) and not PAST.search(text):
                yield name
