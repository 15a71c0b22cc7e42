"""The nouns of troisclics: what is read, merged, rendered and said. No I/O here.

Everything that comes from a file is parsed once, at the door (`load/`), into one of these frozen
objects, and keeps the `Place` it came from, so that each finding can name a file and a line.
Classes marked `STRICT` describe files that people edit: their fields are the file's keys, and the
JSON Schemas in `schemas/` are generated from them.
"""

from __future__ import annotations

from ..names import IDENTITIES, PORTAL
from .base import (
    ALL_DEPARTMENTS,
    NOWHERE,
    STRICT,
    Audience,
    FactStatus,
    Finding,
    LocalStatus,
    PageKind,
    PageStatus,
    PageZone,
    PartialDate,
    Place,
    RestaurantKind,
    Severity,
    Source,
    Unit,
    Zone,
)
from .departments import (
    Contact,
    Department,
    DepartmentFile,
    DepartmentIdentity,
    DepartmentIdentityFile,
    Event,
    LocalFact,
    Offer,
    Permanence,
    Restaurant,
)
from .facts import Fact, FactFile, FactValue
from .freshness import Band, CurvePoint, DepartmentAge, FreshnessReport, Item, ItemKind, OwnerLoad, Stamped
from .pages import Overlay, OverlayMeta, Page, PageMeta
from .settings import (
    BreadthSettings,
    ClickSettings,
    FailAfter,
    FreshnessSettings,
    OwnerSettings,
    PublishSettings,
    Settings,
)
from .site import Site, SitePage, fill_seams, renumber_seams, seam_mark
from .targets import Target, TargetFile
from .tree import EventFile, GlossaryFile, HostFile, Owner, OwnerFile, Project, Task, TaskFile, Term, Tree

__all__ = [
    "ALL_DEPARTMENTS",
    "IDENTITIES",
    "NOWHERE",
    "PORTAL",
    "STRICT",
    "Audience",
    "Band",
    "BreadthSettings",
    "ClickSettings",
    "Contact",
    "CurvePoint",
    "Department",
    "DepartmentAge",
    "DepartmentFile",
    "DepartmentIdentity",
    "DepartmentIdentityFile",
    "Event",
    "EventFile",
    "Fact",
    "FactFile",
    "FactStatus",
    "FactValue",
    "FailAfter",
    "Finding",
    "FreshnessReport",
    "FreshnessSettings",
    "GlossaryFile",
    "HostFile",
    "Item",
    "ItemKind",
    "LocalFact",
    "LocalStatus",
    "Offer",
    "Overlay",
    "OverlayMeta",
    "Owner",
    "OwnerFile",
    "OwnerLoad",
    "OwnerSettings",
    "Page",
    "PageKind",
    "PageMeta",
    "PageStatus",
    "PageZone",
    "PartialDate",
    "Permanence",
    "Place",
    "Project",
    "PublishSettings",
    "Restaurant",
    "RestaurantKind",
    "Settings",
    "Severity",
    "Site",
    "SitePage",
    "Source",
    "Stamped",
    "Target",
    "TargetFile",
    "Task",
    "TaskFile",
    "Term",
    "Tree",
    "Unit",
    "Zone",
    "fill_seams",
    "renumber_seams",
    "seam_mark",
]
