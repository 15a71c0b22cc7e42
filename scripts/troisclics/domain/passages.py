"""Read the marks that date a passage of a Markdown text, and hide the passages that are not of the day.

A mark is a comment alone on its line: « <!-- à partir du 2027-01-01 --> », « <!-- jusqu'au 2027-03-31 --> » or
« <!-- du 2027-01-01 au 2027-03-31 --> » opens a passage, « <!-- fin --> » closes it; both days are included. A mark
counts as a blank line, and so does each line of a hidden passage: the lines of the text keep their numbers.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from .code_mask import mask_code
from .french import fold
from .markdown_lines import CODE_SPAN, read_lines
from .typed_dates import DAY_FIRST, YEAR_FIRST, understand_date

_BLOCK = re.compile(r"\{%[-+]?\s*(if|elif|else|endif|for|endfor)\b")
END = "<!-- fin -->"
LOCAL = "<!-- local -->"
_COMMENT = re.compile(r"<!--(.*?)-->|<(?!!--)[ ]?![ ]?[-–—]+([^<>\n]*)>|<!--([^\n]*)", re.S)
"""A comment, what a word processor made of one, or one that is never closed."""
_ISO = r"(\d{4}-\d{2}-\d{2})"
_MARK = re.compile(rf"a partir du {_ISO}|jusqu'au {_ISO}|(?:a partir du|du) {_ISO} (?:jusqu'au|au) {_ISO}|(fin)")
_DATE = re.compile(rf"{YEAR_FIRST.pattern.partition('(?:[T')[0]}|{DAY_FIRST.pattern}")
_START, _UNTIL, _BOTH = "<!-- à partir du {} -->", "<!-- jusqu'au {} -->", "<!-- du {} au {} -->"
_MEANT = {
    "apartirdu#": _START, "apartirde#": _START, "apartir#": _START, "desle#": _START, "depuisle#": _START,
    "jusquau#": _UNTIL, "jusqua#": _UNTIL, "jusque#": _UNTIL, "jusquaule#": _UNTIL, "au#": _UNTIL,
    "du#au#": _BOTH, "de#a#": _BOTH, "du#jusquau#": _BOTH, "entrele#etle#": _BOTH, "apartirdu#jusquau#": _BOTH,
    "du#": _START,
}  # fmt: skip
"""What people write in a mark, without spaces and accents, a date as « # », and what it means."""
_FORM = "AAAA-MM-JJ"
_SIMILAR, _WORDS = 0.75, 6
"""How similar to a mark a comment with a date must be, and how many words one without a date may have."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A dated passage: the indexes of the lines of its marks, its first and last days, None if there is none."""

    opened: int
    closed: int
    since: date | None
    until: date | None

    def is_shown(self, day: date) -> bool:
        """Tell whether the sites of `day` show the passage."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class MarkFault:
    """Something wrong with a mark: the index of its line, its column from 1, what is wrong and what to write."""

    line: int
    column: int
    what: str
    fix: str


@dataclass(frozen=True, slots=True)
class _Mark:
    line: int
    column: int
    since: date | None = None
    until: date | None = None
    ends: bool = False
    doubtful: bool = False


def format_mark(since: date | None, until: date | None) -> str:
    """Return the mark that opens a passage with these days; with a form to fill in if there is none."""
    if since and until:
        return _BOTH.format(since, until)
    return _UNTIL.format(until) if until else _START.format(since or _FORM)


def show_on(body: str, day: date) -> str:
    """Return `body` as the sites of `day` show it, with blank lines for marks and hidden passages."""
    passages = read_passages(body)[0]
    if not passages:
        return body
    lines = body.split("\n")
    for passage in passages:
        shown = passage.is_shown(day)
        for index in (passage.opened, passage.closed) if shown else range(passage.opened, passage.closed + 1):
            lines[index] = ""
    return "\n".join(lines)


def without_marks(body: str) -> str:
    """Return `body` with every passage, whatever the day."""
    marks = {index for passage in read_passages(body)[0] for index in (passage.opened, passage.closed)}
    return "\n".join("" if index in marks else line for index, line in enumerate(body.split("\n"))) if marks else body


@lru_cache(maxsize=1024)
def read_passages(body: str) -> tuple[tuple[Passage, ...], tuple[MarkFault, ...]]:
    """Return the passages of a text, in order, and what is wrong with its marks."""
    if "<!" not in body and "< !" not in body:
        return (), ()
    faults: list[MarkFault] = []
    passages: list[Passage] = []
    opened: _Mark | None = None
    for mark in _marks(body, faults):
        if mark.ends and opened is None and mark.doubtful:
            continue
        if mark.ends and opened is None:
            fix = f"retirer cette ligne, ou ouvrir le passage plus haut par « {_START.format(_FORM)} »"
            faults.append(MarkFault(mark.line, mark.column, "rien n'est ouvert que cette marque fermerait", fix))
        elif mark.ends and opened is not None:
            passages.append(Passage(opened.line, mark.line, opened.since, opened.until))
            opened = None
        else:
            if opened is not None:
                faults.append(_unclosed(opened))
            opened = mark
    if opened is not None:
        faults.append(_unclosed(opened))
    faults += _misplaced(body, passages)
    return tuple(passages), tuple(sorted(faults, key=lambda fault: (fault.line, fault.column)))


def _unclosed(mark: _Mark) -> MarkFault:
    fix = f"écrire « {END} », seul sur une ligne, après le passage ; un passage n'en contient pas d'autre"
    return MarkFault(mark.line, mark.column, "ce passage n'est pas fermé", fix)


def _misplaced(body: str, passages: list[Passage]) -> Iterator[MarkFault]:
    """Yield a fault for each mark that would cut a table in two, and each passage with the place of local texts."""
    lines = read_lines(body) if passages else ()
    for passage in passages:
        for index in (passage.opened, passage.closed):
            around = (lines[index - 1 : index], lines[index + 1 : index + 2])
            if all(line and line[0].kind == "table" for line in around):
                column = len(lines[index].raw) - len(lines[index].raw.lstrip()) + 1
                what, fix = "cette marque coupe un tableau", "dater le tableau entier : en écrire un par période"
                yield MarkFault(index, column, what, fix)
        if _cuts_condition(
            "\n".join(CODE_SPAN.sub("", line.plain) for line in lines[passage.opened + 1 : passage.closed])
        ):
            what = "une condition « {% … %} » commence dans ce passage sans y finir, ou l'inverse"
            fix = "mettre les deux marques dans la condition, ou toute la condition entre les marques"
            yield MarkFault(passage.opened, 1, what, fix)
        for index in range(passage.opened, passage.closed):
            if lines[index].raw.strip() == LOCAL:
                fix = f"fermer le passage par « {END} » avant cette ligne, et en ouvrir un autre après"
                yield MarkFault(index, 1, "la place du texte de la délégation ne se date pas", fix)


def _cuts_condition(text: str) -> bool:
    """Tell whether a template would have an end without its start, or the reverse, on days without `text`."""
    depth = 0
    for match in _BLOCK.finditer(text):
        if match[1].startswith(("end", "el")) and not depth:
            return True
        depth += -1 if match[1].startswith("end") else not match[1].startswith("el")
    return depth > 0


def _marks(body: str, faults: list[MarkFault]) -> Iterator[_Mark]:
    """Yield the marks of a text; what only looks like one is added to `faults`."""
    lines = body.split("\n")
    for found in _COMMENT.finditer(mask_code(body, comments=False)):
        line = body.count("\n", 0, found.start())
        column = found.start() - body.rfind("\n", 0, found.start())
        said = next(text for text in found.groups() if text is not None)
        words = " ".join(fold(said).replace("’", "'").split())
        mark = _MARK.fullmatch(words)
        alone = found[1] is not None and lines[line].strip() == found[0]
        if mark is None or not alone or "\n" in found[0]:
            meant = _meant(words)
            if meant:
                what = f"« {' '.join(found[0].split())[:80]} » ressemble à une marque de passage, mais n'en est pas une"
                faults.append(MarkFault(line, column, what, f"écrire « {meant} », seul sur sa ligne"))
            if meant and "\n" not in found[0]:  # so that the other mark of the passage is not blamed
                yield _Mark(line, column, ends=meant == END, doubtful=True)
            continue
        try:
            since, until = (
                date.fromisoformat(day) if day else None for day in (mark[1] or mark[3], mark[2] or mark[4])
            )
        except ValueError:
            what = f"« {found[0]} » nomme un jour qui n'existe pas"
            faults.append(MarkFault(line, column, what, "corriger la date (année, mois, jour)"))
            since, until = None, None
        if since and until and until < since:
            what = f"ce passage finirait le {until} avant de commencer le {since}"
            faults.append(MarkFault(line, column, what, f"écrire « {_BOTH.format(until, since)} », ou corriger"))
        yield _Mark(line, column, since, until, ends=bool(mark[5]))


def _meant(words: str) -> str:
    """Return the mark that the folded `words` of a comment are meant to be, "" if they are a mere remark."""
    dates = [understand_date(found[0]) for found in _DATE.finditer(words)]
    shape = re.sub(r"[^a-z#]", "", _DATE.sub("#", words.replace("#", "")))
    days = [day.isoformat() if day else _FORM for day in dates] + [_FORM] * 2
    if shape in {"fin", "fini", "end"}:
        return END
    if dates:
        close = difflib.get_close_matches(shape, _MEANT, 1, _SIMILAR)
        form = _MEANT[close[0]] if close else _START if "apartir" in shape else _UNTIL if "jusqu" in shape else ""
        return form.format(*days)
    if shape.startswith(("apartir", "jusqu")) and len(words.split()) <= _WORDS:
        return (_START if shape.startswith("apartir") else _UNTIL).format(_FORM)
    return ""
