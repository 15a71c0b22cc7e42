"""Markdown line by line: which lines are prose, and which are code, comments, headings, tables or HTML.

Fenced code is what Python-Markdown takes for it. Code that is only indented is told from lists and boxes by what stands
before it; in doubt a line is prose, and is checked. The time of reading grows with the length, and no faster.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

CODE_SPAN = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")
_OPENING = re.compile(r"(~{3,}|`{3,}) *(?:\{.*\}|\.?[\w#.+-]* *(?:hl_lines=([\"']).*?\2 *)?)")
_TEMPLATE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}")
_TARGET = re.compile(r"\]\([^)]*\)|\]\[[^\]]*\]|</?[a-zA-Z][^>]*>")
_CONTAINER = re.compile(r" {0,3}(?:[-*+]|\d+[.)]|!!!|\?\?\?\+?|:)\s")
"""What makes the indented lines below it a part of it: an item, a box, a definition."""


@dataclass(frozen=True, slots=True)
class MarkdownLine:
    """A line of Markdown: its number, what was written, and what it is: « fence » is fenced code with its marks.

    `plain` is what was written, without comments; it is empty where the whole line is code or a comment.
    """

    number: int
    raw: str
    kind: Literal["blank", "code", "comment", "fence", "heading", "html", "prose", "table"]
    plain: str = ""

    @property
    def text(self) -> str:
        """The line with « X » for templates and code."""
        return CODE_SPAN.sub("X", _TEMPLATE.sub("X", self.plain))

    @property
    def words(self) -> str:
        """The text without HTML and without what links lead to."""
        return _TARGET.sub("]", self.text)

    @property
    def level(self) -> int:
        """The level of a heading, 0 for any other line."""
        return min(len(self.plain) - len(self.plain.lstrip("#")), 6) if self.kind == "heading" else 0

    @property
    def title(self) -> str:
        """The text of a heading."""
        return self.text[self.level :].rstrip(" \t#").strip()


@lru_cache(maxsize=1024)
def read_lines(body: str, first: int = 1) -> tuple[MarkdownLine, ...]:
    """Read the lines of `body`, the first of which has the number `first`."""
    return tuple(_read(body, first))


def _read(body: str, first: int) -> Iterator[MarkdownLine]:
    written = body.split("\n")
    unfenced = _without_fences(written)
    lines = zip(written, unfenced, _without_comments("\n".join(unfenced)).split("\n"), strict=True)
    contained, code, after_blank = False, False, True
    for number, (raw, open_, line) in enumerate(lines, first):
        if not line.strip():
            after_blank = True
            yield MarkdownLine(number, raw, "comment" if open_.strip() else "fence" if raw.strip() else "blank")
            continue
        indented = line.startswith(("    ", "\t"))
        code = indented and not contained and (after_blank or code)
        contained = contained if indented else bool(_CONTAINER.match(line)) or (contained and not after_blank)
        after_blank = False
        yield MarkdownLine(number, raw, "code") if code else MarkdownLine(number, raw, _kind(line), line)


def _kind(line: str) -> Literal["heading", "html", "prose", "table"]:
    start = line.lstrip()[:1]
    return "heading" if line[0] == "#" else "table" if start == "|" else "html" if start == "<" else "prose"


def _without_fences(lines: list[str]) -> list[str]:
    """The `lines`, those of fenced code being empty; a fence that is never closed is none."""
    ends: dict[str, list[int]] = defaultdict(list)
    for number, line in enumerate(lines):
        if line.startswith(("```", "~~~")):
            ends[line.rstrip(" ")].append(number)
    left, at = list(lines), 0
    for number, line in enumerate(lines):
        match = _OPENING.fullmatch(line) if number >= at else None
        closing = ends[match[1]] if match else []
        if (index := bisect(closing, number)) < len(closing):
            at = closing[index] + 1
            left[number:at] = [""] * (at - number)
    return left


def _without_comments(text: str) -> str:
    """The `text` with nothing but line ends in the place of comments."""
    parts, at = [], 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        parts += [text[at:start], "\n" * text.count("\n", start, end)]
        at = end + 3
    return "".join([*parts, text[at:]])
