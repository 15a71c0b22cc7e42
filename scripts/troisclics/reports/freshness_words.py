"""Define what the freshness reports share: French words, labels of owners, links to the forge."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..model import ALL_DEPARTMENTS, Band, FreshnessReport, ItemKind, Place, ReviewItem

BANDS: Mapping[Band, str] = {
    Band.FRESH: "à jour",
    Band.SOON: "à revoir bientôt",
    Band.OVERDUE: "dépassé",
    Band.YEAR: "plus d'un an",
    Band.THREE_YEARS: "plus de trois ans",
    Band.NEVER: "jamais relu",
}
KINDS: Mapping[ItemKind, str] = {
    "page": "page nationale",
    "fact": "montant ou fait national",
    "event": "événement national",
    "local-page": "texte local",
    "local": "information locale",
}


def owner_labels(report: FreshnessReport) -> Callable[[ReviewItem], str]:
    """Return a function from an item to the label of its owner."""
    labels = {item.place: load.label for load in report.owners for item in load.items}
    return lambda item: labels[item.place]


def link(report: FreshnessReport, place: Place) -> str:
    """Return the URL of `place` in the forge; "" if no forge is set."""
    line = f"#L{place.line}" if place.line else ""
    return f"{report.forge}{place.file}{line}" if report.forge else ""


def about(item: ReviewItem) -> str:
    """Return the title of an item, with its department if it has one: « Titre (50) »."""
    return item.title if item.department == ALL_DEPARTMENTS else f"{item.title} ({item.department})"
