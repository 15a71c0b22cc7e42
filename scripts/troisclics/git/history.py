"""When texts really changed, and which reviews only changed dates: from one `git log` over the whole tree.

A change counts when the normalised text differs: white space, emphasis, quotes and dates of review do not. So a
reformatting, or one edit of all dates, makes nothing look alive. Renames are followed. A review that changes nothing
but dates, in bulk and without saying against what (`# d'après https://…`), is a rubber stamp. People are counted
and never named.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import Literal

FOLDERS = ("content", "departments")
_COMMAND = (
    "git", "-c", "core.quotePath=false", "-c", "log.showSignature=false", "log", "--topo-order", "--date=short",
    "--relative", "--no-color", "--no-ext-diff", "--no-textconv", "--diff-merges=off", "-p", "-U0", "-M", "-l4000",
    "--src-prefix=a/", "--dst-prefix=b/", "--decorate=full", "--format=%x01%as%x01%aE%x01%D",
)  # fmt: skip
_DATES = re.compile(
    r"\b(?:last_reviewed_on|checked_on|published_on|review_in|status)\s*:\s*"
    r"(?:\"[^\"]*\"|[^\s,}#]+(?: (?:an|jour|semaine|mois)\w*)?)(?:\s+#.*)?"
)
_REVIEW = re.compile(r"\b(?:last_reviewed_on|checked_on)\s*:\s*[\"']?(\d{4}-\d\d-\d\d)[\"']?(?:[\s,}]+#(.*))?")
_MARKUP = re.compile(r"^\s*(?:[-*+]|\d+\.)\s+|[\s*_\"'’`|>#«»]+", re.M)

State = Literal["whole", "shallow", "absent"]


@dataclass(frozen=True, slots=True)
class Review:
    """Dates of review written in one file by one commit, on the day `written`: each with the one it replaced.

    `stamp`: it changes nothing else, in bulk, and does not say what was checked. `stated`: it says against what.
    """

    written: date
    moves: tuple[tuple[date | None, date], ...]
    stamp: bool
    stated: bool


@dataclass(frozen=True, slots=True)
class FileHistory:
    """The days on which a file's text really changed and its reviews, the newest first; who changed it, unnamed."""

    changed: tuple[date, ...]
    reviews: tuple[Review, ...]
    contributors: frozenset[bytes]


@dataclass(frozen=True, slots=True)
class History:
    """What git tells: nothing of files if it is `shallow` or `absent`, for half a history lies. `detail`: why."""

    state: State
    files: Mapping[str, FileHistory] = field(default_factory=dict)
    detail: str = ""
    newest: date | None = None


@dataclass(slots=True)
class _Change:
    """One file in one commit, as its patch is read."""

    old: str | None
    new: str | None
    removed: list[str] = field(default_factory=list)
    added: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Event:
    """One change of one file: when, by whom, whether the text changed, the dates of review and if it says why."""

    day: date
    author: bytes
    real: bool
    moves: tuple[tuple[date | None, date], ...]
    stated: bool


def read_history(root: Path, bulk: int) -> History:
    """The history of `content/` and `departments/` of the project at `root`, by one git process.

    A day on which one person moves the dates of `bulk` files or more, and nothing else in them, makes rubber stamps.
    """
    command = [*_COMMAND, "--", *FOLDERS]
    env = {**os.environ, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_PAGER": "cat"}
    try:
        git = subprocess.Popen(command, cwd=root, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    except OSError:
        return History("absent", detail="le programme git est introuvable")
    assert git.stdout is not None  # noqa: S101 - it was asked for
    parser = _Parser()
    with git:
        parser.read(line.decode("utf-8", "replace").rstrip("\r\n") for line in git.stdout)
        said = (git.stderr.read() if git.stderr else b"").decode("utf-8", "replace").strip()
    if git.returncode != 0:
        return History("absent", detail=_reason(said))
    if parser.shallow:
        return History("shallow", detail="le dépôt est tronqué (clone superficiel)", newest=parser.newest)
    if not parser.events:
        return History("absent", detail="aucun fichier du projet n'y est enregistré")
    return History("whole", dict(_histories(parser.events, bulk)), newest=parser.newest)


def _reason(said: str) -> str:
    if "not a git repository" in said:
        return "le dossier n'est pas un dépôt git"
    if "dubious ownership" in said:
        return "git refuse ce dépôt : il appartient à un autre utilisateur (voir safe.directory)"
    if "does not have any commits" in said or "bad default revision" in said:
        return "le dépôt n'a encore aucun enregistrement"
    return "git ne peut pas lire l'historique"


class _Parser:
    """Reads the log, newest commit first, and gives each change to the name that its file has today."""

    def __init__(self) -> None:
        self.shallow = False
        self.newest: date | None = None
        self.events: dict[str, list[_Event]] = defaultdict(list)
        self._names: dict[str, str | None] = {}

    def read(self, lines: Iterable[str]) -> None:
        day, author = date.min, b""
        change: _Change | None = None
        pending: list[_Change] = []
        in_hunk = False
        for line in lines:
            if line.startswith("\x01"):
                self._commit(pending, day, author)
                pending, change, in_hunk = [], None, False
                _, written, address, decoration = line.split("\x01", 3)
                day, author = _day(written), blake2b(address.lower().encode(), digest_size=8).digest()
                self.newest = max(self.newest or day, day)
                self.shallow |= "grafted" in decoration
            elif line.startswith("diff --git "):
                change, in_hunk = _Change(*_paths(line)), False
                pending.append(change)
            elif change is None:
                continue
            elif line.startswith("@@"):
                in_hunk = True
            elif in_hunk and line[:1] == "+":
                change.added.append(line[1:])
            elif in_hunk and line[:1] == "-":
                change.removed.append(line[1:])
            elif not in_hunk:
                _head(change, line)
        self._commit(pending, day, author)

    def _commit(self, changes: list[_Change], day: date, author: bytes) -> None:
        older: dict[str, str | None] = {}
        for change in changes:
            today = self._names.get(change.new, change.new) if change.new is not None else None
            if change.old != change.new:  # before this commit the old name stands for this file, the new one for none
                if change.new is not None:
                    older.setdefault(change.new, None)
                if change.old is not None:
                    older[change.old] = today
            if today is not None:
                self.events[today].append(_event(change, day, author))
        self._names.update(older)


def _event(change: _Change, day: date, author: bytes) -> _Event:
    before, after = "\n".join(change.removed), "\n".join(change.added)
    real = change.old is None or (before != after and _normal(before) != _normal(after))
    old, new = _REVIEW.findall(before), _REVIEW.findall(after)
    gone: list[date | None] = [_day(entry[0]) for entry in old]
    gone += [None] * (len(new) - len(gone))
    moves = tuple((was, _day(now[0])) for was, now in zip(gone, new, strict=False))
    return _Event(day, author, real, moves, bool(new) and all("://" in note for _, note in new))


def _normal(text: str) -> str:
    """`text` without what a reformatting or a mere review changes."""
    return _MARKUP.sub("", _DATES.sub("", text))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return date.min


def _paths(line: str) -> tuple[str | None, str | None]:
    """The two names of « diff --git a/… b/… », which are the same unless a « rename » line says otherwise."""
    both = line.removeprefix("diff --git a/")
    half = (len(both) - 3) // 2
    name = both[:half] if both[half : half + 3] == " b/" else both
    return name, name


def _head(change: _Change, line: str) -> None:
    if line.startswith("new file"):
        change.old = None
    elif line.startswith("deleted file"):
        change.new = None
    elif line.startswith("rename from "):
        change.old = line.removeprefix("rename from ")
    elif line.startswith("rename to "):
        change.new = line.removeprefix("rename to ")


def _histories(events: Mapping[str, list[_Event]], bulk: int) -> Iterator[tuple[str, FileHistory]]:
    bare: dict[tuple[bytes, date], set[str]] = defaultdict(set)
    for name, entries in events.items():
        for event in entries:
            if event.moves and not event.real and not event.stated:
                bare[event.author, event.day].add(name)
    for name, entries in events.items():
        real = [event for event in entries if event.real]
        yield (
            name,
            FileHistory(
                changed=tuple(sorted({event.day for event in real}, reverse=True)),
                reviews=tuple(
                    Review(
                        event.day,
                        event.moves,
                        stamp=not event.real and not event.stated and len(bare[event.author, event.day]) >= bulk,
                        stated=event.stated,
                    )
                    for event in entries
                    if event.moves
                ),
                contributors=frozenset(event.author for event in real),
            ),
        )
