"""Build outputs in a folder next to them and swap them in atomically.

A build writes into a new folder next to the output, under a lock, and one `renameat2(RENAME_EXCHANGE)` swaps it in.
A build that fails, is killed or fills the disk therefore leaves the output unmodified; the next build deletes its
leftovers. Where folders cannot be exchanged, or not renamed at all (a folder of a container image: overlayfs answers
EXDEV), slower fallbacks give the same result; see `_swap`.
Names next to an output are predictable: what other accounts may have put there is never followed, read or reused.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from ..constants import INTACT
from ..errors import BusyError, ForeignFileError
from .file_trees import link_file, link_tree, move_tree, refuse_link, remove_tree
from .owned_files import is_own_folder

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_NO_EXCHANGE = {errno.ENOSYS, errno.EINVAL, errno.EXDEV, errno.ENOTSUP}
_OPEN_MODES = 0o022
"""The umask for outputs: folders 755, files 644, readable by a web server under another account."""


@dataclass(slots=True)
class BuildFolders:
    """Two new empty folders next to an output.

    Attributes:
        new: replaces the output; empty unless `start_from_previous` is called.
        scratch: for temporary files.
        previous: the output before the current one, if kept.
        updating: whether `new` started from `previous`.
    """

    new: Path
    scratch: Path
    previous: Path | None = None
    updating: bool = False

    def start_from_previous(self) -> None:
        """Start `new` from the output before the current one, for a builder that knows its content and updates it.

        The current output is then kept in its place. Without a `previous`, do nothing.
        """
        if self.previous is None or self.updating:
            return
        self.updating = True
        if is_own_folder(self.previous):
            self.new.rmdir()
            move_tree(self.previous, self.new)


@contextlib.contextmanager
def locked(out: Path) -> Iterator[Path]:
    """Lock `out` for this process and yield its path, symbolic links resolved.

    Leftovers of a killed build are repaired first. While the lock is held, this process and its children write files
    with the same modes, whatever the umask of the account (see `_OPEN_MODES`). The system releases the lock when the
    process ends.

    Raises:
        BusyError: another process holds the lock.
        ForeignFileError: the output is a link made by another account, or the lock is not a plain file.
    """
    if out.is_symlink() and os.lstat(out).st_uid != os.geteuid():
        raise ForeignFileError(str(out), "à ce compte : c'est le lien d'un autre", _FIX)
    out = out.resolve()
    out.parent.mkdir(parents=True, exist_ok=True)
    with _open_lock(_sibling(out, "lock")) as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BusyError(str(out)) from None
        umask = os.umask(_OPEN_MODES)
        try:
            _recover(out)
            yield out
        finally:
            os.umask(umask)


_FIX = "le supprimer, ou choisir un autre dossier"


@contextlib.contextmanager
def left_intact(out: Path) -> Iterator[None]:
    """Add the note `INTACT` to any exception of the block, if there was an output before it."""
    existed = out.is_dir()
    try:
        yield
    except BaseException as error:
        if existed:
            error.add_note(INTACT)
        raise


def _open_lock(path: Path) -> IO[bytes]:
    """Open a lock file. Raises OSError, and ForeignFileError if it is not a plain file."""
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, 0o666)
    except OSError as error:
        if error.errno not in {errno.ELOOP, errno.EISDIR, errno.ENXIO}:
            raise
    else:
        lock = os.fdopen(handle, "rb")
        if stat.S_ISREG(os.fstat(handle).st_mode):
            return lock
        lock.close()
    raise ForeignFileError(str(path), "un verrou : c'est un lien, ou autre chose qu'un fichier", _FIX)


@contextlib.contextmanager
def atomic_replace(out: Path, only: str | None = None, previous: Path | None = None) -> Iterator[BuildFolders]:
    """Yield folders to build in, and swap `new` with `out` if the block succeeds.

    Creating and deleting thousands of folders takes longer than updating a few files, so the builder may start from
    `previous` (`BuildFolders.start_from_previous`); the replaced `out` is then kept there. An unused `previous` is
    deleted.

    Args:
        out: the output folder, locked by the caller.
        only: the name of the only subfolder to replace; the whole of `out` if None.
        previous: where the output before the current one is kept, if anywhere.

    Raises:
        OSError: a file cannot be written.
    """
    folders = BuildFolders(_sibling(out, "new"), _sibling(out, "scratch"), previous)
    try:
        folders.new.mkdir()
        folders.scratch.mkdir()
        yield folders
        if only is not None and not _exchange(folders.new / only, out / only):
            _add_missing(folders.new, out)
            only = None
        if only is None:
            _swap(folders.new, out)
            if previous is not None:
                remove_tree(previous)
                if folders.updating and folders.new.exists() and not os.path.lexists(previous):
                    folders.new.rename(previous)
    finally:
        remove_tree(folders.new)
        remove_tree(folders.scratch)


def _sibling(out: Path, role: str) -> Path:
    return out.with_name(f".{out.name}.{role}")


def _recover(out: Path) -> None:
    """Repair what a killed build may have left: an output half-way through a swap, build folders."""
    old, copy = _sibling(out, "old"), _sibling(out, "copy")
    if is_own_folder(copy):  # a complete copy of the output, which was being deleted or had just been replaced
        remove_tree(out)
        copy.rename(out)
    elif is_own_folder(old) and not os.path.lexists(out):
        old.rename(out)
    for role in ("new", "scratch", "old", "copy", "copying"):
        remove_tree(_sibling(out, role))


def _swap(new: Path, out: Path) -> None:
    """Replace `out` by `new`; the previous content is then at `new`, or deleted.

    If the process is killed at any moment, `_recover` restores the previous output or completes the new one.
    """
    if not out.exists():
        new.rename(out)
        return
    if _exchange(new, out):
        return
    old = _sibling(out, "old")
    try:
        out.rename(old)  # exchange is not supported on this file system
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        _replace_by_copy(new, out)
        return
    new.rename(out)
    old.rename(new)


def _replace_by_copy(new: Path, out: Path) -> None:
    """Replace `out`, which cannot be renamed, by `new`: copy it, delete it, then rename `new`.

    The copy is named `copy` once it is complete, and `old` once it is no longer needed.
    """
    copying, copy = _sibling(out, "copying"), _sibling(out, "copy")
    link_tree(out, copying)
    copying.rename(copy)
    remove_tree(out)
    new.rename(out)
    copy.rename(_sibling(out, "old"))
    remove_tree(_sibling(out, "old"))


def _add_missing(new: Path, out: Path) -> None:
    """Add to `new`, a part of an output, everything else that `out` holds."""
    with os.scandir(out) as entries:
        for entry in entries:
            refuse_link(entry)
            if not (new / entry.name).exists():
                (link_tree if entry.is_dir() else link_file)(entry.path, new / entry.name)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two paths atomically; return False where this is not supported."""
    if not sys.platform.startswith("linux"):
        return False
    import ctypes  # noqa: PLC0415 - slow to import, and not needed when nothing has changed

    function = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if function is None:
        return False
    if function(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in _NO_EXCHANGE:
        return False
    raise OSError(code, os.strerror(code), str(other))
