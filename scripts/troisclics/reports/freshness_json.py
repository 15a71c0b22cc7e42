"""Format ages as JSON, as defined in `schemas/freshness.json`, for other programs."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, ClassVar, Literal

from ..model import ALL_DEPARTMENTS, STRICT, Band, FreshnessReport, ItemKind, ReviewItem
from .freshness_words import link, owner_labels

BandName = Literal["fresh", "soon", "overdue", "over_1_year", "over_3_years", "never"]
_BANDS: dict[Band, BandName] = {
    Band.FRESH: "fresh",
    Band.SOON: "soon",
    Band.OVERDUE: "overdue",
    Band.YEAR: "over_1_year",
    Band.THREE_YEARS: "over_3_years",
    Band.NEVER: "never",
}


@dataclass(frozen=True, slots=True)
class ItemEntry:
    """An item to review; dates are ISO 8601 or null."""

    __pydantic_config__: ClassVar[Any] = STRICT
    kind: ItemKind
    title: str
    file: str
    line: int
    link: str | None
    department: str | None
    owner: str
    band: BandName
    reviewed: str | None
    claimed: str | None
    due: str | None
    changed: str | None
    reason: str
    ended: bool


@dataclass(frozen=True, slots=True)
class DepartmentEntry:
    """A department and its age."""

    __pydantic_config__: ClassVar[Any] = STRICT
    code: str
    name: str
    band: BandName
    items: int
    fresh: int
    overdue: int
    never: int
    oldest_review: str | None
    as_of: str | None
    changed: str | None
    updates: int
    contributors: int


@dataclass(frozen=True, slots=True)
class OwnerEntry:
    """An owner, their number of items, and how many are late."""

    __pydantic_config__: ClassVar[Any] = STRICT
    id: str
    label: str
    mailbox: str | None
    items: int
    late: int
    updates: int
    contributors: int


@dataclass(frozen=True, slots=True)
class PointEntry:
    """The number of files up to date on a day, and of all files."""

    __pydantic_config__: ClassVar[Any] = STRICT
    day: str
    shared_fresh: int
    shared: int
    local_fresh: int
    local: int


@dataclass(frozen=True, slots=True)
class StampEntry:
    """A file whose last reviews are rubber stamps."""

    __pydantic_config__: ClassVar[Any] = STRICT
    file: str
    count: int
    claimed: str | None
    counted: str | None


@dataclass(frozen=True, slots=True)
class FreshnessFile:
    """The report; `history` is null, or what is missing from the git history, and why."""

    __pydantic_config__: ClassVar[Any] = STRICT
    version: int
    today: str
    history: str | None
    departments: tuple[DepartmentEntry, ...]
    owners: tuple[OwnerEntry, ...]
    items: tuple[ItemEntry, ...]
    curve: tuple[PointEntry, ...]
    stamps: tuple[StampEntry, ...]


HELP = {
    "as_of": "Âge de l'information la plus ancienne, selon sa source",
    "band": "État : fresh (à jour), soon (bientôt à revoir), overdue (dépassé), over_1_year, over_3_years ou never",
    "changed": "Jour où le texte a vraiment changé, selon git (AAAA-MM-JJ)",
    "claimed": "Jour de relecture écrit dans le fichier (AAAA-MM-JJ)",
    "contributors": "Nombre de personnes qui ont vraiment changé les textes",
    "count": "Nombre de relectures en bloc à la suite",
    "counted": "Jour de relecture retenu (AAAA-MM-JJ)",
    "curve": "Fichiers à jour à la fin de chaque mois, depuis deux ans",
    "due": "Dernier jour avant la prochaine relecture (AAAA-MM-JJ)",
    "ended": "Événement passé ou offre terminée : ne vieillit plus son département",
    "history": "null, ou ce qui manque à l'historique git",
    "kind": "page, fact (fait national), event, local-page (texte local) ou local (fiche du département)",
    "late": "Nombre d'éléments dépassés ou jamais relus",
    "link": "Adresse dans la forge, ou null",
    "mailbox": "Boîte fonctionnelle, ou null si elle n'est pas connue",
    "owner": "Qui en répond, en toutes lettres",
    "reason": "Pourquoi ce n'est pas à jour, en français",
    "reviewed": "Jour de la dernière relecture qui compte (AAAA-MM-JJ)",
    "today": "Jour du rapport (AAAA-MM-JJ)",
    "updates": "Nombre de jours où un texte a vraiment changé, sur douze mois",
    "version": "Version de ce format : 1",
}


def format_freshness_json(report: FreshnessReport) -> str:
    """Format `report` as a JSON document, one key per line."""
    label = owner_labels(report)
    file = FreshnessFile(
        version=1,
        today=report.today.isoformat(),
        history=report.history or None,
        departments=tuple(
            DepartmentEntry(
                entry.code, entry.name, _BANDS[entry.band], entry.items, entry.fresh, entry.overdue, entry.never,
                _iso(entry.oldest_review), _iso(entry.as_of), _iso(entry.changed), entry.updates, entry.contributors,
            )
            for entry in report.departments
        ),
        owners=tuple(
            OwnerEntry(
                load.id, load.label, load.mailbox or None, len(load.items), load.late, load.updates, load.contributors
            )
            for load in report.owners
        ),
        items=tuple(_item(report, item, label(item)) for item in report.items),
        curve=tuple(
            PointEntry(point.day.isoformat(), point.shared_fresh, point.shared, point.local_fresh, point.local)
            for point in report.curve
        ),
        stamps=tuple(
            StampEntry(stamp.place.file, stamp.count, _iso(stamp.claimed), _iso(stamp.counted))
            for stamp in report.stamps
        ),
    )  # fmt: skip
    return json.dumps(asdict(file), ensure_ascii=False, indent=1) + "\n"


def _item(report: FreshnessReport, item: ReviewItem, owner: str) -> ItemEntry:
    return ItemEntry(
        kind=item.kind,
        title=item.title,
        file=item.place.file,
        line=item.place.line,
        link=link(report, item.place) or None,
        department=None if item.department == ALL_DEPARTMENTS else item.department,
        owner=owner,
        band=_BANDS[item.band],
        reviewed=_iso(item.reviewed),
        claimed=_iso(item.claimed),
        due=_iso(item.due),
        changed=_iso(item.changed),
        reason=item.reason,
        ended=item.ended,
    )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
