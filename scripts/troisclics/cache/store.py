"""What a build leaves for the next, beside its output: what it was made from, and what it wrote.

The state says "this output was made from these inputs"; it is taken away before an output is touched and put
back when it is whole, so that after a build that was killed nothing is believed. A file of the output is only
ever used again if its size and time are those noted when it was written.

What is kept are pickled objects and compiled templates: to read them is to run them. Each entry is therefore sealed
with the key of this account (`seal.py`), under its name, for this output and this program, and is looked into only
once its seal has been found right; the folder and its files must belong to this account alone
(`system/owned_files.py`).
"""

from __future__ import annotations

import contextlib
import hmac
import os
import pickle
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from ..system.atomic_folders import remove_tree
from ..system.owned_files import is_own_folder, open_folder, read_file, remove, write_file
from .fingerprints import Frame, Inputs, our_code
from .seal import SEAL_SIZE, find_key, seal

T = TypeVar("T")

FileRecord = tuple[bytes, int, int]
"""The digest of what a file was made of, its time of writing in nanoseconds, its size in bytes."""


@dataclass(frozen=True, slots=True)
class SiteRecord:
    """The files of a site as they were written, and how many pages they make.

    `earlier` are those of the spare output (`Memory.spare`) that are not the same there.
    """

    files: dict[str, FileRecord]
    pages: int
    earlier: dict[str, FileRecord] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OutputState:
    """What the output is: which sites (name and folder), for which request, from which inputs."""

    request: object
    inputs: Inputs
    directory: bytes
    frame: Frame
    folder: tuple[int, int]
    sites: tuple[tuple[str, str], ...]


class Memory:
    """The memory of one output, in a folder beside it.

    `fault` says, in French, why nothing can be kept or believed; "" if all is well. The memory is then always empty.
    """

    def __init__(self, out: Path) -> None:
        self.out = out
        self.folder = out.with_name(f".{out.name}.memory")
        self.spare = self.folder / "spare"
        """The output before the last one, whose place the next may take once brought up to date."""
        self._key = find_key()
        self.fault = self._key.fault
        if os.path.lexists(self.folder) and not is_own_folder(self.folder):
            self.fault = f"« {self.folder} » n'est pas un dossier de ce compte ; le supprimer"

    def last(self, request: object) -> OutputState | None:
        """The state of the output, if it was made for the same request and nobody has put another in its place."""
        state = self.read("state", OutputState)
        if state is None or state.request != request or state.folder != identity(self.out):
            return None
        return state if is_own_folder(self.out) else None

    def written(self, state: OutputState) -> dict[str, tuple[SiteRecord, frozenset[str]]]:
        """By name, what was written for each site of the output, and the files of that which are no longer so."""
        records = ((name, slug, self.site(name)) for name, slug in state.sites)
        return {
            name: (record, find_damaged(os.path.join(self.out, slug), record))
            for name, slug, record in records
            if record is not None
        }

    def forget(self) -> None:
        """Believe nothing of the output until the next `remember`. Raises OSError."""
        if is_own_folder(self.folder):
            with open_folder(self.folder, make=True) as place:
                remove(place, "state")

    def drop_spare(self) -> None:
        """Delete the spare output, which nothing is known of."""
        if is_own_folder(self.folder):
            remove_tree(self.spare)

    def remember(self, state: OutputState) -> None:
        """The output is whole, and this is what it is."""
        self.write("state", state)
        names = {f"{kind}-{name}" for name, _ in state.sites for kind in ("site", "own")}
        names |= {"state", "engine", "merge", self.spare.name}
        for name in self._names():
            if name not in names and not name.startswith(("read-", "templates-")):
                self._remove(name)

    def site(self, name: str) -> SiteRecord | None:
        """What was written for one site."""
        return self.read(f"site-{name}", SiteRecord)

    def write_site(self, name: str, record: SiteRecord) -> None:
        """Note what was written for one site."""
        self.write(f"site-{name}", record)

    def own(self, name: str) -> dict[Any, Any]:
        """What the renderer wanted to remember of one site."""
        return self.read(f"own-{name}", dict) or {}

    def write_own(self, name: str, own: dict[Any, Any]) -> None:
        """Remember this of one site."""
        self.write(f"own-{name}", own)

    def drop(self, prefix: str, but: Iterable[str]) -> None:
        """Forget what is under names that start with `prefix`, but for those that go on with one of `but`."""
        kept = {prefix + rest for rest in but}
        for name in self._names():
            if name.startswith(prefix) and name not in kept:
                self._remove(name)

    def write(self, name: str, value: object) -> None:
        """Put `value` under `name`, sealed. Raises OSError."""
        if not self.fault:
            data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
            write_file(self.folder, name, self._seal(name, data) + data)

    def read(self, name: str, kind: type[T]) -> T | None:
        """The value under `name`; None if it is not there, or not what we wrote there: memory is a help."""
        if self.fault:
            return None
        try:
            raw = read_file(self.folder, name)
            data = memoryview(raw)[SEAL_SIZE:]
            if not hmac.compare_digest(raw[:SEAL_SIZE], self._seal(name, data)):
                return None
            value = pickle.loads(data)  # noqa: S301 - nobody but us can have sealed it
        except Exception:
            return None
        return value if isinstance(value, kind) else None

    def _seal(self, name: str, data: bytes | memoryview) -> bytes:
        """The seal of what this program keeps under `name` of this output: worthless under another, or elsewhere."""
        return seal(self._key, our_code(), os.fsencode(self.out), os.fsencode(name), data)

    def _names(self) -> list[str]:
        """The names of all that is in the folder; none if it is not ours."""
        if self.fault or not is_own_folder(self.folder):
            return []
        with open_folder(self.folder) as place:
            return os.listdir(place)

    def _remove(self, name: str) -> None:
        """Remove what is under `name`, as far as that is possible."""
        with contextlib.suppress(OSError), open_folder(self.folder) as place:
            remove(place, name)


def identity(folder: Path) -> tuple[int, int]:
    """What tells a folder from any other put in its place; (0, 0) if there is none."""
    try:
        status = folder.stat()
    except OSError:
        return (0, 0)
    return status.st_dev, status.st_ino


def find_damaged(folder: str, record: SiteRecord) -> frozenset[str]:
    """Find the files of a site that are no longer as they were written, by size and time, or no longer ours."""
    try:
        place = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        return frozenset(record.files)
    us, damaged = os.geteuid(), set[str]()
    try:
        for path, (_, written, size) in record.files.items():  # thousands of files: no call for each but the system's
            try:
                status = os.stat(path, dir_fd=place, follow_symlinks=False)
            except OSError:
                damaged.add(path)
                continue
            if status.st_mtime_ns != written or status.st_size != size or status.st_uid != us:
                damaged.add(path)
    finally:
        os.close(place)
    return frozenset(damaged)
