"""Read from one `git log` when texts really changed and which reviews only changed dates.

A change counts when the normalised text differs: white space, emphasis, quotes and review dates are ignored, so
reformatting or a bulk edit of dates does not count. Renames are followed. A review that changes only dates, in bulk
and without citing a source (`# d'après https://…`), is a rubber stamp. Contributors are counted, never named.
"""

from __future__ import annotations

import re
import subprocess
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import Literal

from .command import PATCH, explain, git_command, git_environment

FOLDERS = ("content", "departments")
_TEXTS = tuple(f"{folder}/*.{ending}" for folder in FOLDERS for ending in ("md", "yml"))
_LOG = (
    "log", "--topo-order", "--date=short", "--diff-merges=off", "-p", "-M", "-l4000", "--decorate=full",
    "--format=%x01%as%x01%aE%x01%D",
)  # fmt: skip
_DATES = re.compile(
    r"\b(?:last_reviewed_on|checked_on|published_on|review_in|status)\s*:\s*"
    r"(?:\"[^\"]*\"|[^\s,}#]+(?: (?:an|jour|semaine|mois)\w*)?)(?:\s+#.*)?"
)
_REVIEW = re.compile(r"\b(?:last_reviewed_on|checked_on)\s*:\s*[\"']?(\d{4}-\d\d-\d\d)[\"']?(?:[\s,}]+#(.*))?")
_MARKUP = re.compile(r"^\s*(?:[-*+]|\d+\.)\s+|[\s*_\"'’`|>#«»]+", re.M)

State = Literal["complete", "shallow", "absent"]


@dataclass(frozen=True, slots=True)
class Review:
    """Review dates written in one file by one commit.

    Attributes:
        written: the day of the commit.
        moves: each previous date with its replacement.
        stamp: whether it is a rubber stamp: a bulk change of dates only, without a source.
        stated: whether the sources checked are cited.
    """

    written: date
    moves: tuple[tuple[date | None, date], ...]
    stamp: bool
    stated: bool


@dataclass(frozen=True, slots=True)
class FileHistory:
    """The days of a file's real changes and its reviews, newest first, and its contributors, anonymised."""

    changed: tuple[date, ...]
    reviews: tuple[Review, ...]
    contributors: frozenset[bytes]


@dataclass(frozen=True, slots=True)
class History:
    """The history read from git; no files if `shallow` or `absent`, because partial history would give wrong dates.

    `detail` says why, in French.
    """

    state: State
    files: Mapping[str, FileHistory] = field(default_factory=dict)
    detail: str = ""
    newest: date | None = None


@dataclass(slots=True)
class _Change:
    """The changes to one file in one commit, while its patch is parsed."""

    old: str | None
    new: str | None
    removed: list[str] = field(default_factory=list)
    added: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Event:
    """One change to one file.

    Attributes:
        day: the day of the commit.
        author: a digest of the author's address.
        real: whether the normalised text changed.
        moves: each previous review date with its replacement.
        stated: whether every review cites a source.
    """

    day: date
    author: bytes
    real: bool
    moves: tuple[tuple[date | None, date], ...]
    stated: bool


def read_history(root: Path, bulk: int) -> History:
    """Read the history of `content/` and `departments/` of the project at `root`, with one git process.

    When one person changes only the review dates of `bulk` files or more on one day, these reviews are rubber stamps.
    """
    command = git_command(*_LOG, *PATCH, "--", *_TEXTS)
    try:
        git = subprocess.Popen(command, cwd=root, env=git_environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    except OSError:
        return History("absent", detail="le programme git est introuvable")
    assert git.stdout is not None  # noqa: S101 - it was asked for
    parser = _Parser()
    with git:
        parser.read(line.decode("utf-8", "replace").rstrip("\r\n") for line in git.stdout)
        error_text = (git.stderr.read() if git.stderr else b"").decode("utf-8", "replace").strip()
    if git.returncode != 0:
        return History("absent", detail=explain(error_text) or _unknown(error_text))
    if parser.shallow:
        return History("shallow", detail="le dépôt est tronqué (clone superficiel)", newest=parser.newest)
    if not parser.events:
        return History("absent", detail="aucun fichier du projet n'y est enregistré")
    return History("complete", dict(_histories(parser.events, bulk)), newest=parser.newest)


def _unknown(error_text: str) -> str:
    """Return, in French, that git failed, with its last words: nobody could find the reason otherwise."""
    words = error_text.splitlines()[-1:]
    return "git ne peut pas lire l'historique" + (f" : il répond « {words[0]} »" if words else "")


class _Parser:
    """Parse the log, newest commit first, and attribute each change to the current name of its file."""

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
            if change.old != change.new:  # before this commit, the old name denotes this file and the new one no file
                if change.new is not None:
                    older.setdefault(change.new, None)
                if change.old is not None:
                    older[change.old] = today
                    self._adopt(change.old, today)
            if today is not None:
                self.events[today].append(_event(change, day, author))
        self._names.update(older)

    def _adopt(self, old: str, today: str | None) -> None:
        """Give the file now called `today` the changes of a merged branch in which it still had its `old` name."""
        if today is not None and old not in self._names:
            self.events[today] += self.events.pop(old, [])


def _event(change: _Change, day: date, author: bytes) -> _Event:
    before, after = "\n".join(change.removed), "\n".join(change.added)
    real = change.old is None or (before != after and _normal(before) != _normal(after))
    old, new = _REVIEW.findall(before), _REVIEW.findall(after)
    gone: list[date | None] = [_day(entry[0]) for entry in old]
    gone += [None] * (len(new) - len(gone))
    moves = tuple((was, _day(now[0])) for was, now in zip(gone, new, strict=False))
    return _Event(day, author, real, moves, bool(new) and all("://" in note for _, note in new))


def _normal(text: str) -> str:
    """Return `text` without what reformatting or a review changes."""
    return _MARKUP.sub("", _DATES.sub("", text))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return date.min


def _paths(line: str) -> tuple[str | None, str | None]:
    """Return both names of a « diff --git a/… b/… » line: equal unless a « rename » line follows."""
    paths = line.removeprefix("diff --git a/")
    half = (len(paths) - 3) // 2
    name = paths[:half] if paths[half : half + 3] == " b/" else paths
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
    date_only: dict[tuple[bytes, date], set[str]] = defaultdict(set)
    for name, entries in events.items():
        for event in entries:
            if event.moves and not event.real and not event.stated:
                date_only[event.author, event.day].add(name)
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
                        stamp=not event.real and not event.stated and len(date_only[event.author, event.day]) >= bulk,
                        stated=event.stated,
                    )
                    for event in entries
                    if event.moves
                ),
                contributors=frozenset(event.author for event in real),
            ),
        )
