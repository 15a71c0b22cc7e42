"""List the entries of a folder without following links, and compare them with what is expected.

The entries come from a local folder or, as lines of text, from a target; the comparison is the same.
"""

from __future__ import annotations

import dataclasses
import os
import re
import stat
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from pathlib import Path

from .manifest import POOL

OPEN = "tout compte de la machine peut y écrire (chmod o-w)"
"""The problem with an entry that any account of the machine could change."""

_UNKNOWN_POOL = r"[0-9a-f]{16}(?:/|$)"
_READ, _ENTER = 0o004, 0o005
"""The mode bits that let any account, and so the server, read a file and enter a folder."""
_WRITE = 0o002
"""The mode bit that lets any account change a file, or the entries of a folder."""


@dataclass(frozen=True, slots=True)
class FolderEntry:
    """An entry of a folder: a file, folder, link or special file.

    Attributes:
        path: its path below the folder; "" for the folder itself.
        mode: its mode from `lstat`.
        link: the target of a link.
    """

    path: str
    mode: int
    link: str = ""

    @property
    def is_file(self) -> bool:
        """Whether it is a regular file."""
        return stat.S_ISREG(self.mode)


@dataclass(frozen=True, slots=True)
class ExpectedFolder:
    """The expected content of a folder.

    Attributes:
        files: the SHA-256 of each file, by path.
        links: the allowed targets of each link, by path.
        pools: the SHA-256 of files allowed in pools, by `<digest>/<path>`.
        lenient: whether pools of other digests are allowed, unchecked.
    """

    files: Mapping[str, str]
    links: Mapping[str, Set[str]]
    pools: Mapping[str, str]
    lenient: bool = False

    def digest(self, path: str) -> str | None:
        """Return the expected SHA-256 of the file at `path`; None if none is expected there."""
        return self.files.get(path) or self.pools.get(path.rpartition(f"{POOL}/")[2])


def list_folder(folder: Path) -> list[FolderEntry]:
    """Return all entries below `folder`. Raises OSError."""
    found = [FolderEntry("", folder.stat().st_mode)]
    waiting = [""]
    while waiting:
        prefix = waiting.pop()
        try:
            entries = sorted(os.scandir(folder / prefix), key=lambda entry: entry.name)
        except PermissionError:  # reported by the mode of the folder
            continue
        for entry in entries:
            path = f"{prefix}{entry.name}"
            is_link = entry.is_symlink()
            mode = entry.stat(follow_symlinks=False).st_mode
            found.append(FolderEntry(path, mode, os.readlink(entry.path) if is_link else ""))
            if stat.S_ISDIR(mode):
                waiting.append(f"{path}/")
    return found


def parse_listing(text: str) -> list[FolderEntry]:
    """Parse the output of `remote/list.sh`. An unexpected line becomes an unexpected entry."""
    modes: list[tuple[str, int]] = []
    links: dict[str, str] = {}
    for line in text.splitlines():
        kind, _, name = line.partition(" ")
        if kind == "l":
            path, _, to = name.partition("\t")
            links[path.removeprefix("./")] = to
            continue
        if name == "." or name.startswith("./"):
            modes.append((name.removeprefix("./"), _mode(kind)))
        else:
            modes.append((line, 0))
    return [FolderEntry("" if path == "." else path, mode, links.get(path, "")) for path, mode in modes]


def _mode(text: str) -> int:
    """Parse a mode in hexadecimal; return 0, which no entry has, if it is invalid."""
    try:
        return int(text, 16)
    except ValueError:
        return 0


def without_linked(expected: ExpectedFolder, entries: Iterable[FolderEntry]) -> ExpectedFolder:
    """Return `expected` without the files reached through an expected link that exists: they are checked elsewhere."""
    ours = tuple(f"{entry.path}/" for entry in entries if entry.link in expected.links.get(entry.path, ()))
    if not ours:
        return expected
    files = {path: digest for path, digest in expected.files.items() if not path.startswith(ours)}
    return dataclasses.replace(expected, files=files)


def files_to_hash(entries: Iterable[FolderEntry], expected: ExpectedFolder) -> dict[str, str]:
    """Return the expected digests of the files that exist; regular files only, since reading others might block."""
    found = ((entry.path, expected.digest(entry.path)) for entry in entries if entry.is_file)
    return {path: digest for path, digest in found if digest}


def differences(
    entries: Iterable[FolderEntry], expected: ExpectedFolder, changed: Set[str], *, is_served: bool = False
) -> list[str]:
    """Return one line in French per difference, sorted by path.

    Args:
        entries: the entries of the folder.
        expected: its expected content.
        changed: the files whose digest differs.
        is_served: whether the folder itself must be readable by other accounts; otherwise its content must be only if
            the folder is.
    """
    entries = list(entries)
    folders = _folders(expected.files) | _folders(expected.links)
    pools = _folders(expected.pools)
    strict = is_served or any(entry.path == "" and entry.mode & _ENTER == _ENTER for entry in entries)
    wrong = dict.fromkeys(expected.files.keys() - {entry.path for entry in entries}, "absent")
    seen = {""}
    for entry in entries:
        pooled = entry.path.rpartition(f"{POOL}/")[2]
        known = entry.path in folders or pooled in pools or (pooled == entry.path == POOL)
        problem = _problem(entry, expected, known=known, strict=strict)
        if expected.lenient and not known and re.match(_UNKNOWN_POOL, pooled):
            continue
        if entry.path in changed:
            problem = problem or "modifié"
        if entry.path in seen and entry.path:
            problem = "plusieurs entrées de ce nom"
        seen.add(entry.path)
        if problem:
            wrong[entry.path] = problem
    shown = [
        path for path in sorted(wrong) if not any(_covers_content(wrong.get(folder)) for folder in _folders([path]))
    ]
    return [f"{printable(path) or '.'} : {wrong[path]}" for path in shown]


def _problem(entry: FolderEntry, expected: ExpectedFolder, *, known: bool, strict: bool) -> str:
    """Return the problem with one entry regardless of its content, or "".

    Args:
        entry: the entry.
        expected: the expected content of the folder.
        known: whether a folder is allowed there.
        strict: whether other accounts must be able to read it.
    """
    if not entry.path and entry.mode & _WRITE:
        return OPEN
    if stat.S_ISLNK(entry.mode):
        ours = entry.link in expected.links.get(entry.path, ())
        return "" if ours else f"lien vers « {printable(entry.link)} », qui n'est pas de la publication"
    if stat.S_ISDIR(entry.mode):
        if entry.path and not known:
            return "dossier en trop"
        if entry.mode & _WRITE:
            return OPEN
        return "" if not strict or entry.mode & _ENTER == _ENTER else "dossier que le serveur ne peut pas lire"
    if not entry.is_file:
        return "n'est ni un fichier ni un dossier"
    if expected.digest(entry.path) is None:
        return "en trop"
    if entry.mode & _WRITE:
        return OPEN
    return "" if entry.mode & (_READ if strict else 0o444) else "illisible par le serveur"


def _covers_content(problem: str | None) -> bool:
    """Return whether a problem with a folder makes those of its content redundant."""
    return problem is not None and problem.startswith(("dossier", "lien"))


def _folders(paths: Iterable[str]) -> set[str]:
    """Return all parent folders of `paths`."""
    found: set[str] = set()
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return found


def printable(text: str) -> str:
    """Return `text` with non-printable characters escaped: names come from others and may contain terminal codes."""
    return "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in text)
