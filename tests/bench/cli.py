"""The whole benchmark, from top to bottom: generate, measure, compare, say."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from . import hugo, zensical
from .contestants import HERE, HUGO, NAMES, ZENSICAL, copies, our_builds, stock_builds
from .generate import REPOSITORY, Generated, Size, generate
from .growth import SIZES, format_growth, growth_targets, measure_growth
from .local import CODES
from .machine import describe_machine
from .measure import CommandError, run
from .pages import DAY, MIN_PAGES
from .report import Section, format_growth_report, format_report, write_report
from .rounds import Result, play
from .summary import REFERENCE, format_results, targets

REPORT, GROWTH = REPOSITORY / "docs" / "performance.md", REPOSITORY / "docs" / "growth.md"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; 0, or 1 if a target is missed, or 3 if something could not be measured."""
    options = _parse(arguments)
    size = Size(options.sites, options.pages, options.overlays)
    with tempfile.TemporaryDirectory(prefix="troisclics-bench-", dir=options.work) as folder:
        work = Path(folder)
        try:
            if options.growth:
                measured = _growth(options.growth, size, options.rounds or 1, work)
            else:
                measured = measure_rounds(size, options.rounds or 5, work)
        except CommandError as error:
            print(f"NOT RUN: {error}", file=sys.stderr)
            return 3
        print(f"\n{measured}\n")
        machine = describe_machine(work)
    if options.write and options.growth:
        write_report(GROWTH, format_growth_report(date.today(), size.overlays, machine, measured))
    elif options.write:
        write_report(REPORT, format_report(date.today(), size, machine, measured))
    return 0 if all(target.passed for target in measured.targets) else 1


def measure_rounds(size: Size, rounds: int, work: Path) -> Section:
    """Generate a project of `size` in `work` and measure everything on it. Raises CommandError."""
    _say(f"{size.sites} sites, {size.pages} pages, {size.overlays} overlay pages each, in {work}")
    project = generate(work / "project", size)
    staged = _stage_all(project, work)
    departments = [folder for folder in staged if folder.name != "portail"]
    middle = departments[len(departments) // 2]
    ours = our_builds(project, work)
    out = ours[0].output
    run(ours[0].command, work / "first.log")  # Hugo's pages are to weigh what ours do
    sample = sorted({departments[0], middle, departments[-1]})
    with_zensical, zensical_note = zensical.enter(middle, work)
    with_hugo, hugo_note = hugo.enter(staged, out, work)
    played = play(
        [*ours, *stock_builds(sample, work), *with_zensical, *with_hugo, *copies(out, work, len(staged))],
        rounds,
        work,
        _say,
    )
    notes = [f"{ZENSICAL}: {zensical_note}", f"{HUGO}: {hugo_note}"]
    if HUGO in played:
        notes.append(hugo.compare_pages(out, work))
    if size != REFERENCE:
        notes.append(f"the targets are set for {REFERENCE.sites} sites of {REFERENCE.pages} pages, not for this size")
    results = {name: played.get(name, Result(name)) for name in NAMES}
    return Section(format_results(results, size.sites), tuple(targets(results)), rounds, tuple(notes))


def _stage_all(project: Generated, work: Path) -> list[Path]:
    """Write each site as a stand-alone project, for the others to build."""
    run([sys.executable, str(HERE / "stage_all.py"), str(project.root), str(work / "staged"), DAY], work / "stage.log")
    return sorted((work / "staged").iterdir())


def _growth(sizes: Sequence[tuple[int, int]], size: Size, rounds: int, work: Path) -> Section:
    found = measure_growth(sizes, size.overlays, rounds, work, _say)
    return Section(format_growth(found), tuple(growth_targets(found)), rounds)


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure troisclics against the targets of issue 3.")
    parser.add_argument("--sites", type=int, default=REFERENCE.sites, help=f"departments, at most {len(CODES)}")
    parser.add_argument("--pages", type=int, default=REFERENCE.pages, help=f"shared pages, at least {MIN_PAGES}")
    parser.add_argument("--overlays", type=int, default=REFERENCE.overlays, help="overlay pages of each department")
    parser.add_argument("--rounds", type=int, help="how many times everything is run (5, with --growth 1)")
    parser.add_argument(
        "--growth", type=_sizes, nargs="?", const=SIZES, metavar="SITESxPAGES,…",
        help="measure instead how time and memory grow (without a value: 10 to 1,000 sites, 70 and 300 pages)",
    )  # fmt: skip
    parser.add_argument("--write", action="store_true", help="write docs/performance.md, or docs/growth.md")
    parser.add_argument("--work", type=Path, help="a folder on the disk to be used (the system's temporary one)")
    options = parser.parse_args(arguments)
    if not (
        1 <= options.sites <= len(CODES)
        and options.pages >= MIN_PAGES
        and (options.rounds is None or options.rounds >= 1)
    ):
        parser.error(f"1 to {len(CODES)} sites, {MIN_PAGES} pages or more, 1 round or more")
    return options


def _sizes(text: str) -> list[tuple[int, int]]:
    pairs = [pair.split("x") for pair in text.split(",")]
    return [(int(sites), int(pages)) for sites, pages in pairs]


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
