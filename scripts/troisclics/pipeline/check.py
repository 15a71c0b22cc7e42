"""Check a project from top to bottom: read, merge, build, run the checks."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from ..checks import Check, Checked, Subject, join, run_checks
from ..checks.page_links import PAGE_LINKS
from ..checks.registry import CHECKS
from ..domain.schedule import scheduled_files, shown_on, undated
from ..errors import InputError
from ..load import drop_consequences, load_project
from ..load.departments import MANY
from ..merge.merger import Merger
from ..messages import loading_rules, overlay_rules, schedule_rules
from ..model import Department, Finding, Project
from ..system.workers import parallel_map
from .build import BuildObserver, build, has_errors

READING, MERGING, BUILDING = "lecture", "assemblage", "construction"


@dataclass(frozen=True, slots=True)
class CheckRequest:
    """What to check.

    Attributes:
        root: the folder of the project.
        today: the day.
        site: where to build the sites; None to check only texts and data.
        only: the rules to report; all if empty.
        files: the files to report on, as paths from the root; errors are reported wherever they are. None for all.
    """

    root: Path
    today: date
    site: Path | None = None
    only: frozenset[str] = frozenset()
    files: frozenset[str] | None = None

    def concerns(self, found: Finding) -> bool:
        """Tell whether to report `found`."""
        here = self.files is None or found.place.file in self.files or found.severity == "error"
        return here and (not self.only or found.rule in self.only)


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The result of a check.

    Attributes:
        project: the project as loaded.
        findings: the findings, sorted.
        rules: the rules that were checked.
        files: the files that were checked; None for all.
        built: whether the sites were built and checked.
        seconds: the duration of each step.
    """

    project: Project
    findings: tuple[Finding, ...]
    rules: frozenset[str]
    files: frozenset[str] | None
    built: bool
    seconds: tuple[tuple[str, float], ...]

    def covers(self, rule: str, file: str) -> bool:
        """Tell whether every finding of `rule` on `file` would have been reported."""
        return rule in self.rules and (self.files is None or file in self.files)


@dataclass(slots=True)
class _Clock:
    seconds: list[tuple[str, float]] = field(default_factory=list)

    @contextmanager
    def time(self, step: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        self.seconds.append((step, time.perf_counter() - start))


def check(request: CheckRequest, observer: BuildObserver, jobs: int = 1) -> CheckResult:
    """Check a project and return all findings at once.

    The sites are built or updated before they are checked, unless the texts have errors that prevent it. Raises what
    `build` raises, except InputError.
    """
    clock, findings = _Clock(), set[Finding]()
    with clock.time(READING):
        project, said = load_project(request.root, request.today, jobs=jobs)
        findings.update(said)
    with clock.time(MERGING):
        merged, on_texts = _check_texts(request, project, jobs)
        findings.update(drop_consequences(merged, project.tree))
    site = None if has_errors(findings) or _prevent_build(on_texts.findings) else request.site
    if site is not None:
        with clock.time(BUILDING):
            try:
                build(request.root, site, request.today, observer, jobs=jobs)
            except InputError as error:  # errors found only when pages are made, such as a text over its time budget
                findings.update(error.findings)
                site = None
    on_pages = run_checks(
        [family for family in CHECKS if family.built],
        Subject(request.root, project, request.today, site, request.files),
        request.only,
    )
    found_here = filter(
        request.concerns, {*findings, *drop_consequences(on_texts.findings, project.tree), *on_pages.findings}
    )
    return CheckResult(
        project=project,
        findings=tuple(sorted(found_here)),
        rules=on_texts.rules | on_pages.rules | (reading_rules() & request.only if request.only else reading_rules()),
        files=request.files,
        built=site is not None,
        seconds=(*clock.seconds, *on_texts.seconds, *on_pages.seconds),
    )


def _prevent_build(found: Iterable[Finding]) -> bool:
    """Tell whether MkDocs would refuse a page for one of these findings on texts."""
    return any(one.rule in PAGE_LINKS.rules for one in found)


def reading_rules() -> frozenset[str]:
    """Return the rules applied by reading and merging, which belong to no family of checks."""
    return frozenset({*loading_rules.RULES, *overlay_rules.RULES, *schedule_rules.RULES})


def _check_texts(request: CheckRequest, project: Project, jobs: int) -> tuple[list[Finding], Checked]:
    """Return the findings of merging every site, and those of the checks of texts, from `jobs` processes.

    Of a few texts, only the pages are merged.
    """
    files = request.files if request.files and all(map(_is_text, request.files)) else None
    shown = shown_on(project, request.today)
    work = _Work(
        _Merging(Merger(shown, request.today), files),
        Subject(request.root, project, request.today, None, request.files),
        request.only,
    )
    findings = work.merge(None)
    many = files is None and len(shown.departments) >= MANY
    items: list[Department | Check] = [*(family for family in CHECKS if not family.built), *shown.departments]
    checked = []
    for found in parallel_map(work, items, jobs if many else 1):
        if isinstance(found, Checked):
            checked.append(found)
        else:
            findings += found
    return findings + _merge_whatever_the_day(project, request.today), join(checked)


def _merge_whatever_the_day(project: Project, today: date) -> list[Finding]:
    """Return the findings of merging the texts with dates as if they all appeared today."""
    files = scheduled_files(project)
    if not files:
        return []
    whole = undated(project)
    merge = _Merging(Merger(whole, today), files)
    own = (one for one in whole.departments if any(overlay.at.file in files for overlay in one.overlays))
    concerned = {one.code: one for one in (*whole.departments[:1], *own)}
    return [found for department in (None, *concerned.values()) for found in merge(department)]


@dataclass(frozen=True, slots=True)
class _Merging:
    """Merge one site at a time and return the findings."""

    merger: Merger
    files: frozenset[str] | None

    def __call__(self, department: Department | None) -> list[Finding]:
        out: list[Finding] = []
        self.merger.merge(department, out, self.files)
        return out


@dataclass(frozen=True, slots=True)
class _Work:
    """What may be done in any process: merge one site, or run one family of checks of texts."""

    merge: _Merging
    subject: Subject
    only: frozenset[str]

    def __call__(self, item: Department | Check) -> list[Finding] | Checked:
        return run_checks([item], self.subject, self.only) if isinstance(item, Check) else self.merge(item)


def _is_text(file: str) -> bool:
    """Tell whether `file` affects exactly one page: it is neither data nor a template."""
    return file.startswith(("content/", "departments/")) and file.endswith(".md")
