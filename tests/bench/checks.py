"""What looking costs: `.venv/bin/python tests/bench/checks.py` compares all rules on built sites with a cold build.

Both are measured in turn, in one run, so that a busy machine slows both; the figure is the ratio. Memory is that of
the largest process, on all sites and on a few: it must not grow with their number.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.measure import put_aside, run

REPOSITORY = Path(__file__).parents[2]
FEW = 20
MOST, MOST_GROWTH = 1.5, 1.25
"""Most times a cold build that all rules may take; most that memory may grow from a few sites to all."""

_LOOK = """
import sys
from datetime import date
from pathlib import Path
from troisclics.checks.site_survey import survey_sites
from troisclics.load import load_project
root, out = Path(sys.argv[1]), Path(sys.argv[2])
survey_sites(root, load_project(root, date.today())[0], out)
"""


def main() -> int:
    """Measure; 0, or 1 if a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="how many times (default: %(default)s)")
    rounds = parser.parse_args().rounds
    program = str(Path(sys.executable).with_name("troisclics"))
    with tempfile.TemporaryDirectory(prefix="troisclics-checks-") as folder:
        work = Path(folder)
        ratios: list[float] = []
        memory = 0
        for number in range(rounds):
            out = work / f"site-{number}"
            built = run([program, "build", "--root", str(REPOSITORY), "--out", str(out)], work / "log")
            looked = run(_look(out), work / "log")
            ratios.append(looked.seconds / built.seconds)
            memory = max(memory, looked.largest)
            print(f"build {built.seconds:.1f} s, rules {looked.seconds:.1f} s, ratio {ratios[-1]:.2f}")
        departments = sorted(path.parents[1] for path in out.glob("*/api/pages.json"))
        put_aside(work, *departments[FEW:])
        few = run(_look(out), work / "log").largest
    growth = memory / few
    print(f"\nAll rules, {len(departments)} departments: {median(ratios):.2f} times a cold build (at most {MOST}).")
    print(f"Memory: {memory / 1e6:.0f} MB, {few / 1e6:.0f} MB on {FEW}: {growth:.2f} times (at most {MOST_GROWTH}).")
    return 0 if median(ratios) <= MOST and growth <= MOST_GROWTH else 1


def _look(out: Path) -> list[str]:
    return [sys.executable, "-c", _LOOK, str(REPOSITORY), str(out)]


if __name__ == "__main__":
    sys.exit(main())
