"""Outputs of one file, built as a build does, and what lies in and beside them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from troisclics.system.atomic_folders import BuildFolders, atomic_replace, locked


@contextlib.contextmanager
def replacing(out: Path) -> Iterator[BuildFolders]:
    """Hold an output and yield the folders to build in, as a build does."""
    with locked(out) as place, atomic_replace(place) as folders:
        yield folders


def tree(folder: Path) -> dict[str, str]:
    """The files below `folder` and their texts."""
    return {
        path.relative_to(folder).as_posix(): path.read_text() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def left_over(folder: Path) -> list[str]:
    """What else is in `folder` than outputs and locks."""
    return [path.name for path in folder.iterdir() if path.name.startswith(".") and not path.name.endswith(".lock")]


def write(out: Path, text: str) -> None:
    """Build an output of one file."""
    with replacing(out) as folders:
        (folders.new / "index.html").write_text(text)
