"""Hold what is cached of a page, in a module of its own that does not import MkDocs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class PageRecord:
    """What the rest of a site needs to know of a page.

    Attributes:
        uri: the page.
        dest: its file in the site.
        order: its sort key among the pages.
        search: its entries in the search index, as JSON.
        anchors: the anchors it has.
        links: the anchors it links to (page, anchor, link as written).
    """

    uri: str
    dest: str
    order: tuple[Any, ...]
    search: str
    anchors: frozenset[str]
    links: tuple[tuple[str, str, str], ...]
