"""The lines in which stale text is looked for, with what surrounds them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ...constants import EXCEPTION
from ...model import Place
from ..written_texts import Text

_YAML_EXCEPTION = re.compile(r"#\s*ancien\s*$")
_YAML_TEXT = re.compile(
    r"^\s*(?:-\s+)?(?:label|name|title|description|note|schedule|hours|access|audience|price|place)\s*:\s*(.+)$"
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text: where, of which department, what it says, and the titles it stands under."""

    place: Place
    department: str
    text: str
    under: str = ""


def prose_lines(text: Text) -> Iterator[Line]:
    """The lines of a Markdown text, less those marked as an exception.

    Addresses, templates and comments are no text; a row of a table stands under the head of its table as well.
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


def yaml_lines(path: Path, file: str, department: str) -> Iterator[Line]:
    """The texts of a `department.yml` that are published; none if it cannot be read, which is said elsewhere."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return
    under = ""
    for number, raw in enumerate(lines, 1):
        found = _YAML_TEXT.match(raw)
        if raw.lstrip().startswith("- "):
            under = ""
        if found and not _YAML_EXCEPTION.search(raw):
            yield Line(Place(file, number), department, found[1], under)
            under = f"{under} {found[1]}"
