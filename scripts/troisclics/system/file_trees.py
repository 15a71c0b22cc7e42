"""Link, copy, move, delete and replace files and folders of outputs, never through a symbolic link."""

from __future__ import annotations

import contextlib
import errno
import os
from pathlib import Path

from ..errors import ForeignFileError

_NO_LINKS = {errno.EXDEV, errno.EPERM, errno.EMLINK, errno.ENOSYS, errno.ENOTSUP}


def remove_tree(folder: str | Path) -> None:
    """Delete `folder` recursively as far as possible, if it exists; of a link, delete the link only."""
    if os.path.islink(folder) or os.path.isfile(folder):
        with contextlib.suppress(OSError):
            os.unlink(folder)
    elif os.path.lexists(folder):
        import shutil  # noqa: PLC0415 - slow to import, and not needed when nothing has changed

        shutil.rmtree(folder, ignore_errors=True)


def move_tree(source: Path, to: Path) -> None:
    """Rename a folder, or copy it where it cannot be renamed."""
    try:
        source.rename(to)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        link_tree(source, to)
        remove_tree(source)


def link_tree(source: str | Path, to: str | Path) -> None:
    """Recreate the tree of `source` in `to` with hard links, or copies where linking fails.

    Neither is ever written in place.

    Raises:
        ForeignFileError: there is a symbolic link, which no build makes and which may lead anywhere.
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
    """Replace a file atomically: a full disk leaves the old file, and its mode is kept."""
    temporary = path.with_name(f".{path.name}.new")
    temporary.write_bytes(content)
    if path.exists():
        temporary.chmod(path.stat().st_mode)
    os.replace(temporary, path)
