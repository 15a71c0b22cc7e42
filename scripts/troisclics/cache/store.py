"""Store what a build leaves for the next one, next to its output: the inputs, and the files written.

The state records that an output was made from certain inputs. It is deleted before the output is modified and saved
again once the output is complete, so nothing is trusted after a build that was killed. A file of the output is only
reused if its size and mtime are those recorded when it was written.

Entries are pickled objects and compiled templates: reading one runs it. Each is therefore sealed with the key of this
account (`seal.py`), together with its name, the path of the output and the digest of the program, and is only
unpickled after the seal was verified. The folder and its files must belong to this account alone
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

from ..system.file_trees import remove_tree
from ..system.owned_files import is_own_folder, open_folder, read_file, remove, write_file
from .fingerprints import Inputs, LayoutDigests, program_digest
from .seal import SEAL_SIZE, find_key, seal

T = TypeVar("T")

FileRecord = tuple[bytes, int, int]
"""The key of a file (the digest of what it was made of), its mtime in nanoseconds, its size in bytes."""


@dataclass(frozen=True, slots=True)
class SiteRecord:
    """The files of a site as written, and its number of pages.

    `earlier` holds the files of the previous output (`BuildCache.previous_output`) that differ from these.
    """

    files: dict[str, FileRecord]
    pages: int
    earlier: dict[str, FileRecord] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OutputState:
    """What an output was made for and from.

    Attributes:
        request: the arguments of the build.
        inputs: the digests of the inputs.
        department_index: the digest of what any site may show of all departments.
        layout: the digests of what every page shows besides its text.
        folder: device and inode number of the output.
        sites: name and folder of each site.
    """

    request: object
    inputs: Inputs
    department_index: bytes
    layout: LayoutDigests
    folder: tuple[int, int]
    sites: tuple[tuple[str, str], ...]


class BuildCache:
    """The cache of one output, in a folder next to it.

    If nothing can be stored or trusted, `fault` gives the reason in French and the cache stays empty.
    """

    def __init__(self, out: Path) -> None:
        self.out = out
        self.folder = out.with_name(f".{out.name}.memory")
        self.previous_output = self.folder / "previous"
        """The output before the last one, which the next build may start from."""
        self._key = find_key()
        self.fault = self._key.fault
        if os.path.lexists(self.folder) and not is_own_folder(self.folder):
            self.fault = f"« {self.folder} » n'est pas un dossier de ce compte ; le supprimer"

    def last(self, request: object) -> OutputState | None:
        """Return the state of the output, unless it was made for another request or replaced since."""
        state = self.read("state", OutputState)
        if state is None or state.request != request or state.folder != identity(self.out):
            return None
        return state if is_own_folder(self.out) else None

    def written(self, state: OutputState) -> dict[str, tuple[SiteRecord, frozenset[str]]]:
        """Return, by name, what was written for each site, and those of its files modified or removed since."""
        records = ((name, slug, self.site(name)) for name, slug in state.sites)
        return {
            name: (record, find_damaged(os.path.join(self.out, slug), record))
            for name, slug, record in records
            if record is not None
        }

    def invalidate(self) -> None:
        """Delete the saved state, so that the output is not trusted until the next `save`. Raises OSError."""
        if is_own_folder(self.folder):
            with open_folder(self.folder, make=True) as place:
                remove(place, "state")

    def delete_previous_output(self) -> None:
        """Delete the previous output, of which no record is left."""
        if is_own_folder(self.folder):
            remove_tree(self.previous_output)

    def save(self, state: OutputState) -> None:
        """Save the state of an output that is complete, and delete entries of sites that no longer exist."""
        self.write("state", state)
        names = {f"{kind}-{name}" for name, _ in state.sites for kind in ("site", "specific")}
        names |= {"state", "engine", "merge", self.previous_output.name}
        for name in self._names():
            if name not in names and not name.startswith(("read-", "templates-")):
                self._remove(name)

    def site(self, name: str) -> SiteRecord | None:
        """Return what was written for one site."""
        return self.read(f"site-{name}", SiteRecord)

    def write_site(self, name: str, record: SiteRecord) -> None:
        """Store what was written for one site."""
        self.write(f"site-{name}", record)

    def page_records(self, name: str) -> dict[Any, Any]:
        """Return the records of the pages specific to the site `name`, by key."""
        return self.read(f"specific-{name}", dict) or {}

    def write_page_records(self, name: str, records: dict[Any, Any]) -> None:
        """Store the records of the pages specific to the site `name`."""
        self.write(f"specific-{name}", records)

    def delete(self, prefix: str, keep: Iterable[str]) -> None:
        """Delete the entries whose names start with `prefix`, except those that continue with one of `keep`."""
        kept = {prefix + rest for rest in keep}
        for name in self._names():
            if name.startswith(prefix) and name not in kept:
                self._remove(name)

    def write(self, name: str, value: object) -> None:
        """Seal and store `value` under `name`. Raises OSError."""
        if not self.fault:
            data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
            write_file(self.folder, name, self._seal(name, data) + data)

    def read(self, name: str, kind: type[T]) -> T | None:
        """Return the value of `name`; None if missing, corrupt, not sealed by this program or not a `kind`."""
        if self.fault:
            return None
        try:
            raw = read_file(self.folder, name)
            data = memoryview(raw)[SEAL_SIZE:]
            if not hmac.compare_digest(raw[:SEAL_SIZE], self._seal(name, data)):
                return None
            value = pickle.loads(data)  # noqa: S301 - only this account can have sealed it
        except Exception:
            return None
        return value if isinstance(value, kind) else None

    def _seal(self, name: str, data: bytes | memoryview) -> bytes:
        """Return the seal of an entry, valid under this name, for this output and this version of the program only."""
        return seal(self._key, program_digest(), os.fsencode(self.out), os.fsencode(name), data)

    def _names(self) -> list[str]:
        """Return the names of all entries; none if the folder does not belong to this account."""
        if self.fault or not is_own_folder(self.folder):
            return []
        with open_folder(self.folder) as place:
            return os.listdir(place)

    def _remove(self, name: str) -> None:
        """Delete the entry `name`, ignoring errors of the system."""
        with contextlib.suppress(OSError), open_folder(self.folder) as place:
            remove(place, name)


def identity(folder: Path) -> tuple[int, int]:
    """Return device and inode number of a folder, which a replacement does not share; (0, 0) if there is none."""
    try:
        status = folder.stat()
    except OSError:
        return (0, 0)
    return status.st_dev, status.st_ino


def find_damaged(folder: str, record: SiteRecord) -> frozenset[str]:
    """Return the files of a site that were modified, removed or now belong to another account.

    Contents are not read: a file counts as unmodified if its size and mtime are as recorded.
    """
    try:
        place = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        return frozenset(record.files)
    us, damaged = os.geteuid(), set[str]()
    try:
        for path, (_, written, size) in record.files.items():  # inlined: there are thousands of files
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
