"""Compare the engine's output with that of stock MkDocs (or ProperDocs): every file of a site, byte by byte."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from ..errors import FallbackError, RenderError
from ..merge.merger import Merger
from ..model import Department, Finding, Site
from ..sandbox.foreign_code import locate_template_errors
from ..staging.stage import StagingSource, stage
from .engine import Engine, EngineCache
from .site_writer import write_new_site

RENDERERS = ("mkdocs", "properdocs")


@dataclass(frozen=True, slots=True)
class Difference:
    """A file that differs: the first different line, as the engine and the stock renderer have it."""

    path: str
    line: int
    engine: str
    stock: str


@dataclass(frozen=True, slots=True)
class ComparedSite:
    """The number of files compared in one site, and the differences."""

    name: str
    files: int
    differences: tuple[Difference, ...]


def verify_sites(
    origin: StagingSource, merger: Merger, chosen: Sequence[Department | None], renderer: str, jobs: int
) -> Iterator[ComparedSite]:
    """Build each site of `chosen` with the engine and, from its staged project, with `renderer`, and compare them.

    Args:
        origin: the project.
        merger: merges its sites.
        chosen: the sites to compare; None is the portal.
        renderer: one of RENDERERS.
        jobs: the number of processes.

    Raises:
        RenderError: one of the two refuses a site.
        FallbackError: the engine cannot build this project, so there is nothing to compare.
        OSError: a file cannot be written.
    """
    findings: list[Finding] = []
    with tempfile.TemporaryDirectory(prefix="troisclics-verify-") as folder, ThreadPoolExecutor(jobs) as pool:
        scratch = Path(folder)
        portal = merger.merge(None, findings)
        with locate_template_errors(origin.root):
            engine = Engine(origin, portal, scratch / "portal", EngineCache(b"verify"))
        if engine.theme.unknown:
            raise FallbackError(engine.theme.unknown)

        def prepare(department: Department | None) -> tuple[Site, Path]:
            site = merger.merge(department, findings)
            work = scratch / site.name
            (work / "staged").mkdir(parents=True)
            stage(origin, site, work / "staged")
            with locate_template_errors(origin.root):
                write_new_site(engine, site, work / "engine")
            return site, work

        def compare(prepared: tuple[Site, Path]) -> ComparedSite:
            site, work = prepared
            _run(renderer, site, work / "staged" / "mkdocs.yml", work / "stock")
            return compare_folders(site.name, work / "engine", work / "stock")

        yield from pool.map(compare, map(prepare, chosen))


def _run(renderer: str, site: Site, config: Path, out: Path) -> None:
    """Build a staged project with the renderer's own command."""
    command = [sys.executable, "-m", renderer, "build", "--strict", "--quiet", "-f", str(config), "-d", str(out)]
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if result.returncode:
        raise RenderError(f"{site.name} ({renderer}) : {result.stderr.strip() or result.stdout.strip()}")


def compare_folders(name: str, engine: Path, stock: Path) -> ComparedSite:
    """Compare two folders file by file. An empty folder counts as a difference: it would prove nothing."""
    ours, theirs = _files(engine), _files(stock)
    paths = sorted(ours | theirs)
    differences = [_compare(path, engine / path, stock / path) for path in paths]
    if not paths:
        differences = [Difference(".", 0, "aucun fichier", "aucun fichier")]
    return ComparedSite(name, len(paths), tuple(difference for difference in differences if difference))


def _files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def _compare(path: str, engine: Path, stock: Path) -> Difference | None:
    if not (engine.is_file() and stock.is_file()):
        here, absent = "présent", "absent"
        return Difference(path, 0, here if engine.is_file() else absent, here if stock.is_file() else absent)
    ours, theirs = engine.read_bytes(), stock.read_bytes()
    if ours == theirs:
        return None
    lines = zip_longest(ours.decode(errors="replace").split("\n"), theirs.decode(errors="replace").split("\n"))
    for number, (one, other) in enumerate(lines, 1):
        if one != other:
            return Difference(path, number, _short(one), _short(other))
    return Difference(path, 0, "octets différents", "octets différents")


def _short(line: str | None) -> str:
    text = "(fin du fichier)" if line is None else line.strip()
    return text if len(text) <= 160 else f"{text[:159]}…"
