"""A text of HTML to what a person can click in it, and what it needs and offers to other pages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser

from .visibility import BANNER, NEVER_COUNTED, PROFILES, REGIONS, WITHIN_PAGE, Opening

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_DISTINCT_TEXTS = 512
"""How many distinct texts are remembered: several times those of one site, whatever the number of sites."""

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
_SELECTORS = tuple(dict.fromkeys([*NEVER_COUNTED, *(selector for profile in PROFILES for selector in profile.hidden)]))
_REFRESH = re.compile(r"url\s*=\s*['\"]?([^'\"]+)", re.I)
_CONTROLS = "a[href], button, select, form, input:not([type=hidden]), label, summary, [data-part]"

Opens = tuple[str, ...]
"""What must be opened before something is seen, outermost first."""


@dataclass(frozen=True, slots=True)
class Visibility:
    """How something is seen: for each profile, what must be opened first, or None where it is never counted."""

    opens: tuple[Opens | None, ...] = ((),) * len(PROFILES)

    def inside(self, outer: Visibility) -> Visibility:
        """How it is seen when it stands in something that is seen like `outer`."""
        pairs = zip(self.opens, outer.opens, strict=True)
        return Visibility(tuple(None if own is None or out is None else (*out, *own) for own, out in pairs))


@dataclass(frozen=True, slots=True)
class Link:
    """A link: its address as written, its text, the region it stands in, and how it is seen."""

    href: str
    label: str
    region: str
    seen: Visibility


@dataclass(frozen=True, slots=True)
class Control:
    """Something one can act on outside the text: its element, its name, its address if it is a link."""

    region: str
    tag: str
    label: str
    href: str | None


@dataclass(frozen=True, slots=True)
class Resource:
    """A file that a page loads: the element, the address as written, the region; `alt` is None where it is missing."""

    tag: str
    src: str
    region: str
    alt: str | None


@dataclass(frozen=True, slots=True)
class Hole:
    """Where the `index`-th cut stands."""

    index: int
    region: str
    seen: Visibility


@dataclass(frozen=True, slots=True, eq=False)
class PagePart:
    """What was read in one distinct text. It is compared by identity: the same text gives the same part."""

    links: tuple[Link, ...]
    controls: tuple[Control | Hole, ...]
    holes: tuple[Hole, ...]
    ids: frozenset[str]
    resources: tuple[Resource, ...]
    tiles: tuple[int, ...]
    words: int
    refresh: str | None


@lru_cache(maxsize=_DISTINCT_TEXTS)
def parse_part(text: bytes) -> PagePart:
    """Read a text; once, however many pages have it."""
    tree = LexborHTMLParser(text)
    root = tree.root
    if root is None:
        return PagePart((), (), (), frozenset(), (), (), 0, None)
    places = _Places(root)
    links = tuple(
        Link(node.attributes.get("href") or "", _label(node), places.region(node), places.seen(node))
        for node in root.css("a[href]")
    )
    holes = tuple(
        Hole(int(node.attributes.get("data-part") or 0), places.region(node), places.seen(node))
        for node in root.css("[data-part]")
    )
    return PagePart(
        links=links,
        controls=tuple(_controls(root, places, holes)),
        holes=holes,
        ids=frozenset(_ids(root)),
        resources=tuple(_resources(root, places)),
        tiles=tuple(len(group.css("a[href]")) for group in root.css(".tiles")),
        words=_own_words(root),
        refresh=_refresh(root),
    )


class _Places:
    """For each node of a text that matters, the region it stands in and what it is hidden by."""

    def __init__(self, root: LexborNode) -> None:
        wanted = "a[href], [data-part]"
        self._hidden: dict[int, set[str]] = {}
        self._closed: dict[int, list[tuple[Opening, str]]] = {}
        self._region: dict[int, str] = {}
        for selector in _SELECTORS:
            for node in _within(root, selector, wanted):
                self._hidden.setdefault(node.mem_id, set()).add(selector)
        for opening in dict.fromkeys(opening for profile in PROFILES for opening in profile.closed):
            for container in root.css(opening.container):
                label = opening.label or f"ouvrir « {_summary(container)} »"
                shown = _in_summary(container, wanted) if opening.label is None else set()
                for node in container.css(wanted):
                    if node.mem_id not in shown:
                        self._closed.setdefault(node.mem_id, []).append((opening, label))
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
                if hidden.intersection((*NEVER_COUNTED, *profile.hidden))
                else tuple(label for opening, label in closed if opening in profile.closed)
                for profile in PROFILES
            )
        )


_PLAIN = Visibility()


def _within(root: LexborNode, containers: str, wanted: str) -> Iterable[LexborNode]:
    """The nodes `wanted` that are, or stand in, one of `containers`."""
    for container in root.css(containers):
        yield from container.css(wanted)


def _summary(container: LexborNode) -> str:
    summary = container.css_first("summary")
    return _label(summary) if summary else ""


def _in_summary(container: LexborNode, wanted: str) -> set[int]:
    """What stands in the summary of a closed `<details>`: it is seen."""
    own = [node for node in container.iter() if node.tag == "summary"]
    return {node.mem_id for summary in own[:1] for node in summary.css(wanted)}


def _label(node: LexborNode) -> str:
    """The text of a node, or the name that it has for those who do not see it."""
    text = " ".join(node.text().split())
    return text or node.attributes.get("aria-label") or node.attributes.get("title") or ""


def _controls(root: LexborNode, places: _Places, holes: tuple[Hole, ...]) -> Iterable[Control | Hole]:
    """What one can act on outside the text and its table of contents, in the order of the page."""
    at = {hole.index: hole for hole in holes}
    within = {node.mem_id for node in _within(root, WITHIN_PAGE, _CONTROLS)}
    for node in root.css(_CONTROLS):
        region = places.region(node)
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


def _resources(root: LexborNode, places: _Places) -> Iterable[Resource]:
    for node in root.css(_FILE_SELECTOR):
        tag, attributes = node.tag or "", node.attributes
        if tag == "link" and attributes.get("rel") == "canonical":
            continue
        sources = [attributes.get(key) for key in _FILES.get(tag, ())]
        sources += [entry.split()[0] for entry in (attributes.get("srcset") or "").split(",") if entry.strip()]
        alt = (attributes.get("alt") or "") if "alt" in attributes else None
        for source in sources:
            if source is not None:
                yield Resource(tag, source, places.region(node), alt)


def _own_words(root: LexborNode) -> int:
    """How many words of the article are not in links: what a page says itself."""
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
