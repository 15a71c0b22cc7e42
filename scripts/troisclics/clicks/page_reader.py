"""Parse HTML into what a person can click in it, and what it needs from and offers to other pages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser

from .visibility import BANNER, IGNORED, PROFILES, REGIONS, WITHIN_PAGE, Disclosure

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_DISTINCT_TEXTS = 512
"""The size of the cache of parsed texts: several times those of one site, independent of the number of sites."""

_FILES = {
    "img": ("src",),
    "script": ("src",),
    "link": ("href",),
    "source": ("src",),
    "video": ("src", "poster"),
    "audio": ("src",),
    "track": ("src",),
    "iframe": ("src",),
    "object": ("data",),
    "embed": ("src",),
    "input": ("src",),
}
_FILE_SELECTOR = ", ".join(f"{tag}[{key}]" for tag, keys in _FILES.items() for key in keys) + ", [srcset]"
_SELECTORS = tuple(dict.fromkeys([*IGNORED, *(selector for profile in PROFILES for selector in profile.hidden)]))
_REFRESH = re.compile(r"url\s*=\s*['\"]?([^'\"]+)", re.I)
_CONTROLS = "a[href], button, select, form, input:not([type=hidden]), label, summary, [data-part]"

Opens = tuple[str, ...]
"""What must be opened before an element is visible, outermost first."""


@dataclass(frozen=True, slots=True)
class Visibility:
    """The visibility of an element: for each profile, what must be opened first, or None if it never counts."""

    opens: tuple[Opens | None, ...] = ((),) * len(PROFILES)

    def inside(self, outer: Visibility) -> Visibility:
        """Return the combined visibility inside an element of visibility `outer`."""
        pairs = zip(self.opens, outer.opens, strict=True)
        return Visibility(tuple(None if own is None or out is None else (*out, *own) for own, out in pairs))


@dataclass(frozen=True, slots=True)
class Link:
    """A link: its address as written, its text, region and visibility."""

    href: str
    label: str
    region: str
    seen: Visibility


@dataclass(frozen=True, slots=True)
class Control:
    """An interactive element outside the text: its region, element, name, and address if it is a link."""

    region: str
    tag: str
    label: str
    href: str | None


@dataclass(frozen=True, slots=True)
class Resource:
    """A file that a page loads: element, address as written, region; `alt` is None if it is missing."""

    tag: str
    src: str
    region: str
    alt: str | None


@dataclass(frozen=True, slots=True)
class Placeholder:
    """The position of extracted element number `index`."""

    index: int
    region: str
    seen: Visibility


@dataclass(frozen=True, slots=True, eq=False)
class PagePart:
    """What was parsed from one distinct text. Compared by identity: the same text gives the same part."""

    links: tuple[Link, ...]
    controls: tuple[Control | Placeholder, ...]
    placeholders: tuple[Placeholder, ...]
    ids: frozenset[str]
    resources: tuple[Resource, ...]
    tiles: tuple[int, ...]
    words: int
    refresh: str | None


@lru_cache(maxsize=_DISTINCT_TEXTS)
def parse_part(text: bytes) -> PagePart:
    """Parse a text; cached, since many pages have the same."""
    tree = LexborHTMLParser(text)
    root = tree.root
    if root is None:
        return PagePart((), (), (), frozenset(), (), (), 0, None)
    positions = _Positions(root)
    links = tuple(
        Link(node.attributes.get("href") or "", _label(node), positions.region(node), positions.seen(node))
        for node in root.css("a[href]")
    )
    placeholders = tuple(
        Placeholder(int(node.attributes.get("data-part") or 0), positions.region(node), positions.seen(node))
        for node in root.css("[data-part]")
    )
    return PagePart(
        links=links,
        controls=tuple(_controls(root, positions, placeholders)),
        placeholders=placeholders,
        ids=frozenset(_ids(root)),
        resources=tuple(_resources(root, positions)),
        tiles=tuple(len(group.css("a[href]")) for group in root.css(".tiles")),
        words=_count_own_words(root),
        refresh=_refresh(root),
    )


class _Positions:
    """The regions of the relevant nodes of a text, and what hides them."""

    def __init__(self, root: LexborNode) -> None:
        wanted = "a[href], [data-part]"
        self._hidden: dict[int, set[str]] = {}
        self._closed: dict[int, list[tuple[Disclosure, str]]] = {}
        self._region: dict[int, str] = {}
        for selector in _SELECTORS:
            for node in _within(root, selector, wanted):
                self._hidden.setdefault(node.mem_id, set()).add(selector)
        for disclosure in dict.fromkeys(disclosure for profile in PROFILES for disclosure in profile.closed):
            for container in root.css(disclosure.container):
                label = disclosure.label or f"ouvrir « {_summary(container)} »"
                shown = _in_summary(container, wanted) if disclosure.label is None else set()
                for node in container.css(wanted):
                    if node.mem_id not in shown:
                        self._closed.setdefault(node.mem_id, []).append((disclosure, label))
        for name, selector in REGIONS:
            for node in _within(root, selector, f"{_CONTROLS}, {_FILE_SELECTOR}"):
                self._region.setdefault(node.mem_id, name)

    def region(self, node: LexborNode) -> str:
        return self._region.get(node.mem_id, BANNER)

    def seen(self, node: LexborNode) -> Visibility:
        hidden, closed = self._hidden.get(node.mem_id, set()), self._closed.get(node.mem_id, [])
        if not hidden and not closed:
            return _PLAIN
        return Visibility(
            tuple(
                None
                if hidden.intersection((*IGNORED, *profile.hidden))
                else tuple(label for disclosure, label in closed if disclosure in profile.closed)
                for profile in PROFILES
            )
        )


_PLAIN = Visibility()


def _within(root: LexborNode, containers: str, wanted: str) -> Iterable[LexborNode]:
    """Yield the nodes `wanted` that are, or are inside, one of `containers`."""
    for container in root.css(containers):
        yield from container.css(wanted)


def _summary(container: LexborNode) -> str:
    summary = container.css_first("summary")
    return _label(summary) if summary else ""


def _in_summary(container: LexborNode, wanted: str) -> set[int]:
    """Return the nodes in the summary of a closed `<details>`, which are visible."""
    own = [node for node in container.iter() if node.tag == "summary"]
    return {node.mem_id for summary in own[:1] for node in summary.css(wanted)}


def _label(node: LexborNode) -> str:
    """Return the text of a node, or its accessible name."""
    text = " ".join(node.text().split())
    return text or node.attributes.get("aria-label") or node.attributes.get("title") or ""


def _controls(
    root: LexborNode, positions: _Positions, placeholders: tuple[Placeholder, ...]
) -> Iterable[Control | Placeholder]:
    """Yield the interactive elements outside the text and its table of contents, in document order."""
    at = {placeholder.index: placeholder for placeholder in placeholders}
    within = {node.mem_id for node in _within(root, WITHIN_PAGE, _CONTROLS)}
    for node in root.css(_CONTROLS):
        region = positions.region(node)
        if region in {"body", "contact", "contents"} or node.mem_id in within:
            continue
        index = node.attributes.get("data-part")
        if index is not None:
            yield at[int(index)]
        else:
            tag = node.tag or ""
            name = "" if tag in {"form", "select"} else _label(node)
            yield Control(region, tag, name, node.attributes.get("href") if tag == "a" else None)


def _ids(root: LexborNode) -> Iterable[str]:
    for node in root.css("[id], a[name]"):
        for key in ("id", "name"):
            if value := node.attributes.get(key):
                yield value


def _resources(root: LexborNode, positions: _Positions) -> Iterable[Resource]:
    for node in root.css(_FILE_SELECTOR):
        tag, attributes = node.tag or "", node.attributes
        if tag == "link" and attributes.get("rel") == "canonical":
            continue
        sources = [attributes.get(key) for key in _FILES.get(tag, ())]
        sources += [entry.split()[0] for entry in (attributes.get("srcset") or "").split(",") if entry.strip()]
        alt = (attributes.get("alt") or "") if "alt" in attributes else None
        for source in sources:
            if source is not None:
                yield Resource(tag, source, positions.region(node), alt)


def _count_own_words(root: LexborNode) -> int:
    """Return the number of words of the article outside links."""
    article = root.css_first("article")
    if article is None:
        return 0
    linked = sum(len(node.text().split()) for node in article.css("a[href]"))
    return len(article.text(separator=" ").split()) - linked


def _refresh(root: LexborNode) -> str | None:
    for node in root.css("meta[http-equiv]"):
        if (node.attributes.get("http-equiv") or "").lower() == "refresh":
            found = _REFRESH.search(node.attributes.get("content") or "")
            return found[1].strip() if found else ""
    return None
