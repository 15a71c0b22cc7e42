"""What a build is made from, as digests: to know what has changed since the last one."""

from __future__ import annotations

import os
import re
import stat
import sys
import time
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from hashlib import blake2b
from pathlib import Path

from ..constants import IDENTITIES, PACKAGE
from ..system.digests import DIGEST_SIZE, digest
from ..system.folder_walk import walk

FOLDERS = ("content", "departments", "overrides")
CONFIG = "mkdocs.yml"
_WORD = re.compile(r"\w+")


SETTLED = 2 * 10**9
"""Nanoseconds for which a file must have been at rest when it was read: the coarsest clock of a file system."""

Stamp = tuple[int, int, int, int]
"""Number, size, time of writing and time of change of a file; no program can set the last."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """The digest of each input file, of the program with what it is built on, and the day.

    `stamps` are those of the files that were at rest: with the same stamp, a file need not be read again.
    """

    files: dict[str, bytes]
    tool: bytes
    today: date
    stamps: dict[str, Stamp] = field(default_factory=dict, compare=False)

    def changed_files(self, before: Inputs) -> frozenset[str]:
        """The files that are no longer as they were in `before`."""
        paths = self.files.keys() | before.files.keys()
        return frozenset(path for path in paths if self.files.get(path) != before.files.get(path))

    def by_part(self) -> dict[str, bytes]:
        """The digest of the files of each folder of `departments/`, by its name, and under "" that of all others.

        The national list is part of each: a department is read with it.
        """
        first = f"{self.today.isoformat()}\0".encode() + self.tool + self.files.get(IDENTITIES, b"")
        parts = {"": blake2b(first, digest_size=DIGEST_SIZE)}
        for path, value in sorted(self.files.items()):
            top, _, rest = path.partition("/")
            slug = rest.partition("/")[0] if top == "departments" else ""
            state = parts.setdefault(slug, blake2b(first, digest_size=DIGEST_SIZE))
            state.update(os.fsencode(path) + b"\0" + value)
        return {slug: state.digest() for slug, state in parts.items()}

    def of_words(self) -> bytes:
        """The digest of what shared texts are expanded with, besides the menu: facts, glossary, blocks, the day."""
        words = [
            os.fsencode(path) + value for path, value in sorted(self.files.items()) if path.startswith("content/_")
        ]
        return digest(self.of_theme(), self.today.isoformat(), *words)

    def of_theme(self) -> bytes:
        """The digest of what shapes every page: all but the texts, the facts and the departments."""
        state = blake2b(self.tool, digest_size=16)
        for path, value in sorted(self.files.items()):
            if is_theme(path):
                state.update(os.fsencode(path) + b"\0" + value)
        return state.digest()


@dataclass(frozen=True, slots=True)
class Frame:
    """What shapes every page besides its own text, as digests: the theme (`Inputs.of_theme`), the menu with titles."""

    theme: bytes
    menu: bytes

    @property
    def digest(self) -> bytes:
        """The digest of both."""
        return digest(self.theme, self.menu)


def is_theme(path: str) -> bool:
    """Whether the input file `path` shapes every page: it is no text, no fact, and of no department."""
    text = path.startswith("content/") and (path.endswith(".md") or "/_" in path)
    return not text and not path.startswith("departments/")


def read_inputs(root: Path, today: date, last: Inputs | None = None) -> Inputs:
    """Digest the inputs of the project at `root`, as they were in `last` where they have not been touched since.

    A file that cannot be read counts by its name.
    """
    reader, top = _FileDigester(last), f"{root}{os.sep}"
    files = {CONFIG: reader.digest(CONFIG, root / CONFIG)}
    for folder in FOLDERS:
        for path in walk(f"{top}{folder}"):
            name = path[len(top) :].replace(os.sep, "/")
            files[name] = reader.digest(name, path)
    return Inputs(files, _tool(root), today, reader.stamps)


class _FileDigester:
    """Digests files, save for those that have the same stamp as in `last`."""

    def __init__(self, last: Inputs | None) -> None:
        self._last, self._start = last, time.time_ns()
        self.stamps: dict[str, Stamp] = {}

    def digest(self, name: str, path: str | Path) -> bytes:
        """The digest of the file at `path`, which is called `name` among the inputs."""
        stamp = _stamp(path)
        if stamp and self._last and self._last.stamps.get(name) == stamp and name in self._last.files:
            self.stamps[name] = stamp
            return self._last.files[name]
        if stamp and max(stamp[2:]) < self._start - SETTLED:
            self.stamps[name] = stamp
        return _digest_file(path)


def _stamp(path: str | Path) -> Stamp | None:
    """The stamp of a plain file; None for a link, whose target is another file, and for what is no file."""
    try:
        status = os.lstat(path)
    except OSError:
        return None
    if not stat.S_ISREG(status.st_mode):
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


def _digest_file(path: str | Path) -> bytes:
    """Return the digest of a plain file's bytes, of where a link leads, or of the fact that the path is neither.

    No link is followed and no pipe or device opened: the loader refuses them.
    """
    state = blake2b(digest_size=16)
    try:
        mode = os.lstat(path).st_mode
        if stat.S_ISLNK(mode):
            state.update(b"lien " + os.fsencode(os.readlink(path)))
        if stat.S_ISREG(mode):
            with open(path, "rb", buffering=0) as handle:  # a buffer takes longer to make than most files to read
                while block := handle.read(1 << 20):
                    state.update(block)
    except OSError as error:
        state.update(f"illisible {error.errno}".encode())
    return state.digest()


@cache
def our_code() -> bytes:
    """The digest of our code, as this process found it.

    It is made from what the files hold, each time: it is the same wherever the code was copied to, and no edit in
    place can hide from it. Plain strings for paths, since this is a good part of what an unchanged build takes.
    """
    state = blake2b(digest_size=DIGEST_SIZE)
    paths = [
        os.path.join(folder, name) for folder, _, names in os.walk(PACKAGE) for name in names if name.endswith(".py")
    ]
    for path in sorted(paths):
        state.update(os.fsencode(path[len(PACKAGE) :]) + _digest_file(os.path.realpath(path)))
    return state.digest()


def _tool(root: Path) -> bytes:
    """The digest of our code, of what is installed, of where all is, and of the variables that `mkdocs.yml` reads."""
    places = b"\0".join(os.fsencode(place) for place in (sys.version, sys.prefix, root.resolve()))
    state = blake2b(places, digest_size=16)
    state.update(our_code())
    for folder in sorted({folder for folder in sys.path if folder.endswith("site-packages") and os.path.isdir(folder)}):
        state.update("\n".join(sorted(name for name in os.listdir(folder) if name.endswith(".dist-info"))).encode())
    try:
        config = (root / CONFIG).read_text(encoding="utf-8", errors="replace")
    except OSError:
        config = ""
    words = set(_WORD.findall(config)) - {"_"} if "!ENV" in config else set()  # `_` is the shell's, and always changes
    for name in sorted(words & os.environ.keys()):
        state.update(os.fsencode(f"{name}={os.environ[name]}\n"))
    return state.digest()
