"""Tables as CSV: what a French spreadsheet makes of them."""

from __future__ import annotations

import csv
import io

import pytest

from troisclics.reports.coverage_report import format_coverage_csv
from troisclics.reports.csv_table import format_csv
from troisclics.reports.facts_report import format_facts_csv

from ..samples import TODAY


def test_a_french_spreadsheet_opens_it() -> None:
    """It has the mark of UTF-8, semicolons and Windows line ends; numbers stay numbers, what is not known is empty."""
    table = format_csv(["libellé", "jours"], [["été", -3], ["hiver", None]])
    assert table == "\ufefflibellé;jours\r\nété;-3\r\nhiver;\r\n"


@pytest.mark.parametrize(
    "text", ['=HYPERLINK("http://x")', "+33", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\u00a0=1", "＝1"]
)
def test_no_cell_is_a_formula(text: str) -> None:
    """What a spreadsheet would compute is shown as it is written."""
    _, row = csv.reader(io.StringIO(format_csv(["a", "b"], [["x", text]]), newline=""), delimiter=";")
    assert row == ["x", f"'{text}"]


def test_every_table_is_written_so() -> None:
    """Facts and coverage begin with the mark of UTF-8: spreadsheets would show « libellÃ© » without it."""
    assert format_facts_csv([], TODAY).startswith("\ufeffjour;")
    assert format_coverage_csv([], TODAY).startswith("\ufeffjour;")
