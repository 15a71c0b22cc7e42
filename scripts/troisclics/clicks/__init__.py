"""Read built HTML as what a person can click, and count what each click costs (ADR 0014).

In: folders of built sites; nothing of how they were made.
Out: pages with their links and layout, the shortest paths to them, and the tree test of the menu.
"""

from __future__ import annotations

from .built_site import BuiltPage, BuiltSite, LinkTarget, Located, Placed, files_of, find_sites, load_site
from .layout import Fingerprint, LayoutEntry, PageLayout, fingerprint, frame_of
from .page_reader import Link, PagePart
from .shortest_paths import HOME, ShortestPath, ShortestPaths, Step, describe, find_ways, owner_of, ways_through_portal
from .visibility import DESKTOP, PHONE, PROFILES, Opening, Profile

__all__ = [
    "DESKTOP",
    "HOME",
    "PHONE",
    "PROFILES",
    "BuiltPage",
    "BuiltSite",
    "Fingerprint",
    "LayoutEntry",
    "Link",
    "LinkTarget",
    "Located",
    "Opening",
    "PageLayout",
    "PagePart",
    "Placed",
    "Profile",
    "ShortestPath",
    "ShortestPaths",
    "Step",
    "describe",
    "files_of",
    "find_sites",
    "find_ways",
    "fingerprint",
    "frame_of",
    "load_site",
    "owner_of",
    "ways_through_portal",
]
