"""The whole build, from top to bottom: read, merge, render aside, switch. What has not changed is not made again."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from ..cache.fingerprints import Inputs, departments_of, read_inputs
from ..cache.project_cache import keep, recall
from ..cache.store import Memory, OutputState, identity
from ..constants import PORTAL
from ..errors import ForeignFileError, InputError, OutputError, UnknownCodeError
from ..system.atomic_folders import atomic_replace, left_intact, link_file, link_tree, locked, refuse_link
from ..system.digests import digest
from ..system.owned_files import is_own_folder

if TYPE_CHECKING:
    from ..model import Department, Finding, Project
    from ..render.job import Job


@dataclass(frozen=True, slots=True)
class Shard:
    """The `index`-th (from 1) of `count` shares of the sites, so that several machines can build them."""

    index: int
    count: int


@dataclass(frozen=True, slots=True)
class Built:
    """What the output now holds of what was asked: names of sites, number of pages; and the seconds it took.

    `unchanged` says that all was already there.
    """

    sites: tuple[str, ...]
    pages: int
    seconds: float
    unchanged: bool = False


_NOTHING_KEPT = "rien n'est gardé d'une construction à l'autre, ce qui est plus long et tout aussi juste"


class BuildObserver(Protocol):
    """Is told how a build goes on."""

    def warn(self, text: str) -> None:
        """Something worth knowing has happened."""

    def done(self, name: str, count: int, total: int) -> None:
        """The site `name`, the `count`-th of `total`, is rendered."""


def build(
    root: Path,
    out: Path,
    today: date,
    watcher: BuildObserver,
    *,
    codes: Sequence[str] = (),
    shard: Shard | None = None,
    jobs: int = 1,
    offline: bool = False,
    address: str | None = None,
) -> Built:
    """Build the sites of the project at `root` into `out`; all of them, or only `codes`, or only a `shard`.

    With `offline`, sites that work from a folder, without a server. `address` is the portal's, with a slash at its
    end; without it, `site_url` of `mkdocs.yml`.
    A full build replaces `out`; a build of some sites replaces their folders and keeps the others.
    Raises InputError, UnknownCodeError, OutputError, BusyError, RenderError, StoppedError and OSError; `out` is then
    as it was.
    """
    start = time.monotonic()
    refuse_strange_output(out)
    with locked(out) as place, left_intact(place):
        memory, request = Memory(place), (tuple(codes), shard, offline, address)
        if memory.fault:
            watcher.warn(f"{_NOTHING_KEPT} : {memory.fault}.")
        last = memory.last(request)
        inputs = read_inputs(root, today, last.inputs if last else None)
        if last and last.inputs == inputs and memory.is_intact(last):
            return Built(tuple(name for name, _ in last.sites), last.pages, time.monotonic() - start, unchanged=True)
        changed = inputs.changed(last.inputs) if last else None
        known = _last_read(memory, last.inputs, changed) if last and changed is not None else None
        project = read_project(root, today, known, jobs=jobs)
        from ..render.job import Job  # noqa: PLC0415 - not needed when nothing has changed

        chosen, directory = choose(project, codes, shard), _directory(project)
        touched = departments_of(changed) if last and changed is not None and last.directory == directory else None
        only = _only(touched, chosen, place)
        if only is not None and last and not memory.is_intact(last, but=only):
            only = None  # somebody has been in the other folders: the whole output is made again
        memory.forget()
        whole = last is not None and only is None and not codes and shard is None
        if last is None:
            memory.drop_spare()
        with atomic_replace(place, only, memory.spare if whole else None) as folders:
            job = Job(
                chosen=[department for department in chosen if only in {None, _slug(department)}],
                to=folders,
                processes=jobs,
                memory=memory,
                trusted=last is not None,
                whole=whole,
                touched=touched,
                edited=_edited(known, project),
                generation=_generation(project, inputs),
                words=inputs.of_words(),
                offline=offline,
                address=address,
            )
            pages, recorded = _render(root, project, today, job, watcher)
            if (codes or shard) and only is None:
                _keep_others(place, folders.new, chosen)
        names = tuple(department.code if department else PORTAL for department in chosen)
        pages = pages if only is None else memory.pages(names)
        sites = tuple(zip(names, map(_slug, chosen), strict=True))
        if recorded:  # else MkDocs made the sites with code we do not know: nothing tells what they depend on
            keep(memory, inputs, project, last.inputs if last and known else None)
            memory.remember(OutputState(request, inputs, directory, identity(place), sites, pages))
    return Built(names, pages, time.monotonic() - start)


def _last_read(memory: Memory, inputs: Inputs, changed: frozenset[str]) -> tuple[Project, frozenset[str]] | None:
    """The project as it was read from `inputs`, and what has changed since; None if it must all be read again."""
    project = recall(memory, inputs)
    return (project, changed) if project else None


def _edited(known: tuple[Project, frozenset[str]] | None, project: Project) -> frozenset[str] | None:
    """The files of pages whose texts alone have changed since the last build; None if anything may have."""
    from ..load import changed_texts  # noqa: PLC0415 - slow to import, and not needed when nothing has changed
    from ..merge.merger import with_readers  # noqa: PLC0415

    edited = changed_texts(known[0], project) if known and all(path.endswith(".md") for path in known[1]) else None
    return with_readers(project.tree, edited) if edited is not None else None


def _render(root: Path, project: Project, today: date, job: Job, watcher: BuildObserver) -> tuple[int, bool]:
    """Render what `job` asks for; give the number of pages, and whether the memory holds what was written.

    Raises InputError once every site has been merged, if one has errors.
    """
    from ..cache.template_cache import CompiledTemplates  # noqa: PLC0415 - slow to import
    from ..merge.merger import Merger  # noqa: PLC0415 - slow to import, and not needed when nothing has changed
    from ..render.parallel_render import render_sites  # noqa: PLC0415
    from ..staging.stage import read_origin  # noqa: PLC0415

    findings: set[Finding] = set()
    pages, recorded = 0, True
    words = digest(job.generation, job.words)
    known = job.memory.read("bodies", tuple) if job.trusted else None
    compiled = CompiledTemplates(job.memory, "blocks")
    merger = Merger(project, today, known[1] if known and known[0] == words else None, compiled)
    origin = read_origin(root, project, today, offline=job.offline, address=job.address)
    for count, done in enumerate(render_sites(origin, merger, job, watcher.warn), 1):
        findings.update(done.findings)
        pages += done.pages
        recorded = recorded and done.recorded
        watcher.done(done.name, count, len(job.chosen))
    stop_on_errors(sorted(findings))
    job.memory.write("bodies", (words, merger.bodies()))
    return pages, recorded


def _slug(department: Department | None) -> str:
    return department.slug if department else ""


def _directory(project: Project) -> bytes:
    """The digest of what any site may say of all departments."""
    from ..domain.department_view import directory_of  # noqa: PLC0415 - slow to import, and not needed when nothing has changed

    return digest(*(str(entry) for entry in directory_of(project)))


def _only(touched: frozenset[str] | None, chosen: Sequence[Department | None], out: Path) -> str | None:
    """The one department that has changed, whose folder can then be switched alone."""
    slugs = {_slug(department) for department in chosen}
    if touched is None or len(touched) != 1 or not touched <= slugs:
        return None
    (slug,) = touched
    return slug if (out / slug).is_dir() else None


def _generation(project: Project, inputs: Inputs) -> bytes:
    """The digest of what shapes every page besides its own text: the theme, and the menu with its titles."""
    menu = frozenset(project.tree.menu)
    pages = [f"{page.uri} {page.meta.title} {page.uri in menu}" for page in project.tree.pages]
    return digest(inputs.of_theme(), *pages)


def refuse_strange_output(out: Path) -> None:
    """Raise OutputError if `out` holds anything else than sites: it would be replaced."""
    if out.is_dir():
        names = {path.name for path in out.iterdir()}
        if not names or (out / "api" / "pages.json").is_file() or any(out.glob("*/api/pages.json")):
            return
        raise OutputError(str(out))
    if out.exists():
        raise OutputError(str(out))


def read_project(
    root: Path, today: date, last: tuple[Project, frozenset[str]] | None = None, *, jobs: int = 1
) -> Project:
    """Load the project; raise InputError, with all that merging would say too, if anything in it is wrong.

    `last` is the project as it was read before, on the same day, and the files that have changed since; `jobs` is
    the number of processes that read.
    """
    from ..load import LastRead, drop_consequences, load_project  # noqa: PLC0415 - slow to import, not needed when nothing has changed
    from ..merge.merger import merge_all  # noqa: PLC0415

    project, findings = load_project(root, today, LastRead(root, *last) if last else None, jobs=jobs)
    if has_errors(findings):
        _, merge_findings = merge_all(project, [None, *project.departments], today)
        raise InputError(sorted({*findings, *drop_consequences(merge_findings, project.tree)}))
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
    """Give `new` what `out` already holds, less the sites that were just built.

    Raises ForeignFileError if `out` is not this account's, or holds a link: what is kept would be served as ours.
    """
    if not out.is_dir():
        return
    if not is_own_folder(out):
        raise ForeignFileError(str(out), "à ce compte", "construire tous les sites, ou choisir un autre dossier")
    slugs = {_slug(department) for department in rebuilt}
    with os.scandir(out) as entries:
        for entry in sorted(entries, key=attrgetter("name")):
            refuse_link(entry)
            of_department = os.path.isfile(os.path.join(entry.path, "api", "pages.json"))
            if (entry.name if of_department else "") in slugs:
                continue
            if entry.is_dir():
                link_tree(entry.path, new / entry.name)
            else:
                link_file(entry.path, new / entry.name)
