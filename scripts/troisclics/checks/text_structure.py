"""How a text is built: headings that follow each other, tables whose columns have names, Markdown and not HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..messages import finding
from ..model import Finding
from . import Check, Subject
from .markdown_lines import Text, read_texts

_HEADING = re.compile(r"(#{1,6})\s*(.*?)\s*#*$")
_SEPARATOR = re.compile(r"\|?(\s*:?-+:?\s*\|)+(\s*:?-+:?\s*)?$")
_TAG = re.compile(r"</?[a-zA-Z][\w-]*(?:\s[^<>]*)?/?>")
_LAYOUT = re.compile(r'<div class="[\w -]+" markdown(="1")?>|</div>|</?(video|source|track)\b[^<>]*>')
_ACTIVE = re.compile(r"<(?:script|style|iframe|object|embed)\b|\s(?:style|on[a-z]+)\s*=", re.I)


def check_structure(subject: Subject) -> Iterator[Finding]:
    """What is wrong in headings, tables and raw HTML. HTML in an overlay is refused as it is read."""
    for text in read_texts(subject):
        yield from _check_headings(text)
        yield from _check_tables(text)
        if text.shared:
            yield from _check_html(text)


def _check_headings(text: Text) -> Iterator[Finding]:
    """No empty heading, no other title of the page, no level left out: screen readers list them."""
    above = 0 if text.shared else text.top - 1
    for number, line in text.prose():
        match = _HEADING.fullmatch(line)
        if match is None:
            continue
        level = len(match[1])
        if not match[2]:
            yield finding("titre-vide", text.at(number), text.department)
        elif level == 1 and text.shared and (above or match[2] != text.shared.meta.title):
            yield finding("titre-de-page", text.at(number), text=match[2])
        elif level > max(above, text.top - 1) + 1:
            values = {"level": "#" * level, "wanted": "#" * (max(above, text.top - 1) + 1)}
            yield finding("titre-saute", text.at(number), text.department, **values)
        above = level


def _check_tables(text: Text) -> Iterator[Finding]:
    """Each table has a line of titles, none of them empty, and no cell that no column takes."""
    rows: list[tuple[int, str]] = []
    for number, line in [*text.prose(), (0, "")]:
        if line.strip().startswith("|"):
            rows.append((number, line.strip()))
        elif rows:
            yield from _check_table(text, rows)
            rows = []


def _check_table(text: Text, rows: list[tuple[int, str]]) -> Iterator[Finding]:
    first, head = rows[0]
    if len(rows) < 2 or not _SEPARATOR.match(rows[1][1]):
        yield finding("tableau-mal-forme", text.at(first), text.department)
        return
    titles = _cells(head)
    if not all(titles):
        yield finding("tableau-sans-titre", text.at(first), text.department)
    for number, row in rows[2:]:
        cells = len(_cells(row))
        if cells > len(titles):
            yield finding("tableau-cellule", text.at(number), text.department, cells=cells, columns=len(titles))


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", row.removeprefix("|").removesuffix("|"))]


def _check_html(text: Text) -> Iterator[Finding]:
    for number, line in text.prose():
        for match in _TAG.finditer(line):
            if _ACTIVE.search(match[0]):
                yield finding("html-actif", text.at(number), text=match[0])
            elif not _LAYOUT.fullmatch(match[0]):
                yield finding("html-brut", text.at(number), text=match[0])


STRUCTURE = Check(
    "Construction des textes",
    frozenset(
        {
            "html-actif",
            "html-brut",
            "tableau-cellule",
            "tableau-mal-forme",
            "tableau-sans-titre",
            "titre-de-page",
            "titre-saute",
            "titre-vide",
        }
    ),
    check_structure,
)
