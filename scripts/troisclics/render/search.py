"""Search entries of a page from those of its parts: the page around, read once, and what each site puts into it.

The search reads the HTML of a page tag by tag; a whole block between two others changes nothing in how these are
read, save in the cases that `is_plain` refuses. A page with any of these is read whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

Entry = dict[str, Any]
"""An entry of the search index: a section of a page, with its address, title and text."""

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)\b[^>]*>")
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)
_HEADING = re.compile(r"h[1-6]")
_EMPTY = re.compile(r"<(p|code|pre|li|ol|ul|sub|sup)\b[^>]*>(?:\s|<[^>]*>|&#?\w+;?)*</\1>")
_SKIPPED = re.compile(r"data-search-|linenodiv|<(?:object|script|style|textarea|title|h1)\b", re.I)


@dataclass(frozen=True, slots=True)
class Read:
    """What the search found in a page, or in a part of it: its entries, and the content less the search's marks."""

    entries: Sequence[Entry]
    content: str


def place(index: int) -> str:
    """What stands for the `index`-th part in the page around it: a paragraph, which the search keeps."""
    return f"<p>zztroisclicspart{index}zz</p>"


def stand_alone(html: str, count: int) -> bool:
    """Whether each of the `count` places in `html` is a line of its own between two blocks."""
    lines = f">\n{html}\n"
    return all(lines.count(f">\n{place(index)}\n") == html.count(place(index)) == 1 for index in range(count))


def is_plain(html: str) -> bool:
    """Whether each tag is closed where it was opened, and nothing is left out of the search or depends on the rest.

    The search leaves out an element without text, unless one of the same kind comes before it (a reference may stand
    for a space); and a heading inside a block ends with the block.
    """
    opened: list[str] = []
    for end, name in _TAG.findall(html):
        tag = name.lower()
        if end:
            if not opened or opened.pop() != tag:
                return False
        elif tag not in _VOID:
            if opened and _HEADING.fullmatch(tag):
                return False
            opened.append(tag)
    return not opened and not _EMPTY.search(html) and not _SKIPPED.search(html)


def fill(around: Read, parts: Sequence[Read]) -> Read | None:
    """A page from the page around, and its parts in order; None if they do not fit."""
    entries, content = list(around.entries), around.content
    for index, part in enumerate(parts):
        mark = place(index)
        holders = [number for number, entry in enumerate(entries) if mark in entry["text"]]
        filled = _fill(entries[holders[0]], mark, *part.entries) if len(holders) == 1 and part.entries else []
        if not filled or content.count(mark) != 1:
            return None
        entries[holders[0] : holders[0] + 1] = filled
        content = content.replace(mark, part.content)
    return Read(entries, content)


def _fill(entry: Entry, mark: str, head: Entry, *sections: Entry) -> list[Entry]:
    """`entry` with a part in the place of `mark`: its text before any heading, then its own sections; [] if unsure.

    Each text loses the spaces at its ends, which would count between two others, save beside a tag.
    """
    first, last = head["text"], (sections or [head])[-1]["text"]
    if not last.endswith(">") or (first and not first.startswith("<")):
        return []
    before, after = entry["text"].split(mark)
    if not sections:
        return [entry | {"text": before + first + after}]
    joined = sections[-1] | {"text": (last + after).strip()}
    return [entry | {"text": (before + first).strip()}, *sections[:-1], joined]
