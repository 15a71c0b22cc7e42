"""Manage a baseline of accepted findings, so that CI fails only on new ones.

A finding is recognised by its identity (`Finding.identity`), which does not depend on the day or its line number.
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
from . import with_identities


@dataclass(frozen=True, slots=True)
class AcceptedFinding:
    """An accepted finding; everything but its identity is for readers of the file."""

    __pydantic_config__: ClassVar[Any] = STRICT
    identity: str
    rule: str
    file: str
    department: str
    message: str


@dataclass(frozen=True, slots=True)
class Baseline:
    """The baseline file: the accepted findings, sorted by file."""

    __pydantic_config__: ClassVar[Any] = STRICT
    version: int
    findings: tuple[AcceptedFinding, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """The comparison with a baseline: new findings, the number accepted, and accepted ones no longer found."""

    new: tuple[Finding, ...]
    known: int
    gone: tuple[AcceptedFinding, ...]


EMPTY = Baseline(1, ())

Covers = Callable[[str, str], bool]
"""Tells whether a rule was checked in a file."""


def renew(baseline: Baseline, findings: tuple[Finding, ...], covers: Covers) -> Baseline:
    """Return a baseline that accepts all of `findings`, and keeps entries of `baseline` that were not checked."""
    known = [
        AcceptedFinding(identity, found.rule, found.place.file, found.department, found.message)
        for identity, found in with_identities(findings)
    ]
    known += [entry for entry in baseline.findings if not covers(entry.rule, entry.file)]
    return Baseline(1, tuple(sorted(known, key=lambda entry: (entry.file, entry.rule, entry.identity))))


def compare(findings: tuple[Finding, ...], baseline: Baseline, covers: Covers) -> Compared:
    """Compare `findings` with `baseline`; an entry that `covers` excludes was not checked, and is not gone."""
    found = dict(with_identities(findings))
    known = {entry.identity for entry in baseline.findings}
    gone = (entry for entry in baseline.findings if entry.identity not in found and covers(entry.rule, entry.file))
    new = tuple(one for identity, one in found.items() if identity not in known)
    return Compared(new, len(found) - len(new), tuple(gone))


def load_baseline(path: Path) -> Baseline:
    """Load a baseline. Raises ForeignFileError if the file is not one, and OSError."""
    try:
        return TypeAdapter(Baseline).validate_json(path.read_bytes())
    except ValidationError:
        fix = "l'écrire à nouveau par --write-baseline"
        raise ForeignFileError(str(path), "une référence", fix) from None


def write_baseline(path: Path, baseline: Baseline) -> None:
    """Write `baseline` to `path`, one key per line, so that its changes can be reviewed."""
    path.write_text(json.dumps(asdict(baseline), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def format_gone(gone: Iterable[AcceptedFinding]) -> str:
    """Format the accepted findings that are no longer found, one per line."""
    return "\n".join(f"  {entry.file}: [{entry.rule}] {entry.message}" for entry in gone)
