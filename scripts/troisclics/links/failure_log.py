"""Since when an address fails: one line of a state file each, kept from one run to the next.

A server may be down for a day: an address is given up on the third day in a row on which it fails.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

from pydantic import TypeAdapter, ValidationError

from ..errors import ForeignFileError
from ..model import STRICT
from . import Reply

ALARM = 3
"""Runs in a row, on as many days, after which a broken address is an error."""


@dataclass(frozen=True, slots=True)
class FailingLink:
    """An address that fails: since which day, on how many runs in a row, and on which day it last did."""

    __pydantic_config__: ClassVar[Any] = STRICT
    url: str
    first: date
    times: int
    last: date


@dataclass(frozen=True, slots=True)
class LinkMemory:
    """The file: the addresses that failed on the last run, sorted."""

    __pydantic_config__: ClassVar[Any] = STRICT
    version: int = 1
    broken: tuple[FailingLink, ...] = ()

    def failures(self) -> dict[str, FailingLink]:
        """The failures, by address."""
        return {failure.url: failure for failure in self.broken}


def remember(memory: LinkMemory, urls: Iterable[str], replies: Mapping[str, Reply], today: date) -> LinkMemory:
    """`memory` after a run that asked for `urls` on `today`.

    Two runs of one day count once; what could not be asked stays as it was; an address that is no longer named, or
    answers, is forgotten.
    """
    before = memory.failures()
    kept = []
    for url in sorted(set(urls)):
        known, state = before.get(url), replies[url].state
        if state == "unknown" and known:
            kept.append(known)
        elif state == "broken":
            times = (known.times if known else 0) + (not known or known.last != today)
            kept.append(FailingLink(url, known.first if known else today, times, today))
    return LinkMemory(broken=tuple(kept))


def load_links(path: Path) -> LinkMemory:
    """Read the state file; nothing is known where there is none. Raises ForeignFileError if it is something else."""
    if not path.is_file():
        return LinkMemory()
    try:
        return TypeAdapter(LinkMemory).validate_json(path.read_bytes())
    except ValidationError:
        mend = "le supprimer, ou en nommer un autre par --memory"
        raise ForeignFileError(str(path), "une mémoire des liens", mend) from None


def write_links(path: Path, memory: LinkMemory) -> None:
    """Write the state file, one key a line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(asdict(memory), ensure_ascii=False, indent=1, default=str)
    path.write_text(text + "\n", encoding="utf-8")
