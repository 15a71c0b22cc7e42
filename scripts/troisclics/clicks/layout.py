"""What stands where around the text of every page: the same in all sites, or somebody gets lost."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache

from .built_site import BuiltPage, BuiltSite, LinkTarget, Placed, resolve
from .page_reader import Control, Hole
from .visibility import BANNER

_COMMON = frozenset({"tabs", "menu", "search", "footer"})
_PORTAL = "../index.html"
_SAME_PAGE = "•"
"""The same page of another site: so told, a link to it reads the same on all pages."""


@dataclass(frozen=True, slots=True, order=True)
class LayoutEntry:
    """Something one can act on: its element, its name, and where it leads within the site (`../` leaves it).

    Both are left out where they name the department.
    """

    region: str
    tag: str
    label: str
    target: str

    def __str__(self) -> str:
        return f"« {self.label or self.tag} »" + (f" vers « {self.target} »" if self.target else "")


@dataclass(frozen=True, slots=True, eq=False)
class PageLayout:
    """What one can act on around the text of a page, in the order of the page, and the figures that compare it.

    `digest` is that of all entries; `common` of what the portal shares, which has no portal above it; `fixed` of all
    but the menu, which shows the section one is in and so changes from page to page.
    """

    entries: tuple[LayoutEntry, ...]
    digest: str
    common: str
    fixed: str


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What stands around the text of the pages that all sites have, page by page.

    Two departments with the same `digest` have everything at the same place; `common` is the same on the portal too.
    """

    frames: tuple[tuple[str, PageLayout], ...]

    @property
    def digest(self) -> str:
        """One figure for the whole site, in hexadecimal."""
        return _digest([(file, frame.digest) for file, frame in self.frames])

    @property
    def common(self) -> str:
        """The figure of what the portal has in common with departments."""
        return _digest([(file, frame.common) for file, frame in self.frames])


def fingerprint(site: BuiltSite) -> Fingerprint:
    """The fingerprint of a built site. Pages that only this department has do not enter it."""
    shared = (site.pages[file] for file in sorted(site.listed) if file in site.pages and not site.pages[file].local)
    return Fingerprint(tuple((page.file, frame_of(page)) for page in shared))


def common_entries(entries: tuple[LayoutEntry, ...]) -> tuple[LayoutEntry, ...]:
    """Those of `entries` that are the same on the portal."""
    return tuple(entry for entry in entries if entry.region in _COMMON)


def fixed_entries(entries: tuple[LayoutEntry, ...]) -> tuple[LayoutEntry, ...]:
    """Those of `entries` that are the same on every page of a site."""
    return tuple(entry for entry in entries if entry.region != "menu")


def frame_of(page: BuiltPage) -> PageLayout:
    """What stands around the text of a page; worked out once where departments have the same."""
    rest, *cuts = page.parts
    return _frame(rest, page.file, tuple(_entries(cut, page.file) for cut in cuts))


@lru_cache(maxsize=512)
def _frame(rest: Placed, file: str, cuts: tuple[tuple[LayoutEntry | Hole, ...], ...]) -> PageLayout:
    found: list[LayoutEntry] = []
    for entry in _entries(rest, file):
        if isinstance(entry, LayoutEntry):
            found.append(entry)
        else:
            found += [
                _of_department(inner, entry.region) for inner in cuts[entry.index] if isinstance(inner, LayoutEntry)
            ]
    entries = tuple(found)
    return PageLayout(entries, _digest(entries), _digest(common_entries(entries)), _digest(fixed_entries(entries)))


@lru_cache(maxsize=1024)
def _entries(placed: Placed, file: str) -> tuple[LayoutEntry | Hole, ...]:
    controls = placed.part.controls
    return tuple(control if isinstance(control, Hole) else _entry(control, file) for control in controls)


def _entry(control: Control, file: str) -> LayoutEntry:
    target = LinkTarget("") if control.href is None else resolve(file, control.href)
    where = target.file + (f"#{target.anchor}" if target.anchor else "")
    if not target.anchor and target.file.startswith("../") and target.file.endswith(f"/{file}") and where != _PORTAL:
        where = target.file.removesuffix(file) + _SAME_PAGE
    return LayoutEntry(control.region, control.tag, control.label, where)


def _of_department(entry: LayoutEntry, region: str) -> LayoutEntry:
    """An entry of a part that names the department: its name is not the same everywhere."""
    return LayoutEntry(region if entry.region == BANNER else entry.region, entry.tag, "", entry.target)


def _digest(value: object) -> str:
    return hashlib.blake2b(repr(value).encode(), digest_size=16).hexdigest()
