"""Compare the layout around the text of pages: it must be the same on all sites."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache

from .built_site import BuiltPage, BuiltSite, LinkTarget, PlacedPart, resolve
from .page_reader import Control, Placeholder
from .visibility import BANNER

_COMMON = frozenset({"tabs", "menu", "search", "footer"})
_PORTAL = "../index.html"
_SAME_PAGE = "•"
"""Stands for the same page of another site, so that links to it compare equal on all pages."""


@dataclass(frozen=True, slots=True, order=True)
class LayoutEntry:
    """An interactive element: its region, element, name, and target within the site (`../` leaves it).

    Name and target are empty where they depend on the department.
    """

    region: str
    tag: str
    label: str
    target: str

    def __str__(self) -> str:
        return f"« {self.label or self.tag} »" + (f" vers « {self.target} »" if self.target else "")


@dataclass(frozen=True, slots=True, eq=False)
class PageLayout:
    """The interactive elements around the text of a page, in order, with digests for comparison.

    Attributes:
        entries: the elements.
        digest: the digest of all of them.
        common: that of those shared with the portal, which has no link to a portal.
        fixed: that of all but the menu, which depends on the section of the page.
    """

    entries: tuple[LayoutEntry, ...]
    digest: str
    common: str
    fixed: str


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The layout of the pages that all sites have, page by page.

    Two departments with the same `digest` have the same layout; `common` is also the same on the portal.
    """

    layouts: tuple[tuple[str, PageLayout], ...]

    @property
    def digest(self) -> str:
        """The digest for the whole site, in hexadecimal."""
        return _digest([(file, layout.digest) for file, layout in self.layouts])

    @property
    def common(self) -> str:
        """The digest of what the portal shares with departments."""
        return _digest([(file, layout.common) for file, layout in self.layouts])


def fingerprint(site: BuiltSite) -> Fingerprint:
    """Return the layout of a built site, without pages that only this department has."""
    shared = (site.pages[file] for file in sorted(site.listed) if file in site.pages and not site.pages[file].local)
    return Fingerprint(tuple((page.file, layout_of(page)) for page in shared))


def common_entries(entries: tuple[LayoutEntry, ...]) -> tuple[LayoutEntry, ...]:
    """Return the entries that are the same on the portal."""
    return tuple(entry for entry in entries if entry.region in _COMMON)


def fixed_entries(entries: tuple[LayoutEntry, ...]) -> tuple[LayoutEntry, ...]:
    """Return the entries that are the same on every page of a site."""
    return tuple(entry for entry in entries if entry.region != "menu")


def layout_of(page: BuiltPage) -> PageLayout:
    """Return the layout of a page; computed once for departments where it is the same."""
    rest, *extracted = page.parts
    return _layout(rest, page.file, tuple(_entries(element, page.file) for element in extracted))


@lru_cache(maxsize=512)
def _layout(rest: PlacedPart, file: str, extracted: tuple[tuple[LayoutEntry | Placeholder, ...], ...]) -> PageLayout:
    found: list[LayoutEntry] = []
    for entry in _entries(rest, file):
        if isinstance(entry, LayoutEntry):
            found.append(entry)
        else:
            found += [
                _of_department(inner, entry.region)
                for inner in extracted[entry.index]
                if isinstance(inner, LayoutEntry)
            ]
    entries = tuple(found)
    return PageLayout(entries, _digest(entries), _digest(common_entries(entries)), _digest(fixed_entries(entries)))


@lru_cache(maxsize=1024)
def _entries(placed: PlacedPart, file: str) -> tuple[LayoutEntry | Placeholder, ...]:
    controls = placed.part.controls
    return tuple(control if isinstance(control, Placeholder) else _entry(control, file) for control in controls)


def _entry(control: Control, file: str) -> LayoutEntry:
    target = LinkTarget("") if control.href is None else resolve(file, control.href)
    where = target.file + (f"#{target.anchor}" if target.anchor else "")
    if not target.anchor and target.file.startswith("../") and target.file.endswith(f"/{file}") and where != _PORTAL:
        where = target.file.removesuffix(file) + _SAME_PAGE
    return LayoutEntry(control.region, control.tag, control.label, where)


def _of_department(entry: LayoutEntry, region: str) -> LayoutEntry:
    """Return an entry of a part specific to departments, without its name."""
    return LayoutEntry(region if entry.region == BANNER else entry.region, entry.tag, "", entry.target)


def _digest(value: object) -> str:
    return hashlib.blake2b(repr(value).encode(), digest_size=16).hexdigest()
