"""Record a review in one line of a file, the day and the source, and leave the rest as written.

last_reviewed_on: 2026-11-25 # d'après https://www.legifrance.gouv.fr/…
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from ..errors import ScaffoldError
from ..system.file_trees import write_file
from .yaml_edit import YamlPath, items, read_plain, set_value

AGAINST = "d'après"
FACTS = "content/_facts/"
_URL = re.compile(r"https?://[^\s<>\"'\\^`{|}#]+")
_TARGET = re.compile(r"(.+?)(?::(\d+))?")
_SAID = re.compile(rf"\s*;?\s*{AGAINST} \S+")
_FRONT = re.compile(r"---[ \t]*\r?\n(.*?)^---[ \t]*\r?$", re.M | re.S)


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A recorded review: its file and line, and whether the entry is still marked as to be confirmed."""

    file: str
    line: int
    to_confirm: bool


def record_reviews(root: Path, targets: Sequence[str], against: str, day: date, today: date) -> list[Reviewed]:
    """Record in each of `targets` that it was compared with a source.

    Nothing is written unless all of it can be.

    Args:
        root: the folder of the project.
        targets: FILE, or FILE:LINE for one entry of a list.
        against: the URL of the source.
        day: the day of the review.
        today: the current day, which `day` must not exceed.

    Raises:
        ScaffoldError: a review cannot be recorded there.
        OSError: a file cannot be read or written.
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
    """Return the path of the file that `target` names, its path from the root, and the line."""
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
    """Return `text` with a review of `day` recorded, for the page or the entry at `line`. Raises ScaffoldError."""
    start, end = _data(text, file)
    key = "checked_on" if file.startswith(FACTS) else "last_reviewed_on"
    try:
        path = () if file.endswith(".md") else _entry(text, file, line)
        data, place = set_value(text[start:end], (*path, key), str(day), lambda comment: _with_note(comment, note))
        entry = read_plain(data)
    except yaml.YAMLError:
        raise _malformed(file) from None
    except ValueError:
        raise ScaffoldError(f"« {file} » : écrire d'abord « {key}: {day} » sur une ligne à elle.") from None
    for step in path:
        entry = entry[step]
    reviewed = Reviewed(file, text.count("\n", 0, start) + place, entry.get("status") in {"to_confirm", "obsolete"})
    return text[:start] + data + text[end:], reviewed


def _malformed(file: str) -> ScaffoldError:
    return ScaffoldError(f"« {file} » est mal formé : lancer « troisclics check --texts » et corriger d'abord.")


def _data(text: str, file: str) -> tuple[int, int]:
    """Return where the YAML of `file` starts and ends: its front matter, or all of it."""
    if not file.endswith(".md"):
        return 0, len(text)
    match = _FRONT.match(text)
    if match is None:
        raise ScaffoldError(f"« {file} » n'a pas d'en-tête : en écrire un d'abord (voir CONTRIBUTING.md).")
    return match.span(1)


def _entry(text: str, file: str, line: int | None) -> YamlPath:
    """Return the path of the innermost list entry that contains `line`."""
    entries = list(items(text))
    for path, lines in reversed(entries):
        if line in lines:
            return path
    places = ", ".join(f"{file}:{lines[0]}" for _, lines in entries[:12])
    raise ScaffoldError(f"« {file} » : dire quelle information, par sa ligne ; par exemple {places or 'aucune'}.")


def _with_note(comment: str, note: str) -> str:
    """Return `comment` with `note` in place of an earlier one."""
    kept = _SAID.sub("", comment).strip()
    return f"{kept} ; {note}" if kept else note
