"""Check that texts hold no mark that would be published as typed, and no trace of a word processor or of git."""

from __future__ import annotations

from collections.abc import Iterator

from ..domain.raw_marks import find_raw_marks
from ..load.config import extension_names
from ..messages import finding
from ..model import Finding, Place
from . import Check, Subject
from .written_texts import read_texts


def check_raw_marks(subject: Subject) -> Iterator[Finding]:
    """Report each mark of a text that Markdown would leave as it is."""
    extensions = extension_names(subject.project.tree.extensions)
    for text in read_texts(subject):
        for mark in find_raw_marks(text.written.body, text.written.body_line, extensions):
            at = Place(text.written.at.file, mark.line, mark.column)
            yield finding(mark.rule, at, text.department, text=mark.text, what=mark.text, fix=mark.fix, wanted=mark.fix)


RAW_MARKS = Check(
    "Signes publiés tels quels",
    frozenset(
        {"conflit-git", "lien-vide", "liste-collee", "listes-melees", "marque-brute", "retrait-court", "signe-cache"}
    ),
    check_raw_marks,
)
