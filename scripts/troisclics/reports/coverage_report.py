"""Format the matrix of departments and expected local facts as text, CSV and HTML, lowest coverage first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from ..domain.french import format_date
from ..domain.local_coverage import EXPECTED, Row, State
from .csv_table import format_csv
from .html_page import render_page

MARKS: Mapping[State, str] = {"sure": "●", "doubtful": "○", "absent": "·"}
STATES: Mapping[State, str] = {"sure": "vérifié", "doubtful": "à confirmer", "absent": "absent"}

Format = Callable[[Sequence[Row], date], str]


def format_coverage_text(rows: Sequence[Row], today: date) -> str:
    """Format one line per department, lowest coverage first, with a mark for each column of the head."""
    names = (f"{'│ ' * index}┌ {fact.name}" for index, fact in enumerate(EXPECTED))
    lines = [f"{row.department.slug:<28} {' '.join(MARKS[state] for state in row.states)}" for row in by_coverage(rows)]
    legend = ", ".join(f"{MARKS[state]} {word}" for state, word in STATES.items())
    head = [f"{'':<28} {name}" for name in names]
    totals = [f"  {fact.name} : {_total(rows, index)} sur {len(rows)}" for index, fact in enumerate(EXPECTED)]
    day = f"Informations locales au {format_date(today)} ({legend}) :"
    return "\n".join([day, *head, *lines, "Départements qui disent :", *totals, ""])


def format_coverage_csv(rows: Sequence[Row], today: date) -> str:
    """Format one line per department, by code."""
    head = ["jour", "code", "département", *(fact.name for fact in EXPECTED), "présents", "vérifiés"]
    return format_csv(head, ([today, *_cells(row)] for row in rows))


def _cells(row: Row) -> list[object]:
    who = row.department.identity
    return [who.code, who.name, *(STATES[state] for state in row.states), row.given, row.sure]


def format_coverage_html(rows: Sequence[Row], today: date) -> str:
    """Format the matrix as a page, lowest coverage first."""
    return render_page(
        "coverage.html",
        "Informations locales, par département",
        today=format_date(today),
        facts=[fact.name for fact in EXPECTED],
        totals=[_total(rows, index) for index in range(len(EXPECTED))],
        rows=by_coverage(rows),
        empty=sum(not row.given for row in rows),
        marks=MARKS,
        words=STATES,
    )


def by_coverage(rows: Sequence[Row]) -> list[Row]:
    """Sort `rows` by the number of facts given, then by the number confirmed, lowest first."""
    return sorted(rows, key=lambda row: (row.given, row.sure))


def _total(rows: Sequence[Row], index: int) -> int:
    """Return the number of departments that give the `index`-th fact."""
    return sum(row.states[index] != "absent" for row in rows)


COVERAGE_FORMATS: Mapping[str, Format] = {
    "text": format_coverage_text,
    "csv": format_coverage_csv,
    "html": format_coverage_html,
}
