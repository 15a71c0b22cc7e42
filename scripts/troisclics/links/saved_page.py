"""Read the links of a page saved from an intranet, each with its line, place and visibility.

The place of a link is given by the landmarks of the page (HTML elements or ARIA roles), which do not depend on its
design. What a style sheet hides cannot be known from the file alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from html.parser import HTMLParser

_ROLES = {
    "banner": "de l'en-tête",
    "navigation": "du menu",
    "main": "du contenu principal",
    "complementary": "du complément",
    "contentinfo": "du pied de page",
}
_ELEMENTS = {
    "header": "banner",
    "nav": "navigation",
    "main": "main",
    "aside": "complementary",
    "footer": "contentinfo",
}
_SECTIONS = frozenset({"article", "aside", "main", "nav", "section"})
"""Elements whose headers and footers do not belong to the page (HTML, 4.3.7 and 4.3.8)."""

_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
NO_LANDMARK = "de la page, hors de tout repère"
_HIDING_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LinkPlace:
    """The place of a link: its outermost landmark, its rank there (from 1) and the number of links there."""

    landmark: str
    rank: int
    total: int

    @property
    def key(self) -> tuple[str, int]:
        """Return what links in the same place share; the last link of a landmark has rank 0."""
        return self.landmark, 0 if self.rank == self.total else self.rank

    def __str__(self) -> str:
        return describe(self.key)


def describe(key: tuple[str, int]) -> str:
    """Return a `LinkPlace.key` in French."""
    landmark, rank = key
    order = {0: "dernier lien", 1: "premier lien"}.get(rank, f"lien n° {rank}")
    return f"{order} {landmark}"


@dataclass(frozen=True, slots=True)
class SavedLink:
    """A link of a saved page: target, text, line, place, and whether it is hidden or opens a new tab."""

    href: str
    text: str
    line: int
    place: LinkPlace
    is_hidden: bool
    has_new_tab: bool


def parse_links(html: str) -> list[SavedLink]:
    """Return the links of a page in order. Malformed HTML is read as far as possible."""
    parser = _Links()
    parser.feed(html)
    parser.close()
    totals: dict[str, int] = {}
    for link in parser.links:
        totals[link.place.landmark] = link.place.rank
    return [
        replace(link, place=replace(link.place, total=totals[link.place.landmark]), text=plain(link.text))
        for link in parser.links
    ]


def plain(text: str) -> str:
    """Return `text` with runs of spaces, no-break ones included, replaced with one space."""
    return " ".join(text.split())


@dataclass(frozen=True, slots=True)
class _Element:
    tag: str
    landmark: str
    is_hidden: bool


class _Links(HTMLParser):
    """Collect links, tracking the open elements to know the place of each."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[SavedLink] = []
        self._open: list[_Element] = []
        self._in_link = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element; record a link."""
        given = {name: value or "" for name, value in attrs}
        hidden = "hidden" in given or given.get("aria-hidden") == "true"
        hidden = hidden or (tag in {"details", "dialog"} and "open" not in given) or tag == "template"
        hidden = hidden or bool(_HIDING_STYLE.search(given.get("style", "")))
        if tag not in _VOID:
            self._open.append(_Element(tag, self._landmark(tag, given), hidden))
        if tag == "a" and "href" in given:
            self._note(given)

    def handle_endtag(self, tag: str) -> None:
        """Close an element, and unclosed ones inside it."""
        if tag == "a":
            self._in_link = False
        for index in range(len(self._open) - 1, -1, -1):
            if self._open[index].tag == tag:
                del self._open[index:]
                return

    def handle_data(self, data: str) -> None:
        """Add text to the open link."""
        if self._in_link:
            link = self.links[-1]
            self.links[-1] = replace(link, text=link.text + data)

    def _note(self, given: dict[str, str]) -> None:
        landmark = next((element.landmark for element in self._open if element.landmark), NO_LANDMARK)
        rank = 1 + sum(link.place.landmark == landmark for link in self.links)
        hidden = any(element.is_hidden for element in self._open)
        place = LinkPlace(landmark, rank, rank)
        href, target = given["href"].strip(), given.get("target", "")
        self.links.append(SavedLink(href, "", self.getpos()[0], place, hidden, target == "_blank"))
        self._in_link = True

    def _landmark(self, tag: str, given: dict[str, str]) -> str:
        role = given.get("role") or _ELEMENTS.get(tag, "")
        inside = any(element.tag in _SECTIONS for element in self._open)
        if not given.get("role") and tag in {"header", "footer"} and inside:
            return ""
        return _ROLES.get(role, "")
