"""Figures typed by hand are found at their line; names of texts and worked examples are not blamed."""

from __future__ import annotations

import dataclasses

import pytest

from troisclics.checks.typed_figures import FIGURES
from troisclics.model import Place, Term

from ..samples import make_page
from .subjects import found, make_subject

FILE = "content/aide.md"


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("L'aide est de 1 500 € par an.", "montant-tape"),
        ("L'aide est de 1 500\u202f€ par an.", "montant-tape"),
        ("L'aide est de 37,50 euros.", "montant-tape"),
        ("Le taux est de 20 %.", "montant-tape"),
        ("Le taux est de vingt ou 30 pour cent.", "montant-tape"),
        ("| Zone 1 | 2 300 € |", "montant-tape"),
        ("Depuis le 1er janvier 2025.", "date-tapee"),
        ("Avant le 15 avril.", "date-tapee"),
        ("Le barème de 2015.", "date-tapee"),
        ("Un enfant de 14 ans.", "seuil-tape"),
        ("Dans les 30 jours.", "seuil-tape"),
        ("À moins d'1 km.", "seuil-tape"),
    ],
)
def test_a_typed_figure(text: str, rule: str) -> None:
    """An amount, a rate, a date or a threshold in a text is found at its line."""
    assert found(FIGURES, make_subject(make_page(f"## Combien\n\n{text}\n"))) == [f"{FILE}:9 {rule}"]


def test_a_threshold_is_said_as_a_whole() -> None:
    """Its thousands belong to it."""
    subject = make_subject(make_page("À plus de 20 000 km, ou 1.500 jours.\n"))
    said = [fault.message for fault in FIGURES.run(subject)]
    assert ["« 20 000 km »" in said[0], "« 1.500 jours »" in said[1], len(said)] == [True, True, 2]


@pytest.mark.parametrize(
    "text",
    [
        'L\'aide est de {{ fact("repas") }} {{ fact("repas").since }}.',
        '{{ (fact("repas").number * 100 / 2024) | eur }}',
        "La loi n° 2004-575 du 21 juin 2004 et l'arrêté du 15 janvier 2002 le disent.",
        "La circulaire FP/4 n° 1931 et 2B n° 256 du 15 juin 1998.",
        "Une association de la loi de 1901.",
        "Anciennement « CESU 6-12 ans ».",
        "Le [portail](https://exemple.fr/2024/50-euros) et ses 101 sites, en zone 1 et tranche 2.",
        "```\n10 €\n```",
        "Par exemple :\n\n    10 €\n",
        "Écrire `10 €`.",
        "<!-- à revoir :\n10 € -->",
    ],
)
def test_what_is_no_figure_of_ours(text: str) -> None:
    """Facts, legal texts, names, addresses, code and comments may hold figures."""
    assert found(FIGURES, make_subject(make_page(text))) == []


def test_titles_descriptions_and_glossary() -> None:
    """A figure is no better in a title, a description or a definition."""
    page = make_page("Rien.", title="L'aide de 100 €", description="Depuis 2024.")
    term = Term("PIM", "prestation", "Elle vaut 1,62 €.", at=Place("content/_glossary.yml", 3))
    assert found(FIGURES, make_subject(page, terms=(term,))) == [
        "content/_glossary.yml:3 montant-tape",
        f"{FILE}:1 date-tapee",
        f"{FILE}:1 montant-tape",
    ]


EXAMPLE = """\
!!! example "Exemple de calcul"
    Supposons une épargne de 40 000 €, pendant 10 jours.

    L'État ajoute {{ (40000 * fact("taux").number / 100) | eur }}.

Voilà.
"""


def test_a_worked_example() -> None:
    """An example may suppose an amount that it computes with."""
    assert found(FIGURES, make_subject(make_page(EXAMPLE))) == []


def test_an_example_that_types_its_result() -> None:
    """An amount with which the example does not compute is found at its line."""
    body = EXAMPLE.replace('{{ (40000 * fact("taux").number / 100) | eur }}', "4 000 €")
    assert found(FIGURES, make_subject(make_page(body))) == [
        f"{FILE}:7 exemple-sans-calcul",
        f"{FILE}:8 exemple-montant",
        f"{FILE}:10 exemple-montant",
    ]


def test_an_example_in_a_block_of_code() -> None:
    """What shows how to write an example is none."""
    assert found(FIGURES, make_subject(make_page('```\n!!! example "Un cas"\n    Voilà.\n```\n'))) == []


def test_an_example_that_forgets_what_it_supposed() -> None:
    """When the supposed amount changes in the text alone, that is found."""
    body = EXAMPLE.replace("40 000 €", "45 000 €")
    assert found(FIGURES, make_subject(make_page(body))) == [f"{FILE}:8 exemple-montant"]


def test_the_text_after_an_example_is_no_example() -> None:
    """The block ends where its indent ends."""
    body = EXAMPLE.replace("Voilà.", "Voilà 500 €.")
    assert found(FIGURES, make_subject(make_page(body))) == [f"{FILE}:12 montant-tape"]


def test_a_figure_in_a_front_matter() -> None:
    """It is said at the line of its key, and how to do without it: no fact shows there."""
    page = dataclasses.replace(make_page(description="Le 31 mars."), front="title: Aide\ndescription: Le 31 mars.\n")
    (fault,) = FIGURES.run(make_subject(page))
    assert (fault.place, fault.rule) == (Place(FILE, 3), "date-tapee")
    assert "{{" not in fault.fix
    (other,) = FIGURES.run(make_subject(make_page("Le 31 mars.\n")))
    assert "{{ fact(" in other.fix
