"""What the rounds come to: the table of figures, and the targets of issue 3."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .contestants import AGAIN, BARE, COLD, HUGO, OVERLAY, SHARED, STOCK, UNCHANGED, ZENSICAL
from .generate import Size
from .rounds import Result
from .tables import format_table, megabytes, seconds

REFERENCE = Size()
"""The size for which the targets are set."""
_HEAD = ("What", "sites", "seconds", "min to max", "÷ u", "÷ bare", "peak MB", "files", "MB")
_EXTRAPOLATED = {STOCK: "mkdocs", ZENSICAL: "Zensical"}


@dataclass(frozen=True, slots=True)
class Target:
    """A time or a memory that must not be passed, both in `unit`."""

    name: str
    measured: float
    limit: float
    unit: str

    @property
    def passed(self) -> bool:
        """Whether it is kept."""
        return self.measured <= self.limit

    def __str__(self) -> str:
        verdict = "PASS" if self.passed else f"FALLS SHORT by {self.measured / self.limit - 1:.0%}"
        return f"{verdict}: {self.name}: {self.measured:.2f} {self.unit}, at most {self.limit:g} {self.unit}"


def format_results(results: Mapping[str, Result], sites: int) -> str:
    """The table of all results; those of one site are also multiplied by `sites`, which is said."""
    unit, floor = results[STOCK].seconds, results[BARE].seconds
    rows: list[tuple[str, ...]] = []
    for result in results.values():
        if not result.runs:
            rows.append((f"{result.name}: NOT RUN", *[""] * (len(_HEAD) - 1)))
            continue
        rows.append(_row(result, unit, floor))
        if result.name in _EXTRAPOLATED:
            total = result.seconds * sites
            name = f"{_EXTRAPOLATED[result.name]}, {sites} × that (extrapolated)"
            rows.append((name, str(sites), seconds(total), "", _ratio(total / unit), _ratio(total / floor), "", "", ""))
    return format_table(_HEAD, rows)


def _row(result: Result, unit: float, floor: float) -> tuple[str, ...]:
    least, most = result.spread
    return (
        result.name,
        str(result.sites),
        seconds(result.seconds),
        f"{seconds(least)} to {seconds(most)}",
        _ratio(result.seconds / unit),
        _ratio(result.seconds / floor),
        megabytes(result.largest),
        f"{result.weight.files:,}",
        megabytes(result.weight.stored),
    )


def _ratio(value: float) -> str:
    return f"{value:.2f}" if value < 10 else f"{value:.1f}"


def targets(results: Mapping[str, Result]) -> list[Target]:
    """The targets on time, against u, Hugo and the bare write of the same run."""
    unit = results[STOCK].seconds
    limits = {COLD: 2.5, SHARED: 0.75, AGAIN: 0.75, OVERLAY: 0.5, UNCHANGED: 0.1}
    found = [Target(name, results[name].seconds / unit, limit, "u") for name, limit in limits.items()]
    cold = results[COLD].seconds
    if results[HUGO].runs:
        found.append(Target(f"{COLD}, against Hugo", cold / results[HUGO].seconds, 0.25, "of Hugo's time"))
    return [*found, Target(f"{COLD}, against a bare write", cold / results[BARE].seconds, 3, "× the bare write")]
