"""A built site as it lies on the disk: its files, its pages, and where their links lead."""

from __future__ import annotations

import dataclasses
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeVar
from urllib.parse import unquote, urlsplit

from .page import Control, Hole, Link, Part, Resource, Seen, parse_part
from .parts import cut_page
from .profiles import BANNER

T = TypeVar("T", Link, Resource)

ERROR_PAGE = "404.html"
_INDEX = "index.html"


@dataclass(frozen=True, slots=True)
class Target:
    """Where an address leads: a file relative to the root of its site (`../` leaves the site), and an anchor.

    `outside` is set for addresses of other hosts and schemes, which are not ours to follow.
    """

    file: str
    anchor: str = ""
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Located:
    """A link with where it leads from the page it stands in."""

    link: Link
    target: Target


@dataclass(frozen=True, slots=True)
class Loaded:
    """A file that a page loads, with where it lies."""

    resource: Resource
    target: Target


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """A part at the address of a page: what it links to, loads and offers. Shared by all sites that have it there."""

    part: Part
    seen: Seen
    links: tuple[Located, ...]
    resources: tuple[Loaded, ...]
    files: frozenset[str]
    anchored: frozenset[str]
    anchors: frozenset[str]

    def seen_links(self) -> Iterator[tuple[Located, Seen]]:
        """Every link with how it is seen in the whole page."""
        for located in self.links:
            yield located, located.link.seen.inside(self.seen)


@dataclass(frozen=True, slots=True)
class BuiltPage:
    """A page of a built site: its file, what `api/pages.json` says of it, and its parts.

    `title` is empty for pages that the list does not name. `local` says that only this department has it.
    """

    file: str
    parts: tuple[Placed, ...]
    title: str = ""
    kind: str = ""
    source: str = ""
    local_source: str = ""

    @property
    def local(self) -> bool:
        """Whether no other site has this page."""
        return self.source.startswith("departments/")

    @property
    def refresh(self) -> Target | None:
        """Where the page sends on whoever opens it, at no action; None for a page that is read."""
        address = next((placed.part.refresh for placed in self.parts if placed.part.refresh is not None), None)
        return None if address is None else resolve(self.file, address)

    def controls(self) -> Iterator[tuple[Control, bool]]:
        """What one can act on outside the text, in order; True where it stands in a part of the department."""
        rest, *cuts = self.parts
        for entry in rest.part.controls:
            if not isinstance(entry, Hole):
                yield entry, False
                continue
            for inner in cuts[entry.index].part.controls:
                if isinstance(inner, Control):
                    region = entry.region if inner.region == BANNER else inner.region
                    yield Control(region, inner.tag, inner.label, inner.href), True


@dataclass(frozen=True, slots=True, eq=False)
class BuiltSite:
    """A site on the disk, in `folder`: its pages, and every file below it (`pages`, `listed`, `mapped` are files).

    `listed` are the pages of `api/pages.json` in its order, `mapped` those of `sitemap.xml`.
    `base` is the path of the site on its server, as the sitemap has it.
    """

    slug: str
    name: str
    folder: Path
    files: frozenset[str]
    pages: dict[str, BuiltPage]
    listed: tuple[str, ...]
    mapped: tuple[str, ...]
    base: str

    @property
    def anchors(self) -> set[str]:
        """Every anchor of every page, as `file#anchor`."""
        return {anchor for page in self.pages.values() for placed in page.parts for anchor in placed.anchors}


def find_sites(out: Path) -> tuple[str, ...]:
    """The folders of the sites built in `out`, the portal (an empty name) first."""
    names = ["", *sorted(entry.name for entry in os.scandir(out) if entry.is_dir())]
    return tuple(name for name in names if (out / name / "api" / "pages.json").is_file())


def load_site(out: Path, slug: str, others: frozenset[str] = frozenset()) -> BuiltSite:
    """Read the site in the folder `slug` of `out`; `others` are folders of other sites, which are not its own.

    Raises OSError, and ValueError when `api/pages.json` is not what a build writes.
    """
    folder = out / slug if slug else out
    listing = json.loads((folder / "api" / "pages.json").read_text(encoding="utf-8"))
    files = frozenset(_walk(str(folder), others if not slug else frozenset()))
    about = {_file_of(entry["url"]): entry for entry in listing["pages"]}
    pages: dict[str, BuiltPage] = {}
    for file in sorted(name for name in files if name.endswith(".html")):
        entry = about.get(file, {})
        with open(f"{folder}/{file}", "rb") as handle:
            parts = place_parts(handle.read(), file)
        pages[file] = BuiltPage(
            file,
            parts,
            entry.get("title", ""),
            entry.get("kind", ""),
            entry.get("source", ""),
            entry.get("local_source") or "",
        )
    mapped, base = _read_sitemap(folder)
    return BuiltSite(slug, listing["department"] or "portail", folder, files, pages, tuple(about), mapped, base)


def _walk(folder: str, but: frozenset[str], prefix: str = "") -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                if prefix or entry.name not in but:
                    yield from _walk(entry.path, but, f"{prefix}{entry.name}/")
            else:
                yield prefix + entry.name


def _file_of(url: str) -> str:
    return url + _INDEX if not url or url.endswith("/") else url


def _read_sitemap(folder: Path) -> tuple[tuple[str, ...], str]:
    """The files that `sitemap.xml` names, and the path of the site on its server."""
    try:
        text = (folder / "sitemap.xml").read_text(encoding="utf-8")
    except FileNotFoundError:
        return (), "/"
    paths = [urlsplit(part.split("</loc>")[0]).path for part in text.split("<loc>")[1:]]
    base = min(paths, key=len, default="/")
    return tuple(_file_of(unquote(path.removeprefix(base))) for path in paths), base


def place_parts(page: bytes, file: str) -> tuple[Placed, ...]:
    """The parts of a page, at its address: what is left after cutting, then the cuts."""
    rest, *cuts = (parse_part(text) for text in cut_page(page))
    holes = {hole.index: hole for hole in rest.holes}
    first = _place(rest, file, Seen(), "")
    inner = (_place(cut, file, holes[i].seen, holes[i].region) for i, cut in enumerate(cuts) if i in holes)
    return (first, *inner)


@lru_cache(maxsize=2048)
def _place(part: Part, file: str, seen: Seen, region: str) -> Placed:
    links = tuple(Located(_in_region(link, region), resolve(file, link.href)) for link in part.links)
    resources = tuple(Loaded(_in_region(entry, region), resolve(file, entry.src)) for entry in part.resources)
    targets = [*(link.target for link in links), *(resource.target for resource in resources)]
    targets = [target for target in targets if not target.outside]
    return Placed(
        part=part,
        seen=seen,
        links=links,
        resources=resources,
        files=frozenset(target.file for target in targets),
        anchored=frozenset(f"{target.file}#{target.anchor}" for target in targets if target.anchor),
        anchors=frozenset(f"{file}#{anchor}" for anchor in part.ids),
    )


def _in_region(what: T, region: str) -> T:
    """A cut stands in the region of its hole."""
    return dataclasses.replace(what, region=region) if region and what.region == BANNER else what


@lru_cache(maxsize=65536)
def resolve(file: str, address: str) -> Target:
    """Where `address`, written in the page `file`, leads. An address from the root of the server keeps its slash."""
    address = address.strip()
    try:
        split = urlsplit(address)
    except ValueError:
        return Target(address)
    if split.scheme or split.netloc:
        return Target(address, outside=True)
    anchor, path = unquote(split.fragment), unquote(split.path)
    if path.startswith("/"):
        return Target(_file_of(path), anchor)
    if not path:
        return Target(file, anchor)
    parts = file.split("/")[:-1]
    *steps, last = path.split("/")
    if last in {".", ".."}:
        steps, last = [*steps, last], ""
    for step in steps:
        if step == ".." and parts and parts[-1] != "..":
            parts.pop()
        elif step not in {"", "."}:
            parts.append(step)
    return Target("/".join([*parts, last or _INDEX]), anchor)
