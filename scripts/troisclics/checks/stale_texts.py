"""Check shared and local texts for statements that were true when written and no longer are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ..domain.french import format_date, format_value
from ..messages import finding
from ..messages.stale_rules import RULES
from ..model import Finding, Project
from . import Check, Subject
from .stale.former_names import FormerNames
from .stale.old_values import OldValues, StaleValue
from .stale.past_dates import announced_and_past, vague_words, wrong_weekdays, years_gone
from .stale.prose_lines import Line, prose_lines, yaml_lines
from .written_texts import read_texts


def check_stale(subject: Subject) -> Iterator[Finding]:
    """Report each line that states something outdated."""
    reader = StaleReader(subject.project, subject.today)
    for line in _lines(subject):
        yield from reader.read(line)


class StaleReader:
    """Find stale text in a line, with the facts and the glossary of one project on one day."""

    def __init__(self, project: Project, today: date) -> None:
        self._values = OldValues(project.tree.facts, today)
        self._names = FormerNames(project.tree.terms)
        self._today = today

    def read(self, line: Line) -> Iterator[Finding]:
        """Yield the findings on `line`."""
        at, code = line.place, line.department
        yield from (finding("valeur-ancienne", at, code, **_describe(stale)) for stale in self._values.find(line))
        for name in self._names.find(line.text):
            yield finding("nom-ancien", at, code, written=name.written, now=name.now)
        announced = list(announced_and_past(line.text, self._today))
        yield from (finding("annonce-passee", at, code, written=text) for text in announced)
        if not announced:
            yield from (finding("annee-passee", at, code, written=text) for text in years_gone(line.text, self._today))
        yield from (finding("mot-sans-date", at, code, written=word) for word in vague_words(line.text))
        for text, right in wrong_weekdays(line.text):
            yield finding("jour-faux", at, code, written=text, right=right)


def _describe(stale: StaleValue) -> dict[str, str]:
    """Return the values of the message: what is written, until when it was true, and what is true today."""
    fact, now = stale.earlier.fact, stale.earlier.now
    known = format_value(now.value, fact.unit) if now.value is not None else "valeur à confirmer"
    end = stale.earlier.value.to
    return {
        "written": stale.written,
        "title": fact.label,
        "id": fact.id,
        "end": format_date(end) if end else format_date(now.from_),
        "now": known,
        "source": now.source.title,
    }


def _lines(subject: Subject) -> Iterator[Line]:
    """Yield the lines to check: shared pages, then each department's texts and file."""
    for text in read_texts(subject):
        for words in filter(None, text.head[:2]):
            yield Line(text.written.at, text.department, words, text.title)
        yield from prose_lines(text)
    for department in subject.project.departments:
        file = department.file.at.file
        if subject.wants(file):
            yield from yaml_lines(subject.root, file, department.code)


STALE = Check("Textes périmés", frozenset(RULES), check_stale)
