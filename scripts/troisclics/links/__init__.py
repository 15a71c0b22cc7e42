"""Links that leave our sites: each distinct address asked once, by LinkChecker run as a program.

Where an address stands (`addresses.py`), what it answers (`ask.py`), since when it fails (`memory.py`), and what is
said of it (`verdicts.py`).
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
