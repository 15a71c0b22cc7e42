"""What the report on freshness costs on a big project with a long history, against git alone.

    .venv/bin/python tests/bench/freshness.py [--sites 101] [--pages 80] [--overlays 20] [--commits 5000]

The history is made up and written by `git fast-import`: small edits of one to three files, a bulk of dates now and
then, renames and reformattings. The target is ten seconds for the whole report in HTML, and one git process.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.generate import Size, generate

TARGET = 10.0
"""Seconds that the whole report may take (issue 7)."""
LAST = date(2026, 11, 22)
YEARS = 3
BULK_EVERY = 200
"""One commit of so many changes the dates of all shared pages at once."""
_REVIEWED = re.compile(r"^(\s*)last_reviewed_on: .*$", re.M)


def history(files: dict[str, str], commits: int, seed: int) -> Iterator[bytes]:
    """The stream of `git fast-import`: all `files`, then `commits` changes of them over three years."""
    draw = Random(seed)  # noqa: S311 - texts, not secrets
    names = sorted(files)
    shared = [name for name in names if name.startswith("content/") and name.endswith(".md")]
    yield _commit(LAST - timedelta(days=365 * YEARS), 0)
    yield from (_file(name, files[name]) for name in names)
    for number in range(1, commits + 1):
        day = LAST - timedelta(days=365 * YEARS * (commits - number) // commits)
        yield _commit(day, draw.randrange(40))
        chosen = shared if number % BULK_EVERY == 0 else draw.sample(names, draw.randint(1, 3))
        for name in chosen:
            text = _REVIEWED.sub(rf"\1last_reviewed_on: {day}", files[name])
            if chosen is not shared:
                text = _edit(text, number, draw)
            files[name] = text
            yield _file(name, text)


def _edit(text: str, number: int, draw: Random) -> str:
    """`text` with a word more, or its spaces changed."""
    lines = text.split("\n")
    at = draw.randrange(len(lines) // 2, len(lines))
    if "#" in lines[at] or ":" in lines[at] or not lines[at].strip() or "|" in lines[at]:
        return text
    lines[at] = f"{lines[at]}  " if number % 5 == 0 else f"{lines[at].rstrip()} Relu {number}."
    return "\n".join(lines)


def _commit(day: date, person: int) -> bytes:
    seconds = (day - date(1970, 1, 1)).days * 86400 + 43200
    who = f"p <p{person}@exemple.fr> {seconds} +0000"
    return f"commit refs/heads/main\nauthor {who}\ncommitter {who}\ndata 5\nEssai\n".encode()


def _file(name: str, text: str) -> bytes:
    data = text.encode()
    return f"M 100644 inline {name}\ndata {len(data)}\n".encode() + data + b"\n"


def timed(command: Sequence[str | Path], root: Path) -> tuple[float, float]:
    """Seconds of clock and of processor that `command` takes, its output thrown away."""
    before, start = os.times(), time.perf_counter()
    subprocess.run(command, cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return time.perf_counter() - start, used


def main() -> int:
    """Generate, measure, print; 1 if the target is missed. Ratios are of processor time: neighbours disturb it less."""
    parser = argparse.ArgumentParser(description="Measure the report on freshness.")
    for name, value in (("sites", 101), ("pages", 80), ("overlays", 20), ("commits", 5000), ("rounds", 3)):
        parser.add_argument(f"--{name}", type=int, default=value)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "project"
        generate(root, Size(given.sites, given.pages, given.overlays))
        texts = [path for top in ("content", "departments") for path in (root / top).rglob("*") if path.is_file()]
        files = {
            path.relative_to(root).as_posix(): path.read_text() for path in texts if path.suffix in {".md", ".yml"}
        }
        subprocess.run(["git", "init", "-q", "-b", "main"], cwd=root, check=True)
        stream = b"".join(history(files, given.commits, seed=1))
        subprocess.run(["git", "fast-import", "--quiet"], cwd=root, input=stream, check=True)
        subprocess.run(["git", "reset", "-q", "--hard"], cwd=root, check=True)
        print(f"{given.sites} departments, {given.pages} pages, {len(files)} files, {given.commits + 1} commits")
        program = Path(sys.executable).with_name("troisclics")
        commands: dict[str, Sequence[str | Path]] = {
            "troisclics report freshness": [
                program, "report", "freshness", "--format", "html", "--out", root / "out", "--today", LAST.isoformat(),
            ],
            "git log --name-only": ["git", "log", "--name-only"],
            "git log -p -U0 -M": ["git", "log", "-p", "-U0", "-M"],
        }  # fmt: skip
        runs = {name: [timed(command, root) for _ in range(given.rounds)] for name, command in commands.items()}
        ours = min(runs["troisclics report freshness"])
        for name, found in runs.items():
            clock, used = min(found)
            ratio = f"ratio {ours[1] / used:.1f}" if name != "troisclics report freshness" else f"target {TARGET:g} s"
            print(f"{name:<24}{clock:7.2f} s  (processor {used:.2f} s)  {ratio}")
    return int(ours[0] > TARGET)


if __name__ == "__main__":
    sys.exit(main())
