"""Format ages as CSV, by item and by department."""

from __future__ import annotations

from datetime import date

from ..model import ALL_DEPARTMENTS, FreshnessReport
from .csv_table import format_csv
from .freshness_words import BANDS, KINDS, link, owner_labels

_ITEM = (
    "état", "nature", "titre", "responsable", "département", "relu le", "à relire avant le", "jours de retard",
    "texte modifié le", "motif", "fichier", "ligne", "lien",
)  # fmt: skip
_DEPARTMENT = (
    "département", "état", "informations locales", "à jour", "en retard", "jamais vérifiées",
    "relecture la plus ancienne", "âge selon la source", "texte modifié le",
    "modifications sur douze mois", "contributeurs",
)  # fmt: skip


def format_items_csv(report: FreshnessReport) -> str:
    """Format one line per item to review, the oldest first."""
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
    return format_csv(_ITEM, rows)


def format_departments_csv(report: FreshnessReport) -> str:
    """Format one line per department, by code."""
    rows = [
        [
            f"{entry.code} {entry.name}", BANDS[entry.band], entry.items, entry.fresh, entry.overdue, entry.never,
            entry.oldest_review, entry.as_of, entry.changed, entry.updates, entry.contributors,
        ]
        for entry in report.departments
    ]  # fmt: skip
    return format_csv(_DEPARTMENT, rows)
