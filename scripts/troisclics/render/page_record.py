"""What is remembered of a page. Apart, so that reading it back does not import MkDocs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class PageRecord:
    """What the rest of a site needs to know of a page: its file, its place among the others, its search entries,
    the anchors it has and the anchors it links to (page, anchor, link as written).
    """

    uri: str
    dest: str
    order: tuple[Any, ...]
    search: str
    anchors: frozenset[str]
    links: tuple[tuple[str, str, str], ...]
