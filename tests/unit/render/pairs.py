"""The same sites made twice, by the engine and by stock MkDocs, to be compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from troisclics.build import read_project
from troisclics.merge import Merger
from troisclics.model import Department, Finding, Site
from troisclics.render.engine import Engine, EngineMemory
from troisclics.render.stage import Origin, read_origin
from troisclics.render.stock import build_one
from troisclics.render.verify import Difference, compare_folders
from troisclics.render.write import SiteFolder, write_site

from ..commands import DAY

TODAY = date.fromisoformat(DAY)


@dataclass(frozen=True)
class Bench:
    """A project as read and merged: its sites by name, and the engine opened on it."""

    origin: Origin
    merger: Merger
    sites: dict[str, Site]
    engine: Engine
    scratch: Path


def open_bench(root: Path, scratch: Path, departments: Sequence[Department] | None = None) -> Bench:
    """Read the project at `root`, without a fault, and open the engine on it; its own departments unless given."""
    project = read_project(root, TODAY)
    origin, merger = read_origin(root, project, TODAY), Merger(project, TODAY)
    findings: list[Finding] = []
    chosen = project.departments if departments is None else departments
    sites = {site.name: site for site in (merger.merge(one, findings) for one in (None, *chosen))}
    assert not [found for found in findings if found.severity == "error"], findings
    scratch.mkdir(parents=True, exist_ok=True)
    engine = Engine(origin, sites["portail"], scratch / "portail", EngineMemory(b"test"))
    return Bench(origin, merger, sites, engine, scratch)


def write_by_engine(bench: Bench, name: str) -> Path:
    """The site `name`, made by the engine."""
    folder = bench.scratch / f"engine-{name}"
    write_site(bench.engine, bench.sites[name], SiteFolder(folder, "", {}), bench.engine.theme.static, {})
    return folder


def write_by_stock(bench: Bench, name: str) -> Path:
    """The site `name`, made by MkDocs from its staged project."""
    folder = bench.scratch / f"stock-{name}"
    build_one(bench.origin, bench.sites[name], bench.scratch / f"staged-{name}", folder)
    return folder


def compare(root: Path, scratch: Path, *names: str) -> dict[str, tuple[Difference, ...]]:
    """What differs between engine and stock, by site, in all the sites of the project or in those named."""
    bench = open_bench(root, scratch)
    found = {}
    for name in names or bench.sites:
        verified = compare_folders(name, write_by_engine(bench, name), write_by_stock(bench, name))
        found[name] = verified.differences
    return found
