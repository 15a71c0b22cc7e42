"""Read and write files that belong to this account alone: links are not followed, owners are verified first."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from threading import get_ident

OTHERS_WRITE, OTHERS_READ = 0o022, 0o077
"""Mode bits of group and others: write, and any access."""

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_READ = (
    os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
)  # non-blocking: a pipe in place of a file must not block
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


class NotOwnedError(PermissionError):
    """Raised when another account owns or may change a file or folder."""

    def __init__(self, path: str) -> None:
        super().__init__(errno.EPERM, "not owned by this account alone", path)


def is_own_folder(path: str | Path) -> bool:
    """Return whether `path` is a folder owned by this account, and not a link."""
    try:
        status = os.lstat(path)
    except OSError:
        return False
    return stat.S_ISDIR(status.st_mode) and status.st_uid == os.geteuid()


@contextlib.contextmanager
def open_folder(folder: Path, *, make: bool = False) -> Iterator[int]:
    """Yield a descriptor of `folder`, which no other account may write to.

    With `make`, create it if it is missing, and make it private if this account owns it.

    Raises:
        OSError: it cannot be opened; NotOwnedError if others may write to it.
    """
    if make:
        with contextlib.suppress(FileExistsError):
            os.mkdir(folder, 0o700)
    descriptor = os.open(folder, _FOLDER)
    try:
        status = os.fstat(descriptor)
        if make and status.st_uid == os.geteuid() and status.st_mode & OTHERS_READ:
            os.fchmod(descriptor, 0o700)
        else:
            _refuse_others(status, str(folder), OTHERS_WRITE)
        yield descriptor
    finally:
        os.close(descriptor)


def read_file(folder: Path, name: str, forbidden: int = OTHERS_WRITE) -> bytes:
    """Return the content of a regular file.

    Args:
        folder: its folder.
        name: its name.
        forbidden: mode bits that group and others must not have.

    Raises:
        OSError: it cannot be read; NotOwnedError if others own it or have forbidden access.
    """
    with open_folder(folder) as descriptor:
        handle = os.open(name, _READ, dir_fd=descriptor)
    try:  # by system calls: most builds read hundreds of these files and do little else
        status = os.fstat(handle)
        _refuse_others(status, name, forbidden)
        if not stat.S_ISREG(status.st_mode):
            raise NotOwnedError(name)
        return os.read(handle, status.st_size)
    finally:
        os.close(handle)


def write_file(folder: Path, name: str, content: bytes) -> None:
    """Replace a file atomically; other processes may do the same at the same time.

    Args:
        folder: its folder, created if missing.
        name: its name.
        content: the new content.

    Raises:
        OSError: it cannot be written.
    """
    temporary = f"{name}.{os.getpid()}.{get_ident()}"
    with open_folder(folder, make=True) as descriptor:
        remove(descriptor, temporary)
        try:
            with os.fdopen(os.open(temporary, _NEW, 0o600, dir_fd=descriptor), "wb", buffering=0) as file:
                rest = memoryview(content)
                while rest:
                    rest = rest[file.write(rest) :]
            try:
                os.replace(temporary, name, src_dir_fd=descriptor, dst_dir_fd=descriptor)
            except IsADirectoryError:
                remove(descriptor, name)
                os.replace(temporary, name, src_dir_fd=descriptor, dst_dir_fd=descriptor)
        except OSError as error:  # the error of a full disk names no file
            raise OSError(error.errno, error.strerror, str(folder / name)) from None


def remove(descriptor: int, name: str) -> None:
    """Remove the entry `name` of the open folder `descriptor`, if it exists. Raises OSError."""
    try:
        os.unlink(name, dir_fd=descriptor)
    except FileNotFoundError:
        return
    except (IsADirectoryError, PermissionError):
        import shutil  # noqa: PLC0415 - slow to import, and seldom needed

        shutil.rmtree(name, dir_fd=descriptor)


def _refuse_others(status: os.stat_result, path: str, forbidden: int) -> None:
    if status.st_uid != os.geteuid() or status.st_mode & forbidden:
        raise NotOwnedError(path)
