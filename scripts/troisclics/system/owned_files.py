"""Files and folders that belong to this account alone: no link is followed, and the owner is looked at first."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from threading import get_ident

OTHERS_WRITE, OTHERS_READ = 0o022, 0o077
"""Rights of the group and of all others: to write, and any at all."""

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC  # a pipe in the place of a file must not be awaited
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


class NotOwnedError(PermissionError):
    """A file or a folder that others own or may change."""

    def __init__(self, path: str) -> None:
        super().__init__(errno.EPERM, "not owned by this account alone", path)


def is_own_folder(path: str | Path) -> bool:
    """Return whether `path` is a folder, not a link to one, that belongs to this account."""
    try:
        status = os.lstat(path)
    except OSError:
        return False
    return stat.S_ISDIR(status.st_mode) and status.st_uid == os.geteuid()


@contextlib.contextmanager
def open_folder(folder: Path, *, make: bool = False) -> Iterator[int]:
    """Yield a descriptor of `folder`, which no other account may write in.

    With `make`, it is created if it is not there, and closed to others if it is ours.
    Raises OSError, NotOwnedError among them.
    """
    if make:
        with contextlib.suppress(FileExistsError):
            os.mkdir(folder, 0o700)
    place = os.open(folder, _FOLDER)
    try:
        status = os.fstat(place)
        if make and status.st_uid == os.geteuid() and status.st_mode & OTHERS_READ:
            os.fchmod(place, 0o700)
        else:
            _refuse_others(status, str(folder), OTHERS_WRITE)
        yield place
    finally:
        os.close(place)


def read_file(folder: Path, name: str, forbidden: int = OTHERS_WRITE) -> bytes:
    """Return the content of a plain file of `folder`, on which others have none of the rights `forbidden`.

    Raises OSError, NotOwnedError among them.
    """
    with open_folder(folder) as place:
        handle = os.open(name, _READ, dir_fd=place)
    try:  # read by the system's own calls: there are hundreds of these files, and nothing else to do in most builds
        status = os.fstat(handle)
        _refuse_others(status, name, forbidden)
        if not stat.S_ISREG(status.st_mode):
            raise NotOwnedError(name)
        return os.read(handle, status.st_size)
    finally:
        os.close(handle)


def write_file(folder: Path, name: str, content: bytes) -> None:
    """Write a file in `folder`, in the place of whatever has that name there, all at once: others may do so too.

    Raises OSError.
    """
    aside = f"{name}.{os.getpid()}.{get_ident()}"
    with open_folder(folder, make=True) as place:
        remove(place, aside)
        try:
            with os.fdopen(os.open(aside, _NEW, 0o600, dir_fd=place), "wb", buffering=0) as file:
                rest = memoryview(content)
                while rest:
                    rest = rest[file.write(rest) :]
            try:
                os.replace(aside, name, src_dir_fd=place, dst_dir_fd=place)
            except IsADirectoryError:
                remove(place, name)
                os.replace(aside, name, src_dir_fd=place, dst_dir_fd=place)
        except OSError as error:  # a full disk is said without naming the file
            raise OSError(error.errno, error.strerror, str(folder / name)) from None


def remove(place: int, name: str) -> None:
    """Remove what is called `name` in the folder `place`, if there is anything. Raises OSError."""
    try:
        os.unlink(name, dir_fd=place)
    except FileNotFoundError:
        return
    except (IsADirectoryError, PermissionError):
        import shutil  # noqa: PLC0415 - slow to import, and seldom needed

        shutil.rmtree(name, dir_fd=place)


def _refuse_others(status: os.stat_result, path: str, forbidden: int) -> None:
    if status.st_uid != os.geteuid() or status.st_mode & forbidden:
        raise NotOwnedError(path)
