"""What an editor may set in `mkdocs.yml`, below `extra.troisclics`: the limits that the checks hold us to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from .base import NOWHERE, STRICT, Place


@dataclass(frozen=True, slots=True)
class ClickSettings:
    """The most actions (clicks, taps, key presses) that a way may take."""

    __pydantic_config__: ClassVar[Any] = STRICT
    page: int = 3
    benefit: int = 2
    task: int = 3
    intranet: int = 3
    at: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class BreadthSettings:
    """What may stand side by side, so that depth is not bought with clutter, and what makes a page worth its click.

    `menu`: entries of the menu bar; `section`: pages of a section in the menu; `tiles`: tiles in one group.
    `onward`: the fewest pages that a section's home must lead to; `words`: a page with fewer words of its own, that
    leads to one page only, is a click for nothing.
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
    """The most words of a sentence, the most that its page may have on average, the most characters of a description.

    Plain language counts on 15 to 20 words a sentence: beyond 30, readers go back.
    """

    __pydantic_config__: ClassVar[Any] = STRICT
    sentence: int = 30
    mean: int = 18
    description: int = 220
    at: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class FailAfter:
    """A rule whose findings are errors once they are more than `days` old, and warnings before."""

    __pydantic_config__: ClassVar[Any] = STRICT
    rule: str
    days: int = 0
    at: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class FreshnessSettings:
    """How the age of pages and facts is judged.

    `soon`: days before the due day from which something is « à revoir bientôt ». `bulk`: files whose dates alone one
    person changes on one day, from which their reviews are rubber stamps. `stamps`: rubber stamps in a row that still
    count as reviews. `fail_after`: what makes a scheduled check fail, by rule and age. `report_only`: rules that
    never do.
    """

    __pydantic_config__: ClassVar[Any] = STRICT
    soon: int = 30
    bulk: int = 10
    stamps: int = 1
    fail_after: tuple[FailAfter, ...] = ()
    report_only: tuple[str, ...] = ()
    at: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class PublishSettings:
    """What a publication refuses: a site that loses more than `loss` percent of its pages, or one without a page
    of `mandatory` (addresses below the site).
    """

    __pydantic_config__: ClassVar[Any] = STRICT
    loss: int = 10
    mandatory: tuple[str, ...] = (
        "index.html",
        "404.html",
        "accessibilite/",
        "donnees-personnelles/",
        "mentions-legales/",
        "plan-du-site/",
        "ma-delegation/contacts/",
    )
    at: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class OwnerSettings:
    """How the forge calls the teams: `group` holds one for each owner of `_owners.yml` and one for each delegation.

    `default` is the owner of all that is named nowhere else: scripts, theme, menu.
    """

    __pydantic_config__: ClassVar[Any] = STRICT
    group: str = "@action-sociale"
    default: str = "sircom"
    at: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Settings:
    """`extra.troisclics` of `mkdocs.yml`; what is not set there keeps the value written here.

    `intranet_label` is the wording of the link to the portal in the directorates' intranets (`links/portal_link.py`);
    `local_facts` is how many of the expected local facts a department must tell (see `domain/local_coverage.py`).
    """

    __pydantic_config__: ClassVar[Any] = STRICT
    clicks: ClickSettings = ClickSettings()
    breadth: BreadthSettings = BreadthSettings()
    intranet_label: str = "Action sociale\u00a0: mes droits, ma délégation"
    local_facts: int = 1
    writing: WritingSettings = WritingSettings()
    freshness: FreshnessSettings = FreshnessSettings()
    publish: PublishSettings = PublishSettings()
    owners: OwnerSettings = OwnerSettings()
    at: Place = NOWHERE
