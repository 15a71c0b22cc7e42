"""How time and memory grow with the number of sites and of pages."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from .contestants import build_command
from .generate import Size, generate
from .measure import Run, Weight, put_aside, run, weigh
from .summary import REFERENCE, Target
from .tables import format_table, megabytes, seconds

SIZES = ((10, 70), (101, 70), (500, 70), (1000, 70), (101, 300))
"""Sites and pages."""
MEMORY = 600
"""Megabytes that the largest project may take."""
TOLERANCE = 1.1
"""How far from a straight line still counts as linear, and how much more memory as no more."""
_HEAD = (
    "sites", "pages", "seconds", "ms/site", "s/100 MB", "files", "MB shown", "MB stored", "RAM, all", "RAM, largest",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Growth:
    """Cold builds of one size."""

    size: Size
    runs: tuple[Run, ...]
    weight: Weight

    @property
    def seconds(self) -> float:
        """The median of the runs."""
        return median(run.seconds for run in self.runs)

    @property
    def tree(self) -> int:
        """The most memory that all processes together ever took, in bytes; what they share counts for each."""
        return max(run.tree for run in self.runs)

    @property
    def largest(self) -> int:
        """The most memory that one process ever took, in bytes."""
        return max(run.largest for run in self.runs)


def measure_growth(
    sizes: Sequence[tuple[int, int]], overlays: int, rounds: int, work: Path, say: Callable[[str], None]
) -> list[Growth]:
    """Generate and build cold, `rounds` times, a project of each of `sizes`. Raises CommandError."""
    found: list[Growth] = []
    for sites, pages in sizes:
        size = Size(sites, pages, overlays)
        root, out = work / "growth", work / "grown" / "site"
        project = generate(root, size)
        runs: list[Run] = []
        for _ in range(rounds):
            put_aside(work, out.parent)
            os.sync()  # what is put aside is still to be written: not while the next is measured
            runs.append(run(build_command(project.root, out), work / "last.log", watch_memory=True))
        found.append(Growth(size, tuple(runs), weigh(out)))
        say(f"growth: {sites} sites of {pages} pages: {found[-1].seconds:.2f} s")
        put_aside(work, root, out.parent)
    return found


def format_growth(found: Sequence[Growth]) -> str:
    """The table of all sizes."""
    rows = [
        (
            f"{one.size.sites:,}",
            str(one.size.pages),
            seconds(one.seconds),
            f"{1000 * one.seconds / (one.size.sites + 1):.1f}",
            f"{one.seconds / one.weight.stored * 1e8:.2f}",
            f"{one.weight.files:,}",
            megabytes(one.weight.shown),
            megabytes(one.weight.stored),
            megabytes(one.tree),
            megabytes(one.largest),
        )
        for one in found
    ]
    return format_table(_HEAD, rows)


def growth_targets(found: Sequence[Growth]) -> list[Target]:
    """Whether time and memory stay in proportion to what is written, and memory below its limit."""
    most = max(found, key=lambda one: (one.size.sites, one.size.pages))
    name = f"{most.size.sites} sites of {most.size.pages} pages"
    result = [Target(f"memory of all processes, {name}", most.tree / 1e6, MEMORY, "MB")]
    base = next((one for one in found if (one.size.sites, one.size.pages) == (REFERENCE.sites, REFERENCE.pages)), None)
    for one in found if base else ():
        assert base is not None
        if one.weight.stored > base.weight.stored:
            what = f"{one.size.sites} sites of {one.size.pages} pages, against {base.size.sites} of {base.size.pages}"
            written = one.weight.stored / base.weight.stored
            pace = one.seconds / base.seconds / written
            result.append(Target(f"time for the same bytes, {what}", pace, TOLERANCE, "×"))
            kept = one.tree / base.tree if one.size.pages == base.size.pages else one.tree / base.tree / written
            meant = "memory" if one.size.pages == base.size.pages else "memory for the same bytes"
            result.append(Target(f"{meant}, {what}", kept, TOLERANCE, "×"))
    return result
