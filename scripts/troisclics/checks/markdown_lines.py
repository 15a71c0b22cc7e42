"""The Markdown that people write, shared pages and overlays alike, line by line, as the editors' rules read it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..model import ALL_DEPARTMENTS, Department, Overlay, Page, Place
from . import Subject

_FENCE = re.compile(r"\s*(```+|~~~+)")
_TEMPLATE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}")
_CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")
_COMMENT = re.compile(r"<!--.*?-->")
_APART = re.compile(r"\s*(#|\||!!!|\?\?\?|<|\*\[|\[[^\]]+\]:|$)")
_ITEM = re.compile(r"\s*(?:[-*+]|\d+[.)])\s+")
_END = re.compile(r"[.!?…:;](?=[»\")\s*_]*(\s|$))")
_WORD = re.compile(r"\w+(?:[-'’.]\w+)*")
_TARGET = re.compile(r"\]\([^)]*\)")


@dataclass(frozen=True, slots=True)
class Text:
    """A Markdown text. `top` is the highest level that a heading may have; `words` its title, description, sources."""

    file: str
    department: str
    line: int
    body: str
    top: int
    words: str
    shared: Page | None = None
    local: Overlay | None = None

    def at(self, line: int) -> Place:
        """The place of a line of this text."""
        return Place(self.file, line)

    def prose(self) -> Iterator[tuple[int, str]]:
        """Number and text of each line that is no code; templates, comments and code in a line become « X » or go."""
        fence = ""
        for number, line in enumerate(self.body.split("\n"), self.line):
            mark = _FENCE.match(line)
            if mark and (not fence or mark[1].startswith(fence)):
                fence = "" if fence else mark[1]
                yield number, ""
            else:
                yield number, "" if fence else _CODE.sub("X", _TEMPLATE.sub("X", _COMMENT.sub("", line)))

    def sentences(self) -> Iterator[tuple[int, int]]:
        """Line and number of words of each sentence; headings, tables, and what ends with a colon are no part of it."""
        start, words = 0, 0
        for number, line in [*self.prose(), (0, "")]:
            apart = bool(_APART.match(line))
            item = _ITEM.match(line)
            if words and (apart or item):
                yield start, words
                words = 0
            text = "" if apart else _TARGET.sub("]", line[item.end() if item else 0 :])
            while text.strip():
                start = start if words else number
                end = _END.search(text)
                words += len(_WORD.findall(text[: end.end()] if end else text))
                text = text[end.end() :] if end else ""
                if end and words:
                    yield start, words
                    words = 0


def read_texts(subject: Subject) -> Iterator[Text]:
    """Every text that is to be looked at: the shared pages, then the overlays of each department."""
    for page in subject.project.tree.pages:
        if subject.wants(page.at.file):
            words = " ".join([page.meta.title, page.meta.description, *(source.title for source in page.meta.sources)])
            yield Text(page.at.file, ALL_DEPARTMENTS, page.body_line, page.body, 2, words, shared=page)
    for department in subject.project.departments:
        for overlay in department.overlays:
            if subject.wants(overlay.at.file):
                yield _local_text(department, overlay)


def _local_text(department: Department, overlay: Overlay) -> Text:
    meta = overlay.meta
    words = " ".join([meta.title or "", meta.description or "", *(source.title for source in meta.sources)])
    top = 2 if meta.title else 3
    return Text(overlay.at.file, department.code, overlay.body_line, overlay.body, top, words, local=overlay)
