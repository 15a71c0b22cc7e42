"""The same sites made twice, by the engine and by stock MkDocs, to be compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from troisclics.merge.merger import Merger
from troisclics.model import Department, Finding, Site
from troisclics.pipeline.build import read_project
from troisclics.render.comparison import Difference, compare_folders
from troisclics.render.engine import Engine, EngineCache
from troisclics.render.site_writer import write_new_site
from troisclics.render.stock_build import build_one
from troisclics.staging.stage import StagingSource, read_origin

from ..commands import DAY

TODAY = date.fromisoformat(DAY)

SHARED, OVERLAY = "content/logement/aide.md", "departments/90-dunes/logement/aide.md"

JUDGED = {"texte-deborde", "html-refuse"}
"""What the judge of local texts may refuse: the engine is that of stock MkDocs for these texts too."""


@dataclass(frozen=True)
class Bench:
    """A project as read and merged: its sites by name, and the engine opened on it."""

    origin: StagingSource
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
    assert not [found for found in findings if found.severity == "error" and found.rule not in JUDGED], findings
    scratch.mkdir(parents=True, exist_ok=True)
    engine = Engine(origin, sites["portail"], scratch / "portail", EngineCache(b"test"))
    return Bench(origin, merger, sites, engine, scratch)


def write_by_engine(bench: Bench, name: str) -> Path:
    """The site `name`, made by the engine."""
    folder = bench.scratch / f"engine-{name}"
    write_new_site(bench.engine, bench.sites[name], folder)
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


def page(body: str, title: str = "Essai") -> str:
    """The file of a shared page; `title` is written as YAML."""
    return f"---\ntitle: {title}\ndescription: Un essai.\nkind: benefit\nowner: pole-fictif\n---\n\n{body}"


def own_page(body: str, title: str = "Essai") -> str:
    """The file of a page that a department adds; `title` is written as YAML."""
    return f"---\ntitle: {title}\ndescription: Un essai.\n---\n\n{body}"


def change(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write `files` into the project at `root`, and give it."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


def configure(root: Path, more: str, *, theme: str = "") -> Path:
    """Add lines to the `mkdocs.yml` of the project at `root`, and to its theme, and give it."""
    config = root / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("  language: fr\n", f"  language: fr\n{theme}") + more, encoding="utf-8")
    return root


def out_of_menu(root: Path, *patterns: str) -> Path:
    """Say in the `mkdocs.yml` of the project at `root` that these pages are in no menu, and give it."""
    config = root / "mkdocs.yml"
    text, known = config.read_text(encoding="utf-8"), "  /*.md\n"
    assert text.count(known) == 1
    config.write_text(text.replace(known, known + "".join(f"  {pattern}\n" for pattern in patterns)), encoding="utf-8")
    return root


def in_theme(root: Path, template: str) -> Path:
    """Print `template` after the text of every page of the project at `root`, and give it."""
    main = root / "overrides" / "main.html"
    text, printed = main.read_text(encoding="utf-8"), "{{ page.content if page }}"
    assert text.count(printed) == 1
    main.write_text(text.replace(printed, printed + template), encoding="utf-8")
    return root
