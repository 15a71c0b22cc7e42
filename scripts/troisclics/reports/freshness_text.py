"""Format ages for a terminal: totals by band, the most overdue departments and owners, then all findings."""

from __future__ import annotations

from collections import Counter

from ..domain.french import format_date
from ..model import ALL_DEPARTMENTS, Band, FreshnessReport
from . import format_counts
from .freshness_words import BANDS
from .text import format_text

WORST = 10
"""The maximum number of departments and owners named in short reports."""


def format_freshness_text(report: FreshnessReport) -> str:
    """Format `report` for a terminal."""
    shared = Counter(item.band for item in report.items if item.department == ALL_DEPARTMENTS)
    local = Counter(item.band for item in report.items if item.department != ALL_DEPARTMENTS and not item.ended)
    departments = Counter(entry.band for entry in report.departments)
    lines = [f"Fraîcheur au {format_date(report.today)}"]
    if report.history:
        lines.append(f"Attention : {report.history} ; rien ne peut être dit à jour.")
    lines.append(f"{'':<20}{'national':>10}{'local':>10}{'départements':>15}")
    lines += [f"{BANDS[band]:<20}{shared[band]:>10}{local[band]:>10}{departments[band]:>15}" for band in Band]
    if not report.history:
        pages = [item for item in report.items if item.kind == "page"]
        once = sum(not item.rechecked for item in pages)
        lines.append(f"Pages nationales qui n'ont été relues que le jour de leur écriture : {once} sur {len(pages)}.")
    owners = [load for load in report.owners if load.late][:WORST]
    if owners:
        lines.append("Responsables les plus en retard :")
        lines += [f"  {load.label} : {load.late} sur {len(load.items)}" for load in owners]
    lines.append(f"À relire dans les 90 jours : {len(report.due)}.")
    if report.stamps:
        lines.append(f"Relectures en bloc, sans rien dire de ce qui a été vérifié : {len(report.stamps)} fichiers.")
    found = format_text(report.findings)
    return "\n".join([*lines, *([found] if found else []), f"{format_counts(report.findings)}.", ""])
