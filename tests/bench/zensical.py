"""Zensical, the successor that the authors of Material propose, on one staged site."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from .contestants import ZENSICAL, Contestant, cleared
from .measure import CommandError, put_aside, run


def enter(staged: Path, work: Path) -> tuple[list[Contestant], str]:
    """Zensical as a contestant on the site `staged`; the text says what had to be done for it, or why it is not run.

    It is installed from PyPI into a virtual environment of its own, in `work`.
    """
    environment, folder, log = work / "zensical-venv", work / "zensical", work / "zensical.log"
    program = environment / "bin" / "zensical"
    made = (folder / "site", folder / ".cache")
    shutil.copytree(staged, folder)
    command = [str(program), "build", "-f", str(folder / "mkdocs.yml")]
    try:
        run([sys.executable, "-m", "venv", str(environment)], log)
        run([str(environment / "bin" / "pip"), "install", "--quiet", "zensical"], log)
    except CommandError as error:
        return [], f"NOT RUN: it could not be installed: {_last_line(error)}"
    note = "with our theme"
    try:
        run(command, log)
    except CommandError as error:
        note = f"it refuses our theme ({_last_line(error)}); measured with its own, our templates taken away"
        put_aside(work, *made, *sorted((folder / "overrides").rglob("*.html")))
        try:
            run(command, log)
        except CommandError as second:
            return [], f"NOT RUN: {note}; it then refuses the project: {_last_line(second)}"

    return [Contestant(ZENSICAL, 1, command, folder / "site", before=cleared(work, *made))], note


def version(work: Path) -> str:
    """The version that was installed."""
    found = sorted((work / "zensical-venv").glob("lib/python*/site-packages/zensical-*.dist-info"))
    return found[0].name.removeprefix("zensical-").removesuffix(".dist-info") if found else "not installed"


def _last_line(error: CommandError) -> str:
    return str(error).strip().splitlines()[-1].strip()
