"""Check tasks (`content/_tasks.yml`): each answer is an existing anchor, and a wrong answer is possible."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from ..domain.urls import page_url
from ..messages import finding
from ..model import ALL_DEPARTMENTS, Finding, Project
from . import Check, Subject


def check_tempting(subject: Subject) -> Iterator[Finding]:
    """Report tasks without a wrong but tempting page."""
    for task in subject.project.tree.tasks:
        if not {page.partition("#")[0] for page in task.tempting} - {task.answer.partition("#")[0]}:
            yield finding("tache-sans-piege", task.at, task=task.id)


def check_anchors(subject: Subject) -> Iterator[Finding]:
    """Report answers whose anchor a built page lacks: on the portal, and where a department changes the page."""
    pages: dict[Path, frozenset[str]] = {}
    shown = subject.shown
    for task in shown.tree.tasks:
        uri, _, anchor = task.answer.partition("#")
        for name, folder in _sites_with(subject, shown, uri):
            page = folder / page_url(uri) / "index.html"
            if anchor and page.is_file() and page not in pages:
                pages[page] = _anchors(page)
            if anchor and page in pages and anchor not in pages[page]:
                known = next(iter(difflib.get_close_matches(anchor, sorted(pages[page]), 1, 0)), "combien")
                yield finding("tache-ancre-absente", task.at, name, task=task.id, anchor=anchor, known=known)


def _sites_with(subject: Subject, project: Project, uri: str) -> Iterator[tuple[str, Path]]:
    """Yield the sites whose page `uri` may differ: their names, as in findings, and folders."""
    if subject.output is None:
        return
    yield ALL_DEPARTMENTS, subject.output
    for department in project.departments:
        if any(overlay.uri == uri for overlay in department.overlays):
            yield department.code, subject.output / department.slug


def _anchors(page: Path) -> frozenset[str]:
    nodes = LexborHTMLParser(page.read_text(encoding="utf-8")).css("[id]")
    return frozenset(node.attributes["id"] or "" for node in nodes)


TASKS = Check("Questions sans piège", frozenset({"tache-sans-piege"}), check_tempting)
ANCHORS = Check("Ancres des réponses", frozenset({"tache-ancre-absente"}), check_anchors, built=True)
