"""Check texts, data and built sites: one family of rules per module. A family is a `Check` listed in `registry.py`.

In: a `Subject`: the loaded project, and the sites built from it, as `clicks` reads them.
Out: findings with their file and line; `reports` formats them.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ..domain.schedule import shown_on
from ..model import Finding, Project


@dataclass(frozen=True, slots=True)
class Subject:
    """What to check.

    Attributes:
        root: the folder of the project.
        project: the project as loaded.
        today: the day.
        output: the folder of the built sites; None to check only texts and data.
        files: the only files to check, as paths from the root; None for all.
    """

    root: Path
    project: Project
    today: date
    output: Path | None = None
    files: frozenset[str] | None = None

    @property
    def shown(self) -> Project:
        """Return the project as the sites of the day show it."""
        return shown_on(self.project, self.today)

    def wants(self, file: str) -> bool:
        """Tell whether to check `file`, a path from the root."""
        return self.files is None or file in self.files


@dataclass(frozen=True, slots=True)
class Check:
    """A family of rules.

    Attributes:
        name: its French name.
        rules: the rules whose findings it may return.
        run: the function that checks.
        built: whether it reads the built sites, and is skipped without them.
    """

    name: str
    rules: frozenset[str]
    run: Callable[[Subject], Iterable[Finding]]
    built: bool = False


@dataclass(frozen=True, slots=True)
class Checked:
    """The findings, sorted, the seconds each check took, and the rules that were checked."""

    findings: tuple[Finding, ...]
    seconds: tuple[tuple[str, float], ...]
    rules: frozenset[str]


def run_checks(checks: Iterable[Check], subject: Subject, only: Collection[str] = ()) -> Checked:
    """Run `checks` on `subject`; with `only`, run those with one of these rules, and keep only their findings."""
    findings: set[Finding] = set()
    seconds: list[tuple[str, float]] = []
    rules: set[str] = set()
    for check in checks:
        if (only and not check.rules & set(only)) or (check.built and subject.output is None):
            continue
        start = time.perf_counter()
        findings.update(found for found in check.run(subject) if not only or found.rule in only)
        seconds.append((check.name, time.perf_counter() - start))
        rules.update(check.rules & set(only) if only else check.rules)
    return Checked(tuple(sorted(findings)), tuple(seconds), frozenset(rules))


def join(parts: Iterable[Checked]) -> Checked:
    """Return the results of several runs as one."""
    kept = list(parts)
    return Checked(
        tuple(sorted({found for part in kept for found in part.findings})),
        tuple(seconds for part in kept for seconds in part.seconds),
        frozenset(rule for part in kept for rule in part.rules),
    )
