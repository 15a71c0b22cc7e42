"""Sites shared out over processes: by the fast engine, or by MkDocs itself where the engine must not be used."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from ..cache.store import SiteRecord, is_written
from ..cache.template_cache import CompiledTemplates
from ..errors import InputError
from ..merge.merger import Merger
from ..model import PORTAL, Department, Finding, Site
from ..sandbox.foreign_code import naming_template
from ..staging.offline import SEARCH_INDEX
from ..staging.stage import StagingSource
from ..system.atomic_folders import BuildFolders
from ..system.workers import parallel_map, run_isolated
from .engine import Engine, EngineMemory
from .job import Done, Job
from .output_files import LastRenderedSite, RenderedSite, SiteMemory
from .prerender import prepare
from .site_writer import LastFiles, SiteFolder, copy_static_files, write_site
from .stock_build import build_one
from .unsupported import explain_fallback

Chosen = Department | None


def render_sites(origin: StagingSource, merger: Merger, job: Job, warn: Callable[[str], None]) -> Iterator[Done]:
    """Render the sites of `job` into their folders of `to.new` (the portal into `to.new` itself).

    Yields each as it is done. `warn` is told when the stock renderer has to be used. Raises RenderError, OSError.
    """
    with naming_template(origin.root):
        yield from _render(origin, merger, job, warn)


def _render(origin: StagingSource, merger: Merger, job: Job, warn: Callable[[str], None]) -> Iterator[Done]:
    findings: list[Finding] = []
    portal = merger.merge(None, findings, job.edited)
    if _has_errors(findings):
        yield from (_check(merger, department) for department in job.chosen)
        return
    known = job.memory.read("engine", EngineMemory) if job.trusted else None
    if known is None or known.generation != job.generation:
        known = EngineMemory(job.generation)
    scratch = job.to.scratch / "portal"
    engine = Engine(origin, merger.outline(), scratch, known, CompiledTemplates(job.memory, "theme"))
    if engine.theme.unknown:
        warn(explain_fallback(engine.theme.unknown))
        stock = _Stock(origin, merger, job.to, engine.theme.unknown)
        yield from parallel_map(stock, job.chosen, job.processes)
        return
    job.to.start_from_spare()
    worker = _Fast(engine, merger, job)
    alone = sum(map(worker.makes, job.chosen)) < 2
    too_long = prepare(engine, merger, portal, job) if not alone else []
    if too_long:
        yield Done(PORTAL, 0, tuple(too_long))
        return
    yield from parallel_map(worker, job.chosen, job.processes)
    if remembered := engine.remembered(whole=not alone and job.edited is None):
        job.memory.write("engine", remembered)


class _Fast:
    """Makes sites with the engine, or links them to what the last build wrote."""

    def __init__(self, engine: Engine, merger: Merger, job: Job) -> None:
        self.engine, self.merger, self.job = engine, merger, job
        self.static = copy_static_files(engine, job.to.scratch / "static")
        self._slugs = frozenset(department.slug for department in job.chosen if department)

    def makes(self, department: Chosen) -> bool:
        """Whether a site may have changed since the last build."""
        return self.job.touched is None or (department.slug if department else "") in self.job.touched

    def __call__(self, department: Chosen) -> Done:
        try:
            with naming_template(self.engine.origin.root):
                return self._make(department)
        except InputError as error:
            return Done(department.code if department else PORTAL, 0, tuple(error.findings))

    def _make(self, department: Chosen) -> Done:
        """Raises InputError if a text of the site takes too long, or has a link that leads nowhere."""
        slug = department.slug if department else ""
        name = department.code if department else PORTAL
        old = (self.job.memory.site(name) if self.job.trusted else None) or SiteRecord({}, 0)
        last = LastFiles(os.path.join(self.job.memory.out, slug), old.files, old.earlier)
        folder = SiteFolder(self.job.to.new / slug, last, self._slugs if department is None else frozenset())
        findings: list[Finding] = []
        pages, index = old.pages, old.index
        as_it_was = bool(old.files) and is_written(last.folder, old)
        if as_it_was and not self.makes(department):
            folder.put_all()
        else:
            own = self.job.memory.own(name) if old.files else {}
            made = self._edit(department, old, own, last.folder) if as_it_was else None
            if made:
                folder.put_all(made.outputs)
            else:
                site = self.merger.merge(department, findings)
                if _has_errors(findings):
                    return Done(name, 0, tuple(findings))
                made, pages = write_site(self.engine, site, folder, self.static, own), len(site.pages)
            if made.own != own or not old.files:
                self.job.memory.write_own(name, made.own)
            index = made.index
        before = old.files if self.job.whole else old.files | old.earlier
        earlier = {path: entry for path, entry in before.items() if folder.files.get(path) != entry}
        self.job.memory.write_site(name, SiteRecord(folder.files, pages, earlier, index))
        return Done(name, pages, tuple(findings), recorded=True)

    def _edit(self, department: Chosen, old: SiteRecord, own: SiteMemory, folder: str) -> RenderedSite | None:
        """What changes in a site of which texts alone have changed; None if all of it must be made."""
        findings: list[Finding] = []
        if self.job.edited is None:
            return None
        site = self.merger.merge(department, findings, self.job.edited)
        if findings:
            return None  # said with the whole site
        search = Path(folder, SEARCH_INDEX).read_bytes() if SEARCH_INDEX in old.files else b""
        keys = {path: entry[0] for path, entry in old.files.items()}
        return self.engine.edit(site, LastRenderedSite(keys, old.pages, own, old.index, search))


class _Stock:
    """Makes sites with MkDocs, each in a process of its own: plugins may remember one site when they make the next."""

    def __init__(self, origin: StagingSource, merger: Merger, to: BuildFolders, unknown: tuple[str, ...]) -> None:
        self.origin, self.merger, self.to, self.unknown = origin, merger, to, unknown

    def __call__(self, department: Chosen) -> Done:
        findings: list[Finding] = []
        site = self.merger.merge(department, findings)
        if not _has_errors(findings):
            try:
                run_isolated(self._build, site)
            except InputError as error:
                findings += error.findings
        return Done(site.name, len(site.pages), tuple(findings))

    def _build(self, site: Site) -> None:
        with naming_template(self.origin.root):
            build_one(self.origin, site, self.to.scratch / site.name, self.to.new / site.slug, self.unknown)


def _check(merger: Merger, department: Chosen) -> Done:
    findings: list[Finding] = []
    site = merger.merge(department, findings)
    return Done(site.name, len(site.pages), tuple(findings))


def _has_errors(findings: list[Finding]) -> bool:
    return any(found.severity == "error" for found in findings)
