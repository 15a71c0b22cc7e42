"""Build the sites from top to bottom: read, plan what to reuse and what to make, render aside, swap."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from ..cache.fingerprints import Inputs, LayoutDigests, read_inputs
from ..cache.plan import Changes, Plan, find_changes, plan_sites
from ..cache.project_cache import ProjectCache
from ..cache.store import BuildCache, OutputState, identity
from ..constants import PORTAL
from ..domain.department_names import find_by_name, fold_name
from ..errors import ForeignFileError, InputError, OutputError
from ..system.atomic_folders import atomic_replace, left_intact, locked
from ..system.digests import digest
from ..system.file_trees import link_file, link_tree, refuse_link
from ..system.owned_files import is_own_folder

if TYPE_CHECKING:
    from ..load import KnownParts
    from ..model import Department, Finding, Project
    from ..render.parallel_render import RenderContext, SiteResult
    from ..staging.stage import StagingSource


@dataclass(frozen=True, slots=True)
class Shard:
    """The `index`-th (from 1) of `count` shares of the sites, to build them on several machines."""

    index: int
    count: int


@dataclass(frozen=True, slots=True)
class Built:
    """The result of a build.

    Attributes:
        sites: the names of the sites in the output that were asked for.
        pages: their number of pages.
        seconds: how long the build took.
        unchanged: whether everything was reused.
        plan: what was reused and made, and why.
        done: the sites that were rendered.
    """

    sites: tuple[str, ...]
    pages: int
    seconds: float
    unchanged: bool = False
    plan: Plan | None = None
    done: tuple[SiteResult, ...] = ()


_NOTHING_KEPT = "rien n'est gardé d'une construction à l'autre, ce qui est plus long et tout aussi juste"


class BuildObserver(Protocol):
    """Receive the progress events of a build."""

    def warn(self, text: str) -> None:
        """Receive a warning, in French."""

    def done(self, name: str, count: int, total: int) -> None:
        """Receive that the site `name`, the `count`-th of `total`, was rendered."""


def build(
    root: Path,
    out: Path,
    today: date,
    observer: BuildObserver,
    *,
    codes: Sequence[str] = (),
    shard: Shard | None = None,
    jobs: int = 1,
    offline: bool = False,
    address: str | None = None,
    explain: bool = False,
) -> Built:
    """Build the sites of the project at `root` into `out`: read, plan, render, swap.

    A full build replaces `out`; a build of some sites replaces their folders and keeps the others. After any error,
    `out` is unmodified.

    Args:
        root: the folder of the project.
        out: the folder of the sites.
        today: the day the sites are built for.
        observer: receives progress events and warnings.
        codes: the sites to build, by code or name; all if empty.
        shard: the share of the sites to build.
        jobs: the number of processes.
        offline: whether the sites work from a folder, without a server.
        address: the URL of the portal, with a final slash; None for `site_url` of `mkdocs.yml`.
        explain: whether `done` gives the reason for each page that is made.

    Raises:
        InputError: a text or file of the project has errors.
        UnknownCodeError: there is no such department.
        OutputError: `out` contains something other than sites.
        BusyError: another build is writing to `out`.
        RenderError: MkDocs refuses a site.
        StoppedError: the system killed a process.
        OSError: a file cannot be written.
    """
    start = time.monotonic()
    check_replaceable(out)
    with locked(out) as place, left_intact(place):
        store = BuildCache(place)
        if store.fault:
            observer.warn(f"{_NOTHING_KEPT} : {store.fault}.")
        request = (tuple(codes), shard, offline, address)
        whole = not codes and shard is None

        last = store.last(request)
        inputs = read_inputs(root, today, last.inputs if last else None)
        written = store.written(last) if last else {}
        if last and last.inputs == inputs:
            plan = plan_sites(Changes(), last.sites, last.layout, written, place, whole=whole)
            if plan.nothing:
                return _built(plan, (), start)
        parts = ProjectCache(store, inputs, trusted=last is not None)
        project = read_project(root, today, parts, jobs=jobs)

        from ..domain.schedule import shown_on  # noqa: PLC0415 - slow to import, not needed when nothing has changed

        shown = shown_on(project, today)
        chosen = choose(shown, codes, shard)
        sites = tuple((department.code, department.slug) if department else (PORTAL, "") for department in chosen)
        department_index = _index_digest(shown)
        layout = _layout_digests(shown, inputs)
        changes = find_changes(last, inputs, department_index, layout)
        plan = plan_sites(changes, sites, layout, written, place, whole=whole)

        from ..render.parallel_render import RenderContext  # noqa: PLC0415 - slow to import, not needed when nothing has changed
        from ..staging.stage import read_origin  # noqa: PLC0415

        store.invalidate()
        if last is None:
            store.delete_previous_output()
        with atomic_replace(place, plan.only, store.previous_output if plan.rotates else None) as folders:
            source = read_origin(root, shown, today, offline=offline, address=address)
            done = _render(source, plan, inputs, RenderContext(store, folders, jobs, explain), observer)
            if not whole and plan.only is None:
                _keep_others(place, folders.new, chosen)
        built = _built(plan, done, start)
        if all(site.recorded for site in done):  # not after a stock build, whose inputs are unknown
            parts.keep(project)
            store.save(OutputState(request, inputs, department_index, layout, identity(place), sites))
    return built


def _built(plan: Plan, done: tuple[SiteResult, ...], start: float) -> Built:
    """Return the result of a build that carried out `plan` and rendered `done`."""
    pages = {site.name: site.last.pages for site in plan.sites} | {site.name: site.pages for site in done}
    names = tuple(site.name for site in plan.sites)
    return Built(names, sum(pages.values()), time.monotonic() - start, not done, plan, done)


def _render(
    source: StagingSource, plan: Plan, inputs: Inputs, context: RenderContext, observer: BuildObserver
) -> tuple[SiteResult, ...]:
    """Render the sites that `plan` makes.

    Raises InputError, after all sites were merged, if one has errors.
    """
    from ..cache.template_cache import CompiledTemplates  # noqa: PLC0415 - slow to import
    from ..merge.merger import MergeCache, Merger  # noqa: PLC0415 - slow to import, not needed when nothing has changed
    from ..render.parallel_render import render_sites  # noqa: PLC0415

    key = digest(plan.layout.digest, inputs.expansion_digest())
    known = (context.store.read("merge", tuple) if plan.trusted else None) or (b"", MergeCache())
    compiled = CompiledTemplates(context.store, "blocks")
    merger = Merger(source.project, source.today, known[1] if known[0] == key else None, compiled)
    done: list[SiteResult] = []
    for site in render_sites(source, merger, plan, context, observer.warn):
        done.append(site)
        merger.accepted |= site.accepted
        observer.done(site.name, len(done), len(plan.rendered))
    stop_on_errors(sorted({found for site in done for found in site.findings}))
    context.store.write("merge", (key, merger.cache()))
    return tuple(done)


def _index_digest(project: Project) -> bytes:
    """Return the digest of what any site may show of all departments."""
    from ..domain.department_view import department_index  # noqa: PLC0415 - slow to import

    return digest(*(str(entry) for entry in department_index(project)))


def _layout_digests(project: Project, inputs: Inputs) -> LayoutDigests:
    """Return the digests of what every page shows besides its text: the theme, and the menu with titles."""
    menu = frozenset(project.tree.menu)
    pages = [f"{page.uri} {page.meta.title} {page.uri in menu}" for page in project.tree.pages]
    return LayoutDigests(inputs.theme_digest(), digest(*pages))


def check_replaceable(out: Path) -> None:
    """Raise OutputError if `out` contains anything but sites, since it would be replaced."""
    if out.is_dir():
        names = {path.name for path in out.iterdir()}
        if not names or (out / "api" / "pages.json").is_file() or any(out.glob("*/api/pages.json")):
            return
        raise OutputError(str(out))
    if out.exists():
        raise OutputError(str(out))


def read_project(root: Path, today: date, known: KnownParts | None = None, *, jobs: int = 1) -> Project:
    """Load the project.

    Args:
        root: the folder of the project.
        today: the day.
        known: parts that need not be read again.
        jobs: the number of processes.

    Raises:
        InputError: the project has errors; those that merging would find are included.
    """
    from ..domain.schedule import shown_on  # noqa: PLC0415 - slow to import, not needed when nothing has changed
    from ..load import drop_consequences, load_project  # noqa: PLC0415 - slow to import, not needed when nothing has changed
    from ..merge.merger import merge_all  # noqa: PLC0415

    project, findings = load_project(root, today, known, jobs=jobs)
    if has_errors(findings):
        shown = shown_on(project, today)
        _, merge_findings = merge_all(shown, [None, *shown.departments], today)
        raise InputError(sorted({*findings, *drop_consequences(merge_findings, project.tree)}))
    return project


def has_errors(findings: Iterable[Finding]) -> bool:
    """Tell whether one of `findings` is an error."""
    return any(found.severity == "error" for found in findings)


def stop_on_errors(findings: list[Finding]) -> None:
    """Raise InputError if one of `findings` is an error."""
    if has_errors(findings):
        raise InputError(findings)


def choose(project: Project, codes: Sequence[str], shard: Shard | None) -> tuple[Department | None, ...]:
    """Return the departments to build (None is the portal): those of `codes` or all, then the share of `shard`.

    Raises UnknownCodeError.
    """
    every: list[Department | None] = [None, *project.departments]
    chosen = [_find_site(project, code) for code in codes] if codes else every
    unique = sorted(set(chosen), key=every.index)
    return tuple(unique[shard.index - 1 :: shard.count] if shard else unique)


def _find_site(project: Project, code: str) -> Department | None:
    return None if fold_name(code) == PORTAL else find_by_name(project.departments, code, (PORTAL,))


def _keep_others(out: Path, new: Path, rebuilt: Sequence[Department | None]) -> None:
    """Link into `new` what `out` contains, except the sites that were just built.

    Raises ForeignFileError if `out` belongs to another account or contains a link, since its content would be served.
    """
    if not out.is_dir():
        return
    if not is_own_folder(out):
        raise ForeignFileError(str(out), "à ce compte", "construire tous les sites, ou choisir un autre dossier")
    slugs = {department.slug if department else "" for department in rebuilt}
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
