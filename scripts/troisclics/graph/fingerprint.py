"""What stands where around the text of every page: the same in all sites, or somebody gets lost."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from .page import Control
from .site import BuiltPage, BuiltSite, Target, resolve

REGIONS = ("header", "banner", "tabs", "menu", "search", "footer")


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """Something one can act on: its element, its name, and where it leads within the site (`../` leaves it).

    Both are left out where they name the department.
    """

    region: str
    tag: str
    label: str
    target: str

    def __str__(self) -> str:
        return f"« {self.label or self.tag} »" + (f" vers « {self.target} »" if self.target else "")


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What stands around the text of the pages that all sites have: for each page its entries, in their order.

    Two sites with the same `digest` have everything at the same place.
    """

    pages: tuple[tuple[str, tuple[Entry, ...]], ...]

    @property
    def digest(self) -> str:
        """One figure for the whole site, in hexadecimal."""
        return hashlib.blake2b(repr(self.pages).encode(), digest_size=16).hexdigest()


def fingerprint(site: BuiltSite) -> Fingerprint:
    """The fingerprint of a built site. Pages that only this department has do not enter it."""
    shared = (page for file, page in sorted(site.pages.items()) if file in site.listed and not page.local)
    return Fingerprint(tuple((page.file, frame_entries(page)) for page in shared))


def frame_entries(page: BuiltPage) -> tuple[Entry, ...]:
    """What one can act on around the text of a page, in the order of the page."""
    return tuple(_entry(page, control, seam) for control, seam in page.controls())


def _entry(page: BuiltPage, control: Control, seam: bool) -> Entry:
    target = Target("") if control.href is None else resolve(page.file, control.href)
    where = target.file + (f"#{target.anchor}" if target.anchor else "")
    return Entry(control.region, control.tag, "" if seam else control.label, where)
