"""The shared tree, its owners, terms and tasks; the project."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

from .base import NOWHERE, STRICT, Audience, Place
from .departments import Department, DepartmentIdentity, Event
from .facts import Fact
from .pages import Page
from .settings import Settings


@dataclass(frozen=True, slots=True)
class Owner:
    """A function or team that answers for pages and facts. `mailbox` is a functional mailbox, if known."""

    __pydantic_config__: ClassVar[Any] = STRICT
    id: str
    label: str
    mailbox: str | None = None
    at: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class OwnerFile:
    """`content/_owners.yml`."""

    __pydantic_config__: ClassVar[Any] = STRICT
    owners: tuple[Owner, ...]
    at: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Term:
    """An acronym or technical term with its definition; `now` is the current name of what it used to denote."""

    __pydantic_config__: ClassVar[Any] = STRICT
    term: str
    expansion: str
    definition: str
    now: str | None = None
    at: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class GlossaryFile:
    """`content/_glossary.yml`."""

    __pydantic_config__: ClassVar[Any] = STRICT
    terms: tuple[Term, ...]
    at: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Task:
    """A reader's task in their own words, and where its answer is (`page.md` or `page.md#anchor`)."""

    __pydantic_config__: ClassVar[Any] = STRICT
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

    __pydantic_config__: ClassVar[Any] = STRICT
    tasks: tuple[Task, ...]
    at: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class AddressFile:
    """`content/_addresses.yml`: the addresses of shared pages that were published, kept by `troisclics publish`."""

    __pydantic_config__: ClassVar[Any] = STRICT
    addresses: tuple[str, ...]
    at: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class HostFile:
    """`content/_hosts.yml`: the domain suffixes that overlays of delegations may link to."""

    __pydantic_config__: ClassVar[Any] = STRICT
    hosts: tuple[str, ...]
    at: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class EventFile:
    """`content/_events.yml`: national events, shown on every site."""

    __pydantic_config__: ClassVar[Any] = STRICT
    events: tuple[Event, ...]
    at: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Tree:
    """The shared tree: everything that all sites have in common.

    Attributes:
        assets: the published files other than pages, relative to `content/`.
        seams: names and texts of the templates of `overrides/seams/`.
        menu: the paths of the pages in the menu, in order.
        settings: the limits of the checks.
        events: the national events.
        forge: the base address of files in the forge, or "" if it is not set.
        unread: the files that could not be read at all, relative to the root.
        identities: the identities of the departments, in the order of the file.
        hosts: the domain suffixes that overlays of delegations may link to.
        extensions: the Markdown extensions of `mkdocs.yml`, as written there.
        addresses: the addresses of shared pages that were published.
        forms: the documents that national events name, with their sizes in bytes.
        drafts: the paths of the pages that are in no site yet.
        expired: in the tree as the sites of a day show it, the pages that are no longer in `pages`.
    """

    pages: tuple[Page, ...]
    facts: tuple[Fact, ...]
    owners: tuple[Owner, ...]
    terms: tuple[Term, ...]
    tasks: tuple[Task, ...]
    assets: tuple[str, ...]
    seams: tuple[tuple[str, str], ...]
    menu: tuple[str, ...]
    settings: Settings = field(default_factory=Settings)
    events: tuple[Event, ...] = ()
    forge: str = ""
    unread: tuple[str, ...] = ()
    identities: tuple[DepartmentIdentity, ...] = ()
    hosts: tuple[str, ...] = ()
    extensions: str = ""
    addresses: tuple[str, ...] = ()
    forms: tuple[tuple[str, int], ...] = ()
    drafts: tuple[str, ...] = ()
    expired: tuple[Page, ...] = ()


@dataclass(frozen=True, slots=True)
class Project:
    """The project: the shared tree and the departments in the order of their codes."""

    tree: Tree
    departments: tuple[Department, ...]
