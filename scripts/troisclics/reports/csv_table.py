"""Format a table as CSV for French spreadsheets: semicolons, a UTF-8 byte order mark, no formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Characters that start a formula in a spreadsheet (OWASP, « CSV injection »)."""


def format_csv(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """Format `rows` below `head`; a text that would be a formula is prefixed with an apostrophe."""
    out = io.StringIO()
    table = csv.writer(out, delimiter=";", lineterminator="\r\n")
    table.writerow(head)
    table.writerows([_escape_formula(value) for value in row] for row in rows)
    return "\ufeff" + out.getvalue()


def _escape_formula(value: object) -> object:
    return (
        f"'{value}"
        if isinstance(value, str) and (value.startswith(_FORMULA) or value.lstrip().startswith(_FORMULA))
        else value
    )
