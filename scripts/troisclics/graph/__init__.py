"""Built HTML to what a person can click, and what each click costs (ADR 0014).

`profiles` says what is shown at which width, `parts` cuts pages so that each distinct text is parsed once, `page` reads
a text, `site` a built site, `ways` finds the shortest ways, `fingerprint` says what stands where on every page.
"""

from __future__ import annotations

from .fingerprint import Entry, Fingerprint, Frame, fingerprint, frame_of
from .page import Link, Part
from .profiles import DESKTOP, PHONE, PROFILES, Opening, Profile
from .site import BuiltPage, BuiltSite, Located, Placed, Target, files_of, find_sites, load_site
from .ways import HOME, Step, Way, Ways, describe, find_ways, owner_of, ways_through_portal

__all__ = [
    "DESKTOP",
    "HOME",
    "PHONE",
    "PROFILES",
    "BuiltPage",
    "BuiltSite",
    "Entry",
    "Fingerprint",
    "Frame",
    "Link",
    "Located",
    "Opening",
    "Part",
    "Placed",
    "Profile",
    "Step",
    "Target",
    "Way",
    "Ways",
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
