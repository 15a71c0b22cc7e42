"""Reduce a project to what the sites of one day show: its pages, local texts and passages have first and last days.

Everything that makes sites reads the project of a day; checks of texts read the project as written, so that an editor
sees a mistake long before its page appears.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator
from datetime import date, timedelta
from typing import TypeVar

from ..model import Department, Overlay, OverlayMeta, Page, PageMeta, Project, Task, Tree
from .passages import read_passages, show_on, without_marks

_DAY = timedelta(days=1)
_Text = TypeVar("_Text", Page, Overlay)


def is_shown(meta: PageMeta | OverlayMeta, day: date) -> bool:
    """Tell whether the sites of `day` have the page or local text."""
    return (meta.publish_on is None or meta.publish_on <= day) and not is_expired(meta, day)


def is_expired(meta: PageMeta | OverlayMeta, day: date) -> bool:
    """Tell whether the last day of the page or local text has passed."""
    return meta.expires_on is not None and meta.expires_on < day


def shown_on(project: Project, day: date) -> Project:
    """Return `project` as the sites of `day` show it; `project` itself if it has no dates.

    A page of another day is in no list, menu or task. Local texts leave with the page that they complete. What has
    expired is kept apart, for the notice at its address.
    """
    if not scheduled_files(project):
        return project
    tree = project.tree
    gone = frozenset(page.uri for page in tree.pages if not is_shown(page.meta, day))
    shared = frozenset(page.uri for page in tree.pages)
    departments = tuple(_department_on(one, day, gone, shared) for one in project.departments)
    return Project(_tree_on(tree, day, gone), departments)


def _tree_on(tree: Tree, day: date, gone: Collection[str]) -> Tree:
    return dataclasses.replace(
        tree,
        pages=tuple(_text_on(page, day) for page in tree.pages if page.uri not in gone),
        menu=tuple(uri for uri in tree.menu if uri not in gone),
        tasks=tuple(_task_without(task, gone) for task in tree.tasks if _page_of(task.answer) not in gone),
        expired=(*tree.expired, *(page for page in tree.pages if is_expired(page.meta, day))),
    )


def _task_without(task: Task, gone: Collection[str]) -> Task:
    return dataclasses.replace(task, tempting=tuple(uri for uri in task.tempting if _page_of(uri) not in gone))


def _page_of(answer: str) -> str:
    return answer.partition("#")[0]


def _department_on(department: Department, day: date, gone: Collection[str], shared: Collection[str]) -> Department:
    overlays = (one for one in department.overlays if one.uri not in gone and is_shown(one.meta, day))
    texts = (_text_on(overlay, day) for overlay in overlays)
    own = (one for one in department.overlays if one.uri not in shared and is_expired(one.meta, day))
    return dataclasses.replace(
        department,
        # A local text of which nothing is shown today completes nothing.
        overlays=tuple(text for text in texts if text.body.strip() or text.uri not in shared),
        expired=(*department.expired, *own),
    )


def _text_on(text: _Text, day: date) -> _Text:
    body = show_on(text.body, day)
    return text if body == text.body else _with_body(text, body)


def _with_body(text: _Text, body: str) -> _Text:
    """Return `text` with another body of as many lines, which starts at its first line that is not blank."""
    left = body.lstrip("\n")
    return dataclasses.replace(text, body=left, body_line=text.body_line + len(body) - len(left))


def undated(project: Project) -> Project:
    """Return `project` with all its pages, local texts and passages, whatever the day."""
    if not scheduled_files(project):
        return project
    departments = (
        dataclasses.replace(one, overlays=tuple(_undated_overlay(overlay) for overlay in one.overlays))
        for one in project.departments
    )
    pages = tuple(_undated_page(page) for page in project.tree.pages)
    return Project(dataclasses.replace(project.tree, pages=pages), tuple(departments))


def _undated_page(page: Page) -> Page:
    meta = dataclasses.replace(page.meta, publish_on=None, expires_on=None)
    return dataclasses.replace(_with_body(page, without_marks(page.body)), meta=meta)


def _undated_overlay(overlay: Overlay) -> Overlay:
    meta = dataclasses.replace(overlay.meta, publish_on=None, expires_on=None)
    return dataclasses.replace(_with_body(overlay, without_marks(overlay.body)), meta=meta)


def scheduled_files(project: Project) -> frozenset[str]:
    """Return the files of all pages and local texts that have dates, or dated passages."""
    return frozenset(text.at.file for text in texts_of(project) if _is_scheduled(text))


def schedule_days(project: Project) -> tuple[date, ...]:
    """Return the days on which something appears or leaves, in order."""
    return tuple(sorted({day for text in texts_of(project) for day, _ in changes_of(text)}))


def changes_of(text: Page | Overlay) -> Iterator[tuple[date, int]]:
    """Yield each day on which a text or a passage of it appears or leaves, with its line; 0 for the whole text."""
    if not _is_scheduled(text):
        return
    if text.meta.publish_on:
        yield text.meta.publish_on, 0
    if text.meta.expires_on:
        yield text.meta.expires_on + _DAY, 0
    for passage in read_passages(text.body)[0]:
        line = text.body_line + passage.opened
        if passage.since:
            yield passage.since, line
        if passage.until:
            yield passage.until + _DAY, line


def _is_scheduled(text: Page | Overlay) -> bool:
    meta = text.meta
    dated = meta.publish_on is not None or meta.expires_on is not None
    return dated or ("<!" in text.body and bool(read_passages(text.body)[0]))


def texts_of(project: Project) -> Iterator[Page | Overlay]:
    """Yield the shared pages, then the local texts of each department."""
    yield from project.tree.pages
    for department in project.departments:
        yield from department.overlays
