"""Outputs are made aside and switched in whole: what was there stays until all of the new is there.

A build writes into a new folder beside the output, under a lock, and one `renameat2(RENAME_EXCHANGE)` puts it in
place. A build that fails, is killed or finds the disk full therefore leaves the output as it was; what it left
aside is swept away by the next.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .errors import BusyError

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


@dataclass(frozen=True, slots=True)
class Aside:
    """Two new empty folders beside an output: the one that will take its place, and one for passing work."""

    new: Path
    scratch: Path


@contextlib.contextmanager
def locked(out: Path) -> Iterator[Path]:
    """Hold `out` for this process alone and yield it, links followed: a link stays a link.

    What a killed build left is mended first. Raises BusyError when another process holds it; the system lets go
    of the lock when the process ends, however it ends.
    """
    out = out.resolve()
    out.parent.mkdir(parents=True, exist_ok=True)
    with _beside(out, "lock").open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BusyError(str(out)) from None
        _recover(out)
        yield out


@contextlib.contextmanager
def aside(out: Path, only: str | None = None, spare: Path | None = None) -> Iterator[Aside]:
    """Yield folders to build in; `new` takes the place of `out`, which is locked, if the block ends well.

    With `only`, it is just the folder of that name in `new` which takes the place of its like in `out`.
    With `spare`, what was in `out` is kept there, and is what `new` holds at the start of the next build: making
    and deleting thousands of folders takes longer than bringing a few files up to date.
    Raises OSError when a file cannot be written.
    """
    folders = Aside(_beside(out, "new"), _beside(out, "scratch"))
    try:
        if spare is not None and spare.is_dir():
            spare.rename(folders.new)
        else:
            folders.new.mkdir()
        folders.scratch.mkdir()
        yield folders
        if only is None:
            _switch(folders.new, out)
            if spare is not None and folders.new.exists():
                folders.new.rename(spare)
        else:
            _switch(folders.new / only, out / only)
    finally:
        sweep(folders.new)
        sweep(folders.scratch)


def _beside(out: Path, role: str) -> Path:
    return out.with_name(f".{out.name}.{role}")


def _recover(out: Path) -> None:
    """Mend what a killed build may have left: an output half-way through a switch, a folder aside."""
    old = _beside(out, "old")
    if old.exists() and not out.exists():
        old.rename(out)
    for role in ("new", "scratch", "old"):
        sweep(_beside(out, role))


def sweep(folder: Path) -> None:
    """Delete `folder` and all that is in it, if it is there and as far as that is possible."""
    if os.path.exists(folder):
        import shutil  # noqa: PLC0415 - slow to import, and not needed when nothing has changed

        shutil.rmtree(folder, ignore_errors=True)


def _switch(new: Path, out: Path) -> None:
    """Put `new` in the place of `out`; what was there is then in the place of `new`."""
    if not out.exists():
        new.rename(out)
        return
    if _exchange(new, out):
        return
    old = _beside(out, "old")  # no exchange on this file system: a kill between the two is mended by _recover
    out.rename(old)
    new.rename(out)
    old.rename(new)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two paths atomically; False where the system cannot."""
    if not sys.platform.startswith("linux"):
        return False
    import ctypes  # noqa: PLC0415 - slow to import, and not needed when nothing has changed

    function = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if function is None:
        return False
    if function(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in {errno.ENOSYS, errno.EINVAL}:
        return False
    raise OSError(code, os.strerror(code), str(other))


def link_tree(source: Path, to: Path) -> None:
    """Give `to` the files of `source`: hard links, copies where links are impossible. Neither is written in place."""
    for parent, folders, names in os.walk(source):
        target = to / Path(parent).relative_to(source)
        target.mkdir(parents=True, exist_ok=True)
        for name in folders:
            (target / name).mkdir(exist_ok=True)
        for name in names:
            link_file(Path(parent) / name, target / name)


def link_file(source: str | Path, to: str | Path) -> None:
    """Hard-link one file, or copy it where links are impossible."""
    try:
        os.link(source, to)
    except OSError as error:
        if error.errno not in {errno.EXDEV, errno.EPERM, errno.EMLINK, errno.ENOTSUP, errno.EOPNOTSUPP}:
            raise
        import shutil  # noqa: PLC0415 - slow to import, and seldom needed

        shutil.copyfile(source, to)


def write_file(path: Path, content: bytes) -> None:
    """Write `content` in the place of `path` in one go: a full disk leaves the old file, and its rights stay."""
    beside = path.with_name(f".{path.name}.new")
    beside.write_bytes(content)
    if path.exists():
        beside.chmod(path.stat().st_mode)
    os.replace(beside, path)
