"""This repository, as tests see it: its place, its command, its departments, copies of what sites are made from."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import yaml

REPOSITORY = Path(__file__).parents[1]
COMMAND = Path(sys.executable).with_name("troisclics")
INPUT = ("content", "overrides", "mkdocs.yml")
"""What sites are made from, but for the departments."""


def listed_departments() -> list[dict[str, Any]]:
    """The departments, as the national list tells of them."""
    text = (REPOSITORY / "content" / "_departments.yml").read_text(encoding="utf-8")
    departments: list[dict[str, Any]] = yaml.safe_load(text)["departments"]
    return departments


DAY = "2026-11-22"
"""The day that tests on a copy of this repository live on, whenever they run."""
_REVIEWED = re.compile(r"\b((?:checked_on|last_reviewed_on|as_of): *[\"']?)(20\d\d-\d\d-\d\d)")


def copy_input(to: Path, chosen: Callable[[str], bool] | None = None, more: Iterable[str] = ()) -> Path:
    """Copy what sites are made from, with `more` files and folders, into the new folder `to`, and give it.

    Of the departments' folders, those are copied whose name is `chosen`; all of them without it. What was reviewed
    after DAY was reviewed on DAY in the copy: texts may change and tests go on living on their day.
    """
    folders = sorted(path.name for path in (REPOSITORY / "departments").iterdir())
    departments = [f"departments/{name}" for name in folders if chosen is None or chosen(name)]
    for name in (*INPUT, *departments, *more):
        source = REPOSITORY / name
        (to / name).parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, to / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
        else:
            shutil.copy(source, to / name)
    for path in [*to.glob("content/**/*"), *to.glob("departments/**/*")]:
        if path.suffix in {".md", ".yml"}:
            text = path.read_text(encoding="utf-8")
            path.write_text(_REVIEWED.sub(lambda found: found[1] + min(found[2], DAY), text), encoding="utf-8")
    return to


def run_command(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run `troisclics` in this repository, as a user does."""
    command = [str(COMMAND), *map(str, arguments)]
    return subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
