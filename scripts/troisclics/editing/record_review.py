"""Recording a review: the day, and against what, on one line of the file. All else stays as it was written.

last_reviewed_on: 2026-11-25 # d'après https://www.legifrance.gouv.fr/…
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from ..errors import ScaffoldError
from ..system.atomic_folders import write_file

AGAINST = "d'après"
FACTS = "content/_facts/"
_KEYS = ("last_reviewed_on", "checked_on")
_URL = re.compile(r"https?://[^\s<>\"'\\^`{|}#]+")
_TARGET = re.compile(r"(.+?)(?::(\d+))?")
_SAID = re.compile(rf"\s*;?\s*{AGAINST} \S+")
_FRONT = re.compile(r"---[ \t]*\r?\n(.*?)^---[ \t]*\r?$", re.M | re.S)


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A review that was recorded: in which file, at which line, and whether it is still marked as to be confirmed."""

    file: str
    line: int
    to_confirm: bool


def record_reviews(root: Path, targets: Sequence[str], against: str, day: date, today: date) -> list[Reviewed]:
    """Write into each of `targets` (FILE, or FILE:LINE for one entry of a list) that it was reviewed on `day`.

    Nothing is written unless all can be. Raises ScaffoldError for what must not be written, and OSError.
    """
    if not _URL.fullmatch(against):
        raise ScaffoldError(f"« {against} » n'est pas une adresse : écrire --against https://…, la source comparée.")
    if day > today:
        raise ScaffoldError(f"le {day} est dans le futur : écrire le jour où la relecture a vraiment eu lieu.")
    texts: dict[Path, str] = {}
    done = []
    for target in targets:
        path, file, line = _find(root, target)
        try:
            text = texts[path] if path in texts else path.read_bytes().decode("utf-8")
        except UnicodeDecodeError:
            raise _malformed(file) from None
        texts[path], reviewed = review_text(text, file, line, f"{AGAINST} {against}", day)
        done.append(reviewed)
    for path, text in texts.items():
        write_file(path, text.encode("utf-8"))
    return done


def _find(root: Path, target: str) -> tuple[Path, str, int | None]:
    """The file that `target` names from here or from the root, its name from the root, and the line."""
    match = _TARGET.fullmatch(target)
    name, line = (match[1], int(match[2]) if match[2] else None) if match else (target, None)
    for path in (Path(name).resolve(), (root / name).resolve()):
        if path.is_file() and path.is_relative_to(root.resolve()):
            file = path.relative_to(root.resolve()).as_posix()
            if file.startswith("departments/") or file.startswith(FACTS) or file.endswith(".md"):
                return path, file, line
            raise ScaffoldError(f"« {file} » n'est ni une page, ni une fiche, ni un fait : il n'y a rien à relire.")
    raise ScaffoldError(f"« {name} » : ce fichier n'existe pas dans le projet.")


def review_text(text: str, file: str, line: int | None, note: str, day: date) -> tuple[str, Reviewed]:
    """`text` of `file` with a review of `day`: of the page, or of the entry at `line`. Raises ScaffoldError."""
    start, end = _data(text, file)
    try:
        top = yaml.compose(text[start:end], yaml.SafeLoader)
    except yaml.YAMLError:
        raise _malformed(file) from None
    offset = text.count("\n", 0, start)
    entry = top if file.endswith(".md") else _entry(top, file, line)
    if not isinstance(entry, yaml.MappingNode):
        raise _malformed(file)
    key = "checked_on" if file.startswith(FACTS) else "last_reviewed_on"
    data, at = _written(text[start:end], entry, key, day, note, file)
    if _plain(text[start:end]) != _plain(data):
        raise ScaffoldError(f"« {file} » : l'écriture changerait autre chose ; écrire la date à la main.")
    status = next((value.value for name, value in entry.value if name.value == "status"), "")
    reviewed = Reviewed(file, offset + data.count("\n", 0, at) + 1, status in {"to_confirm", "obsolete"})
    return text[:start] + data + text[end:], reviewed


def _malformed(file: str) -> ScaffoldError:
    return ScaffoldError(f"« {file} » est mal formé : lancer « troisclics check --texts » et corriger d'abord.")


def _data(text: str, file: str) -> tuple[int, int]:
    """Where the YAML of `file` starts and ends: its front matter, or all of it."""
    if not file.endswith(".md"):
        return 0, len(text)
    match = _FRONT.match(text)
    if match is None:
        raise ScaffoldError(f"« {file} » n'a pas d'en-tête : en écrire un d'abord (voir CONTRIBUTING.md).")
    return match.span(1)


def _entry(top: yaml.Node | None, file: str, line: int | None) -> yaml.Node:
    """The entry of a list that holds `line` (from 1)."""
    entries = list(_entries(top))
    lines = ", ".join(f"{file}:{node.start_mark.line + 1}" for node in entries[:12])
    for node in reversed(entries):
        if line is not None and node.start_mark.line < line <= _last_line(node):
            return node
    raise ScaffoldError(f"« {file} » : dire quelle information, par sa ligne ; par exemple {lines or 'aucune'}.")


def _entries(node: yaml.Node | None) -> Iterator[yaml.Node]:
    """The mappings that are items of lists, outermost first."""
    if isinstance(node, yaml.MappingNode):
        for _, value in node.value:
            yield from _entries(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            if isinstance(item, yaml.MappingNode):
                yield item
            yield from _entries(item)


def _last_line(node: yaml.Node) -> int:
    """The last line (from 1) of the values of `node`, without the comments after it."""
    while isinstance(node, yaml.CollectionNode) and node.value and not node.flow_style:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    return int(node.end_mark.line + (node.end_mark.column > 0))


def _written(text: str, entry: yaml.MappingNode, key: str, day: date, note: str, file: str) -> tuple[str, int]:
    """`text` with `key` of `entry` set to `day`, and where; the comment of that line keeps what it said."""
    value = next((value for name, value in entry.value if name.value == key), None)
    if value is not None:
        start, end = value.start_mark.index, value.end_mark.index
        stop = _end_of_line(text, end)
        return f"{text[:start]}{day}{_commented(text[end:stop], note)}{text[stop:]}", start
    if entry.flow_style or len(entry.value) < 2:
        raise ScaffoldError(f"« {file} » : écrire d'abord « {key}: {day} » sur une ligne à elle.")
    name = entry.value[1][0]
    at = name.start_mark.index - name.start_mark.column
    newline = "\r\n" if "\r\n" in text else "\n"
    return f"{text[:at]}{' ' * name.start_mark.column}{key}: {day} # {note}{newline}{text[at:]}", at


def _commented(rest: str, note: str) -> str:
    """What follows a date on its line, with `note` in its comment, in the place of an older one."""
    before, mark, comment = rest.partition("#")
    kept = _SAID.sub("", comment).strip()
    return f"{before.rstrip()} # {kept + ' ; ' if mark and kept else ''}{note}"


def _end_of_line(text: str, index: int) -> int:
    found = text.find("\n", index)
    end = len(text) if found < 0 else found
    return end - 1 if text[:end].endswith("\r") and end > index else end


def _plain(text: str) -> Any:
    """What `text` says, without its dates of review."""
    return _undated(yaml.load(text, yaml.BaseLoader))  # noqa: S506 - it makes nothing but texts, lists and dicts


def _undated(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _undated(value) for key, value in data.items() if key not in _KEYS}
    return [_undated(item) for item in data] if isinstance(data, list) else data
