"""Format findings and other results for people and tools.

In: objects of the model: findings, the freshness report, coverage, facts.
Out: texts; a format is a function from a `Report` to a text, listed in `formats.py`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ..domain.french import count

if TYPE_CHECKING:
    from ..model import Finding, Severity

SEVERITIES: Mapping[Severity, str] = {"error": "erreur", "warning": "avertissement", "note": "note"}
"""The French names of the severities, the most severe first."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a format shows: the sorted findings, the day, the rules checked, and the owner of each file."""

    findings: tuple[Finding, ...]
    today: date
    rules: frozenset[str]
    owners: Mapping[str, str]

    def count(self, severity: Severity) -> int:
        """Return the number of findings of this severity."""
        return sum(found.severity == severity for found in self.findings)

    def owner(self, found: Finding) -> str:
        """Return the owner of the file of `found`; "" if it is not known."""
        return self.owners.get(found.place.file, "")


def with_identities(findings: tuple[Finding, ...]) -> Iterator[tuple[str, Finding]]:
    """Yield each finding with its identity; the second of the same fault in a file gets « -2 », and so on."""
    seen: Counter[str] = Counter()
    for found in findings:
        seen[found.identity] += 1
        count = seen[found.identity]
        yield found.identity + (f"-{count}" if count > 1 else ""), found


def format_counts(findings: tuple[Finding, ...]) -> str:
    """Return, for example, « 2 erreurs, 1 avertissement, 0 note »."""
    numbers = [(sum(found.severity == severity for found in findings), word) for severity, word in SEVERITIES.items()]
    return ", ".join(count(number, word) for number, word in numbers)
