"""Log since when each URL has been failing, in a state file kept from one run to the next.

A server may be down for a day: a URL only becomes an error when it fails in the third run in a row; all runs of one day
count as one.
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
"""Number of failed runs in a row, on different days, after which a broken URL is an error."""


@dataclass(frozen=True, slots=True)
class FailingLink:
    """A failing URL: the first day, the number of failed runs in a row, and the last day."""

    __pydantic_config__: ClassVar[Any] = STRICT
    url: str
    first: date
    times: int
    last: date


@dataclass(frozen=True, slots=True)
class FailureLog:
    """The state file: the URLs that failed in the last run, sorted."""

    __pydantic_config__: ClassVar[Any] = STRICT
    version: int = 1
    broken: tuple[FailingLink, ...] = ()

    def failures(self) -> dict[str, FailingLink]:
        """Return the failures by URL."""
        return {failure.url: failure for failure in self.broken}


def update_log(memory: FailureLog, urls: Iterable[str], replies: Mapping[str, Reply], today: date) -> FailureLog:
    """Return the log after a run that checked `urls` on `today`.

    Two runs on one day count once. A URL that could not be checked keeps its entry; one that works, or is no longer
    used, is removed.

    Args:
        memory: the log before the run.
        urls: the URLs in use.
        replies: the result for each.
        today: the day of the run.
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
    return FailureLog(broken=tuple(kept))


def load_links(path: Path) -> FailureLog:
    """Read the state file; return an empty log if there is none. Raises ForeignFileError if it is not one."""
    if not path.is_file():
        return FailureLog()
    try:
        return TypeAdapter(FailureLog).validate_json(path.read_bytes())
    except ValidationError:
        fix = "le supprimer, ou en nommer un autre par --memory"
        raise ForeignFileError(str(path), "une mémoire des liens", fix) from None


def write_links(path: Path, memory: FailureLog) -> None:
    """Write the state file, one key per line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(asdict(memory), ensure_ascii=False, indent=1, default=str)
    path.write_text(text + "\n", encoding="utf-8")
