"""Say exactly what to type in place of a value whose form is not accepted: a date, a number, a text."""

from __future__ import annotations

import re

from ..domain.french import fold
from ..domain.typed_dates import understand_date

_NUMBER = re.compile(r"([-+]?\d[\d\s\u00a0\u202f]*?)(?:[.,](\d+))?\s*(?:€|euros?|eur|%|jours?|ans?)?", re.I)
_YES, _NO = {"oui", "vrai", "x", "o", "yes", "true", "1"}, {"non", "faux", "n", "no", "false", "0"}
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def propose_date(typed: str) -> str:
    """Return what to type for the date that `typed` means, in French; a general example if it is unclear."""
    found = understand_date(typed.strip().strip("\"'"))
    if found:
        return f"écrire {found.isoformat()} (année, mois, jour)"
    return "écrire une date du calendrier sous la forme 2026-11-22"


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
