"""Classify the lines of a Markdown text: prose, code, comment, heading, quotation, table or HTML.

Fences are recognised wherever an editor means one: in lists, admonitions and quotations, with any words behind them.
Indented code is distinguished from lists and admonitions by the lines before it; in doubt, a line is prose and is
checked. Reading takes linear time.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

CODE_SPAN = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")
_FENCE = re.compile(r"[ \t>]*(?:(?P<ticks>`{3,})[^`]*|(?P<tildes>~{3,}).*)")
_FENCE_MARK = re.compile(r"`{3,}|~{3,}")
_LONG_SPAN = re.compile(r"(`+)(?!`)(?:[^`]|(?!\1(?!`))`){1,2000}?(?<!`)\1(?!`)")
_PRE = re.compile(r"(?<!`)<pre\b", re.I)
_PRE_END = re.compile(r"</pre\s*>", re.I)
TEMPLATE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}")
_TARGET = re.compile(r"\]\([^)]*\)|\]\[[^\]]*\]|</?[a-zA-Z][^>]*>|\{(?::|[ ]?[.#]\w)[^{}]*\}")
_CODE = "\0"
_CONTAINER = re.compile(r" {0,3}(?:[-*+]|\d+[.)]|!!!|\?\?\?\+?|:)\s")
"""Starts a block whose indented lines belong to it: a list item, an admonition, a definition."""


@dataclass(frozen=True, slots=True)
class MarkdownLine:
    """A line of Markdown.

    Attributes:
        number: its number in the file.
        raw: the line as written.
        kind: what it is; "fence" is fenced code with its fences, "quote" what somebody else has written.
        plain: the line without comments; empty if all of it is code or a comment.
    """

    number: int
    raw: str
    kind: Literal["blank", "code", "comment", "fence", "heading", "html", "prose", "quote", "table"]
    plain: str = ""

    @property
    def text(self) -> str:
        """Return the line with « X » in place of code and templates."""
        return TEMPLATE.sub("X", CODE_SPAN.sub("X", self.plain))

    @property
    def words(self) -> str:
        """Return the text without HTML, link targets and attributes; nothing of a quotation: its words are not ours."""
        return "" if self.kind == "quote" else _TARGET.sub("]", self.text)

    @property
    def level(self) -> int:
        """Return the level of a heading, 0 for any other line."""
        return min(len(self.plain) - len(self.plain.lstrip("#")), 6) if self.kind == "heading" else 0

    @property
    def title(self) -> str:
        """Return the text of a heading."""
        return self.text[self.level :].rstrip(" \t#").strip()


@lru_cache(maxsize=1024)
def read_lines(body: str, first: int = 1) -> tuple[MarkdownLine, ...]:
    """Read the lines of `body`, numbered from `first`."""
    return tuple(_read(body, first))


def opening_fences(lines: Iterable[MarkdownLine]) -> set[int]:
    """Return the numbers of the lines with which fenced code starts; blank lines in it are no end."""
    starts, closing = set[int](), ""
    for line in lines:
        bare = line.raw.strip(" \t>")
        mark = _FENCE_MARK.match(bare) if line.kind == "fence" else None
        if mark and not closing:
            starts.add(line.number)
            closing = mark[0]
        elif bare == closing:
            closing = ""
    return starts


def _read(body: str, first: int) -> Iterator[MarkdownLine]:
    written = body.split("\n")
    unfenced = _without_fences(written)
    plain = _without_code("\n".join(unfenced)).split("\n")
    contained, code, after_blank = False, False, True
    for number, (raw, open_, line) in enumerate(zip(written, unfenced, plain, strict=True), first):
        if raw.startswith(("```", "~~~")) and not open_:
            contained = False  # a fence that is not indented ends the list above it
        if not line.strip():
            shown = raw.startswith(("    ", "\t")) and raw.lstrip().startswith("<!--")
            code = code or (shown and not contained and after_blank)
            kind: Literal["code", "comment"] = "code" if shown and code and not contained else "comment"
            after_blank = True
            yield MarkdownLine(number, raw, kind if open_.strip() else "fence" if raw.strip() else "blank")
            continue
        if not line.strip(f"{_CODE} "):
            after_blank = False
            yield MarkdownLine(number, raw, "code")
            continue
        indented = line.startswith(("    ", "\t"))
        code = indented and not contained and (after_blank or code)
        contained = contained if indented else bool(_CONTAINER.match(line)) or (contained and not after_blank)
        after_blank = False
        yield MarkdownLine(number, raw, "code") if code else MarkdownLine(number, raw, _kind(line), line)


def _kind(line: str) -> Literal["heading", "html", "prose", "quote", "table"]:
    start = line.lstrip()[:1]
    kinds: dict[str, Literal["html", "quote", "table"]] = {"|": "table", "<": "html", ">": "quote"}
    return "heading" if line[0] == "#" else kinds.get(start, "prose")


def _without_fences(lines: list[str]) -> list[str]:
    """Return `lines` with fenced code replaced with empty lines; an unclosed fence is no fence."""
    ends: dict[str, list[int]] = defaultdict(list)
    for number, line in enumerate(lines):
        bare = line.strip(" \t>")
        if bare.startswith(("```", "~~~")):
            ends[bare].append(number)
    left, at = list(lines), 0
    for number, line in enumerate(lines):
        match = _FENCE.fullmatch(line) if number >= at and ("```" in line or "~~~" in line) else None
        closing = ends[match["ticks"] or match["tildes"]] if match else []
        if (index := bisect(closing, number)) < len(closing):
            at = closing[index] + 1
            left[number:at] = [""] * (at - number)
    return left


def _without_code(text: str) -> str:
    """Return `text` without comments, with _CODE for the lines of `<pre>`, and « X » for code over several lines."""
    text = _without_comments(_without_pre(text))
    if "`" not in text:
        return text
    paragraphs = re.split(r"(\n[ \t]*\n)", text)
    return "".join(_LONG_SPAN.sub(_hide, part) if "\n" in part.strip() and "`" in part else part for part in paragraphs)


def _without_pre(text: str) -> str:
    """Return `text` with _CODE in place of each line of `<pre>`; one that is not closed is left."""
    parts, at = [], 0
    while (start := _PRE.search(text, at)) and (end := _PRE_END.search(text, start.end())):
        parts += [text[at : start.start()], re.sub(r"[^\n]+", _CODE, text[start.start() : end.end()])]
        at = end.end()
    return "".join([*parts, text[at:]])


def _hide(span: re.Match[str]) -> str:
    return re.sub(r"[^\n]", "X", span[0]) if "\n" in span[0] else span[0]


def _without_comments(text: str) -> str:
    """Return `text` without comments, keeping their line ends."""
    parts, at = [], 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        parts += [text[at:start], "\n" * text.count("\n", start, end)]
        at = end + 3
    return "".join([*parts, text[at:]])
