"""Running the commands as a user does, and comparing the folders they write."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
FIXTURE = ROOT / "tests" / "fixtures" / "project"
FAULTLESS = ROOT / "tests" / "fixtures" / "faultless"
DAY = "2026-11-22"

_ALONE = """
import sys
sys.modules["troisclics"] = None  # whatever imports our package fails
from mkdocs.__main__ import cli
cli()
"""


def copy_fictitious(to: Path) -> Path:
    """The fictitious project in the new folder `to`, with the theme of this repository."""
    shutil.copytree(FIXTURE, to)
    shutil.copytree(ROOT / "overrides", to / "overrides")
    return to


def troisclics(*arguments: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run `troisclics` with `arguments`."""
    command = [Path(sys.executable).with_name("troisclics"), *arguments]
    return subprocess.run([str(part) for part in command], cwd=cwd, capture_output=True, text=True, check=False)


def mkdocs(config: Path, out: Path, *, alone: bool = True) -> subprocess.CompletedProcess[str]:
    """Run `mkdocs build --strict`; `alone` makes any import of our package fail."""
    program = ["-c", _ALONE] if alone else ["-m", "mkdocs"]
    command = [sys.executable, *program, "build", "--strict", "-f", str(config), "-d", str(out)]
    env = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=env)


def files_of(folder: Path) -> dict[str, bytes]:
    """Path below `folder` and content of each file."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def differences(one: Path, other: Path) -> list[str]:
    """The files that are not the same in two folders: a short list that a failing test can print."""
    left, right = files_of(one), files_of(other)
    return sorted(name for name in left.keys() | right.keys() if left.get(name) != right.get(name))
