"""Summarise the results of a tree test: one file per person."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from pydantic import TypeAdapter, ValidationError

from ..domain.french import count, format_decimal
from ..errors import ResultsError


@dataclass(frozen=True, slots=True)
class TaskAnswer:
    """The answer to one task.

    Attributes:
        task: the id of the task.
        question: the question.
        path: the entries opened, in order.
        chosen: the page chosen; None if skipped.
        success: whether it is the right one.
        direct: whether no wrong section was opened before.
        seconds: the time it took.
    """

    task: str
    question: str
    path: tuple[str, ...]
    chosen: str | None
    success: bool
    direct: bool
    seconds: float


@dataclass(frozen=True, slots=True)
class Session:
    """The answers of one person, for one version of the menu."""

    version: str
    answers: tuple[TaskAnswer, ...]


_READER = TypeAdapter(Session)


def load_session(path: Path) -> Session:
    """Read a file written by the page of the test.

    Raises:
        ResultsError: it is not such a file.
        OSError: it cannot be read.
    """
    try:
        return _READER.validate_python(json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, ValidationError, RecursionError) as error:
        raise ResultsError(str(path)) from error


def format_results(sessions: Iterable[Session]) -> str:
    """Return the table of results in French, lowest success rate first."""
    everyone = list(sessions)
    groups: dict[str, list[TaskAnswer]] = defaultdict(list)
    for session in everyone:
        for answer in session.answers:
            groups[answer.task].append(answer)
    rows = sorted(
        (_row(answers) for answers in groups.values()), key=lambda row: (row.success, row.direct, row.question)
    )
    versions = {session.version for session in everyone}
    lines = [f"{count(len(everyone), 'personne')}, {count(len(rows), 'question')}.", ""]
    if len(versions) > 1:
        lines[1:1] = [
            f"Attention : {len(versions)} menus différents, à ne pas comparer ({', '.join(sorted(versions))})."
        ]
    lines.append("| Question | Réponses | Réussite | Directe | Temps médian | D'abord ouvert | Erreur fréquente |")
    lines.append("|---|---:|---:|---:|---:|---|---|")
    return "\n".join([*lines, *map(str, rows)]) + "\n"


@dataclass(frozen=True, slots=True)
class _Row:
    question: str
    count: int
    success: float
    direct: float
    seconds: float
    first: str
    wrong: str

    def __str__(self) -> str:
        question = self.question.replace("|", "/")
        return (
            f"| {question} | {self.count} | {self.success:.0%} | {self.direct:.0%} | {format_decimal(self.seconds)} s "
            f"| {self.first} | {self.wrong} |"
        ).replace("%", "\N{NO-BREAK SPACE}%")


def _row(answers: list[TaskAnswer]) -> _Row:
    total = len(answers)
    first = Counter(answer.path[0] for answer in answers if answer.path)
    wrong = Counter(answer.chosen or "(passée)" for answer in answers if not answer.success)
    return _Row(
        question=answers[0].question,
        count=total,
        success=sum(answer.success for answer in answers) / total,
        direct=sum(answer.success and answer.direct for answer in answers) / total,
        seconds=median(answer.seconds for answer in answers),
        first=_most_frequent(first),
        wrong=_most_frequent(wrong),
    )


def _most_frequent(counts: Counter[str]) -> str:
    """Return the most frequent item, the first in alphabetical order on a tie."""
    if not counts:
        return ""
    name, count = min(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return f"{name} ({count})"
