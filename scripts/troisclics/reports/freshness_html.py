"""Format ages as one self-contained page for managers, to read on a screen or print."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ..domain.french import MONTHS, format_date
from ..domain.local_coverage import EXPECTED, Row
from ..domain.tile_map import COLUMNS, place_tiles
from ..model import ALL_DEPARTMENTS, Band, CurvePoint, DepartmentAge, FreshnessReport, Place, ReviewItem
from . import format_counts
from .coverage_report import MARKS, STATES, by_coverage
from .freshness_text import WORST
from .freshness_words import BANDS, KINDS, link, owner_labels
from .html_page import render_page

TILE = 44
"""Side of a tile, in units of the SVG."""
WIDTH, HEIGHT = 600, 160
"""Size of the curve, in units of the SVG."""
_LETTERS = {
    Band.FRESH: "✓", Band.SOON: "…", Band.OVERDUE: "!", Band.YEAR: "1", Band.THREE_YEARS: "3", Band.NEVER: "–",
}  # fmt: skip
"""Letters that distinguish the bands without colours."""


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A tile of the map: its position, its department, its letter and its link."""

    x: int
    y: int
    entry: DepartmentAge
    letter: str
    link: str


def format_freshness_html(report: FreshnessReport, rows: Sequence[Row]) -> str:
    """Format `report` and the matrix of expected local facts as a page in French."""
    national = [item for item in report.items if item.department == ALL_DEPARTMENTS]
    local = [item for item in report.items if item.department != ALL_DEPARTMENTS and not item.ended]
    tiles = _tiles(report)
    silent = [entry for entry in report.departments if not entry.items]
    return render_page(
        "freshness.html",
        "Fraîcheur des sites de l'action sociale",
        today=format_date(report.today),
        report=report,
        bands=[(band, BANDS[band], _LETTERS[band]) for band in Band],
        totals=[
            (BANDS[band], _share(national, band), _share(local, band), _departments(report, band)) for band in Band
        ],
        national=len(national),
        once=sum(item.kind == "page" and not item.rechecked for item in national),
        pages=sum(item.kind == "page" for item in national),
        local=len(local),
        tiles=tiles,
        tile=TILE,
        width=COLUMNS * TILE,
        height=max((tile.y for tile in tiles), default=0) + TILE,
        curve=_curve(report.curve),
        size=(WIDTH, HEIGHT),
        worst=_worst(report),
        silent=silent,
        owners=[load for load in report.owners if load.items],
        late=sorted((item for item in national if item.band > Band.FRESH), key=_oldest),
        local_late=sorted((i for i in report.items if i.department != ALL_DEPARTMENTS and i.band > 0), key=_oldest),
        kinds=KINDS,
        words=BANDS,
        owner=owner_labels(report),
        link=lambda place: link(report, place),
        page=lambda file: link(report, Place(file)),
        day=lambda day: format_date(day) if day else "–",
        counts=format_counts(report.findings),
        errors=[found for found in report.findings if found.severity == "error"],
        most=WORST,
        coverage={
            "rows": by_coverage(rows),
            "facts": [fact.name for fact in EXPECTED],
            "totals": [sum(row.states[n] != "absent" for row in rows) for n in range(len(EXPECTED))],
            "marks": MARKS,
            "words": STATES,
        },
    )


def _share(items: Sequence[ReviewItem], band: Band) -> int:
    return sum(item.band == band for item in items)


def _departments(report: FreshnessReport, band: Band) -> int:
    return Counter(entry.band for entry in report.departments)[band]


def _oldest(item: ReviewItem) -> tuple[int, str, Place]:
    return -item.band, item.department, item.place


def _tiles(report: FreshnessReport) -> list[_Drawn]:
    entries = {entry.code: entry for entry in report.departments}
    return [
        _Drawn(
            tile.column * TILE,
            tile.row * TILE,
            entries[code],
            _LETTERS[entries[code].band],
            link(report, Place(f"departments/{entries[code].slug}/department.yml")),
        )
        for code, tile in place_tiles(entries).items()
    ]


def _worst(report: FreshnessReport) -> list[DepartmentAge]:
    """Return the departments with local facts that are late: by band, age, and number of late items."""
    late = [entry for entry in report.departments if entry.items and entry.band > Band.SOON]
    return sorted(
        late, key=lambda entry: (-entry.band, entry.as_of or date.max, -(entry.overdue + entry.never), entry.code)
    )


def _curve(points: Sequence[CurvePoint]) -> list[dict[str, object]]:
    """Return, for each point, its position on both lines (None before the first file) and its label."""
    step = WIDTH / max(len(points) - 1, 1)
    return [
        {
            "x": round(index * step, 1),
            "shared": _height(point.shared_fresh, point.shared),
            "local": _height(point.local_fresh, point.local),
            "point": point,
            "month": f"{MONTHS[point.day.month - 1]} {point.day.year}",
            "mark": point.day.month in {6, 12} or index == len(points) - 1,
        }
        for index, point in enumerate(points)
    ]


def _height(fresh: int, total: int) -> float | None:
    return round(HEIGHT - HEIGHT * fresh / total, 1) if total else None
