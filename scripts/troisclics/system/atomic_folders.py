"""Outputs are made aside and switched in whole: what was there stays until all of the new is there.

A build writes into a new folder beside the output, under a lock, and one `renameat2(RENAME_EXCHANGE)` puts it in
place. A build that fails, is killed or finds the disk full therefore leaves the output as it was; what it left
aside is swept away by the next. Where the system cannot exchange two folders, or cannot rename one at all (a folder
that came with a container image: overlayfs answers EXDEV), slower ways lead to the same end; see `_switch`.
Names beside an output are known to all: what others may have put there is never followed, read or taken over.
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

from ..errors import BusyError, ForeignFileError
from .owned_files import is_own_folder

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_NO_EXCHANGE = {errno.ENOSYS, errno.EINVAL, errno.EXDEV, errno.ENOTSUP}
_NO_LINKS = {errno.EXDEV, errno.EPERM, errno.EMLINK, errno.ENOSYS, errno.ENOTSUP}
_OPEN_MODES = 0o022
"""The umask under which outputs are written: folders 755, files 644, which a web server of another account can read."""


@dataclass(slots=True)
class Aside:
    """Two new empty folders beside an output: the one that will take its place, and one for passing work.

    `spare` is where the output before the last one may be; `new` stays empty for who does not ask for it.
    """

    new: Path
    scratch: Path
    spare: Path | None = None
    updating: bool = False

    def start_from_spare(self) -> None:
        """Have `new` hold the output before the last one, to be brought up to date: for who knows what is in it.

        What is in the output then becomes the spare one in its turn. Without a `spare` nothing changes.
        """
        if self.spare is None or self.updating:
            return
        self.updating = True
        if is_own_folder(self.spare):
            self.new.rmdir()
            _move(self.spare, self.new)


@contextlib.contextmanager
def locked(out: Path) -> Iterator[Path]:
    """Hold `out` for this process alone and yield it, links followed: a link stays a link.

    What a killed build left is mended first. While it is held, what this process and its children write has the same
    modes whatever the umask of the account (see `_OPEN_MODES`).
    Raises BusyError when another process holds it; the system lets go of the lock when the process ends, however it
    ends. Raises ForeignFileError when another account has put a link in the place of the output, or anybody something
    else than a file in that of the lock.
    """
    if out.is_symlink() and os.lstat(out).st_uid != os.geteuid():
        raise ForeignFileError(str(out), "à ce compte : c'est le lien d'un autre", _MEND)
    out = out.resolve()
    out.parent.mkdir(parents=True, exist_ok=True)
    with _open_lock(_beside(out, "lock")) as handle:
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


_MEND = "le supprimer, ou choisir un autre dossier"


def _open_lock(path: Path) -> IO[bytes]:
    """Open the file of a lock. Raises OSError, and ForeignFileError if it is anything else than a plain file."""
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
    raise ForeignFileError(str(path), "un verrou : c'est un lien, ou autre chose qu'un fichier", _MEND)


@contextlib.contextmanager
def aside(out: Path, only: str | None = None, spare: Path | None = None) -> Iterator[Aside]:
    """Yield folders to build in; `new` takes the place of `out`, which is locked, if the block ends well.

    With `only`, it is just the folder of that name in `new` which takes the place of its like in `out`.
    `new` is empty unless the builder asks for what is in `spare` (`Aside.start_from_spare`); what was in `out` is then
    kept there for the next: making and deleting thousands of folders takes longer than bringing a few files up to
    date. A `spare` that is not asked for is deleted. Raises OSError when a file cannot be written.
    """
    folders = Aside(_beside(out, "new"), _beside(out, "scratch"), spare)
    try:
        folders.new.mkdir()
        folders.scratch.mkdir()
        yield folders
        if only is not None and not _exchange(folders.new / only, out / only):
            _complete(folders.new, out)
            only = None
        if only is None:
            _switch(folders.new, out)
            if spare is not None:
                sweep(spare)
                if folders.updating and folders.new.exists() and not os.path.lexists(spare):
                    folders.new.rename(spare)
    finally:
        sweep(folders.new)
        sweep(folders.scratch)


def _beside(out: Path, role: str) -> Path:
    return out.with_name(f".{out.name}.{role}")


def _recover(out: Path) -> None:
    """Mend what a killed build may have left: an output half-way through a switch, a folder aside."""
    old, copy = _beside(out, "old"), _beside(out, "copy")
    if is_own_folder(copy):  # a whole copy of the output, which was being deleted, or was just replaced
        sweep(out)
        copy.rename(out)
    elif is_own_folder(old) and not os.path.lexists(out):
        old.rename(out)
    for role in ("new", "scratch", "old", "copy", "copying"):
        sweep(_beside(out, role))


def sweep(folder: str | Path) -> None:
    """Delete `folder` and all that is in it, if it is there and as far as that is possible; a link goes alone."""
    if os.path.islink(folder) or os.path.isfile(folder):
        with contextlib.suppress(OSError):
            os.unlink(folder)
    elif os.path.lexists(folder):
        import shutil  # noqa: PLC0415 - slow to import, and not needed when nothing has changed

        shutil.rmtree(folder, ignore_errors=True)


def _switch(new: Path, out: Path) -> None:
    """Put `new` in the place of `out`; what was there is then in the place of `new`, or gone.

    A kill at any moment is mended by `_recover`: the output is then the earlier one, or the new one.
    """
    if not out.exists():
        new.rename(out)
        return
    if _exchange(new, out):
        return
    old = _beside(out, "old")
    try:
        out.rename(old)  # no exchange on this file system
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        _replace(new, out)
        return
    new.rename(out)
    old.rename(new)


def _replace(new: Path, out: Path) -> None:
    """Put `new` in the place of `out`, which cannot be renamed: it is copied, deleted, and `new` takes its name.

    The copy is called `copy` once it is whole, and `old` once it is not needed any more.
    """
    copying, copy = _beside(out, "copying"), _beside(out, "copy")
    link_tree(out, copying)
    copying.rename(copy)
    sweep(out)
    new.rename(out)
    copy.rename(_beside(out, "old"))
    sweep(_beside(out, "old"))


def _move(source: Path, to: Path) -> None:
    """Rename a folder, or copy it where it cannot be renamed."""
    try:
        source.rename(to)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        link_tree(source, to)
        sweep(source)


def _complete(new: Path, out: Path) -> None:
    """Give `new`, which holds a part of an output, what else there is in `out`."""
    with os.scandir(out) as entries:
        for entry in entries:
            refuse_link(entry)
            if not (new / entry.name).exists():
                (link_tree if entry.is_dir() else link_file)(entry.path, new / entry.name)


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
    if code in _NO_EXCHANGE:
        return False
    raise OSError(code, os.strerror(code), str(other))


def link_tree(source: str | Path, to: str | Path) -> None:
    """Give `to` the files of `source`: hard links, copies where links are impossible. Neither is written in place.

    Raises ForeignFileError at a symbolic link: no build makes any, and it may lead anywhere.
    """
    os.makedirs(to, exist_ok=True)
    with os.scandir(source) as entries:
        for entry in entries:
            target = os.path.join(to, entry.name)
            refuse_link(entry)
            if entry.is_dir(follow_symlinks=False):
                link_tree(entry.path, target)
            else:
                link_file(entry.path, target)


def refuse_link(entry: os.DirEntry[str]) -> None:
    """Raise ForeignFileError if `entry` of an output is a symbolic link."""
    if entry.is_symlink():
        raise ForeignFileError(entry.path, "de nos sites : c'est un lien", "le supprimer")


def link_file(source: str | Path, to: str | Path) -> None:
    """Hard-link one file, or copy it where links are impossible."""
    try:
        os.link(source, to)
    except OSError as error:
        if error.errno not in _NO_LINKS:
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
