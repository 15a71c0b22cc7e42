"""Shared pages and overlays, with their front matter."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar, Literal

from .base import NOWHERE, STRICT, Audience, LocalStatus, PageKind, PageStatus, PageZone, PartialDate, Place, Source

_DEPARTMENT = re.compile(r"\bdepartment\b")


@dataclass(frozen=True, slots=True)
class PageMeta:
    """The front matter of a shared page (keys after GOV.UK's page metadata).

    `amount` states briefly how much a benefit is, with facts by name: « {{ fact("pim.repas") }} par repas ».
    `aliases` are former addresses of the page, which lead to it; `gone` are those of pages that no longer exist and
    that this one replaces: they say so. A `draft` is in no site, and its text is not checked.
    """

    __pydantic_config__: ClassVar[Any] = STRICT
    title: str
    description: str
    kind: PageKind = "page"
    owner: str | None = None
    audience: tuple[Audience, ...] = ()
    operator: str | None = None
    amount: str | None = None
    zone: tuple[PageZone, ...] = ("metropole", "outre-mer")
    life_events: tuple[str, ...] = ()
    last_reviewed_on: date | None = None
    review_in: str | None = None
    sources: tuple[Source, ...] = ()
    keywords: tuple[str, ...] = ()
    status: PageStatus = "current"
    local: Literal["fill", "replace"] = "fill"
    aliases: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    draft: bool = False
    publish_on: date | None = None
    expires_on: date | None = None
    at: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Page:
    """A shared page: its path below `content/`, front matter, and Markdown body, which starts at line `body_line`.

    `front` is the front matter as written.
    """

    uri: str
    meta: PageMeta
    body: str
    body_line: int
    at: Place
    front: str = field(default="", compare=False, repr=False)

    @property
    def names_department(self) -> bool:
        """Whether the text depends on the department of the site, other than through a block."""
        return "department" in self.body and _DEPARTMENT.search(self.body) is not None

    def at_key(self, key: str) -> Place:
        """Return the place of a key of the front matter; the page's own if it is not there."""
        lines = enumerate(self.front.split("\n"), 2)
        return next((Place(self.at.file, number) for number, line in lines if line.startswith(f"{key}:")), self.at)


@dataclass(frozen=True, slots=True)
class OverlayMeta:
    """The front matter of an overlay; `title` and `description` are set only on pages that a department adds.

    It is in the site of its department from `publish_on` to `expires_on`, both included.
    """

    __pydantic_config__: ClassVar[Any] = STRICT
    title: str | None = None
    description: str | None = None
    published_on: date | None = None
    publish_on: date | None = None
    expires_on: date | None = None
    last_reviewed_on: date | None = None
    review_in: str | None = None
    as_of: PartialDate | None = None
    status: LocalStatus = "to_confirm"
    sources: tuple[Source, ...] = ()
    at: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Overlay:
    """A Markdown file of a department, at the path of the shared page that it completes.

    `refused` is set when reading it gave an error, already reported: it is not checked further.
    """

    uri: str
    meta: OverlayMeta
    body: str
    body_line: int
    at: Place
    front: str = field(default="", compare=False, repr=False)
    refused: bool = False
