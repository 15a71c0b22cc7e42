"""Limit the processing cost of Markdown texts: bounds far above any real page.

Python-Markdown takes time quadratic in brackets, emphasis markers and identical headings, and recurses into nested
lists and quotations; some patterns of this package take time quadratic in the length of a line. Within these bounds
it is linear in practice; a limit on processor time stops the rest.
In the texts of 2026-11, the longest line has 372 characters, the longest block 15 brackets and 32 emphasis markers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..messages import finding
from ..model import ALL_DEPARTMENTS, Finding, Place

MAX_CHARACTERS = 200_000
MAX_LINES = 20_000
MAX_LINE = 3_000
MAX_DEPTH = 20
MAX_COLUMNS = 200
MAX_HEADINGS = 1_000
MAX_DEFINITIONS = 1_000
MAX_OPEN = 50
"""The maximum number of brackets open at once in a block."""
MAX_TAGS_OPEN = 500
"""The maximum number of « < » open at once in a text: HTML is parsed across blocks."""
MAX_IN_BLOCK = {"[": 500, "*": 2_000, "_": 2_000, "`": 2_000, "\\": 2_000, "<": 1_000, "&": 2_000, "{": 200}
"""The maximum number of each character in a block, the lines between two blank ones."""

_MARKERS = re.compile(r"(?:[ \t]*(?:>|[-*+:][ \t]|[0-9]+\.[ \t]))*[ \t]*")
_MARKER = re.compile(r">|[-*+:][ \t]|[0-9]+\.[ \t]")
_BRACKETS = (("[", "]", MAX_OPEN, True), ("(", ")", MAX_OPEN, True), ("<", ">", MAX_TAGS_OPEN, False))
_UNDERLINE = re.compile(r"[ \t]*(=+|-+)[ \t]*")
_DEFINITION = re.compile(r"[ \t]*\*?\[[^\]\n]{0,200}\]:")
_INDENT = 4


def check_limits(body: str, start: Place, out: list[Finding], department: str = ALL_DEPARTMENTS) -> bool:
    """Check a Markdown text against all bounds.

    Args:
        body: the text.
        start: the place of its first line.
        out: receives the findings.
        department: the department's code, as shown in findings.

    Returns:
        Whether it is within all bounds.
    """
    exceeded: dict[int, str] = {}
    for line, detail in _exceeded(body):
        exceeded.setdefault(line, detail)  # a line beyond several bounds is reported once
    for line, detail in sorted(exceeded.items()):
        out.append(finding("texte-limite", Place(start.file, start.line + line), department, detail=detail))
    return not exceeded


def _exceeded(body: str) -> Iterator[tuple[int, str]]:
    """Yield the lines (from 0) beyond a bound, and the bound in French."""
    lines = body.split("\n")
    if len(body) > MAX_CHARACTERS:
        yield body.count("\n", 0, MAX_CHARACTERS), f"plus de {MAX_CHARACTERS} caractères"
        return
    if len(lines) > MAX_LINES:
        yield MAX_LINES, f"plus de {MAX_LINES} lignes"
        return
    yield from _unclosed(lines)
    headings = definitions = 0
    in_block = dict.fromkeys(MAX_IN_BLOCK, 0)
    for number, line in enumerate(lines):
        if len(line) > MAX_LINE:
            yield number, f"ligne de plus de {MAX_LINE} caractères"
            continue
        if not line.strip():
            in_block = dict.fromkeys(MAX_IN_BLOCK, 0)
            continue
        if _depth(line) > MAX_DEPTH:
            yield number, f"plus de {MAX_DEPTH} niveaux de listes ou de citations"
        if line.count("|") > MAX_COLUMNS:
            yield number, f"tableau de plus de {MAX_COLUMNS} colonnes"
        headings += line.lstrip().startswith("#") or _UNDERLINE.fullmatch(line) is not None
        definitions += _DEFINITION.match(line) is not None
        if headings == MAX_HEADINGS + 1:
            yield number, f"plus de {MAX_HEADINGS} titres"
            headings += 1
        if definitions == MAX_DEFINITIONS + 1:
            yield number, f"plus de {MAX_DEFINITIONS} définitions"
            definitions += 1
        for character, limit in MAX_IN_BLOCK.items():
            before, in_block[character] = in_block[character], in_block[character] + line.count(character)
            if before <= limit < in_block[character]:
                yield number, f"plus de {limit} « {character} » dans un même paragraphe"


def _unclosed(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Yield the lines where too many brackets are open; unmatched closing ones do not count."""
    for opens, closes, limit, ends_with_block in _BRACKETS:
        count = 0
        for number, line in enumerate(lines):
            more = line.count(opens) - line.count(closes)
            count = max(count + more, 0) if line.strip() or not ends_with_block else 0
            if count > limit:
                yield number, f"plus de {limit} « {opens} » qui ne sont pas fermés"
                break


def _depth(line: str) -> int:
    """Return the nesting depth of a line: list and quotation markers, and indentation in steps of four."""
    start = _MARKERS.match(line)
    marks = len(_MARKER.findall(start[0])) if start else 0
    indent = len(line.expandtabs(_INDENT)) - len(line.expandtabs(_INDENT).lstrip(" "))
    return marks + indent // _INDENT
