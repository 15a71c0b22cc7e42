"""Define a rule: its texts, its severity, and why it exists."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import Severity

SAFE = "Le texte d'une délégation est publié tel quel sur l'intranet : il ne doit rien pouvoir exécuter."
SAME = "La navigation et les pages nationales sont les mêmes dans tous les départements."
"""Why a rule exists, for rules of several kinds."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A severity, what is wrong, how to fix it (`str.format` templates) and why it matters."""

    severity: Severity
    message: str
    fix: str
    why: str


def error(message: str, fix: str, why: str) -> Rule:
    """Return a rule that stops a publication."""
    return Rule("error", message, fix, why)


def warning(message: str, fix: str, why: str) -> Rule:
    """Return a rule that asks for a fix but stops nothing."""
    return Rule("warning", message, fix, why)


def note(message: str, fix: str, why: str) -> Rule:
    """Return a rule that only informs."""
    return Rule("note", message, fix, why)
