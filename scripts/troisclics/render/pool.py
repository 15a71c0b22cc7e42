"""Sites shared out over processes: by the fast engine, or by MkDocs itself where the engine must not be used."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path

from ..merge import Merger
from ..model import Department, Finding, Site
from ..switch import Aside, link_file
from .engine import Engine
from .errors import RenderError
from .stage import Origin
from .stock import build_one

Chosen = Department | None

_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True)
class Done:
    """A site that has been rendered, or that could not be, because of `findings` at error level."""

    name: str
    pages: int
    findings: tuple[Finding, ...]


def render_sites(
    origin: Origin, merger: Merger, chosen: Sequence[Chosen], to: Aside, jobs: int, warn: Callable[[str], None]
) -> Iterator[Done]:
    """Render the sites of `chosen` into their folders of `to.new` (the portal into `to.new` itself).

    Yields each as it is done. `warn` is told when the stock renderer has to be used. Raises RenderError, OSError.
    """
    findings: list[Finding] = []
    portal = merger.merge(None, findings)
    if any(found.severity == "error" for found in findings):
        yield from (_check(merger, department) for department in chosen)
        return
    engine = Engine(origin, portal, to.scratch / "portal")
    if engine.unknown_parts:
        warn(
            f"mkdocs.yml emploie {', '.join(engine.unknown_parts)} : "
            "construction par MkDocs lui-même, plus lente et tout aussi juste."
        )
        yield from _share(_Stock(origin, merger, to), chosen, jobs)
        return
    worker = _Fast(engine, merger, to)
    worker.copy_static_files()
    # The first department is made here, so that the processes forked next start with all that is shared.
    first = [department for department in chosen if department][:1]
    yield from map(worker, first)
    yield from _share(worker, [department for department in chosen if department not in first], jobs)


class _Fast:
    """Makes sites with the engine."""

    def __init__(self, engine: Engine, merger: Merger, to: Aside) -> None:
        self.engine, self.merger, self.to = engine, merger, to
        self.static: dict[str, Path] = {}

    def copy_static_files(self) -> None:
        """Write once the files that all sites have alike; each site then has links to them."""
        for path, source in self.engine.static_files():
            target = self.to.scratch / "static" / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(source.read_bytes())
            self.static[path] = target

    def __call__(self, department: Chosen) -> Done:
        findings: list[Finding] = []
        site = self.merger.merge(department, findings)
        if not _has_errors(findings):
            write_site(self.engine, site, self.to.new / site.slug, self.static)
        return Done(site.name, len(site.pages), tuple(findings))


def write_site(engine: Engine, site: Site, to: Path, static: dict[str, Path]) -> None:
    """Write a site into the folder `to`, with links to the files of `static`. Raises RenderError, OSError."""
    root = str(to)
    made: set[str] = set()

    def place(path: str) -> str:
        target = os.path.join(root, path)
        folder = os.path.dirname(target)
        if folder not in made:
            os.makedirs(folder, exist_ok=True)
            made.add(folder)
        return target

    for path, content in engine.render(site):
        target = place(path)
        try:
            with open(target, "wb") as handle:
                handle.write(content)
        except OSError as error:  # a full disk is said without naming the file
            raise OSError(error.errno, error.strerror, target) from None
    for path, source in static.items():
        link_file(source, Path(place(path)))


class _Stock:
    """Makes sites with MkDocs."""

    def __init__(self, origin: Origin, merger: Merger, to: Aside) -> None:
        self.origin, self.merger, self.to = origin, merger, to

    def __call__(self, department: Chosen) -> Done:
        findings: list[Finding] = []
        site = self.merger.merge(department, findings)
        if not _has_errors(findings):
            build_one(self.origin, site, self.to.scratch / site.name, self.to.new / site.slug)
        return Done(site.name, len(site.pages), tuple(findings))


_worker: Callable[[Chosen], Done]


def _call(department: Chosen) -> Done:
    return _worker(department)


def _share(worker: Callable[[Chosen], Done], chosen: Sequence[Chosen], jobs: int) -> Iterable[Done]:
    """Give `chosen` to `jobs` copies of this process, which share all that was worked out before.

    Elsewhere than on Linux, where forking is not safe, or when there is little to do, this process does it all.
    """
    jobs = min(jobs, len(chosen))
    if jobs < 2 or sys.platform != "linux":
        yield from map(worker, chosen)
        return
    global _worker  # noqa: PLW0603 - how forked processes find what cannot be pickled
    _worker = worker
    fork = multiprocessing.get_context("fork")
    chunk = max(1, min(4, len(chosen) // (4 * jobs)))
    with ProcessPoolExecutor(jobs, fork, _die_with_parent, (os.getpid(),)) as pool:
        try:
            yield from pool.map(_call, chosen, chunksize=chunk)
        except BrokenProcessPool:
            raise RenderError("un processus a été arrêté par le système (mémoire ?) : relancer, ou --jobs 1") from None
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise


def _die_with_parent(parent: int) -> None:
    """Ask the system to end this process when a `kill -9` ends its parent: it would else wait, and hold the lock."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if os.getppid() != parent:
        os._exit(1)


def _check(merger: Merger, department: Chosen) -> Done:
    findings: list[Finding] = []
    site = merger.merge(department, findings)
    return Done(site.name, len(site.pages), tuple(findings))


def _has_errors(findings: list[Finding]) -> bool:
    return any(found.severity == "error" for found in findings)
