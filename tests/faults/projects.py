"""Projects to break: copies of the project, and the real command line in processes of its own."""

from __future__ import annotations

import contextlib
import hashlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from repository import COMMAND, DAY, copy_input
from unit.load.damage import identity_entry

from troisclics.constants import IDENTITIES

TODAY = DAY
CODES = ("01", "2a", "50", "971", "976")
"""Departments of the real project that the copies keep: enough for a build to last, and for a kill to hit it."""

Snapshot = dict[str, str]


def list_department(root: Path, code: str, name: str) -> str:
    """Write a department of this code and name into the national list of the project at `root`; give its slug."""
    slug = f"{code}-{name.lower().replace(' ', '-')}"
    with (root / IDENTITIES).open("a", encoding="utf-8") as file:
        file.write(identity_entry(code, slug, name))
    return slug


@dataclass(frozen=True)
class Project:
    """A project on disk that a test may spoil."""

    root: Path

    @property
    def site(self) -> Path:
        """Where its sites are built."""
        return self.root / "site"

    def build(
        self, *args: str, env: Mapping[str, str] | None = None, before: tuple[str, ...] = (), umask: int = -1
    ) -> subprocess.CompletedProcess[str]:
        """Run `troisclics build` to its end, behind the command `before` if there is one."""
        command = [*before, str(COMMAND), "build", "--today", TODAY, *args]
        return subprocess.run(
            command, cwd=self.root, env={**os.environ, **(env or {})}, capture_output=True, text=True, check=False,
            umask=umask, timeout=300,
        )  # fmt: skip

    @contextlib.contextmanager
    def building(self, *args: str) -> Iterator[subprocess.Popen[str]]:
        """Start `troisclics build` in a session of its own, which does not outlive the block."""
        command = [str(COMMAND), "build", "--today", TODAY, *args]
        process = subprocess.Popen(
            command, cwd=self.root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
        )
        with ended_with(process):
            yield process

    def change(self) -> None:
        """Change the text of a page that all sites have, and the theme, so that every file is made again."""
        page = self.root / "content" / "restauration" / "index.md"
        page.write_text(page.read_text(encoding="utf-8") + "\nCette phrase est nouvelle.\n", encoding="utf-8")

        frame = self.root / "overrides" / "main.html"
        frame.write_text(frame.read_text(encoding="utf-8") + "{#- changed -#}\n", encoding="utf-8")

    def beside(self) -> set[str]:
        """What builds left beside `site/`; the empty lock file and the memory may stay."""
        known = {"content", "departments", "overrides", "mkdocs.yml", "site", ".site.lock", ".site.memory"}
        return {path.name for path in self.root.iterdir()} - known


def copy_project(to: Path) -> Project:
    """Copy the project, with a few departments only, into the new folder `to`."""
    return Project(copy_input(to, lambda folder: folder.partition("-")[0] in CODES))


@contextlib.contextmanager
def ended_with(process: subprocess.Popen[str]) -> Iterator[None]:
    """Kill `process` and all its session at the end of the block, if anything of them is left."""
    try:
        yield
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def snapshot(folder: Path) -> Snapshot:
    """The hash of each file below `folder`, by path; "" for a folder."""
    return {
        path.relative_to(folder).as_posix(): "" if path.is_dir() else hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
    }


def served_from(target: Path) -> Snapshot:
    """The hash of each file that the target serves now, links followed."""
    current = target / "current"
    return snapshot(current.resolve()) if current.exists() else {}


def differences(one: Snapshot, other: Snapshot) -> list[str]:
    """The paths that are not the same in both, so that a failure can be read."""
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))


def wait_until(holds: Callable[[], bool], seconds: float) -> bool:
    """Whether `holds()` becomes true within `seconds`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.001)
    return False
