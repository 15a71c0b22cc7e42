"""Check dates and review periods: what is overdue, past, undated or never reviewed."""

from __future__ import annotations

from collections.abc import Iterator

from ..freshness.review_items import ReviewRater, items_of, pending_items
from ..freshness.rules import check_items, check_pending
from ..messages.freshness_rules import RULES
from ..model import Finding
from . import Check, Subject

GIT_RULES = frozenset(
    {"relectures-en-bloc", "historique-absent", "historique-tronque", "historique-futur", "fichier-non-suivi"}
)
"""The rules that read the git history, only in `troisclics report freshness`: other clones may be shallow."""


def check_freshness(subject: Subject) -> Iterator[Finding]:
    """Report what the dates of the project show, except notes, which only the freshness report gives."""
    rater = ReviewRater(subject.today, subject.project.tree.settings.freshness)
    project = subject.project
    shown = check_items(project, items_of(project, rater), subject.today)
    pending = check_pending(project, pending_items(project, rater), subject.today)
    for found in (*shown, *pending):
        if found.severity != "note" and subject.wants(found.place.file):
            yield found


FRESHNESS = Check("Fraîcheur", frozenset(RULES) - GIT_RULES, check_freshness)
