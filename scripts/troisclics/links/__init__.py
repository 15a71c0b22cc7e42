"""Check links across hosts: URLs of other sites, and the link to the portal in pages saved from intranets.

In: the texts of the project, saved pages, and the results of LinkChecker.
Out: findings, and a log of failing URLs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..model import Place

State = Literal["fine", "moved", "broken", "unknown"]
"""Works; has moved permanently; is broken; could not be checked, or refuses programs."""


@dataclass(frozen=True, slots=True)
class Address:
    """A URL (without its fragment) and every place that contains it, sorted."""

    url: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """The result of checking a URL.

    Attributes:
        state: the result.
        reason: why, in French.
        target: where it has moved.
        reached: whether a server replied.
    """

    state: State
    reason: str = ""
    target: str = ""
    reached: bool = True

    @property
    def fleeting(self) -> bool:
        """Whether the server itself fails, perhaps only now: nothing that the author of a link could mend."""
        return self.reason.startswith("le code 5")
