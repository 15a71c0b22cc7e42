"""The baseline: the findings that are known and put up with for now, so that a CI fails only on what is new.

A fault is known by its identity (`Finding.identity`), which no day and no line above it changes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, ClassVar

from pydantic import TypeAdapter, ValidationError

from ..errors import ForeignFileError
from ..model import STRICT, Finding
from . import identified


@dataclass(frozen=True, slots=True)
class AcceptedFinding:
    """A finding that is known; all but its identity is there for those who read the file."""

    __pydantic_config__: ClassVar[Any] = STRICT
    identity: str
    rule: str
    file: str
    department: str
    message: str


@dataclass(frozen=True, slots=True)
class Baseline:
    """The file: what is known, sorted by file."""

    __pydantic_config__: ClassVar[Any] = STRICT
    version: int
    findings: tuple[AcceptedFinding, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """Findings against a baseline: those that are new, how many are known, and what is known and no longer found."""

    new: tuple[Finding, ...]
    known: int
    gone: tuple[AcceptedFinding, ...]


EMPTY = Baseline(1, ())

LookedAt = Callable[[str, str], bool]
"""Whether a rule was looked at in a file."""


def renew(baseline: Baseline, findings: tuple[Finding, ...], looked_at: LookedAt) -> Baseline:
    """The baseline that makes all of `findings` known, and of `baseline` keeps what was not looked at."""
    known = [
        AcceptedFinding(identity, found.rule, found.place.file, found.department, found.message)
        for identity, found in identified(findings)
    ]
    known += [entry for entry in baseline.findings if not looked_at(entry.rule, entry.file)]
    return Baseline(1, tuple(sorted(known, key=lambda entry: (entry.file, entry.rule, entry.identity))))


def compare(findings: tuple[Finding, ...], baseline: Baseline, looked_at: LookedAt) -> Compared:
    """Compare `findings` with `baseline`; what was not `looked_at` (rule, file) is not said to be gone."""
    found = dict(identified(findings))
    known = {entry.identity for entry in baseline.findings}
    gone = (entry for entry in baseline.findings if entry.identity not in found and looked_at(entry.rule, entry.file))
    new = tuple(one for identity, one in found.items() if identity not in known)
    return Compared(new, len(found) - len(new), tuple(gone))


def load_baseline(path: Path) -> Baseline:
    """Read a baseline. Raises ForeignFileError if it is none, and OSError."""
    try:
        return TypeAdapter(Baseline).validate_json(path.read_bytes())
    except ValidationError:
        mend = "l'écrire à nouveau par --write-baseline"
        raise ForeignFileError(str(path), "une référence", mend) from None


def write_baseline(path: Path, baseline: Baseline) -> None:
    """Write `baseline` to `path`, one key a line, so that a change of it can be read in a review."""
    path.write_text(json.dumps(asdict(baseline), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def format_gone(gone: Iterable[AcceptedFinding]) -> str:
    """What is known and no longer found, a line each."""
    return "\n".join(f"  {entry.file}: [{entry.rule}] {entry.message}" for entry in gone)
