"""Sites shared out over processes: by the fast engine, or by MkDocs itself where the engine must not be used."""

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
from ..sandbox.foreign_code import naming_template
from ..staging.stage import StagingSource
from ..system.atomic_folders import BuildFolders
from ..system.workers import parallel_map, run_isolated
from .engine import Engine, EngineMemory
from .prerender import prepare
from .site_writer import SiteFolder, static_files
from .stock_build import build_one
from .unsupported import explain_fallback

Chosen = Department | None


@dataclass(frozen=True, slots=True)
class Workplace:
    """Where sites are rendered: the folders to write into, the store to note it in, in how many processes.

    `explains` asks for the reason of each page that is made.
    """

    store: BuildCache
    folders: BuildFolders
    processes: int
    explains: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """A site that has been rendered, or that could not be, because of `findings` at error level.

    Attributes:
        name: The site.
        pages: How many pages it has.
        findings: What was found.
        recorded: Whether the store holds what was written, so that the next build can start from it.
        files: How many files were made, of how many.
        made: The pages that were made, each with the reason.
        sound: The local texts that the HTML policy let pass.
    """

    name: str
    pages: int
    findings: tuple[Finding, ...] = ()
    recorded: bool = False
    files: tuple[int, int] = (0, 0)
    made: tuple[tuple[str, str], ...] = ()
    sound: frozenset[bytes] = frozenset()


def render_sites(
    source: StagingSource, merger: Merger, plan: Plan, place: Workplace, warn: Callable[[str], None]
) -> Iterator[Done]:
    """Carry out `plan`: render the sites into their folders of `place.folders.new` (the portal into that itself).

    Yields each as it is done. `warn` is told when the stock renderer has to be used. Raises RenderError, OSError.
    """
    with naming_template(source.root):
        yield from _render(source, merger, plan, place, warn)


def _render(
    source: StagingSource, merger: Merger, plan: Plan, place: Workplace, warn: Callable[[str], None]
) -> Iterator[Done]:
    chosen, findings = _departments(source, plan), list[Finding]()
    several = sum(site.makes for site in plan.rendered) > 1
    portal = merger.merge(None, findings) if several else None
    if _has_errors(findings):
        yield from (_check(merger, department) for department in chosen)
        return
    generation = plan.layout.digest
    known = place.store.read("engine", EngineMemory) if plan.trusted else None
    if known is None or known.generation != generation:
        known = EngineMemory(generation)
    scratch = place.folders.scratch / "portal"
    engine = Engine(source, merger.outline(), scratch, known, CompiledTemplates(place.store, "theme"))
    if engine.theme.unknown:
        warn(explain_fallback(engine.theme.unknown))
        stock = _Stock(source, merger, place.folders, engine.theme.unknown)
        yield from parallel_map(stock, chosen, place.processes)
        return
    place.folders.start_from_previous()
    too_long = prepare(engine, merger, portal, chosen, place.processes) if portal else []
    if too_long:
        yield Done(PORTAL, 0, tuple(too_long))
        return
    worker = _Fast(engine, merger, plan, place)
    yield from parallel_map(worker, list(zip(plan.rendered, chosen, strict=True)), place.processes)
    if remembered := engine.remembered():
        place.store.write("engine", remembered)


def _departments(source: StagingSource, plan: Plan) -> list[Chosen]:
    by_slug = {department.slug: department for department in source.project.departments}
    return [by_slug.get(site.slug) for site in plan.rendered]


class _Fast:
    """Carries out what a plan says of a site: makes it with the engine, or links it to what the last build wrote."""

    def __init__(self, engine: Engine, merger: Merger, plan: Plan, place: Workplace) -> None:
        self.engine, self.merger, self.plan, self.place = engine, merger, plan, place
        changes = plan.changes
        copies = place.folders.scratch / "static" if changes.theme or changes.menu else None
        self._static = static_files(engine, copies)
        self._slugs = frozenset(site.slug for site in plan.rendered if site.slug)

    def __call__(self, item: tuple[SitePlan, Chosen]) -> Done:
        site, department = item
        try:
            with naming_template(self.engine.origin.root):
                return self._make(site, department) if site.makes else self._reuse(site)
        except InputError as error:
            return Done(site.name, 0, tuple(error.findings))

    def _reuse(self, site: SitePlan) -> Done:
        keys = {path: entry[0] for path, entry in site.last.files.items()}
        return self._write(site, keys, {}, {}, site.last.pages)

    def _make(self, site: SitePlan, department: Chosen) -> Done:
        """Raises InputError if a text of the site takes too long, or has a link that leads nowhere."""
        findings: list[Finding] = []
        sound = frozenset(self.merger.sound)
        merged = self.merger.merge(department, findings)
        if _has_errors(findings):
            return Done(site.name, 0, tuple(findings))
        own = self.place.store.page_records(site.name) if site.last.files else {}
        rendered = self.engine.make(merged, own)
        if rendered.own != own or not site.last.files:
            self.place.store.write_page_records(site.name, rendered.own)
        outputs = {output.path: output for output in (*self._static, *rendered.outputs)}
        keys = {path: output.key for path, output in outputs.items()}
        uris = {path: output.uri for path, output in outputs.items() if output.uri}
        makers = {path: output.make for path, output in outputs.items()}
        done = self._write(site, keys, uris, makers, len(merged.pages))
        return replace(done, findings=tuple(findings), sound=frozenset(self.merger.sound - sound))

    def _write(
        self,
        site: SitePlan,
        keys: Mapping[str, bytes],
        uris: Mapping[str, str],
        makers: Mapping[str, Callable[[], bytes | Path]],
        pages: int,
    ) -> Done:
        """Plan the files of a site, carry that out, and note what was written.

        Args:
            site: The plan of the site.
            keys: The key of each file, by path.
            uris: The pages that files show, by path.
            makers: How to make each file, by path.
            pages: How many pages the site has.
        """

        def why(path: str) -> str:
            if path not in uris or not self.place.explains:
                return CONTENT
            uri, keys_of = uris[path], (site.last.files[path][0], keys[path])
            return explain_page(self.plan.changes, site.slug, uri, keys_of, shows_others=uri in self.merger.readers)

        folder = SiteFolder(self.place.folders.new / site.slug, frozenset() if site.slug else self._slugs)
        planned = plan_files(site, keys, folder.found, why)
        files = folder.carry_out(planned, os.path.join(self.place.store.out, site.slug), makers)
        before = site.last.files if self.plan.rotates else site.last.files | site.last.earlier
        earlier = {path: entry for path, entry in before.items() if files.get(path) != entry}
        self.place.store.write_site(site.name, SiteRecord(files, pages, earlier))
        made = [file for file in planned if file.reason]
        shown = tuple((uris[file.path], file.reason) for file in made if file.path in uris)
        return Done(site.name, pages, recorded=True, files=(len(made), len(planned)), made=shown)


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
