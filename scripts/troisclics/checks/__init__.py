"""The checks: one family of rules a module. A family is a `Check`, listed in `registry.py`.

In: a `Subject`: the project as it was loaded, and the sites built of it as `clicks` reads them.
Out: findings with their file and line; how they are shown is left to `reports`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ..model import Finding, Project


@dataclass(frozen=True, slots=True)
class Subject:
    """What is checked: the project read from `root`, on the day `today`, and the sites built of it in `site`.

    `site` is None where only texts and data are checked; `files` are the only ones to look at, None for all.
    """

    root: Path
    project: Project
    today: date
    site: Path | None = None
    files: frozenset[str] | None = None

    def wants(self, file: str) -> bool:
        """Whether `file`, a path from the root, is to be looked at."""
        return self.files is None or file in self.files


@dataclass(frozen=True, slots=True)
class Check:
    """A family of rules: its French name, the rules that it may fire, and the function that looks.

    `built` says that it looks at the built sites, and so is left out where there are none.
    """

    name: str
    rules: frozenset[str]
    run: Callable[[Subject], Iterable[Finding]]
    built: bool = False


@dataclass(frozen=True, slots=True)
class Checked:
    """What the checks found, sorted, how many seconds each took, and the rules that were looked at."""

    findings: tuple[Finding, ...]
    seconds: tuple[tuple[str, float], ...]
    rules: frozenset[str]


def run_checks(checks: Iterable[Check], subject: Subject, only: Collection[str] = ()) -> Checked:
    """Run `checks` over `subject`; with `only`, those that may fire one of these rules, and what these rules say."""
    findings: set[Finding] = set()
    seconds: list[tuple[str, float]] = []
    rules: set[str] = set()
    for check in checks:
        if (only and not check.rules & set(only)) or (check.built and subject.site is None):
            continue
        start = time.perf_counter()
        findings.update(found for found in check.run(subject) if not only or found.rule in only)
        seconds.append((check.name, time.perf_counter() - start))
        rules.update(check.rules & set(only) if only else check.rules)
    return Checked(tuple(sorted(findings)), tuple(seconds), frozenset(rules))
