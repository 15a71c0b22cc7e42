"""Findings as text: `file:line: sévérité[règle] message`, then how to mend it."""

from __future__ import annotations

from collections.abc import Iterable

from ..model import ALL_DEPARTMENTS, Finding

_SEVERITIES = {"error": "erreur", "warning": "avertissement", "note": "note"}


def format_text(findings: Iterable[Finding]) -> str:
    """All findings, in their order, two lines each."""
    return "\n".join(format_finding(found) for found in findings)


def format_finding(found: Finding) -> str:
    """One finding. The department is named where the file does not already say it."""
    named = found.department != ALL_DEPARTMENTS and not found.place.file.startswith("departments/")
    where = f" ({found.department})" if named else ""
    return f"{found.place}: {_SEVERITIES[found.severity]}[{found.rule}]{where} {found.message}\n  → {found.fix}"
