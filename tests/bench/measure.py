"""Running a command while looking at the clock and at its memory; weighing what it wrote."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

LIMIT = 1800
"""Seconds after which a command is killed and the benchmark stops."""
_INTERVAL = 0.1
_PSS = re.compile(r"^Pss: +(\d+) kB$", re.M)
_QUIET = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true", "LC_ALL": "C.UTF-8"}
_KEPT = ("PATH", "HOME", "TMPDIR", "PIP_INDEX_URL", "PIP_CONFIG_FILE", "PIP_FIND_LINKS", "SSL_CERT_FILE")


class CommandError(Exception):
    """A command that is measured ended badly; says which, and the end of what it said."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a command: seconds, and bytes of memory.

    `largest` is the peak of the largest process, `tree` that of all its processes together, what they share counted
    once (0 if it was not looked at).
    """

    seconds: float
    largest: int
    tree: int = 0


@dataclass(frozen=True, slots=True)
class Weight:
    """What a folder holds. A file with several names is counted once in `stored`, for each name in `shown`."""

    files: int = 0
    folders: int = 0
    shown: int = 0
    stored: int = 0


def run(command: Sequence[str], log: Path, *, own_clock: bool = False, watch_memory: bool = False) -> Run:
    """Run `command` to its end, its output going to `log`. Raises CommandError unless it ends with 0.

    With `own_clock` the seconds are those it prints; with `watch_memory` the memory of all its processes is
    looked at ten times a second.
    """
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ} | _QUIET
    with log.open("wb") as output:
        start = time.perf_counter()
        process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
        watch = _Watch(process.pid) if watch_memory else None
        alarm = threading.Timer(LIMIT, process.kill)
        alarm.start()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
    alarm.cancel()
    process.returncode = os.waitstatus_to_exitcode(status)
    said = log.read_text(encoding="utf-8", errors="replace")
    if process.returncode:
        raise CommandError(f"{' '.join(command[:4])}… ended with {process.returncode}: {said.strip()[-600:]}")
    if own_clock:
        seconds = float(said)
    return Run(seconds, usage.ru_maxrss * 1024, watch.stop() if watch else 0)


def weigh(folder: Path) -> Weight:
    """Count the files, folders and bytes below `folder`."""
    files = folders = shown = stored = 0
    seen: set[tuple[int, int]] = set()
    for parent, names, leaves in os.walk(folder):
        folders += len(names)
        for leaf in leaves:
            status = os.lstat(os.path.join(parent, leaf))
            files += 1
            shown += status.st_size
            if (status.st_dev, status.st_ino) not in seen:
                seen.add((status.st_dev, status.st_ino))
                stored += status.st_size
    return Weight(files, folders, shown, stored)


def mean_page(folder: Path) -> float:
    """The mean size in bytes of the pages below `folder`, the error page left aside."""
    sizes = [path.stat().st_size for path in folder.rglob("*.html") if path.name != "404.html"]
    return sum(sizes) / len(sizes)


def put_aside(work: Path, *paths: Path) -> None:
    """Move files and folders, if they exist, to where they are in nobody's way: `past` in `work`, on the same disk.

    Nothing is deleted before the end. For up to five minutes ext4 without a journal does not give out again the
    numbers of files just deleted, and steps over them one by one: whoever runs next would pay for it at each file.
    """
    past = work / "past"
    past.mkdir(exist_ok=True)
    for path in paths:
        if path.exists():
            path.rename(past / f"{len(os.listdir(past))}-{path.name}")


class _Watch:
    """Looks at the memory of a process and its descendants until it is stopped."""

    def __init__(self, pid: int) -> None:
        self._pid, self._peak, self._over = pid, 0, threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def stop(self) -> int:
        """The largest sum that was seen, in bytes."""
        self._over.set()
        self._thread.join()
        return self._peak

    def _look(self) -> None:
        while not self._over.wait(_INTERVAL):
            self._peak = max(self._peak, _tree_memory(self._pid))


def _tree_memory(root: int) -> int:
    parents: dict[int, int] = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            with contextlib.suppress(OSError):  # it has ended in the meantime
                fields = Path(f"/proc/{name}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2]
                parents[int(name)] = int(fields.split()[1])
    members = {root}
    for pid in sorted(parents):  # a child has a higher number than its parent, unless numbers have gone round
        if parents[pid] in members:
            members.add(pid)
    return sum(map(_share, members))


def _share(pid: int) -> int:
    """The memory of a process in bytes, what it shares with others divided among them (Linux's « Pss »)."""
    try:
        found = _PSS.search(Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii"))
    except OSError:
        return 0
    return int(found[1]) * 1024 if found else 0
