"""The whole build, from top to bottom: read, merge, render aside, switch."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from .load import load_project
from .merge import Merger, merge_all
from .model import PORTAL, Department, Finding, Project
from .switch import aside, link_file, link_tree


class InputError(Exception):
    """The input has errors; they are in `findings`."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(f"{len(findings)} findings")
        self.findings = findings


class UnknownCodeError(Exception):
    """A CODE that names no department; `known` lists those that exist."""

    def __init__(self, code: str, known: list[str]) -> None:
        super().__init__(code)
        self.code, self.known = code, known


class OutputError(Exception):
    """The output is something else than a folder of sites."""


@dataclass(frozen=True, slots=True)
class Shard:
    """The `index`-th (from 1) of `count` shares of the sites, so that several machines can build them."""

    index: int
    count: int


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made: the names of the sites, the number of pages, the seconds it took."""

    sites: tuple[str, ...]
    pages: int
    seconds: float


class Watcher(Protocol):
    """Is told how a build goes on."""

    def warn(self, text: str) -> None:
        """Something worth knowing has happened."""

    def done(self, name: str, count: int, total: int) -> None:
        """The site `name`, the `count`-th of `total`, is rendered."""


def build(
    root: Path,
    out: Path,
    today: date,
    watcher: Watcher,
    *,
    codes: Sequence[str] = (),
    shard: Shard | None = None,
    jobs: int = 1,
) -> Built:
    """Build the sites of the project at `root` into `out`; all of them, or only `codes`, or only a `shard`.

    A full build replaces `out`; a build of some sites replaces their folders and keeps the others.
    Raises InputError, UnknownCodeError, BusyError, RenderError and OSError; `out` is then as it was.
    """
    from .render.pool import render_sites  # noqa: PLC0415 - MkDocs is slow to import and not always needed
    from .render.stage import read_origin  # noqa: PLC0415

    start = time.monotonic()
    refuse_strange_output(out)
    project = read_project(root, today)
    chosen = choose(project, codes, shard)
    origin, merger = read_origin(root, project, today), Merger(project, today)
    findings: set[Finding] = set()
    pages, names = 0, []
    with aside(out) as folders:
        for done in render_sites(origin, merger, chosen, folders, jobs, watcher.warn):
            findings.update(done.findings)
            pages += done.pages
            names.append(done.name)
            watcher.done(done.name, len(names), len(chosen))
        stop_on_errors(sorted(findings))
        if codes or shard:
            _keep_others(out, folders.new, chosen)
    return Built(tuple(names), pages, time.monotonic() - start)


def refuse_strange_output(out: Path) -> None:
    """Raise OutputError if `out` holds anything else than sites: it would be replaced."""
    if out.is_dir():
        names = {path.name for path in out.iterdir()}
        if not names or (out / "api" / "pages.json").is_file() or any(out.glob("*/api/pages.json")):
            return
        raise OutputError(str(out))
    if out.exists():
        raise OutputError(str(out))


def read_project(root: Path, today: date) -> Project:
    """Load the project; raise InputError, with all that merging would say too, if anything in it is wrong."""
    project, findings = load_project(root, today)
    if has_errors(findings):
        _, merge_findings = merge_all(project, [None, *project.departments], today)
        raise InputError(sorted({*findings, *merge_findings}))
    return project


def has_errors(findings: Iterable[Finding]) -> bool:
    """Whether one of `findings` is an error."""
    return any(found.severity == "error" for found in findings)


def stop_on_errors(findings: list[Finding]) -> None:
    """Raise InputError if one of `findings` is an error."""
    if has_errors(findings):
        raise InputError(findings)


def choose(project: Project, codes: Sequence[str], shard: Shard | None) -> tuple[Department | None, ...]:
    """The departments to build (None is the portal): those of `codes` or all, then the share of `shard`."""
    every: list[Department | None] = [None, *project.departments]
    chosen = [find_department(project, code) for code in codes] if codes else every
    unique = sorted(set(chosen), key=every.index)
    return tuple(unique[shard.index - 1 :: shard.count] if shard else unique)


def find_department(project: Project, code: str) -> Department | None:
    """The department that CODE names ("50", "2A" or the folder's name); None for the portal.

    Raises UnknownCodeError.
    """
    wanted = code.casefold()
    if wanted == PORTAL:
        return None
    for department in project.departments:
        if wanted in {department.code.casefold(), department.slug}:
            return department
    raise UnknownCodeError(code, [PORTAL, *(department.code for department in project.departments)])


def _keep_others(out: Path, new: Path, rebuilt: Sequence[Department | None]) -> None:
    """Give `new` what `out` already holds, less the sites that were just built."""
    if not out.is_dir():
        return
    slugs = {department.slug if department else "" for department in rebuilt}
    for path in sorted(out.iterdir()):
        of_department = (path / "api" / "pages.json").is_file()
        if (path.name if of_department else "") in slugs:
            continue
        if path.is_dir():
            link_tree(path, new / path.name)
        else:
            link_file(path, new / path.name)
