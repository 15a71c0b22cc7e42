"""Sites onto the disk: files that have not changed are linked to those of the last build."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path

from ..cache.plan import NEW, FilePlan
from ..cache.store import FileRecord
from ..model import Site
from ..system.atomic_folders import link_file, remove_tree
from ..system.digests import digest
from ..system.owned_files import is_own_folder
from .engine import Engine
from .output_files import Output


def static_files(engine: Engine, copies: Path | None = None) -> list[Output]:
    """The files that all sites have alike; written once below the new folder `copies`, for sites to have links to."""
    outputs: list[Output] = []
    for path, source in engine.theme.static.items():
        if copies:
            (copies / path).parent.mkdir(parents=True, exist_ok=True)
            (copies / path).write_bytes(source.read_bytes())
        make = partial(Path, copies / path) if copies else source.read_bytes
        outputs.append(Output(path, digest(engine.memory.generation, path), make))
    return outputs


class SiteFolder:
    """A site being made in the folder `to`, in which an earlier version of it may be, and folders of `others`.

    `found` gives time and size of each file of the site that is in it.
    """

    def __init__(self, to: Path, others: frozenset[str] = frozenset()) -> None:
        self._to = str(to)
        self._folders: set[str] = set()
        self._us = os.geteuid()
        self.found: dict[str, tuple[int, int]] = {}
        self._look("", others)

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
                self.found[path] = (status.st_mtime_ns, status.st_size) if status.st_uid == self._us else (-1, -1)

    def carry_out(
        self, plan: Sequence[FilePlan], last: str, make: Mapping[str, Callable[[], bytes | Path]]
    ) -> dict[str, FileRecord]:
        """Bring the folder to what `plan` says, and nothing else; give the record of each file.

        Args:
            plan: All files of the site.
            last: The folder that the last build made, whose files are linked where they are reused.
            make: By path, how to make a file: bytes, or a file to link to.

        Raises:
            OSError: A file cannot be written.
        """
        self._keep_only(file.path for file in plan)
        return {file.path: file.kept or self._put(file, last, make) for file in plan}

    def _keep_only(self, paths: Iterable[str]) -> None:
        """Remove what is there already, save for the files `paths` and the folders they are in."""
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


def write_new_site(engine: Engine, site: Site, to: Path) -> None:
    """Write all files of a site into the new folder `to`. Raises InputError, RenderError, OSError."""
    outputs = [*engine.make(site, {}).outputs, *static_files(engine)]
    plan = [FilePlan(output.path, output.key, NEW) for output in outputs]
    SiteFolder(to).carry_out(plan, "", {output.path: output.make for output in outputs})
