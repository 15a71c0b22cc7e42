"""Ages as CSV that a French spreadsheet opens right: semicolons, UTF-8 with its mark, nothing taken for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date

from ..model import ALL_DEPARTMENTS, FreshnessReport
from .freshness_words import BANDS, KINDS, link, owner_labels

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the start of a formula (OWASP, « CSV injection »)."""

_ITEM = (
    "état", "nature", "titre", "responsable", "département", "relu le", "à relire avant le", "jours de retard",
    "texte modifié le", "motif", "fichier", "ligne", "lien",
)  # fmt: skip
_DEPARTMENT = (
    "département", "état", "informations locales", "à jour", "en retard", "jamais vérifiées",
    "relecture la plus ancienne", "âge selon la source", "texte modifié le",
    "modifications sur douze mois", "contributeurs",
)  # fmt: skip


def format_items_csv(report: FreshnessReport) -> bytes:
    """One line for each thing to review, the oldest first."""
    labels, names = owner_labels(report), {entry.code: entry.name for entry in report.departments}
    rows = []
    for item in sorted(report.items, key=lambda item: (-item.band, item.due or date.min, item.place)):
        late = (report.today - item.due).days if item.due and item.due < report.today else ""
        code = item.department
        rows.append([
            BANDS[item.band], KINDS[item.kind], item.title, labels(item),
            "" if code == ALL_DEPARTMENTS else f"{code} {names[code]}",
            item.reviewed, item.due, late, item.changed, item.reason, item.place.file, item.place.line,
            link(report, item.place),
        ])  # fmt: skip
    return _table(_ITEM, rows)


def format_departments_csv(report: FreshnessReport) -> bytes:
    """One line for each department, in the order of their codes."""
    rows = [
        [
            f"{entry.code} {entry.name}", BANDS[entry.band], entry.items, entry.fresh, entry.overdue, entry.never,
            entry.oldest_review, entry.as_of, entry.changed, entry.updates, entry.contributors,
        ]
        for entry in report.departments
    ]  # fmt: skip
    return _table(_DEPARTMENT, rows)


def _table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> bytes:
    out = io.StringIO()
    table = csv.writer(out, delimiter=";", lineterminator="\r\n")
    table.writerow(head)
    table.writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _cell(value: object) -> object:
    """`value` as a cell; a text that would be a formula is shown as a text."""
    text = "" if value is None else str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA) else text
