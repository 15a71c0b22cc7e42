"""Check for typed figures: amounts, thresholds and dates in `content/` must be national facts, used by name.

A figure typed in a page has no date and no source, and is not found when it changes. There are two exceptions: the date
of a legal text, which is part of its name, and the assumptions of a worked example that are used in its calculation. A
worked example is a `!!! example` block.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..domain.french import MONTHS
from ..domain.markdown_lines import read_lines
from ..messages import finding
from ..model import Finding, Page, Place
from . import Check, Subject

_DAY = rf"(?:1er|1ᵉʳ|\d{{1,2}})\s+(?:{'|'.join(MONTHS)})"
_DIGIT = re.compile(r"\d")
_COUNT = r"\d+(?:[ .\u00a0\u202f]\d{3})*"
_RULES = (
    ("montant-tape", re.compile(r"(?<!\d)\d[\d\s.,]*(?:€|%|euros?\b|EUR\b|centimes?\b|pour\s+cent\b)")),
    ("date-tapee", re.compile(rf"\b{_DAY}(?:\s+\d{{4}})?\b|(?<![\d-])\b(?:19|20)\d\d\b(?!-\d)")),
    ("seuil-tape", re.compile(rf"(?<![\d\-‑–])\b{_COUNT}\s+(?:ans?|mois|jours?|semaines?|km|kilomètres?)\b")),
)
_TEXTS = re.compile(
    rf"\b(?:loi|décret|arrêté|circulaire|ordonnance|instruction|directive|règlement)s?\b[^.;:|]*?\bdu\s+{_DAY}\s+\d{{4}}"
    r"|\bn°\s*\d{4}-\d+|\bloi\s+(?:de\s+)?1901\b",
    re.I,
)
_FACT = 'écrire la valeur dans content/_facts/, avec sa date et sa source, et la nommer ici : {{ fact("…") }}'
_FIXES = {
    "montant-tape": _FACT,
    "date-tapee": 'en faire un fait (« unit: date »), ou écrire {{ fact("…").since }}, la date de la valeur montrée',
    "seuil-tape": _FACT,
}
_PLAIN = "le dire sans chiffre : un titre, une description et le glossaire n'affichent pas les faits"
_TEMPLATE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
_MONEY = re.compile(r"(\d[\d\s]*(?:,\d+)?)\s*€")
_NUMBER = re.compile(r"\b\d+(?:\.\d+)?\b")
EXAMPLE = "!!! example"


def check_figures(subject: Subject) -> Iterator[Finding]:
    """Report each figure typed in a shared page or the glossary."""
    tree = subject.project.tree
    heads = [(page.at_key(key), getattr(page.meta, key)) for page in tree.pages for key in ("title", "description")]
    for place, text in [*heads, *((term.at, f"{term.expansion}\n{term.definition}") for term in tree.terms)]:
        for line in read_lines(text):
            yield from _typed(line.words, place, _PLAIN)
    for page in tree.pages:
        yield from _check_body(page)


def _check_body(page: Page) -> Iterator[Finding]:
    example: list[tuple[Place, str]] = []
    for line in read_lines(f"{page.body}\n{EXAMPLE}", page.body_line):
        place = Place(page.at.file, line.number)
        if example and (line.raw.startswith("    ") or not line.raw.strip()):
            example.append((place, line.raw))
            continue
        yield from _check_example(example)
        example = [(place, line.raw)] if line.plain.startswith(EXAMPLE) else []
        if not example:
            yield from _typed(line.words, place)


def _check_example(lines: list[tuple[Place, str]]) -> Iterator[Finding]:
    """Report a worked example that does not calculate its result, or does not use an amount it assumes."""
    if not lines:
        return
    sums = " ".join(match for _, line in lines for match in re.findall(r"\{\{(.*?)\}\}", line) if "|" in match)
    if not sums:
        yield finding("exemple-sans-calcul", lines[0][0])
    counted = set(_NUMBER.findall(re.sub(r"\"[^\"]*\"", "", sums)))
    for place, line in lines:
        for match in _MONEY.finditer(_TEMPLATE.sub("", line)):
            if re.sub(r"\s", "", match[1]).replace(",", ".") not in counted:
                yield finding("exemple-montant", place, figure=match[0])


def _typed(words: str, place: Place, fix: str = "") -> Iterator[Finding]:
    left = _TEXTS.sub(" ", words) if _DIGIT.search(words) else ""
    for rule, pattern in _RULES:
        for match in pattern.finditer(left):
            yield finding(rule, place, figure=" ".join(match[0].split()), fix=fix or _FIXES[rule])


FIGURES = Check(
    "Chiffres tapés à la main",
    frozenset({"montant-tape", "date-tapee", "seuil-tape", "exemple-sans-calcul", "exemple-montant"}),
    check_figures,
)
