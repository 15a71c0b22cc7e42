"""Format findings as GitHub annotations: workflow commands, which show them on the lines of a pull request.

Format: https://docs.github.com/actions/reference/workflow-commands-for-github-actions
"""

from __future__ import annotations

from ..model import Finding
from . import Report

_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


def format_github(report: Report) -> str:
    """Format `report` as one command per line."""
    return "".join(_command(found) + "\n" for found in report.findings)


def _command(found: Finding) -> str:
    keys = {"file": found.place.file, "line": str(max(found.place.line, 1)), "title": found.rule}
    if found.place.column:
        keys["col"] = str(found.place.column)
    written = ",".join(f"{key}={_escape(value, ':,')}" for key, value in keys.items())
    text = _escape(f"{found.message}\n→ {found.fix}")
    return f"::{_COMMANDS[found.severity]} {written}::{text}"


def _escape(text: str, also: str = "") -> str:
    """Escape what would end a command or one of its properties (`also`)."""
    for char in f"%\r\n{also}":
        text = text.replace(char, f"%{ord(char):02X}")
    return text
