"""Acronyms, sentences and headers: each rule has its broken twins, at their line; what is sound is let through."""

from __future__ import annotations

from dataclasses import replace

import pytest

from troisclics.checks import Subject
from troisclics.checks.wording import WORDING
from troisclics.model import Place, Restaurant, Settings, Term

from ..samples import BODY_LINE, make_department, make_overlay, make_page
from .subjects import found, make_subject

FILE = "content/aide.md"
TERM = Term("PIM", "prestation interministérielle", "Une aide.", Place("content/_glossary.yml", 2))


def writing(subject: Subject, **limits: int) -> Subject:
    """`subject` with other limits for its texts."""
    settings = Settings()
    settings = replace(settings, writing=replace(settings.writing, **limits))
    tree = replace(subject.project.tree, settings=settings)
    return replace(subject, project=replace(subject.project, tree=tree))


@pytest.mark.parametrize(
    "line",
    ["Le ZZTOP décide.", "Demandez la carte ZZ-TOP.", "Le ZZTOP, hier, a décidé.", "Voyez [le ZZTOP](a.md)."],
)
def test_an_acronym_that_nothing_explains(line: str) -> None:
    """It is found where it first stands, once."""
    subject = make_subject(make_page(f"Texte.\n\n{line}\n\n{line}\n"), terms=(TERM,))
    assert found(WORDING, subject) == [f"{FILE}:{BODY_LINE + 2} sigle-inexplique"]


@pytest.mark.parametrize(
    "line",
    [
        "La PIM est versée.",
        "Le zigzag total (ZZTOP) décide.\nLe ZZTOP paie.",
        "Le ZZTOP (zigzag total) décide.",
        "Le ZZTOP, le zigzag total, décide.",
        "Le restaurant « ZZTOP » est ouvert.",
        "Louis XIV, le tome III, le code `ZZTOP`, [le site](https://ZZTOP.fr/A).",
        "Envoyez un PDF, Paris CEDEX 07.",
        "Le GPS, la TV ou une clé USB.",
        '{{ fact("ZZTOP") }} <!-- ZZTOP -->',
        "Écrivez à ZZTOP@exemple.fr.",
        "<<<<<<< ZZTOP",
    ],
)
def test_an_acronym_that_is_explained(line: str) -> None:
    """The glossary, the words beside it, quotation marks and what everybody knows are enough."""
    assert found(WORDING, make_subject(make_page(f"{line}\n"), terms=(TERM,))) == []


def test_names_of_restaurants_are_no_acronyms() -> None:
    """What a department calls its restaurants is known in its own texts, and in no other's."""
    overlay = make_overlay("Au ZZTOP, il faut s'inscrire.\n")
    named = make_department("50", overlay, restaurants=(Restaurant(name="RIA ZZTOP", kind="RIA"),))
    assert found(WORDING, make_subject(departments=(named,))) == []
    assert found(WORDING, make_subject(departments=(make_department("50", overlay),))) == [
        f"departments/50-manche/aide.md:{BODY_LINE} sigle-inexplique"
    ]


SEVEN = "Un deux trois quatre cinq six sept"


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        (f"Court.\n\n{SEVEN}.\n", [2]),
        (f"Court. {SEVEN} ?\n", [0]),
        (f"{SEVEN}\nhuit neuf.\n", [0]),
        ("Court.\nUn deux trois\nquatre cinq six.\nCourt.\n", [1]),
        (f"- {SEVEN}.\n- {SEVEN}.\n", [0, 1]),
        ("Un deux trois :\nquatre cinq six.\n", []),
        ("- un deux trois\n- quatre cinq six\n", []),
        (f"## {SEVEN}\n\n| {SEVEN} |\n\n!!! note \"{SEVEN}\"\n", []),
        ("Un [deux](a-b-c-d-e-f-g.md) trois d'ici.\n", []),
        ("Environ 1.62 euro par repas.\n", []),
    ],
)  # fmt: skip
def test_long_sentences(body: str, lines: list[int]) -> None:
    """A sentence is counted across lines and items apart, and named where it starts; headings and tables are none."""
    subject = writing(make_subject(make_page(body)), sentence=5)
    assert found(WORDING, subject) == [f"{FILE}:{BODY_LINE + line} phrase-longue" for line in lines]


def test_a_page_hard_to_read() -> None:
    """A page whose sentences are long on average is noted, once there are enough of them."""
    page = make_page(f"{SEVEN}.\n" * 5)
    assert found(WORDING, writing(make_subject(page), mean=6)) == [f"{FILE}:{BODY_LINE} lecture-difficile"]
    assert found(WORDING, writing(make_subject(page), mean=7)) == []
    assert found(WORDING, writing(make_subject(make_page(f"{SEVEN}.\n" * 4)), mean=6)) == []


def test_headers_say_what_readers_look_for() -> None:
    """A benefit says for whom it is and under which words it is looked for; a description is one sentence."""
    benefit = make_page(kind="benefit")
    assert found(WORDING, make_subject(benefit)) == [f"{FILE}:1 en-tete-incomplet"] * 2
    whole = make_page(kind="benefit", audience=("actif",), keywords=("aide",))
    assert found(WORDING, make_subject(whole)) == []
    assert found(WORDING, make_subject(make_page(description="mot " * 60))) == [f"{FILE}:1 description-longue"]
