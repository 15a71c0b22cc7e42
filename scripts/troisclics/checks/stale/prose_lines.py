"""Read the lines in which stale text is searched, with their context."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ...constants import EXCEPTION
from ...load.input_files import source_lines
from ...model import Place
from ..written_texts import Text

_YAML_EXCEPTION = re.compile(r"#\s*ancien\s*$")
_YAML_TEXT = re.compile(
    r"^\s*(?:-\s+)?(?:label|name|title|description|note|schedule|hours|access|audience|price|place)\s*:\s*(.+)$"
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text, its place and department, and the titles it stands under."""

    place: Place
    department: str
    text: str
    under: str = ""


def prose_lines(text: Text) -> Iterator[Line]:
    """Yield the lines of a Markdown text, except those marked as exceptions.

    Addresses, templates and comments are left out; a table row also stands under the head of its table.
    """
    heading, head, previous = "", "", ""
    for line in text.lines():
        if line.level:
            heading = line.title
        if line.kind != "table":
            head = ""
        elif previous != "table":
            head = line.words
        previous = line.kind
        if line.words.strip() and not EXCEPTION.search(line.raw):
            yield Line(text.at(line.number), text.department, line.words, f"{text.title}. {heading}. {head}")


def yaml_lines(root: Path, file: str, department: str) -> Iterator[Line]:
    """Yield the published texts of a `department.yml`; none if it cannot be read, which the loader reports."""
    under = ""
    for number, raw in enumerate(source_lines(root, file), 1):
        found = _YAML_TEXT.match(raw)
        if raw.lstrip().startswith("- "):
            under = ""
        if found and not _YAML_EXCEPTION.search(raw):
            yield Line(Place(file, number), department, found[1], under)
            under = f"{under} {found[1]}"
