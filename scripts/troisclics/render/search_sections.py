"""Read the sections of a page for the search index, several times faster than Material's own parser.

Material reads HTML tag by tag: it keeps some tags without their attributes, drops others, and starts a section at each
heading with an id. For well-nested HTML its rules are few; they are implemented here for the elements that neither
Material nor `html.parser` treats specially. Any other HTML is left to Material.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from html import escape, unescape

_ATTRIBUTE = r'[ \n]+[a-z][a-z0-9:_-]*(?:="[^"<]*")?'
_TAG = re.compile(rf"<(?:/([a-z][a-z0-9]*)|([a-z][a-z0-9]*)((?:{_ATTRIBUTE})*[ \n]*/?))>([^<]*)")
"""The name of an end tag, or the name and attributes of a start tag, and the text that follows."""
_ID = re.compile(r'(?: class="[^"]*")? id="([^"&]+)"(?: class="[^"]*")?')
"""The only attributes that a heading with an id may have here."""
_SPECIAL = re.compile(r'class="[^"]*(?:&|linenodiv|headerlink)')

_KEPT = frozenset(["code", "li", "ol", "p", "sub", "sup", "ul"])
_HEADINGS = frozenset(["h2", "h3", "h4", "h5", "h6"])
_DROPPED = frozenset([
    "a", "abbr", "address", "article", "aside", "b", "bdi", "bdo", "blockquote", "button", "caption", "cite",
    "data", "dd", "del", "details", "dfn", "div", "dl", "dt", "em", "fieldset", "figcaption", "figure", "footer",
    "form", "header", "i", "ins", "kbd", "label", "legend", "main", "mark", "nav", "q", "s", "samp", "section",
    "small", "span", "strong", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "u", "var",
])  # fmt: skip
_VOID = frozenset(["br", "col", "hr", "img", "input", "wbr"])
_KNOWN = _KEPT | _HEADINGS | _DROPPED


@dataclass(slots=True)
class Section:
    """A heading and what follows, as Material's `create_entry_for_section` takes it; the first has no heading."""

    tag: str
    depth: float
    id: str | None = None
    title: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)


def read_sections(html: str) -> list[Section] | None:
    """Return the sections that Material finds in `html`, which has no search markup; None if that is not certain."""
    tags = _TAG.findall(html)
    if len(tags) != html.count("<") or _SPECIAL.search(html):
        return None
    reader = _SectionReader()
    reader.add(html.partition("<")[0])
    for end, start, attributes, text in tags:
        if not (reader.close(end) if end else reader.open(start, attributes)):
            return None
        reader.add(text)
    found = len(reader.sections) > 1 or reader.chunks  # else there may be no section at all
    return reader.sections if found and not reader.opened else None


class _SectionReader:
    """The sections read so far, the open elements, and the chunks that the next text is added to."""

    __slots__ = ("chunks", "opened", "section", "sections")

    def __init__(self) -> None:
        self.section = Section("", 0)
        self.sections = [self.section]
        self.opened: list[str] = []
        self.chunks = self.section.text

    def open(self, tag: str, attributes: str) -> bool:
        """Read a start tag; return False if what Material does with it is not known."""
        if tag in _VOID:
            return True
        if tag in _HEADINGS and not self._begin_section(tag, attributes):
            return False
        self.opened.append(tag)
        if tag in _KEPT:
            self.chunks.append(f"<{tag}>")
        return tag in _KNOWN and not attributes.endswith("/")

    def _begin_section(self, tag: str, attributes: str) -> bool:
        """Start a section at a heading with an id; without one, the current section continues.

        The text goes to the title if that has the same level: Material only compares the tag names.
        """
        found = _ID.fullmatch(attributes)
        if found:
            self.section = Section(tag, len(self.opened) + 1, found[1])
            self.sections.append(self.section)
        self.chunks = self.section.title if self.section.tag == tag else self.section.text
        return (found is not None or "id" not in attributes) and _HEADINGS.isdisjoint(self.opened)

    def close(self, tag: str) -> bool:
        """Read an end tag; return False if another element is open, or if Material fails on it."""
        if self.opened[-1:] != [tag]:
            return False
        if self.section.depth > len(self.opened):
            self._leave_section()
        self.opened.pop()
        if tag in _KEPT:
            return self._close_kept(f"<{tag}>", f"</{tag}>")
        if tag in _HEADINGS:
            self.chunks = self.section.text
        return True

    def _leave_section(self) -> None:
        """End a section whose heading is inside an element that closes; an earlier section continues."""
        self.section.depth = math.inf
        self.section = next(one for one in reversed(self.sections) if one.depth <= len(self.opened))
        self.chunks = self.section.text

    def _close_kept(self, start: str, end: str) -> bool:
        """Add an end tag, or remove the element if it is empty and the first of its kind in the section.

        Return False if it began in another section: Material does not find its start.
        """
        if start not in self.chunks:
            return False
        first = self.chunks.index(start) + 1
        if all(map(str.isspace, self.chunks[first:])):
            del self.chunks[first - 1 :]
        else:
            self.chunks.append(end)
        return True

    def add(self, text: str) -> None:
        """Add the text between two tags; runs of spaces are merged, except in a title."""
        if not text:
            return
        text = unescape(text)
        if not text.isspace():
            self.chunks.append(escape(text.replace("\n", " "), quote=False))
        elif self.chunks is self.section.title or not self.chunks or not self.chunks[-1].isspace():
            self.chunks.append(" ")
