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
    at: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Settings:
    """`extra.troisclics` of `mkdocs.yml`; what is not set there keeps the value written here.

    `local_facts` is how many of the expected local facts a department must tell (see `coverage.py`).
    """

    __pydantic_config__: ClassVar[Any] = STRICT
    clicks: ClickSettings = ClickSettings()
    local_facts: int = 1
    at: Place = NOWHERE
