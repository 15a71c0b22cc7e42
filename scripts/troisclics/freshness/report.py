"""Assemble the freshness report."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from ..git.history import History
from ..model import ALL_DEPARTMENTS, Finding, FreshnessReport, Project, ReviewItem
from .age_curve import curve
from .ages import department_ages, owner_loads
from .review_items import ReviewRater, items_of
from .rubber_stamps import stamped_files
from .rules import check_history, check_items

HORIZON = timedelta(days=90)
"""How far ahead the report lists what falls due."""


def freshness_report(project: Project, history: History, today: date, found: Iterable[Finding] = ()) -> FreshnessReport:
    """Return the freshness report.

    Args:
        project: the project.
        history: the history.
        today: the reference date.
        found: the findings from reading the project.
    """
    settings = project.tree.settings.freshness
    items = tuple(items_of(project, ReviewRater(today, settings, history)))
    stamps = stamped_files(history, items)
    problems = [*check_items(project, items, today), *check_history(history, items, stamps, settings, today)]
    return FreshnessReport(
        today=today,
        items=items,
        departments=department_ages(project, items, history, today),
        owners=owner_loads(project, items, history, today),
        due=tuple(sorted((item for item in items if _falls_due(item, today)), key=_by_due)),
        curve=curve(items, history, today, settings.stamps),
        stamps=stamps,
        findings=tuple(sorted({*found, *problems})),
        history=history.detail if history.state != "complete" else "",
        forge=project.tree.forge,
    )


def _falls_due(item: ReviewItem, today: date) -> bool:
    return item.due is not None and today <= item.due <= today + HORIZON and not item.ended


def _by_due(item: ReviewItem) -> tuple[date | None, bool, object]:
    return item.due, item.department != ALL_DEPARTMENTS, item.place
