"""Links across hosts: addresses of other sites, and the link to the portal in pages saved from intranets.

In: the texts of the project, saved pages, and what LinkChecker answers.
Out: findings, and a log of the addresses that fail.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..model import Place

State = Literal["fine", "moved", "broken", "unknown"]
"""Answers; answers elsewhere, for good; does not answer as it should; could not be asked, or refuses programs."""


@dataclass(frozen=True, slots=True)
class Address:
    """An address (without its fragment) and every place that names it, in the order of files and lines."""

    url: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """What an address answered, in French; `target` is where it has moved to; `reached` that some server replied."""

    state: State
    reason: str = ""
    target: str = ""
    reached: bool = True
