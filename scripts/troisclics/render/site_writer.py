"""Sites onto the disk: files that have not changed are linked to those of the last build."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from ..cache.store import FileRecord, is_file_written
from ..model import Site
from ..system.atomic_folders import link_file, remove_tree
from ..system.digests import digest
from ..system.owned_files import is_own_folder
from .engine import Engine
from .output_files import Output, RenderedSite, SiteMemory


@dataclass(frozen=True, slots=True)
class LastFiles:
    """The files of a site as the last build left them in `folder`, and where they differ in the spare output."""

    folder: str = ""
    files: dict[str, FileRecord] = field(default_factory=dict)
    spare: dict[str, FileRecord] = field(default_factory=dict)


NOTHING = LastFiles()


def copy_static_files(engine: Engine, to: Path) -> dict[str, Path]:
    """Write once the files that all sites have alike; each site then has links to them."""
    copies: dict[str, Path] = {}
    for path, source in engine.theme.static.items():
        copies[path] = to / path
        copies[path].parent.mkdir(parents=True, exist_ok=True)
        copies[path].write_bytes(source.read_bytes())
    return copies


class SiteFolder:
    """A site being made in the folder `to`, in which an earlier version of it may be: what still serves stays.

    Files of the last build are linked where they serve; `others` are folders in `to` that are not the site's.
    """

    def __init__(self, to: Path, last: LastFiles = NOTHING, others: frozenset[str] = frozenset()) -> None:
        self._to, self._last = str(to), last
        self._folders: set[str] = set()
        self._us = os.geteuid()
        self._found: dict[str, tuple[int, int]] = {}
        self._look("", others)
        self.files: dict[str, FileRecord] = {}

    def _look(self, prefix: str, others: frozenset[str]) -> None:
        """Note what is there already, each file by its time and size; what others own goes, or is not believed."""
        folder = f"{self._to}/{prefix}"[:-1]
        if not is_own_folder(folder):
            remove_tree(folder)
            return
        entries = list(os.scandir(folder))
        self._folders.add(prefix)
        for entry in entries:
            path = prefix + entry.name
            if entry.is_dir(follow_symlinks=False):
                if path not in others:
                    self._look(f"{path}/", frozenset())
            else:
                status = entry.stat(follow_symlinks=False)
                self._found[path] = (status.st_mtime_ns, status.st_size) if status.st_uid == self._us else (-1, -1)

    def put_all(self, but: Iterable[Output] = ()) -> None:
        """Place every file of the last build, which is known to be whole, but for those in whose place others come."""
        new = {output.path: output for output in but}
        self.keep_only(self._last.files)
        for path, entry in self._last.files.items():
            if path in new:
                self.put(path, new[path].key, new[path].make)
            elif self._found.get(path) == entry[1:]:  # nearly always, once there is a spare output
                self.files[path] = entry
            else:
                self.put(path, entry[0], partial(Path, f"{self._last.folder}/{path}"))

    def keep_only(self, paths: Iterable[str]) -> None:
        """Remove what is there already, save for the files `paths` and the folders they are in."""
        wanted = set(paths)
        for path in self._found.keys() - wanted:
            os.unlink(f"{self._to}/{path}")
            del self._found[path]
        used = {path[: index + 1] for path in wanted for index, char in enumerate(path) if char == "/"}
        for folder in sorted(self._folders - used - {""}, reverse=True):
            os.rmdir(f"{self._to}/{folder}")
            self._folders.discard(folder)

    def put(self, path: str, key: bytes, make: Callable[[], bytes | Path]) -> None:
        """Place the file `path`, whose digest is `key`: one that is known, or what `make` gives (a file to link to)."""
        known, spare = self._last.files.get(path), self._last.spare.get(path)
        found = self._found.get(path)
        for entry in (known, spare):
            if entry is not None and entry[0] == key and entry[1:] == found:
                self.files[path] = entry
                return
        target, old = self._target(path), f"{self._last.folder}/{path}"
        if found:
            os.unlink(target)
        if known is not None and known[0] == key and is_file_written(old, known):
            made: bytes | Path = Path(old)
        else:
            made = make()
        if isinstance(made, Path):
            link_file(made, target)
        else:
            _write(target, made)
        status = os.stat(target)
        self.files[path] = (key, status.st_mtime_ns, status.st_size)

    def _target(self, path: str) -> str:
        folder = path[: path.rfind("/") + 1]
        if folder not in self._folders:
            _make_folder(f"{self._to}/{folder}")
            self._folders.add(folder)
        return f"{self._to}/{path}"


def _make_folder(path: str) -> None:
    """Make a folder, which nearly always has its parent already."""
    try:
        os.mkdir(path)
    except (FileNotFoundError, FileExistsError):
        os.makedirs(path, exist_ok=True)


def _write(target: str, content: bytes) -> None:
    """Write a new file, and nothing into one that is there: it may have other names."""
    try:
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
        try:
            rest = memoryview(content)
            while rest:
                rest = rest[os.write(handle, rest) :]
        finally:
            os.close(handle)
    except OSError as error:  # a full disk is said without naming the file
        raise OSError(error.errno, error.strerror, target) from None


def write_site(
    engine: Engine, site: Site, folder: SiteFolder, static: dict[str, Path], known: SiteMemory
) -> RenderedSite:
    """Write a site, with links to the files of `static`, and nothing else.

    `known` are the records of its own pages as the last build left them. Raises RenderError, OSError.
    """
    made = engine.make(site, known)
    folder.keep_only([*(output.path for output in made.outputs), *static])
    for output in made.outputs:
        folder.put(output.path, output.key, output.make)
    for path, source in static.items():
        folder.put(path, digest(engine.memory.generation, path), partial(Path, source))
    return made
