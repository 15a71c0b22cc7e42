"""Compute the age of each department and the load of each owner."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from ..domain.review_periods import add_duration
from ..git.history import History
from ..model import ALL_DEPARTMENTS, Band, Department, DepartmentAge, OwnerLoad, Project, ReviewItem
from .review_items import NO_OWNER

DELEGATION = "delegation"
"""The owner id that stands for the delegation of the item's department."""


@dataclass(frozen=True, slots=True)
class Activity:
    """The activity on files: day of the last real change, days with changes in the last year, number of people."""

    changed: date | None
    updates: int
    contributors: int


def activity(files: Iterable[str], history: History, today: date) -> Activity:
    """Return the activity on files.

    Args:
        files: the files.
        history: the history.
        today: the reference date.
    """
    known = [history.files[file] for file in sorted(set(files)) if file in history.files]
    days = {day for file in known for day in file.changed}
    people = {person for file in known for person in file.contributors}
    year = [day for day in days if day <= today < add_duration(day, "1 an")]
    return Activity(max(days, default=None), len(year), len(people))


def department_ages(
    project: Project, items: Iterable[ReviewItem], history: History, today: date
) -> tuple[DepartmentAge, ...]:
    """Return the age of each department, in the order of their codes: that of its oldest item that has not ended.

    Args:
        project: the project.
        items: the items under review.
        history: the history.
        today: the reference date.
    """
    own_items = _by(items, lambda item: item.department)
    return tuple(
        _age(department, own_items.get(department.code, []), history, today) for department in project.departments
    )


def _age(department: Department, items: list[ReviewItem], history: History, today: date) -> DepartmentAge:
    live = [item for item in items if not item.ended]
    files = (department.file.at.file, *(overlay.at.file for overlay in department.overlays))
    seen = activity(files, history, today)
    reviews = [item.reviewed for item in live if item.reviewed]
    return DepartmentAge(
        code=department.code,
        slug=department.slug,
        name=department.identity.name,
        band=max((item.band for item in live), default=Band.NEVER),
        items=len(live),
        fresh=sum(item.band == Band.FRESH for item in live),
        overdue=sum(item.band >= Band.OVERDUE and item.reviewed is not None for item in live),
        never=sum(item.reviewed is None for item in live),
        oldest_review=min(reviews, default=None),
        as_of=min((item.as_of for item in live if item.as_of and not item.reviewed), default=None),
        changed=seen.changed,
        updates=seen.updates,
        contributors=seen.contributors,
    )


def owner_loads(project: Project, items: Iterable[ReviewItem], history: History, today: date) -> tuple[OwnerLoad, ...]:
    """Return the load of each owner, the most overdue first.

    Delegations are counted per department, including those without any item.

    Args:
        project: the project.
        items: the items under review.
        history: the history.
        today: the reference date.
    """
    groups = _by(items, _owner_key)
    owners = {owner.id: owner for owner in project.tree.owners}
    departments = {department.code: department for department in project.departments}
    loads = []
    for key in sorted({*groups, *(f"{DELEGATION}-{code}" for code in departments)}):
        own_items = groups.get(key, [])
        department = departments.get(key.removeprefix(f"{DELEGATION}-"))
        owner = owners.get(DELEGATION if department else key)
        label = owner.label if owner else "Sans responsable connu"
        if department:
            label = f"{label} {department.identity.de}"
        seen = activity((item.place.file for item in own_items), history, today)
        mailbox = (owner.mailbox if owner else None) or (_mailbox(department) if department else "")
        loads.append(OwnerLoad(key, label, mailbox or "", tuple(own_items), seen.updates, seen.contributors))
    return tuple(sorted(loads, key=lambda load: (-load.late, load.id)))


def _owner_key(item: ReviewItem) -> str:
    if item.owner == DELEGATION and item.department != ALL_DEPARTMENTS:
        return f"{DELEGATION}-{item.department}"
    return item.owner or NO_OWNER


def _mailbox(department: Department) -> str:
    """Return the confirmed mailbox of the delegation of `department`, or ""."""
    boxes = (contact.email for contact in department.file.contacts if contact.status == "confirmed")
    return next((box for box in boxes if box), "")


def _by(items: Iterable[ReviewItem], key: Callable[[ReviewItem], str]) -> dict[str, list[ReviewItem]]:
    groups: dict[str, list[ReviewItem]] = defaultdict(list)
    for item in items:
        groups[key(item)].append(item)
    return groups
