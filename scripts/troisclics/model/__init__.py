"""The data model, as frozen dataclasses: what is read, merged, rendered and reported.

In: values validated by `load`, each with the `Place` it came from.
Out: the same objects for every wing. Classes marked `STRICT` define the keys of files that people edit, and the
    JSON schemas.
"""

from __future__ import annotations

from ..constants import IDENTITIES, PORTAL
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
from .freshness import Band, CurvePoint, DepartmentAge, FreshnessReport, ItemKind, OwnerLoad, ReviewItem, Stamped
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
from .site import ExpiredPage, Site, SitePage, fill_seams, renumber_seams, seam_placeholder
from .targets import Target, TargetFile
from .tree import AddressFile, EventFile, GlossaryFile, HostFile, Owner, OwnerFile, Project, Task, TaskFile, Term, Tree

__all__ = [
    "ALL_DEPARTMENTS",
    "IDENTITIES",
    "NOWHERE",
    "PORTAL",
    "STRICT",
    "AddressFile",
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
    "ExpiredPage",
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
    "ReviewItem",
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
    "seam_placeholder",
]
