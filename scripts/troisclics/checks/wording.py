"""Check wording: acronyms are explained, sentences are short, and the front matter is complete."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..domain.raw_marks import CONFLICT
from ..messages import finding
from ..model import Finding, Page
from . import Check, Subject
from .written_texts import Text, read_texts

_ACRONYM = re.compile(r"(?<![\w/.@-])[A-Z][A-Z0-9]+(?:-[A-Z0-9]+)*(?![\w/@-])")
_QUOTED = re.compile(r"«[^»]*»")
_ROMAN = re.compile(r"[IVXLCDM]+")
_KNOWN = frozenset({"CEDEX", "CP", "GPS", "HTML", "OK", "PDF", "SMS", "SNCF", "TV", "TVA", "URL", "USB"})
"""Acronyms better known than their full form."""
_FEW = 5
"""The minimum number of sentences for their mean length to be meaningful."""


def check_wording(subject: Subject) -> Iterator[Finding]:
    """Report unexplained acronyms, long sentences, and incomplete front matter."""
    writing = subject.project.tree.settings.writing
    terms = {term.term for term in subject.project.tree.terms}
    for text in read_texts(subject):
        yield from _check_acronyms(text, terms | _names(subject, text))
        lengths = list(text.sentences())
        for line, words in lengths:
            if words > writing.sentence:
                yield finding("phrase-longue", text.at(line), text.department, words=words, most=writing.sentence)
        mean = sum(words for _, words in lengths) / max(len(lengths), 1)
        if len(lengths) >= _FEW and mean > writing.mean:
            values = {"mean": round(mean), "sentences": len(lengths), "most": writing.mean}
            yield finding("lecture-difficile", text.at(text.written.body_line), text.department, **values)
        if text.shared:
            yield from _check_front_matter(text.shared, writing.description)


def _names(subject: Subject, text: Text) -> set[str]:
    """Return the words in the names of the department's restaurants, which may be in capitals."""
    files = (entry.file for entry in subject.project.departments if entry.code == text.department)
    return {word for file in files for restaurant in file.restaurants for word in restaurant.name.split()}


def _check_acronyms(text: Text, known: set[str]) -> Iterator[Finding]:
    """Report each acronym at its first use unless the glossary or the text, « nom entier (SIGLE) », explains it."""
    seen: set[str] = set()
    for line in text.lines():
        if CONFLICT.match(line.raw):
            continue
        for match in _ACRONYM.finditer(_QUOTED.sub(" ", line.words)):
            word = match[0]
            if word in seen | known | _KNOWN or _ROMAN.fullmatch(word):
                continue
            seen.add(word)
            if not _explains(f"{text.written.body} {' '.join(text.head)}", word):
                yield finding("sigle-inexplique", text.at(line.number), text.department, word=word)


def _explains(text: str, word: str) -> bool:
    """Tell whether `text` contains « nom entier (SIGLE) », « SIGLE (nom entier) » or « SIGLE, le nom entier »."""
    if f"({word}" not in text and f"{word} (" not in text and f"{word}, " not in text:
        return False  # much faster than the pattern, for the many that nothing explains
    name = re.escape(word)
    return re.search(rf"\w \({name}\b|\b{name} \(\w+ |\b{name}, (?:l[ae]s?|l['’]|une?)\b", text) is not None


def _check_front_matter(page: Page, longest: int) -> Iterator[Finding]:
    missing = [key for key in ("audience", "keywords") if page.meta.kind == "benefit" and not getattr(page.meta, key)]
    for key in missing:
        yield finding("en-tete-incomplet", page.at, key=key)
    if len(page.meta.description) > longest:
        yield finding("description-longue", page.at, length=len(page.meta.description), most=longest)


WORDING = Check(
    "Mots et phrases",
    frozenset({"description-longue", "en-tete-incomplet", "lecture-difficile", "phrase-longue", "sigle-inexplique"}),
    check_wording,
)
