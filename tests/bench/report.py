"""docs/performance.md: the figures of one run, what they were measured on, and how to read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from .generate import Size
from .summary import Target
from .tables import format_table

BY_HAND = "<!-- Written by hand from here on; kept when the figures are measured again. -->"

_TOP = """\
# Performance

Measured on {day} by `tests/bench/run.py`; each table comes from one run of it.
The project is made up from a seed: {sites} departments and the portal, {pages} shared pages, {overlays} overlay
pages for each department, with the theme and the configuration of this repository.

{machine}

## Results

Medians of {rounds} rounds, in each of which everything is run once; *u* is the stock build of one site.

{results}

{targets}

{notes}
"""

_GROWTH = """# Growth

Measured on {day} by `tests/bench/run.py --growth --write`, on the machine of [Performance](performance.md) or one like
it ({processor}): cold builds of made-up projects with {overlays} overlay pages for each department, each run {rounds}.

{growth}

{targets}

- *RAM, largest* is the largest process. *RAM, all* adds up all processes ten times a second, what they share after a
  fork counted once. All are in MB of 10⁶ bytes.
- *MB stored* counts a file with several names once, *MB shown* each time.

"""

_BOTTOM = """
## How to read this

- A build of ours is the whole command, `troisclics build`, into an empty folder and without any cache.
  An edit changes one word; that this word is then to be read on all the sites it should, and on no other, is checked.
- *u* is the median of `python -m mkdocs build -q`, whole process, on the staged projects of three departments.
  Neither MkDocs nor Zensical was run on all sites: the lines that say *extrapolated* are products.
  Ours makes the portal as well, which these lines leave out.
- Hugo renders the same Markdown, with links and notes worked out beforehand, in a minimal layout with the same menu,
  filled up to the size of our pages by a constant text. It writes no search index, theme file or site map: all this is
  in its favour.
- The bare write has everything in memory beforehand and writes one file after the other, in one process; what we
  hard-link, it hard-links. `cp -r` reads as well, and copies what we link.
- *peak MB* is the largest process, and at least the 20 MB of the benchmark itself, which Linux counts with what it
  starts; MB are of 10⁶ bytes, and a file with several names is counted once.
- The first edit of a shared page after a cold build makes the folders of a second output, and takes longer than those
  that follow (*again*), which find it.
- The disk is brought up to date (`sync`) before each run; what a run writes may still be in memory when it ends, as
  after any build.
- Nothing is deleted between two runs: what has to be out of the way is moved aside, and goes at the end.
  For up to five minutes ext4 without a journal steps over the numbers of files just deleted, which makes each new file
  dearer: a deletion shortly before, by anybody, falls on whoever writes next.

## To measure again

```
.venv/bin/python tests/bench/run.py --rounds 5 --write    # some five minutes
.venv/bin/python tests/bench/run.py --growth --write      # docs/growth.md, some four minutes
```

Each takes some 7 GB of disk, which it gives back at its end: leave five minutes between the two, for the reason above.

To try something, smaller: `.venv/bin/python tests/bench/run.py --sites 5 --pages 25 --rounds 1`.
It needs `scripts/venv requirements-dev.lock`, Debian's package `hugo`, and PyPI for Zensical; what is missing is said
to be *NOT RUN*.

"""


@dataclass(frozen=True, slots=True)
class Section:
    """A table that is ready to be printed, the targets it is held against, and remarks of this run."""

    table: str
    targets: tuple[Target, ...]
    rounds: int
    notes: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "\n\n".join(part for part in (self.table, _list(self.targets), _list(self.notes)) if part)


def format_report(day: date, size: Size, machine: Sequence[tuple[str, str]], results: Section) -> str:
    """The whole page, up to what is written by hand."""
    text = _TOP.format(
        day=day.isoformat(),
        sites=size.sites,
        pages=size.pages,
        overlays=size.overlays,
        machine=format_table(("Machine", ""), machine),
        rounds=results.rounds,
        results=results.table,
        targets=_list(results.targets),
        notes=_list(results.notes),
    )
    return text + _BOTTOM + BY_HAND + "\n"


def format_growth_report(day: date, overlays: int, machine: Sequence[tuple[str, str]], growth: Section) -> str:
    """The page on growth, up to what is written by hand."""
    times = "once" if growth.rounds == 1 else f"{growth.rounds} times"
    text = _GROWTH.format(
        day=day.isoformat(), processor=machine[0][1], overlays=overlays, rounds=times, growth=growth.table,
        targets=_list(growth.targets),
    )  # fmt: skip
    return text + BY_HAND + "\n"


def write_report(path: Path, text: str) -> None:
    """Write the page to `path`; what was added by hand at its end stays."""
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text + before.partition(f"{BY_HAND}\n")[2], encoding="utf-8")


def _list(lines: Sequence[object]) -> str:
    return "\n".join(f"- {line}" for line in lines)
