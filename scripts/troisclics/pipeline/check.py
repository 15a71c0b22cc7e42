"""The whole check, from top to bottom: read, merge, build, look. What it finds is for `reports/` to show."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from ..checks import Subject, run_checks
from ..checks.registry import CHECKS
from ..errors import InputError
from ..load import drop_consequences, load_project
from ..load.departments import MANY
from ..merge.merger import Merger
from ..messages import loading_rules, overlay_rules
from ..model import Department, Finding, Project
from ..system.workers import parallel_map
from .build import BuildObserver, build, has_errors

READING, MERGING, BUILDING = "lecture", "assemblage", "construction"


@dataclass(frozen=True, slots=True)
class CheckRequest:
    """What is asked of the project at `root`: only some rules, only some files, with the built pages or not.

    `site` is where the sites are built, None if only texts and data are to be checked. With `files` (paths from the
    root), errors are said wherever they are, the rest only of these files.
    """

    root: Path
    today: date
    site: Path | None = None
    only: frozenset[str] = frozenset()
    files: frozenset[str] | None = None

    def concerns(self, found: Finding) -> bool:
        """Whether `found` is an answer."""
        here = self.files is None or found.place.file in self.files or found.severity == "error"
        return here and (not self.only or found.rule in self.only)


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What was found, sorted; the rules and the files (None: all) looked at; what each step took, in seconds.

    `built` says that the sites were built and their pages looked at.
    """

    project: Project
    findings: tuple[Finding, ...]
    rules: frozenset[str]
    files: frozenset[str] | None
    built: bool
    seconds: tuple[tuple[str, float], ...]

    def looked_at(self, rule: str, file: str) -> bool:
        """Whether all that `rule` may say of `file` was asked for."""
        return rule in self.rules and (self.files is None or file in self.files)


@dataclass(slots=True)
class _Clock:
    seconds: list[tuple[str, float]] = field(default_factory=list)

    @contextmanager
    def time(self, step: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        self.seconds.append((step, time.perf_counter() - start))


def check(question: CheckRequest, watcher: BuildObserver, jobs: int = 1) -> CheckResult:
    """Answer `question`: everything that is wrong at once, never only the first fault.

    The sites are built, or brought up to date, before their pages are looked at; not if the texts have errors, since
    nothing can then be built. Raises what `build` raises but InputError.
    """
    clock, findings = _Clock(), set[Finding]()
    with clock.time(READING):
        project, said = load_project(question.root, question.today, jobs=jobs)
        findings.update(said)
    with clock.time(MERGING):
        findings.update(drop_consequences(_merge(question, project, jobs), project.tree))
    site = None if has_errors(findings) else question.site
    if site is not None:
        with clock.time(BUILDING):
            try:
                build(question.root, site, question.today, watcher, jobs=jobs)
            except InputError as error:  # what only making the pages shows: a national text over its budget
                findings.update(error.findings)
                site = None
    subject = Subject(question.root, project, question.today, site, question.files)
    checked = run_checks(CHECKS, subject, question.only)
    answers = filter(question.concerns, {*findings, *checked.findings})
    return CheckResult(
        project=project,
        findings=tuple(sorted(answers)),
        rules=checked.rules | (reading_rules() & question.only if question.only else reading_rules()),
        files=question.files,
        built=site is not None,
        seconds=(*clock.seconds, *checked.seconds),
    )


def reading_rules() -> frozenset[str]:
    """The rules that reading and merging apply: those of no family of checks."""
    return frozenset({*loading_rules.RULES, *overlay_rules.RULES})


def _merge(question: CheckRequest, project: Project, jobs: int) -> list[Finding]:
    """What merging every site says, shared out over `jobs` processes; of a few texts, what merging their pages says."""
    files = question.files if question.files and all(map(_is_text, question.files)) else None
    merge = _Merging(Merger(project, question.today), files)
    findings = merge(None)
    departments = project.departments
    for found in parallel_map(merge, departments, jobs if files is None and len(departments) >= MANY else 1):
        findings += found
    return findings


@dataclass(frozen=True, slots=True)
class _Merging:
    """Merges one site after the other; gives what is wrong in each."""

    merger: Merger
    files: frozenset[str] | None

    def __call__(self, department: Department | None) -> list[Finding]:
        out: list[Finding] = []
        self.merger.merge(department, out, self.files)
        return out


def _is_text(file: str) -> bool:
    """Whether `file` makes one page and no other: neither data nor a template."""
    return file.startswith(("content/", "departments/")) and file.endswith(".md")
