"""Hold all messages to editors, in French: one entry per rule, one module per family of rules. `finding()` fills them.

In: the values that a rule uses.
Out: findings; a rule has a short French name, a severity, what is wrong, how to fix it and why it matters.
"""

from __future__ import annotations

import re
from string import Formatter

from ..model import ALL_DEPARTMENTS, Finding, Place
from . import (
    built_rules,
    content_rules,
    coverage_rules,
    external_rules,
    freshness_rules,
    integrity_rules,
    intranet_rules,
    loading_rules,
    overlay_rules,
    publishing_rules,
    schedule_rules,
    stale_rules,
    writing_rules,
)
from .rule import Rule

_VARIABLE = re.compile(
    r"\d{4}-\d{2}(-\d{2})?|\d+\s+(jours?|semaines?|mois|ans?)\b"
    r"|\d{1,2}(er|ᵉʳ)?\s+(janv|févr|mars|avr|mai|juin|juil|août|sept|oct|nov|déc)\w*\s+\d{4}"
)
"""Dates and ages, which make the same message differ from one day to the next."""

RULES: dict[str, Rule] = {
    **loading_rules.RULES,
    **overlay_rules.RULES,
    **schedule_rules.RULES,
    **intranet_rules.RULES,
    **content_rules.RULES,
    **coverage_rules.RULES,
    **writing_rules.RULES,
    **built_rules.RULES,
    **integrity_rules.RULES,
    **freshness_rules.RULES,
    **stale_rules.RULES,
    **external_rules.RULES,
    **publishing_rules.RULES,
}


def finding(rule: str, place: Place, department: str = ALL_DEPARTMENTS, **values: object) -> Finding:
    """Return a finding of `rule` at `place`, its texts filled with `values`.

    Raises KeyError if the rule, or a value that its texts need, does not exist.
    """
    entry = RULES[rule]
    return Finding(
        place=place,
        rule=rule,
        severity=entry.severity,
        message=entry.message.format_map(values),
        fix=entry.fix.format_map(values),
        department=department,
        about=_stable_parts(entry.message, values),
    )


def _stable_parts(message: str, values: dict[str, object]) -> str:
    """Return the values in `message` without numbers, dates, ages and guesses (`hint`), which may vary."""
    names = [name for _, name, _, _ in Formatter().parse(message) if name and name != "hint"]
    texts = [value for value in (values[name] for name in names) if isinstance(value, str)]
    return " · ".join(" ".join(_VARIABLE.sub("", text).split()) for text in texts)
