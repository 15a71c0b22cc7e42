"""Say exactly what to type in place of a value whose form is not accepted: a date, a number, a text."""

from __future__ import annotations

import re
from datetime import date

from ..domain.french import MONTHS, fold

_DAY = re.compile(r"(\d{1,2})(?:er|ᵉʳ)?[\s./-]+(\d{1,2}|[^\W\d]+)\.?[\s./-]+(\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})[\s./-]+(\d{1,2})[\s./-]+(\d{1,2})(?:[T ].*)?")
_NUMBER = re.compile(r"([-+]?\d[\d\s\u00a0\u202f]*?)(?:[.,](\d+))?\s*(?:€|euros?|eur|%|jours?|ans?)?", re.I)
_YES, _NO = {"oui", "vrai", "x", "o", "yes", "true", "1"}, {"non", "faux", "n", "no", "false", "0"}
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def propose_date(typed: str) -> str:
    """Return what to type for the date that `typed` means, in French; a general example if it is unclear."""
    text = typed.strip().strip("\"'")
    for pattern, order in ((_ISO, (0, 1, 2)), (_DAY, (2, 1, 0))):
        match = pattern.fullmatch(text)
        if match:
            year, month, day = (match.groups()[index] for index in order)
            found = _day(year, month, day)
            if found:
                return f"écrire {found.isoformat()} (année, mois, jour)"
    return "écrire une date du calendrier sous la forme 2026-11-22"


def _day(year: str, month: str, day: str) -> date | None:
    names = [fold(name) for name in MONTHS]
    named = [index for index, name in enumerate(names, 1) if len(month) > 2 and name.startswith(fold(month))]
    number = int(month) if month.isdecimal() else named[0] if len(named) == 1 else 0
    try:
        return date(int(year) + (2000 if len(year) == 2 else 0), number, int(day))
    except ValueError:
        return None


def propose_number(typed: str) -> str:
    """Return what to type for the number that `typed` means, in French."""
    match = _NUMBER.fullmatch(typed.strip().strip("\"'"))
    if not match:
        return "écrire un nombre, sans guillemets ni unité"
    whole = re.sub(r"\s", "", match[1])
    if match[2]:
        return f"écrire {whole}.{match[2]} : un point, ni guillemets, ni espace, ni unité"
    return f"écrire {whole}, sans guillemets, ni espace, ni unité"


def propose_text(key: str, typed: str) -> str:
    """Return how to type a text that YAML takes for something else."""
    return f'écrire « {key}: "{typed}" », entre guillemets' if typed else f"écrire un texte après « {key}: »"


def propose_yes_or_no(typed: str) -> str:
    """Return what to type for yes or no."""
    said = fold(typed.strip().strip("\"'"))
    return "écrire true (oui)" if said in _YES else "écrire false (non)" if said in _NO else "écrire true ou false"
