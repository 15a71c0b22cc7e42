"""Check dates and history: reviews due, values that expire, past events, bulk reviews."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from ..domain.fact_values import value_on
from ..domain.review_periods import review_due
from ..git.history import History
from ..messages import finding
from ..model import (
    ALL_DEPARTMENTS,
    Band,
    Event,
    Fact,
    Finding,
    FreshnessSettings,
    LocalFact,
    Offer,
    Permanence,
    Place,
    Project,
    ReviewItem,
    Stamped,
)
from ..model.conventions import DECLARATION
from .review_items import NO_SOURCE, TO_CONFIRM, last_day, local_facts, title_of

_AT_ONCE = frozenset({"delai-absent", "revue-absente", "revue-sans-source"})
"""The rules that a page breaks from its first day on."""

AgedFinding = tuple[Finding, int]
"""A finding, and the number of days since it became true."""


def check_items(project: Project, items: Iterable[ReviewItem], today: date) -> Iterator[Finding]:
    """Find overdue reviews and expired values; their severity depends on the settings.

    Args:
        project: the project.
        items: its items under review.
        today: the reference date.
    """
    labels = {owner.id: owner.label for owner in project.tree.owners}
    for found, days in (*_reviews(items, labels, today), *_national(project, labels, today), *_local(project, today)):
        yield _with_severity(found, days, project.tree.settings.freshness)


def check_pending(project: Project, items: Iterable[ReviewItem], today: date) -> Iterator[Finding]:
    """Find what would make the sites fail on the day when a page appears.

    Args:
        project: the project.
        items: the pages that are yet to appear.
        today: the reference date.
    """
    labels = {owner.id: owner.label for owner in project.tree.owners}
    for found, days in _reviews(items, labels, today):
        if found.rule in _AT_ONCE:
            yield _with_severity(found, days, project.tree.settings.freshness)


def _with_severity(found: Finding, days: int, settings: FreshnessSettings) -> Finding:
    """Return `found` with the severity that the settings give it after `days` days."""
    if found.rule in settings.report_only:
        return dataclasses.replace(found, severity="note" if found.severity == "note" else "warning")
    for limit in settings.fail_after:
        if limit.rule == found.rule:
            return dataclasses.replace(found, severity="error" if days > limit.days else "warning")
    return found


def _reviews(items: Iterable[ReviewItem], labels: dict[str, str], today: date) -> Iterator[AgedFinding]:
    for item in items:
        values: dict[str, Any] = {
            "title": item.title,
            "file": item.place.file,
            "owner": labels.get(item.owner, item.owner or "inconnu"),
        }
        self_reviewed = item.kind == "page" and item.reason != TO_CONFIRM
        if item.review_in is None:
            yield finding("delai-absent", item.place, item.department, **values), 0
        if item.ended:
            continue
        if item.reviewed is None and not self_reviewed:
            age = item.reason.partition(" (")[2].rstrip(")")
            yield finding("non-verifie", item.place, item.department, age=f" ({age})" if age else "", **values), 0
        elif item.reviewed is None:
            yield finding("revue-absente", item.place, item.department, **values), 0
        elif item.due is not None:
            yield from _due(item, values, today)
        if item.reason == NO_SOURCE:
            yield finding("revue-sans-source", item.place, item.department, reason=item.reason, **values), 0


def _due(item: ReviewItem, values: dict[str, Any], today: date) -> Iterator[AgedFinding]:
    """Yield the finding on a reviewed item that is due soon or overdue."""
    due = review_due(item.reviewed, item.review_in)
    if due is None:
        return
    late = (today - due).days
    if late > 0:
        yield finding("revue-depassee", item.place, item.department, due=due, days=late, **values), late
    elif item.band == Band.SOON and not item.reason:
        yield finding("revue-proche", item.place, item.department, due=due, days=-late, **values), late


def _national(project: Project, labels: dict[str, str], today: date) -> Iterator[AgedFinding]:
    for fact in project.tree.facts:
        value = value_on(fact, today)
        if value is None:
            continue
        values: dict[str, Any] = {
            "title": fact.label,
            "owner": labels.get(fact.owner or "", "inconnu"),
            "start": value.from_,
        }
        ends = [end for end in (value.to, value.revise_by) if end is not None and end < today]
        if ends:
            days = (today - min(ends)).days
            yield finding("fait-perime", value.at, due=min(ends), days=days, **values), days
        if value.status == "obsolete":
            yield finding("bareme-ancien", value.at, **values), (today - value.from_).days
        if fact.id == DECLARATION:
            yield from _declaration(fact, today)


def _declaration(fact: Fact, today: date) -> Iterator[AgedFinding]:
    value = value_on(fact, today)
    start = value.value if value else None
    due = review_due(start, "3 ans") if isinstance(start, date) else None
    if value is None or due is None:
        return
    ends = [end for end in (value.to, value.revise_by) if end is not None]
    if not ends or min(ends) > due or due < today:
        yield finding("declaration-echue", value.at, start=start, due=due), max((today - due).days, 0)


def _local(project: Project, today: date) -> Iterator[AgedFinding]:
    facts: list[tuple[LocalFact, str]] = [(event, ALL_DEPARTMENTS) for event in project.tree.events]
    facts += [(fact, department.code) for department in project.departments for fact in local_facts(department)]
    for fact, code in facts:
        last = last_day(fact)
        if last is not None and last < today:
            yield _ended(fact, last, code, today), (today - last).days


def _ended(fact: LocalFact, last: date, code: str, today: date) -> Finding:
    rules = {Event: "evenement-passe", Offer: "offre-terminee", Permanence: "permanence-ancienne"}
    values = {"title": title_of(fact), "due": last, "days": (today - last).days, "year": last.year}
    return finding(rules[type(fact)], fact.at, code, **values)


def check_history(
    history: History, items: Iterable[ReviewItem], stamps: Iterable[Stamped], settings: FreshnessSettings, today: date
) -> Iterator[Finding]:
    """Find problems with the history, and bulk reviews.

    Args:
        history: the history.
        items: the items under review.
        stamps: the files with rubber stamps.
        settings: the settings.
        today: the reference date.
    """
    if history.state == "shallow":
        yield finding("historique-tronque", Place("content"))
        return
    if history.state == "absent":
        yield finding("historique-absent", Place("content"), detail=history.detail)
        return
    if history.newest is not None and history.newest > today:
        yield finding("historique-futur", Place("content"), newest=history.newest)
    for file in sorted({item.place.file for item in items} - history.files.keys()):
        yield finding("fichier-non-suivi", Place(file))
    for stamp in stamps:
        found = finding("relectures-en-bloc", stamp.place, count=stamp.count, file=stamp.place.file)
        yield _with_severity(found, 0, settings)
