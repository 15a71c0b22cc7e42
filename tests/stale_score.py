"""Precision and recall of the rules on stale text, on the labelled set of `fixtures/stale/`.

    .venv/bin/python tests/stale_score.py

A positive is found if its own rule fires on it; whatever fires on a negative, or of another rule on a positive, is a
false alarm.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from troisclics.checks.stale.prose_lines import Line
from troisclics.checks.stale_texts import StaleReader
from troisclics.load.input_files import InputFile
from troisclics.load.national_facts import load_facts
from troisclics.load.validation import parse
from troisclics.load.yaml_document import parse_yaml
from troisclics.model import ALL_DEPARTMENTS, Finding, GlossaryFile, Place, Project, Tree

FOLDER = Path(__file__).parent / "fixtures" / "stale"
TODAY = date(2026, 11, 22)


@dataclass(frozen=True, slots=True)
class Score:
    """What was found of the labelled set: places are lines of its files."""

    positives: int
    negatives: int
    missed: tuple[str, ...]
    false_alarms: tuple[str, ...]

    @property
    def precision(self) -> float:
        """How many of the alarms are right."""
        found = self.positives - len(self.missed)
        return found / (found + len(self.false_alarms))

    @property
    def recall(self) -> float:
        """How much of what is stale is found."""
        return 1 - len(self.missed) / self.positives


def reader() -> StaleReader:
    """The rules, with the facts and the former names of the labelled set."""
    out: list[Finding] = []
    facts = load_facts([InputFile("facts.yml", FOLDER / "facts.yml", Place("facts.yml"))], TODAY, out)
    document = parse_yaml((FOLDER / "glossary.yml").read_text(encoding="utf-8"), Place("glossary.yml"), out)
    glossary = parse(GlossaryFile, document, out) if document else None
    assert not out, out
    assert glossary
    return StaleReader(Project(Tree((), facts, (), glossary.terms, (), (), (), ()), ()), TODAY)


def labelled(name: str) -> list[tuple[str, list[str]]]:
    """Place and parts of each line of a file of the set."""
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    most = 2 if name == "positives.txt" else 1
    return [
        (f"{name}:{number}", line.split(" | ", most))
        for number, line in enumerate(lines, 1)
        if line and not line.startswith("#")
    ]


def measure() -> Score:
    """Read the whole set."""
    rules = reader()
    positives, negatives = labelled("positives.txt"), labelled("negatives.txt")
    missed, alarms = [], []
    for place, (rule, title, text) in positives:
        fired = {found.rule for found in rules.read(Line(Place(place), ALL_DEPARTMENTS, text, title))}
        if rule not in fired:
            missed.append(f"{place}: [{rule}] {text}")
        alarms += [f"{place}: [{other}] {text}" for other in fired - {rule}]
    for place, (title, text) in negatives:
        for found in rules.read(Line(Place(place), ALL_DEPARTMENTS, text, title)):
            alarms.append(f"{place}: [{found.rule}] {text}")
    return Score(len(positives), len(negatives), tuple(missed), tuple(alarms))


if __name__ == "__main__":
    score = measure()
    print(*(f"missed       {line}" for line in score.missed), sep="\n")
    print(*(f"false alarm  {line}" for line in score.false_alarms), sep="\n")
    print(f"{score.positives} positives, {score.negatives} negatives")
    print(f"precision {score.precision:.3f}, recall {score.recall:.3f}")
