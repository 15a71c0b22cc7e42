"""The shared tree, its owners, words and tasks; the whole project."""

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
    """An acronym or a word of the trade, explained; `now` is the present name of what it once named."""

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
    """What someone comes for, in their words, and where the answer is (`page.md` or `page.md#anchor`)."""

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
class HostFile:
    """`content/_hosts.yml`: the ends of the names of hosts to which a delegation may lead."""

    __pydantic_config__: ClassVar[Any] = STRICT
    hosts: tuple[str, ...]
    at: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class EventFile:
    """`content/_events.yml`: what takes place for the whole country, shown on every site."""

    __pydantic_config__: ClassVar[Any] = STRICT
    events: tuple[Event, ...]
    at: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Tree:
    """The shared tree: everything all sites have in common.

    `assets` are the published files that are not pages, relative to `content/`;
    `seams` maps the name of a template of `overrides/seams/` to its text;
    `menu` are the paths of the pages in the menu, in its order; `settings` the limits set for the checks;
    `events` are those of the whole country; `identities` say who each department is, in the order of the file.
    `hosts` are the ends of the names of hosts to which a delegation may lead; `extensions` is what `mkdocs.yml` says of
    Markdown, as it is written there.
    `unread` are the files, from the root, of which nothing could be read.
    `forge` is the address of a file in the forge, up to its path, or "" if it is not set.
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


@dataclass(frozen=True, slots=True)
class Project:
    """All that was read: the shared tree and the departments, in the order of their codes."""

    tree: Tree
    departments: tuple[Department, ...]
