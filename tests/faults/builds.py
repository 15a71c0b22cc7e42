"""Builds that run: what they write aside, their processes, and how they say that they failed."""

from __future__ import annotations

import contextlib
import os
import subprocess
from pathlib import Path

from .projects import Project, wait_until

ASIDE = ".site.new"


def files_aside(victim: Project) -> int:
    """How many files the running build has written aside."""
    return sum(len(names) for _, _, names in os.walk(victim.root / ASIDE))


def under_way(victim: Project, process: subprocess.Popen[str], files: int = 1) -> bool:
    """Wait until the build has written so many files aside; False if it ended first."""
    wait_until(lambda: files_aside(victim) >= files or process.poll() is not None, 120)
    return process.poll() is None


def session(leader: int) -> list[int]:
    """The processes of the session that `leader` began, less the dead that nobody has buried."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            state, _, _, member_of = (folder / "stat").read_text().rpartition(")")[2].split()[:4]
            if int(member_of) == leader and state != "Z":
                found.append(int(folder.name))
    return found


def assert_french_failure(done: subprocess.CompletedProcess[str], *codes: int) -> None:
    """The build said in French that it failed, once, and gave exit code 3."""
    assert done.returncode == 3, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.count("Erreur :") == 1
    for code in codes:
        assert os.strerror(code) not in done.stderr, "the system's English is left in the message"
