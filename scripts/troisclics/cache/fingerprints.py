"""Digest the inputs of a build, to know what has changed since the last one."""

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
"""Nanoseconds that a file must have been unmodified for when it is read: the coarsest file system clock."""

Stamp = tuple[int, int, int, int]
"""Inode number, size, mtime and ctime of a file, times in nanoseconds; no program can set the ctime."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """Digests of each input file and of the program with its environment, and the day of the build.

    `stamps` holds the files that were unmodified for long enough: one with the same stamp need not be read again.
    """

    files: dict[str, bytes]
    tool: bytes
    today: date
    stamps: dict[str, Stamp] = field(default_factory=dict, compare=False)

    def changed_files(self, before: Inputs) -> frozenset[str]:
        """Return the paths of the files that were changed, added or removed since `before`."""
        paths = self.files.keys() | before.files.keys()
        return frozenset(path for path in paths if self.files.get(path) != before.files.get(path))

    def by_part(self) -> dict[str, bytes]:
        """Return a digest for each folder of `departments/`, by its name, and for all other files under "".

        The national list of identities is part of each, as a department is read with it.
        """
        first = f"{self.today.isoformat()}\0".encode() + self.tool + self.files.get(IDENTITIES, b"")
        parts = {"": blake2b(first, digest_size=DIGEST_SIZE)}
        for path, value in sorted(self.files.items()):
            top, _, rest = path.partition("/")
            slug = rest.partition("/")[0] if top == "departments" else ""
            state = parts.setdefault(slug, blake2b(first, digest_size=DIGEST_SIZE))
            state.update(os.fsencode(path) + b"\0" + value)
        return {slug: state.digest() for slug, state in parts.items()}

    def expansion_digest(self) -> bytes:
        """Return the digest of what texts are expanded with, except the menu: facts, glossary, seams, the day."""
        words = [
            os.fsencode(path) + value for path, value in sorted(self.files.items()) if path.startswith("content/_")
        ]
        return digest(self.theme_digest(), self.today.isoformat(), *words)

    def theme_digest(self) -> bytes:
        """Return the digest of what affects every page: all files but texts, facts and departments."""
        state = blake2b(self.tool, digest_size=16)
        for path, value in sorted(self.files.items()):
            if is_theme(path):
                state.update(os.fsencode(path) + b"\0" + value)
        return state.digest()


@dataclass(frozen=True, slots=True)
class LayoutDigests:
    """Digests of what every page shows besides its own text.

    Attributes:
        theme: the theme, the configuration and the program (`Inputs.theme_digest`).
        menu: the menu and the titles of all pages.
    """

    theme: bytes
    menu: bytes

    @property
    def digest(self) -> bytes:
        """Return one digest of both."""
        return digest(self.theme, self.menu)


def is_theme(path: str) -> bool:
    """Tell whether the input file `path` affects every page: no text, no fact, nothing of a department."""
    text = path.startswith("content/") and (path.endswith(".md") or "/_" in path)
    return not text and not path.startswith("departments/")


def read_inputs(root: Path, today: date, last: Inputs | None = None) -> Inputs:
    """Digest the inputs of the project at `root`, except files unmodified since `last`.

    A file that cannot be read counts by its name and the error number.
    """
    reader, top = _FileDigester(last), f"{root}{os.sep}"
    files = {CONFIG: reader.digest(CONFIG, root / CONFIG)}
    for folder in FOLDERS:
        for path in walk(f"{top}{folder}"):
            name = path[len(top) :].replace(os.sep, "/")
            files[name] = reader.digest(name, path)
    return Inputs(files, _tool(root), today, reader.stamps)


class _FileDigester:
    """Digest files, reusing the digest in `last` of those with the same stamp."""

    def __init__(self, last: Inputs | None) -> None:
        self._last, self._start = last, time.time_ns()
        self.stamps: dict[str, Stamp] = {}

    def digest(self, name: str, path: str | Path) -> bytes:
        """Return the digest of the file at `path`, whose name among the inputs is `name`."""
        stamp = _stamp(path)
        if stamp and self._last and self._last.stamps.get(name) == stamp and name in self._last.files:
            self.stamps[name] = stamp
            return self._last.files[name]
        if stamp and max(stamp[2:]) < self._start - SETTLED:
            self.stamps[name] = stamp
        return _digest_file(path)


def _stamp(path: str | Path) -> Stamp | None:
    """Return the stamp of a plain file; None for a link, whose target may change, or any other entry."""
    try:
        status = os.lstat(path)
    except OSError:
        return None
    if not stat.S_ISREG(status.st_mode):
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


def _digest_file(path: str | Path) -> bytes:
    """Return the digest of a plain file's bytes, of a link's target, or of the fact that the path is neither.

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
def program_digest() -> bytes:
    """Return the digest of the program's own modules, computed once per process.

    It reads the files each time, so that it is the same wherever the package was copied to, and no edit in place is
    missed. Paths are plain strings because this is a large share of the time of an unchanged build.
    """
    state = blake2b(digest_size=DIGEST_SIZE)
    paths = [
        os.path.join(folder, name) for folder, _, names in os.walk(PACKAGE) for name in names if name.endswith(".py")
    ]
    for path in sorted(paths):
        state.update(os.fsencode(path[len(PACKAGE) :]) + _digest_file(os.path.realpath(path)))
    return state.digest()


def _tool(root: Path) -> bytes:
    """Return the digest of the program, the installed packages, their paths and the variables `mkdocs.yml` reads."""
    places = b"\0".join(os.fsencode(place) for place in (sys.version, sys.prefix, root.resolve()))
    state = blake2b(places, digest_size=16)
    state.update(program_digest())
    for folder in sorted({folder for folder in sys.path if folder.endswith("site-packages") and os.path.isdir(folder)}):
        state.update("\n".join(sorted(name for name in os.listdir(folder) if name.endswith(".dist-info"))).encode())
    try:
        config = (root / CONFIG).read_text(encoding="utf-8", errors="replace")
    except OSError:
        config = ""
    words = set(_WORD.findall(config)) - {"_"} if "!ENV" in config else set()  # `_` is the shell's, and always changes
    for name in sorted(words.intersection(list(os.environ))):  # asking for a word fails if the locale lacks its letters
        state.update(os.fsencode(f"{name}={os.environ[name]}\n"))
    return state.digest()
