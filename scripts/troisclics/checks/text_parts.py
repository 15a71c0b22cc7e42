"""A page as its author wrote it: parts under `##` headings, and paragraphs, each with its line in the file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from ..model import Page, Place

_HEADING = re.compile(r"## +(.+?)\s*")
_ITEM = re.compile(r"\s*(?:[-*]|\d+\.) +")
_SAYS_NOTHING = re.compile(r"À compléter|#|<!--|\|[\s|:-]+\|$")
_NO_PROSE = re.compile(r"#|<!--|!!! |\|")


@dataclass(frozen=True, slots=True)
class TextPart:
    """The lines under a `##` heading; `line` is that of the heading in the file."""

    title: str
    line: int
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """The lines as one text."""
        return "\n".join(self.lines)

    def has_text(self) -> bool:
        """Whether something is said below the heading: more than headings, marks and « À compléter »."""
        return any(line.strip() and not _SAYS_NOTHING.match(line.strip()) for line in self.lines)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph or an item of a list, as one line without its mark; and where it starts."""

    text: str
    place: Place


def split_parts(page: Page) -> tuple[TextPart, ...]:
    """The parts of `page`, in their order; what stands before the first heading is left out."""
    parts: list[TextPart] = []
    lines = page.body.split("\n")
    starts = [index for index, line in enumerate(lines) if _HEADING.fullmatch(line)]
    for start, end in pairwise([*starts, len(lines)]):
        parts.append(TextPart(lines[start][2:].strip(), page.body_line + start, tuple(lines[start + 1 : end])))
    return tuple(parts)


def split_paragraphs(page: Page) -> Iterator[Paragraph]:
    """The paragraphs of `page`, with their lines joined; headings, tables and marks are left out."""
    kept: list[str] = []
    start = 0
    for number, line in enumerate([*page.body.split("\n"), ""], page.body_line):
        text = line.strip()
        apart = not text or bool(_NO_PROSE.match(text))
        if kept and (apart or _ITEM.match(line)):
            yield Paragraph(" ".join(kept), Place(page.at.file, start))
            kept = []
        if not apart:
            start = start if kept else number
            kept.append(_ITEM.sub("", text, count=1))
