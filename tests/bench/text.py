"""Sentences, paragraphs, lists and tables of a page, drawn from a seeded generator."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from . import words

FACTS = 24
"""How many national facts a generated tree has."""


def generator(*key: object) -> Random:
    """Random numbers that depend on `key` alone: a page does not change when others are added."""
    return Random(":".join(map(str, key)))  # noqa: S311 - to be reproducible is the point


def fact_id(number: int) -> str:
    """The id of a national fact."""
    return f"aide.montant-{number:02d}"


def sentence(draw: Random) -> str:
    """One sentence of eight to twenty words."""
    subject, verb, what = draw.choice(words.SUBJECTS), draw.choice(words.VERBS), draw.choice(words.OBJECTS)
    when, condition = draw.choice(words.TIMES), draw.choice(words.CONDITIONS)
    forms: tuple[Callable[[], str], ...] = (
        lambda: f"{subject} {verb} {what} {when}.",
        lambda: f"{condition}, {_lower(subject)} {verb} {what}.",
        lambda: f"{condition}, {draw.choice(words.ADVICE)}.",
        lambda: f"{subject} {verb} {what}, puis {draw.choice(words.VERBS)} {draw.choice(words.OBJECTS)} {when}.",
        lambda: f"{subject} {verb} {what} ({draw.choice(words.TERMS)[0]}).",
    )
    return draw.choices(forms, (4, 4, 4, 3, 1))[0]()


def paragraph(draw: Random, sentences: int) -> str:
    """Sentences one a line, as the style of the tree asks."""
    return "\n".join(sentence(draw) for _ in range(sentences))


def items(draw: Random, count: int, mark: str = "-") -> str:
    """A list; `mark` is « - » or « 1. »."""
    advice = draw.sample(words.ADVICE, min(count, len(words.ADVICE)))
    return "\n".join(f"{mark} {entry[0].upper()}{entry[1:]} {draw.choice(words.TIMES)}." for entry in advice)


def table(draw: Random, rows: int) -> str:
    """A table of amounts, each a national fact."""
    numbers = sorted(draw.sample(range(FACTS), rows))
    lines = [f'| {draw.choice(words.OBJECTS).capitalize()} | {{{{ fact("{fact_id(n)}").cell }}}} |' for n in numbers]
    return "\n".join(["| Ce qui est fixé | Valeur |", "| --- | --- |", *lines])


def links(draw: Random, targets: Sequence[tuple[str, str]]) -> str:
    """A list of links to pages given as path and title."""
    return "\n".join(f"- {draw.choice(words.CONDITIONS)} : voyez [{title}]({path})." for path, title in targets)


def pad(sections: list[list[str]], draw: Random, least: int) -> str:
    """The sections as one text, with sentences added here and there until it has `least` words."""
    while count_words(_join(sections)) < least:
        draw.choice(sections).append(paragraph(draw, 2))
    return _join(sections)


def count_words(text: str) -> int:
    """How many words a reader would count: marks of Markdown left aside."""
    return sum(any(char.isalnum() for char in word) for word in text.split())


def _join(sections: list[list[str]]) -> str:
    return "\n\n".join(block for section in sections for block in section)


def _lower(subject: str) -> str:
    return subject[0].lower() + subject[1:]
