"""Findings as text: `file:line: sévérité[règle] message`, then how to mend it."""

from __future__ import annotations

from collections.abc import Iterable

from ..model import ALL_DEPARTMENTS, Finding
from . import SEVERITIES, Report


def format_report(report: Report) -> str:
    """The findings of `report`, two lines each; empty if there is none."""
    text = format_text(report.findings)
    return f"{text}\n" if text else ""


def format_text(findings: Iterable[Finding]) -> str:
    """All findings, in their order, two lines each."""
    return "\n".join(format_finding(found) for found in findings)


def format_finding(found: Finding) -> str:
    """One finding. The department is named where the file does not already say it."""
    named = found.department != ALL_DEPARTMENTS and not found.place.file.startswith("departments/")
    where = f" ({found.department})" if named else ""
    return f"{found.place}: {SEVERITIES[found.severity]}[{found.rule}]{where} {found.message}\n  → {found.fix}"
