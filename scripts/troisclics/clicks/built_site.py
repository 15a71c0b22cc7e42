"""Read a built site from disk: its files, its pages, and the targets of their links."""

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

from .page_parts import split_page
from .page_reader import Link, PagePart, Resource, Visibility, parse_part
from .visibility import BANNER

T = TypeVar("T", Link, Resource)

ERROR_PAGE = "404.html"
_INDEX = "index.html"


@dataclass(frozen=True, slots=True)
class LinkTarget:
    """The target of an address: a file relative to the root of its site (`../` leaves the site), and an anchor.

    `outside` is set for other hosts and schemes.
    """

    file: str
    anchor: str = ""
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Located:
    """A link with its resolved target."""

    link: Link
    target: LinkTarget


@dataclass(frozen=True, slots=True)
class Loaded:
    """A resource with its resolved target."""

    resource: Resource
    target: LinkTarget


@dataclass(frozen=True, slots=True, eq=False)
class PlacedPart:
    """A part of a page with its addresses resolved; shared by all sites that have it at the same place.

    Attributes:
        resources: the files it loads.
        files: the files it refers to within its site.
        anchored: the anchors it refers to within its site (`file#anchor`).
        outer: the targets it refers to outside its site.
        anchors: the anchors it defines (`file#anchor`).
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
        """Yield every link with its visibility in the whole page."""
        for located in self.links:
            yield located, located.link.seen.inside(self.seen)


@dataclass(frozen=True, slots=True)
class BuiltPage:
    """A page of a built site.

    Attributes:
        title, kind, source, local_source: from `api/pages.json`; "" if it does not list the page.
        refresh: the target of its redirect, or None.
    """

    file: str
    parts: tuple[PlacedPart, ...]
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
        """Its source files, the department's first."""
        return tuple(dict.fromkeys(file for file in (self.local_source, self.source) if file))


@dataclass(frozen=True, slots=True, eq=False)
class BuiltSite:
    """A built site.

    Attributes:
        slug: its folder; "" for the portal.
        name: the code of its department, or « portail ».
        listed: the pages of `api/pages.json`, in order.
        mapped: the pages of `sitemap.xml`.
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
        """Return the files that another page links to, in any way."""
        linked: set[str] = set()
        for page in self.pages.values():
            for placed in page.parts:
                linked |= placed.files - {page.file}
        return linked


def find_sites(out: Path) -> tuple[str, ...]:
    """Return the folders of the sites built in `out`, the portal (an empty name) first."""
    names = ["", *sorted(entry.name for entry in os.scandir(out) if entry.is_dir())]
    return tuple(name for name in names if (out / name / "api" / "pages.json").is_file())


def files_of(out: Path, slug: str, sites: Collection[str]) -> frozenset[str]:
    """Return the files of a site.

    Args:
        out: the folder of all sites.
        slug: the folder of the site.
        sites: the folders of other sites, not part of the portal.
    """
    return frozenset(_walk(str(out / slug), () if slug else sites))


def load_site(out: Path, slug: str, files: frozenset[str]) -> BuiltSite:
    """Read a built site. Raises OSError, and ValueError if `api/pages.json` is not as a build writes it.

    Args:
        out: the folder of all sites.
        slug: the folder of the site.
        files: its files.
    """
    folder = out / slug
    listing = json.loads((folder / "api" / "pages.json").read_text(encoding="utf-8"))
    mapped, base = _read_sitemap(folder)
    about = {_file_of(entry["url"]): entry for entry in listing["pages"]}
    pages: dict[str, BuiltPage] = {}
    for file in sorted(name for name in files if name.endswith(".html")):
        entry = about.get(file, {})
        with open(f"{folder}/{file}", "rb") as handle:
            # Only the error page may use links from the server root: it is shown at any address.
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


def _refresh(file: str, parts: tuple[PlacedPart, ...]) -> LinkTarget | None:
    address = next((placed.part.refresh for placed in parts if placed.part.refresh is not None), None)
    return None if address is None else resolve(file, address)


def _walk(folder: str, excluded: Collection[str], prefix: str = "") -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                if prefix or entry.name not in excluded:
                    yield from _walk(entry.path, excluded, f"{prefix}{entry.name}/")
            else:
                yield prefix + entry.name


def _file_of(url: str) -> str:
    return url + _INDEX if not url or url.endswith("/") else url


def _read_sitemap(folder: Path) -> tuple[tuple[str, ...], str]:
    """Return the files in `sitemap.xml`, and the path of the site on its server."""
    try:
        text = (folder / "sitemap.xml").read_text(encoding="utf-8")
    except FileNotFoundError:
        return (), "/"
    paths = [urlsplit(part.split("</loc>")[0]).path for part in text.split("<loc>")[1:]]
    base = min(paths, key=len, default="") or "/"
    return tuple(_file_of(unquote(path.removeprefix(base))) for path in paths), base


def place_parts(page: bytes, file: str, base: str = "") -> tuple[PlacedPart, ...]:
    """Return the parts of a page with their addresses resolved: the remainder, then the extracted elements.

    Args:
        page: the page.
        file: its path below the site.
        base: the path of the site on its server, if links may start at the server root.
    """
    rest, *extracted = (parse_part(text) for text in split_page(page))
    placeholders = {placeholder.index: placeholder for placeholder in rest.placeholders}
    first = _place(rest, file, base, Visibility(), "")
    inner = (
        _place(element, file, base, placeholders[i].seen, placeholders[i].region)
        for i, element in enumerate(extracted)
        if i in placeholders
    )
    return (first, *inner)


@lru_cache(maxsize=1024)
def _place(part: PagePart, file: str, base: str, seen: Visibility, region: str) -> PlacedPart:
    links = tuple(Located(_in_region(link, region), resolve(file, link.href, base)) for link in part.links)
    resources = tuple(Loaded(_in_region(entry, region), resolve(file, entry.src, base)) for entry in part.resources)
    targets = [*(link.target for link in links), *(resource.target for resource in resources)]
    outer = frozenset(target for target in targets if not target.outside and target.file.startswith(("../", "/")))
    targets = [target for target in targets if not target.outside and target not in outer]
    return PlacedPart(
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
    """Return `what` with the region of its placeholder, if it has none of its own."""
    return dataclasses.replace(what, region=region) if region and what.region == BANNER else what


@lru_cache(maxsize=8192)
def resolve(file: str, address: str, base: str = "") -> LinkTarget:
    """Resolve an address.

    Args:
        file: the page it is written in.
        address: the address. From the server root, it keeps its slash unless `base` is given.
        base: the path of the site on its server.
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
    """Resolve `path` from the folder `parts`."""
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
