"""Model what a person can click in built HTML, and compute what each click costs (ADR 0014).

In: folders of built sites, however they were made.
Out: pages with their links and layout, the shortest paths to them, and the tree test of the menu.
"""

from __future__ import annotations

from .built_site import BuiltPage, BuiltSite, LinkTarget, Located, PlacedPart, files_of, find_sites, load_site
from .layout import Fingerprint, LayoutEntry, PageLayout, fingerprint, layout_of
from .page_reader import Link, PagePart
from .shortest_paths import (
    HOME,
    ShortestPath,
    ShortestPaths,
    Step,
    describe,
    find_paths,
    owner_of,
    paths_through_portal,
)
from .visibility import DESKTOP, PHONE, PROFILES, Disclosure, Profile

__all__ = [
    "DESKTOP",
    "HOME",
    "PHONE",
    "PROFILES",
    "BuiltPage",
    "BuiltSite",
    "Disclosure",
    "Fingerprint",
    "LayoutEntry",
    "Link",
    "LinkTarget",
    "Located",
    "PageLayout",
    "PagePart",
    "PlacedPart",
    "Profile",
    "ShortestPath",
    "ShortestPaths",
    "Step",
    "describe",
    "files_of",
    "find_paths",
    "find_sites",
    "fingerprint",
    "layout_of",
    "load_site",
    "owner_of",
    "paths_through_portal",
]
