"""National facts: dated values with their source."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from .base import NOWHERE, STRICT, FactStatus, Place, Source, Unit


@dataclass(frozen=True, slots=True)
class FactValue:
    """A dated value, valid from `from_` to `to` included. `value` is None when it is not known."""

    __pydantic_config__: ClassVar[Any] = STRICT
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

    __pydantic_config__: ClassVar[Any] = STRICT
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
    """A file of `content/_facts/`; its owner and review period apply to facts that set none."""

    __pydantic_config__: ClassVar[Any] = STRICT
    facts: tuple[Fact, ...]
    owner: str | None = None
    review_in: str | None = None
    at: Place = NOWHERE
