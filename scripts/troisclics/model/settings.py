"""The settings of `mkdocs.yml` below `extra.troisclics`, mostly limits for the checks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from .base import NOWHERE, STRICT, Place
from .conventions import DELEGATION, SITE_MAP


@dataclass(frozen=True, slots=True)
class ClickSettings:
    """The maximum length of a path in steps (clicks, taps, key presses)."""

    __pydantic_config__: ClassVar[Any] = STRICT
    page: int = 3
    benefit: int = 2
    task: int = 3
    intranet: int = 3
    at: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class BreadthSettings:
    """Limits on navigation breadth, so that depth is not traded for clutter, and on pages not worth their click.

    Attributes:
        menu: the maximum number of entries of the menu bar.
        section: the maximum number of pages of a section in the menu.
        tiles: the maximum number of tiles in one group.
        onward: the minimum number of pages that a section's home links to.
        words: the number of words below which a page that links to only one page is a useless click.
    """

    __pydantic_config__: ClassVar[Any] = STRICT
    menu: int = 8
    section: int = 16
    tiles: int = 12
    onward: int = 2
    words: int = 40
    at: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class WritingSettings:
    """The maximum words of a sentence, the maximum average of a page, the maximum characters of a description.

    Plain language guides recommend 15 to 20 words a sentence; beyond 30, readers have to read twice.
    """

    __pydantic_config__: ClassVar[Any] = STRICT
    sentence: int = 30
    mean: int = 18
    description: int = 220
    at: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class FailAfter:
    """A rule whose findings are warnings until they are `days` old, and errors afterwards."""

    __pydantic_config__: ClassVar[Any] = STRICT
    rule: str
    days: int = 0
    at: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class FreshnessSettings:
    """How the age of pages and facts is assessed.

    Attributes:
        soon: days before the due date from which an item is « à revoir bientôt ».
        bulk: the number of files, changed only in their dates by one person on one day, that makes rubber stamps.
        stamps: the number of consecutive rubber stamps that still count as reviews.
        fail_after: the findings that fail a scheduled check, by rule and age.
        report_only: the rules that never fail it.
    """

    __pydantic_config__: ClassVar[Any] = STRICT
    soon: int = 30
    bulk: int = 10
    stamps: int = 1
    fail_after: tuple[FailAfter, ...] = ()
    report_only: tuple[str, ...] = ()
    at: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class UnaskedHost:
    """A host that cannot be asked from where links are checked, such as one of an intranet: why, and until when."""

    __pydantic_config__: ClassVar[Any] = STRICT
    host: str
    reason: str
    until: date
    at: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class LinkSettings:
    """How links to other sites are checked."""

    __pydantic_config__: ClassVar[Any] = STRICT
    unasked: tuple[UnaskedHost, ...] = ()
    at: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class PublishSettings:
    """Limits of a publication.

    Attributes:
        loss: the maximum percentage of pages that a site may lose.
        mandatory: the pages that every site must have, as addresses below the site.
    """

    __pydantic_config__: ClassVar[Any] = STRICT
    loss: int = 10
    mandatory: tuple[str, ...] = (
        "index.html",
        "404.html",
        "accessibilite/",
        "donnees-personnelles/",
        "mentions-legales/",
        SITE_MAP,
        f"{DELEGATION}contacts/",
    )
    at: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class OwnerSettings:
    """The names of the teams on the forge: `group` holds one for each owner of `_owners.yml` and each delegation.

    `default` owns everything else: scripts, theme, menu.
    """

    __pydantic_config__: ClassVar[Any] = STRICT
    group: str = "@action-sociale"
    default: str = "sircom"
    at: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Settings:
    """`extra.troisclics` of `mkdocs.yml`, with the default values.

    Attributes:
        intranet_label: the wording of the link to the portal on the directorates' intranets (`links/portal_link.py`).
        local_facts: the number of expected local facts that a department must give (see `domain/local_coverage.py`).
    """

    __pydantic_config__: ClassVar[Any] = STRICT
    clicks: ClickSettings = ClickSettings()
    breadth: BreadthSettings = BreadthSettings()
    intranet_label: str = "Action sociale\u00a0: mes droits, ma délégation"
    local_facts: int = 1
    writing: WritingSettings = WritingSettings()
    freshness: FreshnessSettings = FreshnessSettings()
    publish: PublishSettings = PublishSettings()
    links: LinkSettings = LinkSettings()
    owners: OwnerSettings = OwnerSettings()
    at: Place = NOWHERE
