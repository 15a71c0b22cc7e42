"""Format findings as text: `file:line: sévérité[règle] message`, then the fix; repeated notes share a line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from ..model import ALL_DEPARTMENTS, Finding, Severity
from . import SEVERITIES, Report

MOST_ALIKE, NAMED = 5, 3
"""Up to how many notes of a rule are shown one by one; how many places are named otherwise."""


def format_report(report: Report) -> str:
    """Format the findings of `report`, two lines each; empty if there are none."""
    text = format_text(report.findings)
    return f"{text}\n" if text else ""


def format_text(findings: Iterable[Finding]) -> str:
    """Format all findings in order, two lines each."""
    return "\n".join(format_finding(found) for found in findings)


def format_grouped(findings: Sequence[Finding]) -> str:
    """Format the findings in order; many notes of one rule are merged into one, with their number."""
    many = {rule for (rule, severity), count in _count(findings).items() if severity == "note" and count > MOST_ALIKE}
    blocks = [format_finding(found) for found in findings if found.rule not in many]
    for rule in sorted(many):
        alike = [found for found in findings if found.rule == rule]
        places = ", ".join(str(found.place) for found in alike[:NAMED])
        fix = f"\n  → {alike[0].fix}" if len({found.fix for found in alike}) == 1 else ""
        blocks.append(f"note[{rule}] {len(alike)} fois, dont {places} (--all les montre toutes){fix}")
    return "\n".join(blocks)


def count_by_rule(findings: Iterable[Finding]) -> list[tuple[str, str, int]]:
    """Return each rule, its severity and its number of findings, the most severe and frequent first."""
    grave = list(SEVERITIES)
    rows = sorted(_count(findings).items(), key=lambda row: (grave.index(row[0][1]), -row[1], row[0][0]))
    return [(rule, SEVERITIES[severity], count) for (rule, severity), count in rows]


def _count(findings: Iterable[Finding]) -> Counter[tuple[str, Severity]]:
    return Counter((found.rule, found.severity) for found in findings)


def format_finding(found: Finding) -> str:
    """Format one finding; its department is named unless the path of the file shows it."""
    named = found.department != ALL_DEPARTMENTS and not found.place.file.startswith("departments/")
    where = f" ({found.department})" if named else ""
    return f"{found.place}: {SEVERITIES[found.severity]}[{found.rule}]{where} {found.message}\n  → {found.fix}"
