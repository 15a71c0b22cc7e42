"""Built HTML to what a person can click, and what each click costs (ADR 0010).

`profiles` says what is shown at which width, `parts` cuts pages so that each distinct text is parsed once, `page` reads
a text, `site` a built site, `ways` finds the shortest ways, `fingerprint` says what stands where on every page.
"""

from __future__ import annotations

from .fingerprint import Entry, Fingerprint, fingerprint
from .page import Link, Part
from .profiles import DESKTOP, PHONE, PROFILES, Opening, Profile
from .site import BuiltPage, BuiltSite, Target, find_sites, load_site
from .ways import Step, Way, Ways, find_ways, ways_through_portal

__all__ = [
    "DESKTOP",
    "PHONE",
    "PROFILES",
    "BuiltPage",
    "BuiltSite",
    "Entry",
    "Fingerprint",
    "Link",
    "Opening",
    "Part",
    "Profile",
    "Step",
    "Target",
    "Way",
    "Ways",
    "find_sites",
    "find_ways",
    "fingerprint",
    "load_site",
    "ways_through_portal",
]
