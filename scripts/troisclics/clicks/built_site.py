"""A built site as it lies on the disk: its files, its pages, and where their links lead."""

from __future__ import annotations

import dataclasses
import json
import os
import posixpath
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeVar
from urllib.parse import unquote, urlsplit

from .page_parts import cut_page
from .page_reader import Link, PagePart, Resource, Visibility, parse_part
from .visibility import BANNER

T = TypeVar("T", Link, Resource)

ERROR_PAGE = "404.html"
_INDEX = "index.html"


@dataclass(frozen=True, slots=True)
class LinkTarget:
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
    target: LinkTarget


@dataclass(frozen=True, slots=True)
class Loaded:
    """A file that a page loads, with where it lies."""

    resource: Resource
    target: LinkTarget


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """A part at the address of a page: what it links to, loads and offers. Shared by all sites that have it there.

    `files` and `anchored` (`file#anchor`) are what it needs below the root of its site, `outer` what it needs beyond.
    """

    part: PagePart
    seen: Visibility
    links: tuple[Located, ...]
    resources: tuple[Loaded, ...]
    files: frozenset[str]
    anchored: frozenset[str]
    outer: frozenset[LinkTarget]
    anchors: frozenset[str]

    def seen_links(self) -> Iterator[tuple[Located, Visibility]]:
        """Every link with how it is seen in the whole page."""
        for located in self.links:
            yield located, located.link.seen.inside(self.seen)


@dataclass(frozen=True, slots=True)
class BuiltPage:
    """A page of a built site: its file, what `api/pages.json` says of it, and its parts.

    `title` is empty for pages that the list does not name.
    `refresh` is where it sends on whoever opens it, at no action; None for a page that is read.
    """

    file: str
    parts: tuple[Placed, ...]
    title: str = ""
    kind: str = ""
    source: str = ""
    local_source: str = ""
    refresh: LinkTarget | None = None

    @property
    def local(self) -> bool:
        """Whether no other site has this page."""
        return self.source.startswith("departments/")

    @property
    def sources(self) -> tuple[str, ...]:
        """The files its text was written in, the department's first."""
        return tuple(dict.fromkeys(file for file in (self.local_source, self.source) if file))


@dataclass(frozen=True, slots=True, eq=False)
class BuiltSite:
    """A site on the disk, in `folder`: its pages, and every file below it (`pages`, `listed`, `mapped` are files).

    `listed` are the pages of `api/pages.json` in its order, `mapped` those of `sitemap.xml`.
    """

    slug: str
    name: str
    folder: Path
    files: frozenset[str]
    pages: dict[str, BuiltPage]
    listed: tuple[str, ...]
    mapped: tuple[str, ...]

    @property
    def anchors(self) -> set[str]:
        """Every anchor of every page, as `file#anchor`."""
        return {anchor for page in self.pages.values() for placed in page.parts for anchor in placed.anchors}

    def linked(self) -> set[str]:
        """The files that some other page links to, whatever the way."""
        linked: set[str] = set()
        for page in self.pages.values():
            for placed in page.parts:
                linked |= placed.files - {page.file}
        return linked


def find_sites(out: Path) -> tuple[str, ...]:
    """The folders of the sites built in `out`, the portal (an empty name) first."""
    names = ["", *sorted(entry.name for entry in os.scandir(out) if entry.is_dir())]
    return tuple(name for name in names if (out / name / "api" / "pages.json").is_file())


def files_of(out: Path, slug: str, sites: Collection[str]) -> frozenset[str]:
    """The files of the site in the folder `slug` of `out`, less those of other `sites` below the portal."""
    return frozenset(_walk(str(out / slug), () if slug else sites))


def load_site(out: Path, slug: str, files: frozenset[str]) -> BuiltSite:
    """Read the site in the folder `slug` of `out`; `files` are its own.

    Raises OSError, and ValueError when `api/pages.json` is not what a build writes.
    """
    folder = out / slug
    listing = json.loads((folder / "api" / "pages.json").read_text(encoding="utf-8"))
    mapped, base = _read_sitemap(folder)
    about = {_file_of(entry["url"]): entry for entry in listing["pages"]}
    pages: dict[str, BuiltPage] = {}
    for file in sorted(name for name in files if name.endswith(".html")):
        entry = about.get(file, {})
        with open(f"{folder}/{file}", "rb") as handle:
            # Only the error page may start links at the root of the server: nobody knows where it will be shown.
            parts = place_parts(handle.read(), file, base if file == ERROR_PAGE else "")
        pages[file] = BuiltPage(
            file,
            parts,
            entry.get("title", ""),
            entry.get("kind", ""),
            entry.get("source", ""),
            entry.get("local_source") or "",
            _refresh(file, parts),
        )
    return BuiltSite(slug, listing["department"] or "portail", folder, files, pages, tuple(about), mapped)


def _refresh(file: str, parts: tuple[Placed, ...]) -> LinkTarget | None:
    address = next((placed.part.refresh for placed in parts if placed.part.refresh is not None), None)
    return None if address is None else resolve(file, address)


def _walk(folder: str, but: Collection[str], prefix: str = "") -> Iterator[str]:
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
    base = min(paths, key=len, default="") or "/"
    return tuple(_file_of(unquote(path.removeprefix(base))) for path in paths), base


def place_parts(page: bytes, file: str, base: str = "") -> tuple[Placed, ...]:
    """The parts of a page, at its address: what is left after cutting, then the cuts.

    `base` is the path of the site on its server, if links may start there.
    """
    rest, *cuts = (parse_part(text) for text in cut_page(page))
    holes = {hole.index: hole for hole in rest.holes}
    first = _place(rest, file, base, Visibility(), "")
    inner = (_place(cut, file, base, holes[i].seen, holes[i].region) for i, cut in enumerate(cuts) if i in holes)
    return (first, *inner)


@lru_cache(maxsize=1024)
def _place(part: PagePart, file: str, base: str, seen: Visibility, region: str) -> Placed:
    links = tuple(Located(_in_region(link, region), resolve(file, link.href, base)) for link in part.links)
    resources = tuple(Loaded(_in_region(entry, region), resolve(file, entry.src, base)) for entry in part.resources)
    targets = [*(link.target for link in links), *(resource.target for resource in resources)]
    outer = frozenset(target for target in targets if not target.outside and target.file.startswith(("../", "/")))
    targets = [target for target in targets if not target.outside and target not in outer]
    return Placed(
        part=part,
        seen=seen,
        links=links,
        resources=resources,
        files=frozenset(target.file for target in targets),
        anchored=frozenset(f"{target.file}#{target.anchor}" for target in targets if target.anchor),
        outer=outer,
        anchors=frozenset(f"{file}#{anchor}" for anchor in part.ids),
    )


def _in_region(what: T, region: str) -> T:
    """A cut stands in the region of its hole."""
    return dataclasses.replace(what, region=region) if region and what.region == BANNER else what


@lru_cache(maxsize=8192)
def resolve(file: str, address: str, base: str = "") -> LinkTarget:
    """Where `address`, written in the page `file`, leads.

    An address from the root of the server keeps its slash, unless `base` says where on the server the site is.
    """
    address = address.strip()
    try:
        split = urlsplit(address)
    except ValueError:
        return LinkTarget(address)
    if split.scheme or split.netloc:
        return LinkTarget(address, outside=True)
    anchor, path = unquote(split.fragment), unquote(split.path)
    if not path:
        return LinkTarget(file, anchor)
    if path.startswith("/"):
        path = _steps_to(path, [])
        return LinkTarget(posixpath.relpath(path, base) if base else path, anchor)
    return LinkTarget(_steps_to(path, file.split("/")[:-1]), anchor)


def _steps_to(path: str, parts: list[str]) -> str:
    """The file that `path` leads to from the folder `parts`."""
    root = "/" if path.startswith("/") else ""
    *steps, last = path.split("/")
    if last in {".", ".."}:
        steps, last = [*steps, last], ""
    for step in steps:
        if step == ".." and (parts or root):
            parts = parts[:-1] if parts and parts[-1] != ".." else [*parts, ".."]
        elif step == "..":
            parts = [".."]
        elif step not in {"", "."}:
            parts = [*parts, step]
    return root + "/".join([*parts, last or _INDEX])
