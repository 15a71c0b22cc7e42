"""What lies in a folder, entry by entry, links never followed, and what is wrong with it.

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
"""What is wrong with what any account of the machine could change."""

_UNKNOWN_POOL = r"[0-9a-f]{16}(?:/|$)"
_READ, _ENTER = 0o004, 0o005
"""Bits that let any account, and so the server, read a file and enter a folder."""
_WRITE = 0o002
"""Bit that lets any account change a file, or what lies in a folder."""


@dataclass(frozen=True, slots=True)
class FolderEntry:
    """A file, folder, link or other thing: its path below the folder ("" for the folder itself), its mode as
    `lstat` gives it, and where it leads if it is a link.
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
    """What must lie in a folder: the SHA-256 of each file, by path; the links that are ours: where each may lead.

    `pools` are files that may be there besides, below any `_assets/` or in the folder of the pools itself: their
    SHA-256 by `<digest>/<path>`. With `lenient`, pools of other digests may be there too, and are not looked into.
    """

    files: Mapping[str, str]
    links: Mapping[str, Set[str]]
    pools: Mapping[str, str]
    lenient: bool = False

    def digest(self, path: str) -> str | None:
        """The SHA-256 of the file at `path`; None if nothing is expected there."""
        return self.files.get(path) or self.pools.get(path.rpartition(f"{POOL}/")[2])


def list_folder(folder: Path) -> list[FolderEntry]:
    """All that lies in `folder`. Raises OSError."""
    found = [FolderEntry("", folder.stat().st_mode)]
    waiting = [""]
    while waiting:
        prefix = waiting.pop()
        try:
            entries = sorted(os.scandir(folder / prefix), key=lambda entry: entry.name)
        except PermissionError:  # the mode of the folder says so
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
    """The entries that `remote/list.sh` wrote. A line that it did not write is an entry that nobody expects."""
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
    """The mode that `text` writes in hexadecimal; 0, which nothing has, if it is none."""
    try:
        return int(text, 16)
    except ValueError:
        return 0


def below(expected: ExpectedFolder, entries: Iterable[FolderEntry]) -> ExpectedFolder:
    """`expected` without the files that are reached by one of our links, which is there: they lie elsewhere."""
    ours = tuple(f"{entry.path}/" for entry in entries if entry.link in expected.links.get(entry.path, ()))
    if not ours:
        return expected
    files = {path: digest for path, digest in expected.files.items() if not path.startswith(ours)}
    return dataclasses.replace(expected, files=files)


def to_hash(entries: Iterable[FolderEntry], expected: ExpectedFolder) -> dict[str, str]:
    """The digests that files must have which are there: regular ones only, since another might never end."""
    found = ((entry.path, expected.digest(entry.path)) for entry in entries if entry.is_file)
    return {path: digest for path, digest in found if digest}


def differences(
    entries: Iterable[FolderEntry], expected: ExpectedFolder, changed: Set[str], *, is_served: bool = False
) -> list[str]:
    """A line for each thing that is not as `expected`, in French, by path; `changed` are files of another digest.

    With `is_served`, the folder must be open to other accounts; else only what lies in it, if the folder is.
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
        fault = _fault(entry, expected, known=known, strict=strict)
        if expected.lenient and not known and re.match(_UNKNOWN_POOL, pooled):
            continue
        if entry.path in changed:
            fault = fault or "modifié"
        if entry.path in seen and entry.path:
            fault = "plusieurs entrées de ce nom"
        seen.add(entry.path)
        if fault:
            wrong[entry.path] = fault
    shown = [path for path in sorted(wrong) if not any(_is_whole(wrong.get(folder)) for folder in _folders([path]))]
    return [f"{printable(path) or '.'} : {wrong[path]}" for path in shown]


def _fault(entry: FolderEntry, expected: ExpectedFolder, *, known: bool, strict: bool) -> str:
    """What is wrong with one entry, whatever its content; empty if nothing is. `known`: a folder may be there."""
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


def _is_whole(fault: str | None) -> bool:
    """Whether what is wrong with a folder says enough of all that is in it."""
    return fault is not None and fault.startswith(("dossier", "lien"))


def _folders(paths: Iterable[str]) -> set[str]:
    """All folders above `paths`."""
    found: set[str] = set()
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return found


def printable(text: str) -> str:
    """`text` without what would act on a terminal or not be written at all: names are chosen by others."""
    return "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in text)
