"""A page saved from an intranet: its links, each with its line, its place and whether one sees it.

The place of a link is told by the landmarks of the page (HTML elements or ARIA roles), which do not depend on how a
page looks. What a style sheet hides cannot be known from the file alone.
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
"""Elements in which a header or a footer is that of a part, not of the page (HTML, 4.3.7 and 4.3.8)."""

_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
NO_LANDMARK = "de la page, hors de tout repère"
_HIDING_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LinkPlace:
    """Where a link is: the outermost landmark it is in, its rank there (from 1) and the number of links there."""

    landmark: str
    rank: int
    total: int

    @property
    def key(self) -> tuple[str, int]:
        """What two links at the same place have in common; the last link has rank 0, however many are before it."""
        return self.landmark, 0 if self.rank == self.total else self.rank

    def __str__(self) -> str:
        return describe(self.key)


def describe(key: tuple[str, int]) -> str:
    """A `LinkPlace.key` in French."""
    landmark, rank = key
    order = {0: "dernier lien", 1: "premier lien"}.get(rank, f"lien n° {rank}")
    return f"{order} {landmark}"


@dataclass(frozen=True, slots=True)
class SavedLink:
    """A link of a saved page: where it leads, its text in plain spaces, its line, and what surrounds it."""

    href: str
    text: str
    line: int
    place: LinkPlace
    is_hidden: bool
    has_new_tab: bool


def parse_links(html: str) -> list[SavedLink]:
    """The links of a page, in its order. Malformed HTML is read as far as it goes."""
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
    """`text` with single plain spaces: a no-break space is not seen."""
    return " ".join(text.split())


@dataclass(frozen=True, slots=True)
class _Element:
    tag: str
    landmark: str
    is_hidden: bool


class _Links(HTMLParser):
    """Collects links; keeps the elements that are open, so as to know where each link is."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[SavedLink] = []
        self._open: list[_Element] = []
        self._in_link = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element; a link is noted."""
        given = {name: value or "" for name, value in attrs}
        hidden = "hidden" in given or given.get("aria-hidden") == "true"
        hidden = hidden or (tag in {"details", "dialog"} and "open" not in given) or tag == "template"
        hidden = hidden or bool(_HIDING_STYLE.search(given.get("style", "")))
        if tag not in _VOID:
            self._open.append(_Element(tag, self._landmark(tag, given), hidden))
        if tag == "a" and "href" in given:
            self._note(given)

    def handle_endtag(self, tag: str) -> None:
        """Close an element, and those inside it that were left open."""
        if tag == "a":
            self._in_link = False
        for index in range(len(self._open) - 1, -1, -1):
            if self._open[index].tag == tag:
                del self._open[index:]
                return

    def handle_data(self, data: str) -> None:
        """Add to the text of the link that is open."""
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
