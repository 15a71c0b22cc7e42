"""List the files of a folder without following links."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from operator import attrgetter
from pathlib import Path


def plain_files(folder: Path) -> Iterator[Path]:
    """Yield the regular files below `folder`, sorted by path; no links, pipes or devices."""
    paths = map(Path, walk(os.fspath(folder)))
    return (path for path in sorted(paths) if stat.S_ISREG(path.lstat().st_mode))


def walk(folder: str) -> Iterator[str]:
    """Yield the files, links and empty folders below `folder`, without following links."""
    if os.path.islink(folder):
        yield folder
        return
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=attrgetter("name"))
    except OSError:
        return
    if not entries:
        yield folder
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from walk(entry.path)
        else:
            yield entry.path
