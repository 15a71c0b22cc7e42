"""Write sites to disk, linking unchanged files to those of the last build."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path

from ..cache.plan import NEW, FilePlan
from ..cache.store import FileRecord
from ..model import Site
from ..system.digests import digest
from ..system.file_trees import link_file, remove_tree
from ..system.owned_files import is_own_folder
from .engine import Engine
from .output_files import Output


def static_files(engine: Engine, copies: Path | None = None) -> list[Output]:
    """Return the files that all sites share; with `copies`, a new folder, they are written there once to be linked."""
    outputs: list[Output] = []
    for path, source in engine.theme.static.items():
        if copies:
            (copies / path).parent.mkdir(parents=True, exist_ok=True)
            (copies / path).write_bytes(source.read_bytes())
        make = partial(Path, copies / path) if copies else source.read_bytes
        outputs.append(Output(path, digest(engine.cache.layout_digest, path), make))
    return outputs


class SiteFolder:
    """A site being made in the folder `to`, which may hold an earlier version of it.

    `others` are the folders of other sites in it. `found` gives mtime and size of each file of the site that is there.
    """

    def __init__(self, to: Path, others: frozenset[str] = frozenset()) -> None:
        self._to = str(to)
        self._folders: set[str] = set()
        self._us = os.geteuid()
        self.found: dict[str, tuple[int, int]] = {}
        self._scan("", others)

    def _scan(self, prefix: str, others: frozenset[str]) -> None:
        """Record mtime and size of the existing files; delete folders, and distrust files, of other accounts."""
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
                    self._scan(f"{path}/", frozenset())
            else:
                status = entry.stat(follow_symlinks=False)
                self.found[path] = (status.st_mtime_ns, status.st_size) if status.st_uid == self._us else (-1, -1)

    def carry_out(
        self, plan: Sequence[FilePlan], last: str, make: Mapping[str, Callable[[], bytes | Path]]
    ) -> dict[str, FileRecord]:
        """Make the folder exactly what `plan` says, and return the record of each file.

        Args:
            plan: all files of the site.
            last: the folder of the last build, whose files are linked where they are reused.
            make: returns the bytes of a file, or a file to link to, by path.

        Raises:
            OSError: A file cannot be written.
        """
        self._keep_only(file.path for file in plan)
        return {file.path: file.kept or self._put(file, last, make) for file in plan}

    def _keep_only(self, paths: Iterable[str]) -> None:
        """Delete everything in the folder except the files `paths` and their parent folders."""
        wanted = set(paths)
        for path in self.found.keys() - wanted:
            os.unlink(f"{self._to}/{path}")
            del self.found[path]
        used = {path[: index + 1] for path in wanted for index, char in enumerate(path) if char == "/"}
        for folder in sorted(self._folders - used - {""}, reverse=True):
            os.rmdir(f"{self._to}/{folder}")
            self._folders.discard(folder)

    def _put(self, file: FilePlan, last: str, make: Mapping[str, Callable[[], bytes | Path]]) -> FileRecord:
        target = self._target(file.path)
        if file.path in self.found:
            os.unlink(target)
        made = make[file.path]() if file.reason else Path(f"{last}/{file.path}")
        if isinstance(made, Path):
            link_file(made, target)
        else:
            _write(target, made)
        status = os.stat(target)
        return file.key, status.st_mtime_ns, status.st_size

    def _target(self, path: str) -> str:
        folder = path[: path.rfind("/") + 1]
        if folder not in self._folders:
            _make_folder(f"{self._to}/{folder}")
            self._folders.add(folder)
        return f"{self._to}/{path}"


def _make_folder(path: str) -> None:
    """Create a folder, whose parent nearly always exists."""
    try:
        os.mkdir(path)
    except (FileNotFoundError, FileExistsError):
        os.makedirs(path, exist_ok=True)


def _write(target: str, content: bytes) -> None:
    """Create a file exclusively: an existing one may be hard-linked elsewhere."""
    try:
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
        try:
            rest = memoryview(content)
            while rest:
                rest = rest[os.write(handle, rest) :]
        finally:
            os.close(handle)
    except OSError as error:  # the error of a full disk lacks the file name
        raise OSError(error.errno, error.strerror, target) from None


def write_new_site(engine: Engine, site: Site, to: Path) -> None:
    """Write all files of a site into the new folder `to`. Raises InputError, RenderError, OSError."""
    outputs = [*engine.make(site, {}).outputs, *static_files(engine)]
    plan = [FilePlan(output.path, output.key, NEW) for output in outputs]
    SiteFolder(to).carry_out(plan, "", {output.path: output.make for output in outputs})
