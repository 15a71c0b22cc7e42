"""A table as CSV that a French spreadsheet opens right: semicolons, a mark of UTF-8, nothing taken for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the start of a formula (OWASP, « CSV injection »)."""


def format_csv(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """Format `rows` below `head`; a text that a spreadsheet would compute gets an apostrophe before it."""
    out = io.StringIO()
    table = csv.writer(out, delimiter=";", lineterminator="\r\n")
    table.writerow(head)
    table.writerows([_defused(value) for value in row] for row in rows)
    return "\ufeff" + out.getvalue()


def _defused(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
