"""The nouns of troisclics: what is read, merged, rendered and said. No I/O here.

Everything that comes from a file is parsed once, at the door (`load/`), into one of these frozen
objects, and keeps the `Place` it came from, so that each finding can name a file and a line.
Classes marked `_STRICT` describe files that people edit: their fields are the file's keys, and the
JSON Schemas in `schemas/` are generated from them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Literal

Severity = Literal["error", "warning", "note"]
Zone = Literal["metro", "drom"]
FactStatus = Literal["confirmed", "to_confirm", "obsolete"]
LocalStatus = Literal["confirmed", "to_confirm"]
PageStatus = Literal["current", "to_confirm", "ended"]
PageKind = Literal["home", "hub", "benefit", "operator", "journey", "delegation", "page", "legal"]
Audience = Literal["actif", "retraite", "contractuel", "apprenti", "ayant-droit"]
PageZone = Literal["metropole", "outre-mer"]
RestaurantKind = Literal["REFI", "RIA", "RC"]
Unit = Literal["EUR", "percent", "points", "years", "months", "days", "km", "count", "date", "text"]

PartialDate = date | int | str
"""A day, a year (2024) or a month ("2026-01"): as precise as the source is."""

ALL_DEPARTMENTS = "ALL"
"""What a finding names when it is about the shared tree and so about every department."""

PORTAL = "portail"
"""The name of the site of no department, where a CODE is expected."""

_STRICT: dict[str, Any] = {"extra": "forbid", "strict": True}


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A line (counted from 1; 0 means the whole file) of a file named relative to the project's root."""

    file: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


NOWHERE = Place("")


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """What a check says, in French: where, how bad, what, and how to mend it."""

    place: Place
    rule: str
    severity: Severity
    message: str
    fix: str
    department: str = ALL_DEPARTMENTS


@dataclass(frozen=True, slots=True)
class Source:
    """Where a statement comes from. `url` is absent when only a reference is known."""

    __pydantic_config__: ClassVar[Any] = _STRICT
    title: str
    url: str | None = None
    at: Place = NOWHERE


# --- Shared pages -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PageMeta:
    """The front matter of a shared page (keys after GOV.UK's page metadata)."""

    __pydantic_config__: ClassVar[Any] = _STRICT
    title: str
    description: str
    kind: PageKind = "page"
    owner: str | None = None
    audience: tuple[Audience, ...] = ()
    operator: str | None = None
    zone: tuple[PageZone, ...] = ("metropole", "outre-mer")
    life_events: tuple[str, ...] = ()
    last_reviewed_on: date | None = None
    review_in: str | None = None
    sources: tuple[Source, ...] = ()
    keywords: tuple[str, ...] = ()
    status: PageStatus = "current"
    local: Literal["fill", "replace"] = "fill"
    at: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Page:
    """A shared page: its path below `content/`, front matter, and Markdown body from line `body_line` on."""

    uri: str
    meta: PageMeta
    body: str
    body_line: int
    at: Place


@dataclass(frozen=True, slots=True)
class OverlayMeta:
    """The front matter of an overlay; `title` and `description` only on pages a department adds."""

    __pydantic_config__: ClassVar[Any] = _STRICT
    title: str | None = None
    description: str | None = None
    published_on: date | None = None
    last_reviewed_on: date | None = None
    review_in: str | None = None
    as_of: PartialDate | None = None
    status: LocalStatus = "to_confirm"
    sources: tuple[Source, ...] = ()
    at: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Overlay:
    """A Markdown file of a department, at the same path as the shared page it completes."""

    uri: str
    meta: OverlayMeta
    body: str
    body_line: int
    at: Place


# --- National facts ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FactValue:
    """One dated value: valid from `from_` to `to` included. `value` is None when it is not known."""

    __pydantic_config__: ClassVar[Any] = _STRICT
    value: Decimal | int | date | str | None
    from_: date = field(metadata={"key": "from"})
    status: FactStatus
    checked_on: date
    source: Source
    to: date | None = None
    revise_by: date | None = None
    at: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Fact:
    """A national fact with its history, oldest value first."""

    __pydantic_config__: ClassVar[Any] = _STRICT
    id: str
    label: str
    unit: Unit
    values: tuple[FactValue, ...]
    owner: str | None = None
    review_in: str | None = None
    words: tuple[str, ...] = ()
    note: str | None = None
    at: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class FactFile:
    """A file of `content/_facts/`; its owner and review period hold for the facts that name none."""

    __pydantic_config__: ClassVar[Any] = _STRICT
    facts: tuple[Fact, ...]
    owner: str | None = None
    review_in: str | None = None
    at: Place = NOWHERE


# --- Departments ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalFact:
    """What every local fact carries.

    `last_reviewed_on` is the day the delegation last vouched for it: absent, it is shown as to be confirmed.
    `as_of` is the age of the information according to its source.
    """

    __pydantic_config__: ClassVar[Any] = _STRICT
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
class DepartmentFile:
    """`department.yml`: who the department is (INSEE's names and articles), and its local facts."""

    __pydantic_config__: ClassVar[Any] = _STRICT
    code: str
    name: str
    de: str
    region: str
    seat: str
    zone: Zone
    owner: str = "delegation"
    contacts: tuple[Contact, ...] = ()
    permanences: tuple[Permanence, ...] = ()
    restaurants: tuple[Restaurant, ...] = ()
    events: tuple[Event, ...] = ()
    offers: tuple[Offer, ...] = ()
    at: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Department:
    """A folder of `departments/`: its name (`slug`, also the folder of its site), its file, overlays and images."""

    slug: str
    file: DepartmentFile
    overlays: tuple[Overlay, ...] = ()
    assets: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """The INSEE code, a string ("01", "2A", "976")."""
        return self.file.code


# --- The rest of the shared tree --------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Owner:
    """A function or team that answers for pages and facts. `mailbox` is a functional mailbox, if known."""

    __pydantic_config__: ClassVar[Any] = _STRICT
    id: str
    label: str
    mailbox: str | None = None
    at: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class OwnerFile:
    """`content/_owners.yml`."""

    __pydantic_config__: ClassVar[Any] = _STRICT
    owners: tuple[Owner, ...]
    at: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Term:
    """An acronym or a word of the trade, explained."""

    __pydantic_config__: ClassVar[Any] = _STRICT
    term: str
    expansion: str
    definition: str
    at: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class GlossaryFile:
    """`content/_glossary.yml`."""

    __pydantic_config__: ClassVar[Any] = _STRICT
    terms: tuple[Term, ...]
    at: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Task:
    """What someone comes for, in their words, and where the answer is (`page.md` or `page.md#anchor`)."""

    __pydantic_config__: ClassVar[Any] = _STRICT
    id: str
    question: str
    answer: str
    search: str
    audience: tuple[Audience, ...] = ()
    tempting: tuple[str, ...] = ()
    at: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class TaskFile:
    """`content/_tasks.yml`."""

    __pydantic_config__: ClassVar[Any] = _STRICT
    tasks: tuple[Task, ...]
    at: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Tree:
    """The shared tree: everything all sites have in common.

    `assets` are the published files that are not pages, relative to `content/`;
    `seams` maps the name of a template of `overrides/seams/` to its text;
    `menu` are the paths of the pages in the menu, in its order.
    """

    pages: tuple[Page, ...]
    facts: tuple[Fact, ...]
    owners: tuple[Owner, ...]
    terms: tuple[Term, ...]
    tasks: tuple[Task, ...]
    assets: tuple[str, ...]
    seams: tuple[tuple[str, str], ...]
    menu: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Project:
    """All that was read: the shared tree and the departments, in the order of their codes."""

    tree: Tree
    departments: tuple[Department, ...]


# --- What merging gives -----------------------------------------------------------------------


def seam_mark(index: int) -> str:
    """The raw HTML block that stands for the `index`-th content seam of a page until it is filled."""
    return f'<div data-seam="{index}"></div>'


def fill_seams(text: str, seams: tuple[str, ...]) -> str:
    """`text` (Markdown, or the HTML made from it) with each mark replaced by its seam."""
    for index, seam in enumerate(seams):
        text = text.replace(seam_mark(index), seam)
    return text


@dataclass(frozen=True, slots=True)
class SitePage:
    """A page of one site: plain Markdown, front matter resolved, and the files it came from.

    `marked` is the Markdown with a mark where each content seam goes, so that departments whose text differs
    only there share it; `seams` are the HTML blocks that replace the marks, in order. `edit` is the file
    "Modifier cette page" opens; `local` the overlay's place if one took part.
    """

    uri: str
    meta: PageMeta
    marked: str
    edit: str
    seams: tuple[str, ...] = ()
    local: Place | None = None
    in_menu: bool = True

    @property
    def markdown(self) -> str:
        """The plain Markdown of the page, as staged."""
        return fill_seams(self.marked, self.seams)


@dataclass(frozen=True, slots=True)
class Site:
    """The shared tree merged with one department; the portal when `department` is None."""

    department: Department | None
    pages: tuple[SitePage, ...]

    @property
    def slug(self) -> str:
        """The folder of the site below `site/`; empty for the portal."""
        return self.department.slug if self.department else ""

    @property
    def name(self) -> str:
        """What a CODE on the command line or a finding calls this site."""
        return self.department.code if self.department else PORTAL
