"""Departments and their local facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from .base import NOWHERE, STRICT, LocalStatus, PartialDate, Place, RestaurantKind, Source, Zone
from .pages import Overlay


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalFact:
    """The keys common to all local facts.

    Attributes:
        last_reviewed_on: when the delegation last confirmed it; if absent, it is shown as unconfirmed.
        as_of: the age of the information according to its source.
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
    """A contact of the delegation: a function or an office, never a person."""

    label: str
    phone: str | None = None
    email: str | None = None
    address: str | None = None
    hours: str | None = None
    url: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Permanence(LocalFact):
    """When and where the delegation receives visitors or telephone calls."""

    label: str
    place: str | None = None
    schedule: str | None = None
    phone: str | None = None
    year: int | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What some people pay, in euros: for whom, such as « indice jusqu'à 534 », and how much."""

    __pydantic_config__: ClassVar[Any] = STRICT
    who: str
    amount: Decimal | int
    at: Place = NOWHERE


@dataclass(frozen=True, slots=True, kw_only=True)
class Restaurant(LocalFact):
    """A place to eat: REFI (financier), RIA (inter-administratif) or RC (conventionné).

    Attributes:
        distance: how far it is, and from where.
        prices: what a meal costs, by tier.
        payment: how one pays.
        closed: when it is closed.
    """

    name: str
    kind: RestaurantKind
    town: str | None = None
    address: str | None = None
    distance: str | None = None
    access: str | None = None
    hours: str | None = None
    closed: str | None = None
    phone: str | None = None
    prices: tuple[Price, ...] = ()
    payment: str | None = None
    retirees: bool | None = None
    url: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(LocalFact):
    """An event on one day, or from `starts_on` to `ends_on` included; one may register until `register_by` included.

    `form` is the name of a document to be filled in, beside the pages that the delegation adds.
    """

    title: str
    starts_on: date
    ends_on: date | None = None
    time: str | None = None
    place: str | None = None
    audience: str | None = None
    price: str | None = None
    register_by: date | None = None
    form: str | None = None
    contact: str | None = None
    phone: str | None = None
    url: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer(LocalFact):
    """A partnership or local benefit, valid until `valid_until` included if it ends."""

    title: str
    description: str | None = None
    place: str | None = None
    audience: str | None = None
    price: str | None = None
    valid_until: date | None = None
    contact: str | None = None
    phone: str | None = None
    url: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class DepartmentIdentity:
    """The identity of a department: INSEE code ("01", "2A", "976"), name, article; `slug` names its folder and site."""

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
    """`department.yml`: the local facts of a department. Its identity is national (`DepartmentIdentity`)."""

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
    """A folder of `departments/`: its identity in the national list, its file, overlays, images and documents.

    `forms` are the documents that its events name, with their sizes in bytes.
    `expired` are, as its site of a day shows it, the pages of its own that are no longer in `overlays`.
    """

    identity: DepartmentIdentity
    file: DepartmentFile
    overlays: tuple[Overlay, ...] = ()
    assets: tuple[str, ...] = ()
    forms: tuple[tuple[str, int], ...] = ()
    expired: tuple[Overlay, ...] = ()

    @property
    def code(self) -> str:
        """The INSEE code, a string ("01", "2A", "976")."""
        return self.identity.code

    @property
    def slug(self) -> str:
        """The name of its folder in `departments/` and of its site."""
        return self.identity.slug

    @property
    def name(self) -> str:
        """The name, without its article."""
        return self.identity.name
