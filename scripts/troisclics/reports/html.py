"""Format findings as a page for managers: by severity, owner and file."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby

from ..domain.french import format_date
from ..messages import RULES
from ..model import ALL_DEPARTMENTS, Finding, Severity
from . import SEVERITIES, Report, format_counts
from .html_page import render_page

_TITLES: dict[Severity, str] = {"error": "Erreurs", "warning": "Avertissements", "note": "Notes"}
NOBODY = "Sans responsable connu"


@dataclass(frozen=True, slots=True)
class _Group:
    """The findings of one severity, by owner."""

    title: str
    count: int
    owners: tuple[tuple[str, tuple[Finding, ...]], ...]


def format_html(report: Report) -> str:
    """Format `report` as a page in French."""
    rules = Counter(found.rule for found in report.findings)
    return render_page(
        "findings.html",
        "Contrôle des sites de l'action sociale",
        today=format_date(report.today),
        counts=format_counts(report.findings),
        rules=len(report.rules),
        words=tuple(_TITLES.values()),
        totals=[line for line in _totals(report) if any(line[1][:-1])],
        only_notes=sum(not any(numbers[:-1]) for _, numbers in _totals(report)),
        groups=tuple(_groups(report)),
        reasons=[(rule, RULES[rule].why, number) for rule, number in sorted(rules.items())],
        everywhere=ALL_DEPARTMENTS,
    )


def _owner(report: Report, found: Finding) -> str:
    return report.owner(found) or NOBODY


def _totals(report: Report) -> list[tuple[str, list[int]]]:
    """Return, for each owner, the number of findings of each severity; owners with the most errors come first."""
    counts = Counter((_owner(report, found), found.severity) for found in report.findings)
    owners = {owner for owner, _ in counts}
    lines = [(owner, [counts[owner, severity] for severity in SEVERITIES]) for owner in owners]
    return sorted(lines, key=lambda line: ([-number for number in line[1]], line[0]))


def _groups(report: Report) -> list[_Group]:
    groups = []
    for severity, title in _TITLES.items():
        found = [(_owner(report, one), one) for one in report.findings if one.severity == severity]
        owners = groupby(sorted(found), key=lambda pair: pair[0])
        by_owner = tuple((owner, tuple(one for _, one in pairs)) for owner, pairs in owners)
        groups.append(_Group(title, len(found), by_owner))
    return [group for group in groups if group.count]
