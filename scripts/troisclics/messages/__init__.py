"""Everything troisclics says to editors, in French: one entry per rule, one module per family of rules.

A rule is a short French name, a severity, what is wrong, how to mend it and why it matters. Texts are
`str.format` templates; `finding()` fills them.
"""

from __future__ import annotations

from ..model import ALL_DEPARTMENTS, Finding, Place
from . import reading
from .rule import Rule

RULES: dict[str, Rule] = {**reading.RULES}


def finding(rule: str, place: Place, department: str = ALL_DEPARTMENTS, **values: object) -> Finding:
    """The finding of `rule` at `place`, with the rule's texts filled from `values`.

    Raises KeyError when the rule or one of the values its texts need is missing: a bug of ours.
    """
    entry = RULES[rule]
    return Finding(
        place=place,
        rule=rule,
        severity=entry.severity,
        message=entry.message.format_map(values),
        fix=entry.fix.format_map(values),
        department=department,
    )
