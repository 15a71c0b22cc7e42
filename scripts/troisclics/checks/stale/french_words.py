"""Compare French words regardless of accents, case and plural, and recognise statements about the past."""

from __future__ import annotations

import re
from functools import lru_cache

from ...domain.french import fold

_WORD = re.compile(r"[a-z0-9]+")
DIGIT = re.compile(r"\d")
"""What most lines have not, and every figure has."""
_EMPTY = re.compile(
    "a|aux?|ces?|cette|[dlns]|d[eu]s?|elle|en|es?t|il|l[ae]s?|leurs?|lors|ne|n?ous|on|ou|par|pas|plus|pour|qu[ei]?|sa"
    "|sans|ses?|son|sous|sur|une?|vers|y"
)
PAST = re.compile(
    r"\b(?:étai(?:t|ent)|avai(?:t|ent)|fut|furent|a été|ont été|auparavant|anciennement|autrefois|jadis"
    r"|précédemment|précédente?s?|anciens?|anciennes?|jusqu['’](?:ici|alors)|au lieu d|passe de|passent de"
    r"|passé de|passée de|est passé|sont passés|remplac\w+|historique|contre \d"
    r"|n['’]est plus|connu|ne sont plus|ne s['’]appli\w+ plus|et non|périmée?s?|à confirmer|dernière?s? \w+ connue?s?"
    r"|valai(?:t|ent)|s['’]élevai(?:t|ent)|coûtai(?:t|ent)|payai(?:t|ent))\b",
    re.I,
)
"""Markers of past or uncertain statements."""
UNTIL = re.compile(r"\b(?:avant|jusqu['’](?:au|en|à))\b[^.;:]{0,30}\b(?:19|20)\d\d\b", re.I)
"""Statements limited to a given day: « avant 2024 », « jusqu'au 31 décembre 2023 »."""


@lru_cache(maxsize=20_000)
def stems(text: str) -> frozenset[str]:
    """Return the meaningful words of `text`, without plural endings."""
    words = (word for word in _WORD.findall(fold(text)) if not _EMPTY.fullmatch(word))
    return frozenset(word.rstrip("sx") if len(word) > 3 and not word.isdecimal() else word for word in words)


def has_phrase(phrase: frozenset[str], text: frozenset[str]) -> bool:
    """Tell whether all words of a phrase are in a text, in any order."""
    return bool(phrase) and phrase <= text
