"""Departments and their local facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from .base import NOWHERE, STRICT, LocalStatus, PartialDate, Place, RestaurantKind, Source, Zone
from .pages import Overlay


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalFact:
    """What every local fact carries.

    `last_reviewed_on` is the day the delegation last vouched for it: absent, it is shown as to be confirmed.
    `as_of` is the age of the information according to its source.
    """

    __pydantic_config__: ClassVar[Any] = STRICT
    status: LocalStatus = "to_confirm"
    last_reviewed_on: date | None = None
    review_in: str | None = None
    as_of: PartialDate | None = None
    owner: str | None = None
    source: Source | None = None
    at: Place = NOWHERE


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact(LocalFact):
    """A way to reach the delegation: a function or an office, never a person."""

    label: str
    phone: str | None = None
    email: str | None = None
    address: str | None = None
    hours: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Permanence(LocalFact):
    """When and where someone is there to be met or telephoned."""

    label: str
    place: str | None = None
    schedule: str | None = None
    phone: str | None = None
    year: int | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Restaurant(LocalFact):
    """A place to eat: REFI (financier), RIA (inter-administratif) or RC (conventionné)."""

    name: str
    kind: RestaurantKind
    town: str | None = None
    address: str | None = None
    access: str | None = None
    hours: str | None = None
    retirees: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(LocalFact):
    """Something that happens on a day, or from `starts_on` to `ends_on` included."""

    title: str
    starts_on: date
    ends_on: date | None = None
    time: str | None = None
    place: str | None = None
    audience: str | None = None
    price: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer(LocalFact):
    """A partnership or a local advantage, until `valid_until` included when it ends."""

    title: str
    description: str | None = None
    audience: str | None = None
    price: str | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class DepartmentIdentity:
    """Who a department is: INSEE's code ("01", "2A", "976"), name and article; `slug` names its folder and its site."""

    __pydantic_config__: ClassVar[Any] = STRICT
    code: str
    slug: str
    name: str
    de: str
    region: str
    seat: str
    zone: Zone
    at: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class DepartmentIdentityFile:
    """`content/_departments.yml`: the national list."""

    __pydantic_config__: ClassVar[Any] = STRICT
    departments: tuple[DepartmentIdentity, ...]
    at: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class DepartmentFile:
    """`department.yml`: the local facts of a department. Who it is, is national (`DepartmentIdentity`)."""

    __pydantic_config__: ClassVar[Any] = STRICT
    owner: str = "delegation"
    contacts: tuple[Contact, ...] = ()
    permanences: tuple[Permanence, ...] = ()
    restaurants: tuple[Restaurant, ...] = ()
    events: tuple[Event, ...] = ()
    offers: tuple[Offer, ...] = ()
    at: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Department:
    """A folder of `departments/`: whose it is by the national list, its file, overlays and images."""

    identity: DepartmentIdentity
    file: DepartmentFile
    overlays: tuple[Overlay, ...] = ()
    assets: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """The INSEE code, a string ("01", "2A", "976")."""
        return self.identity.code

    @property
    def slug(self) -> str:
        """The name of its folder, here and among the sites."""
        return self.identity.slug
