"""Sites onto the disk: files that have not changed are linked to those of the last build."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

from ..inputs import digest
from ..memory import FileRecord, is_file_written
from ..model import Site
from ..switch import link_file
from .engine import Engine, SiteMemory


def copy_static_files(engine: Engine, to: Path) -> dict[str, Path]:
    """Write once the files that all sites have alike; each site then has links to them."""
    copies: dict[str, Path] = {}
    for path, source in engine.theme.static.items():
        copies[path] = to / path
        copies[path].parent.mkdir(parents=True, exist_ok=True)
        copies[path].write_bytes(source.read_bytes())
    return copies


class SiteFolder:
    """A site being written into `to`; files of the last build in `old` are linked where they still serve."""

    def __init__(self, to: Path, old: str, known: dict[str, FileRecord]) -> None:
        self._to, self._old, self._known = str(to), old, known
        self._made: set[str] = set()
        self.files: dict[str, FileRecord] = {}

    def put_all(self) -> None:
        """Link every file of the last build."""
        for path, entry in self._known.items():
            link_file(f"{self._old}/{path}", self._target(path))
            self.files[path] = entry

    def put(self, path: str, key: bytes, make: Callable[[], bytes | Path]) -> None:
        """Place the file `path`, whose digest is `key`: the old one, or what `make` gives (a file to link to)."""
        target = self._target(path)
        entry = self._known.get(path)
        old = f"{self._old}/{path}"
        if entry is not None and entry[0] == key and is_file_written(old, entry):
            link_file(old, target)
            self.files[path] = entry
            return
        made = make()
        if isinstance(made, Path):
            link_file(made, target)
        else:
            _write(target, made)
        status = os.stat(target)
        self.files[path] = (key, status.st_mtime_ns, status.st_size)

    def _target(self, path: str) -> str:
        target = f"{self._to}/{path}"
        folder = os.path.dirname(target)
        if folder not in self._made:
            os.makedirs(folder, exist_ok=True)
            self._made.add(folder)
        return target


def _write(target: str, content: bytes) -> None:
    try:
        with open(target, "wb") as handle:
            handle.write(content)
    except OSError as error:  # a full disk is said without naming the file
        raise OSError(error.errno, error.strerror, target) from None


def write_site(
    engine: Engine, site: Site, folder: SiteFolder, static: dict[str, Path], known: SiteMemory
) -> SiteMemory:
    """Write a site, with links to the files of `static`; give the records of its own pages for the next time.

    `known` are those of the last time. Raises RenderError, OSError.
    """
    outputs, own = engine.outputs(site, known)
    for output in outputs:
        folder.put(output.path, output.key, output.make)
    for path, source in static.items():
        folder.put(path, digest(engine.memory.generation, path), partial(Path, source))
    return own
