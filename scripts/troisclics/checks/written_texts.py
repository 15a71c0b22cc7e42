"""Read the texts that people write, shared pages and overlays alike, for the rules for editors."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from ..domain.markdown_lines import MarkdownLine, read_lines
from ..model import ALL_DEPARTMENTS, Overlay, OverlayMeta, Page, PageMeta, Place
from . import Subject

_APART = re.compile(r"\s*(!!!|\?\?\?|\*\[|\[[^\]]+\]:)")
_ITEM = re.compile(r"\s*(?:[-*+]|\d+[.)])\s+")
_END = re.compile(r"[.!?…:;](?=[»\")\s*_]*(\s|$))")
_WORD = re.compile(r"\w+(?:[-'’.]\w+)*")
_SAYS_NOTHING = re.compile(r"À compléter|\|[\s|:-]+\|$")


@dataclass(frozen=True, slots=True)
class Text:
    """A Markdown text.

    Attributes:
        department: the code of its department, or ALL_DEPARTMENTS.
        written: the page or overlay.
        shared: the page, if it is shared.
        title: the title of the page that shows it.
        head: texts of its front matter: title, description, titles of sources.
    """

    department: str
    written: Page | Overlay
    shared: Page | None
    title: str
    head: tuple[str, ...]

    @property
    def top(self) -> int:
        """Return the highest heading level allowed."""
        return 2 if self.written.meta.title else 3

    def at(self, line: int) -> Place:
        """Return the place of a line of this text."""
        return Place(self.written.at.file, line)

    def lines(self) -> tuple[MarkdownLine, ...]:
        """Return the lines of this text, numbered as in its file."""
        return read_lines(self.written.body, self.written.body_line)

    def sentences(self) -> Iterator[tuple[int, int]]:
        """Yield line and number of words of each sentence; headings and tables are left out, a colon ends one."""
        start, words = 0, 0
        for line in [*self.lines(), MarkdownLine(0, "", "blank")]:
            apart = line.kind != "prose" or bool(_APART.match(line.text))
            if words and (apart or _ITEM.match(line.text)):
                yield start, words
                words = 0
            text = "" if apart else _ITEM.sub("", line.words, count=1)
            while text.strip():
                start = start if words else line.number
                end = _END.search(text)
                words += len(_WORD.findall(text[: end.end()] if end else text))
                text = text[end.end() :] if end else ""
                if end and words:
                    yield start, words
                    words = 0


def read_texts(subject: Subject) -> Iterator[Text]:
    """Yield every text to check: the shared pages, then the overlays of each department."""
    titles = {page.uri: page.meta.title for page in subject.project.tree.pages}
    for page in subject.project.tree.pages:
        if subject.wants(page.at.file):
            yield Text(ALL_DEPARTMENTS, page, page, page.meta.title, _head(page.meta))
    for department in subject.project.departments:
        for overlay in department.overlays:
            if subject.wants(overlay.at.file):
                title = overlay.meta.title or titles.get(overlay.uri, "")
                yield Text(department.code, overlay, None, title, _head(overlay.meta))


def _head(meta: PageMeta | OverlayMeta) -> tuple[str, ...]:
    return meta.title or "", meta.description or "", *(source.title for source in meta.sources)


@dataclass(frozen=True, slots=True)
class TextPart:
    """The lines under a `##` heading, and its place."""

    title: str
    at: Place
    lines: tuple[MarkdownLine, ...]

    @property
    def text(self) -> str:
        """Return the lines as one text."""
        return "\n".join(line.raw for line in self.lines)

    def has_text(self) -> bool:
        """Tell whether there is text under the heading, other than headings, markup and « À compléter »."""
        said = (line.raw.strip() for line in self.lines if line.kind not in {"blank", "comment", "heading"})
        return any(not _SAYS_NOTHING.match(text) for text in said)


def split_parts(page: Page) -> tuple[TextPart, ...]:
    """Split `page` at its `##` headings; text before the first is left out."""
    lines = read_lines(page.body, page.body_line)
    starts = [index for index, line in enumerate(lines) if line.level == 2]
    return tuple(
        TextPart(lines[start].title, Place(page.at.file, lines[start].number), lines[start + 1 : end])
        for start, end in pairwise([*starts, len(lines)])
    )


def split_paragraphs(page: Page) -> Iterator[tuple[str, Place]]:
    """Yield the paragraphs and list items of `page`, each as one line, with its place."""
    kept: list[str] = []
    start = 0
    for line in read_lines(f"{page.body}\n", page.body_line):
        text = line.raw.strip()
        apart = line.kind not in {"prose", "html"} or text.startswith("!!! ")
        if kept and (apart or _ITEM.match(line.raw)):
            yield " ".join(kept), Place(page.at.file, start)
            kept = []
        if not apart:
            start = start if kept else line.number
            kept.append(_ITEM.sub("", text, count=1))
