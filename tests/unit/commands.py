"""Running the commands as a user does, and comparing the folders they write."""

from __future__ import annotations

import multiprocessing
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from pkgutil import walk_packages

from repository import REPOSITORY as ROOT

import troisclics as package
from troisclics.cli import main

FIXTURE = ROOT / "tests" / "fixtures" / "project"
FAULTLESS = ROOT / "tests" / "fixtures" / "faultless"
READERS = ROOT / "tests" / "fixtures" / "readers"
"""Pages that show the texts of other pages, to be laid over the fictitious project."""
DAY = "2026-11-22"


@cache
def reading_day() -> date:
    """The last day on which somebody read a source of this repository's texts: a day on which none is in the future."""
    texts = (
        path.read_text(encoding="utf-8") for path in (ROOT / "content").rglob("*") if path.suffix in {".md", ".yml"}
    )
    days = re.findall(r"(?:checked_on|last_reviewed_on): *(\d{4}-\d\d-\d\d)", "\n".join(texts))
    return date.fromisoformat(max(days))


_ALONE = """
import sys
sys.modules["troisclics"] = None  # whatever imports our package fails
from mkdocs.__main__ import cli
cli()
"""


def copy_fictitious(to: Path, *, readers: bool = False) -> Path:
    """Copy the fictitious project to the new folder `to`, with this repository's theme, and READERS if asked for."""
    shutil.copytree(FIXTURE, to)
    shutil.copytree(ROOT / "overrides", to / "overrides")
    if readers:
        shutil.copytree(READERS, to, dirs_exist_ok=True)
    return to


_SERVER = multiprocessing.get_context("forkserver")
"""Starts commands from a process that has imported the package: a command in a test need not import it again."""
_SERVER.set_forkserver_preload([module.name for module in walk_packages(package.__path__, "troisclics.")])


def troisclics(*arguments: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run `troisclics` with `arguments` in a process of its own."""
    command = ["troisclics", *map(str, arguments)]
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        folders = cwd or Path.cwd(), Path(f"/proc/{os.getpid()}/fd")
        streams = [str(folders[1] / str(file.fileno())) for file in (out, err)]
        process = _SERVER.Process(target=_run, args=(command, folders[0], dict(os.environ), streams))
        process.start()
        process.join()
        texts = [file.seek(0) or file.read() for file in (out, err)]
    return subprocess.CompletedProcess(command, process.exitcode, *texts)


def _run(command: Sequence[str], cwd: Path, env: dict[str, str], streams: Sequence[str]) -> None:
    """Be the command: its arguments, folder, environment and outputs."""
    os.environ.clear()
    os.environ.update(env)
    os.chdir(cwd)
    for number, name in enumerate(streams, 1):
        os.dup2(os.open(name, os.O_WRONLY | os.O_APPEND), number)
    sys.argv = list(command)
    main()


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
