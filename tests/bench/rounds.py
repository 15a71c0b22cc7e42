"""Playing the rounds: each contestant once a round, so that a noisy minute falls on all alike."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from .contestants import Contestant
from .measure import Run, Weight, run, weigh


@dataclass(frozen=True, slots=True)
class Result:
    """All the runs of what has one name, and what the last of them wrote. Without a run, it is NOT RUN."""

    name: str
    sites: int = 0
    runs: tuple[Run, ...] = ()
    weight: Weight = field(default_factory=Weight)

    @property
    def seconds(self) -> float:
        """The median of the runs."""
        return median(run.seconds for run in self.runs)

    @property
    def spread(self) -> tuple[float, float]:
        """The fastest and the slowest of the runs."""
        return min(run.seconds for run in self.runs), max(run.seconds for run in self.runs)

    @property
    def largest(self) -> int:
        """The most memory that one process ever took, in bytes."""
        return max(run.largest for run in self.runs)


def play(contestants: Sequence[Contestant], rounds: int, work: Path, say: Callable[[str], None]) -> dict[str, Result]:
    """Measure each contestant `rounds` times; give the results by name. Raises CommandError."""
    runs: dict[str, list[Run]] = {}
    weights: dict[str, Weight] = {}
    for number in range(1, rounds + 1):
        for one in contestants:
            one.before(number)
            os.sync()
            measured = run(one.command, work / "last.log", own_clock=one.own_clock)
            if number == rounds:
                weights[one.name] = weigh(one.output)
            one.after(number)
            runs.setdefault(one.name, []).append(measured)
            say(f"round {number}/{rounds}: {one.name}: {measured.seconds:.2f} s")
    sites = {one.name: one.sites for one in contestants}
    return {name: Result(name, sites[name], tuple(found), weights[name]) for name, found in runs.items()}
