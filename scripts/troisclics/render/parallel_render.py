"""Render sites in parallel processes: with the fast engine, or with MkDocs where the engine cannot be used."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from ..cache.plan import CONTENT, Plan, SitePlan, explain_page, plan_files
from ..cache.store import BuildCache, SiteRecord
from ..cache.template_cache import CompiledTemplates
from ..errors import InputError
from ..merge.merger import Merger
from ..model import PORTAL, Department, Finding, Site
from ..sandbox.foreign_code import locate_template_errors
from ..staging.stage import StagingSource
from ..system.atomic_folders import BuildFolders
from ..system.workers import parallel_map, run_isolated
from .engine import Engine, EngineCache
from .prerender import prerender_shared
from .site_writer import SiteFolder, static_files
from .stock_build import build_one
from .unsupported import explain_fallback

Chosen = Department | None


@dataclass(frozen=True, slots=True)
class RenderContext:
    """Where and how sites are rendered.

    Attributes:
        store: the cache of the output.
        folders: the folders to write into.
        processes: the number of processes.
        explains: whether to give the reason for each page that is made.
    """

    store: BuildCache
    folders: BuildFolders
    processes: int
    explains: bool = False


@dataclass(frozen=True, slots=True)
class SiteResult:
    """A site that was rendered, or not, if `findings` has errors.

    Attributes:
        name: the site.
        pages: its number of pages.
        findings: the findings on it.
        recorded: whether the cache holds what was written, so that the next build can reuse it.
        files: the number of files made, and of all files.
        made: the pages made, each with the reason.
        accepted: digests of the local texts that the HTML policy accepted.
    """

    name: str
    pages: int
    findings: tuple[Finding, ...] = ()
    recorded: bool = False
    files: tuple[int, int] = (0, 0)
    made: tuple[tuple[str, str], ...] = ()
    accepted: frozenset[bytes] = frozenset()


def render_sites(
    source: StagingSource, merger: Merger, plan: Plan, context: RenderContext, warn: Callable[[str], None]
) -> Iterator[SiteResult]:
    """Carry out `plan`: render each site into its folder in `context.folders.new`, the portal into that itself.

    Args:
        source: the project.
        merger: merges its sites.
        plan: what to make.
        context: where and how.
        warn: called with a message if the stock renderer has to be used.

    Yields:
        The result of each site, as it is done.

    Raises:
        RenderError, OSError: A site cannot be rendered or written.
    """
    with locate_template_errors(source.root):
        yield from _render(source, merger, plan, context, warn)


def _render(
    source: StagingSource, merger: Merger, plan: Plan, context: RenderContext, warn: Callable[[str], None]
) -> Iterator[SiteResult]:
    chosen, findings = _departments(source, plan), list[Finding]()
    several = sum(site.makes for site in plan.rendered) > 1
    portal = merger.merge(None, findings) if several else None
    if _has_errors(findings):
        yield from (_check(merger, department) for department in chosen)
        return
    layout_digest = plan.layout.digest
    known = context.store.read("engine", EngineCache) if plan.trusted else None
    if known is None or known.layout_digest != layout_digest:
        known = EngineCache(layout_digest)
    scratch = context.folders.scratch / "portal"
    engine = Engine(source, merger.outline(), scratch, known, CompiledTemplates(context.store, "theme"))
    if engine.theme.unknown:
        warn(explain_fallback(engine.theme.unknown))
        stock = _StockWorker(source, merger, context.folders, engine.theme.unknown)
        yield from parallel_map(stock, chosen, context.processes)
        return
    context.folders.start_from_previous()
    too_long = prerender_shared(engine, merger, portal, chosen, context.processes) if portal else []
    if too_long:
        yield SiteResult(PORTAL, 0, tuple(too_long))
        return
    worker = _EngineWorker(engine, merger, plan, context)
    yield from parallel_map(worker, list(zip(plan.rendered, chosen, strict=True)), context.processes)
    if changed := engine.changed_cache():
        context.store.write("engine", changed)


def _departments(source: StagingSource, plan: Plan) -> list[Chosen]:
    by_slug = {department.slug: department for department in source.project.departments}
    return [by_slug.get(site.slug) for site in plan.rendered]


class _EngineWorker:
    """Carry out the plan of one site: make it with the engine, or link it to what the last build wrote."""

    def __init__(self, engine: Engine, merger: Merger, plan: Plan, context: RenderContext) -> None:
        self.engine, self.merger, self.plan, self.context = engine, merger, plan, context
        changes = plan.changes
        copies = context.folders.scratch / "static" if changes.theme or changes.menu else None
        self._static = static_files(engine, copies)
        self._slugs = frozenset(site.slug for site in plan.rendered if site.slug)

    def __call__(self, item: tuple[SitePlan, Chosen]) -> SiteResult:
        site, department = item
        try:
            with locate_template_errors(self.engine.origin.root):
                return self._make(site, department) if site.makes else self._reuse(site)
        except InputError as error:
            return SiteResult(site.name, 0, tuple(error.findings))

    def _reuse(self, site: SitePlan) -> SiteResult:
        keys = {path: entry[0] for path, entry in site.last.files.items()}
        return self._write(site, keys, {}, {}, site.last.pages)

    def _make(self, site: SitePlan, department: Chosen) -> SiteResult:
        """Make a site. Raises InputError if a text takes too long or has a dead link."""
        findings: list[Finding] = []
        accepted = frozenset(self.merger.accepted)
        merged = self.merger.merge(department, findings)
        if _has_errors(findings):
            return SiteResult(site.name, 0, tuple(findings))
        known = self.context.store.page_records(site.name) if site.last.files else {}
        rendered = self.engine.make(merged, known)
        if rendered.specific != known or not site.last.files:
            self.context.store.write_page_records(site.name, rendered.specific)
        outputs = {output.path: output for output in (*self._static, *rendered.outputs)}
        keys = {path: output.key for path, output in outputs.items()}
        uris = {path: output.uri for path, output in outputs.items() if output.uri}
        makers = {path: output.make for path, output in outputs.items()}
        done = self._write(site, keys, uris, makers, len(merged.pages))
        return replace(done, findings=tuple(findings), accepted=frozenset(self.merger.accepted - accepted))

    def _write(
        self,
        site: SitePlan,
        keys: Mapping[str, bytes],
        uris: Mapping[str, str],
        makers: Mapping[str, Callable[[], bytes | Path]],
        pages: int,
    ) -> SiteResult:
        """Plan the files of a site, write or link them, and record what was written.

        Args:
            site: the plan of the site.
            keys: the key of each file, by path.
            uris: the pages that files show, by path.
            makers: how to make each file, by path.
            pages: the number of pages of the site.
        """

        def why(path: str) -> str:
            if path not in uris or not self.context.explains:
                return CONTENT
            uri, keys_of = uris[path], (site.last.files[path][0], keys[path])
            return explain_page(
                self.plan.changes, site.slug, uri, keys_of, shows_others=uri in self.merger.showing_others
            )

        folder = SiteFolder(self.context.folders.new / site.slug, frozenset() if site.slug else self._slugs)
        planned = plan_files(site, keys, folder.found, why)
        files = folder.carry_out(planned, os.path.join(self.context.store.out, site.slug), makers)
        before = site.last.files if self.plan.rotates else site.last.files | site.last.earlier
        earlier = {path: entry for path, entry in before.items() if files.get(path) != entry}
        self.context.store.write_site(site.name, SiteRecord(files, pages, earlier))
        made = [file for file in planned if file.reason]
        shown = tuple((uris[file.path], file.reason) for file in made if file.path in uris)
        return SiteResult(site.name, pages, recorded=True, files=(len(made), len(planned)), made=shown)


class _StockWorker:
    """Make sites with MkDocs, each in its own process, because plugins may keep state between sites."""

    def __init__(self, origin: StagingSource, merger: Merger, to: BuildFolders, unknown: tuple[str, ...]) -> None:
        self.origin, self.merger, self.to, self.unknown = origin, merger, to, unknown

    def __call__(self, department: Chosen) -> SiteResult:
        findings: list[Finding] = []
        site = self.merger.merge(department, findings)
        if not _has_errors(findings):
            try:
                run_isolated(self._build, site)
            except InputError as error:
                findings += error.findings
        return SiteResult(site.name, len(site.pages), tuple(findings))

    def _build(self, site: Site) -> None:
        with locate_template_errors(self.origin.root):
            build_one(self.origin, site, self.to.scratch / site.name, self.to.new / site.slug, self.unknown)


def _check(merger: Merger, department: Chosen) -> SiteResult:
    findings: list[Finding] = []
    site = merger.merge(department, findings)
    return SiteResult(site.name, len(site.pages), tuple(findings))


def _has_errors(findings: list[Finding]) -> bool:
    return any(found.severity == "error" for found in findings)
