"""Benefit pages: each fault is found alone, at its place; a sound page has none."""

from __future__ import annotations

from typing import Any

import pytest

from troisclics.checks.benefits import BENEFITS
from troisclics.model import Page, Source

from ..samples import make_page
from .subjects import BENEFIT, found, make_subject

FILE = "content/logement/aide.md"
SOUND: dict[str, Any] = {"kind": "benefit", "operator": "fasf", "sources": (Source("Texte imaginaire"),)}


def benefit(body: str = BENEFIT, uri: str = "logement/aide.md", **meta: Any) -> Page:
    """A benefit page; the first line of its body is line 7."""
    return make_page(body, uri, **(SOUND | meta))


def test_a_sound_page() -> None:
    """A page with all its parts in order, its operator, its sources and a way on is not blamed."""
    assert found(BENEFITS, make_subject(benefit())) == []


def test_questions_may_be_left_out() -> None:
    """Questions are written only where people ask."""
    body = BENEFIT.replace("## Questions fréquentes\n\n### Et sinon ?\n\nRien.\n\n", "")
    assert found(BENEFITS, make_subject(benefit(body))) == []


def test_other_kinds_are_free() -> None:
    """Only benefit pages have a fixed plan."""
    assert found(BENEFITS, make_subject(make_page("## Un titre\n", kind="journey"))) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("## Combien\n\nLa somme dépend du vent.\n\n", "", "1 aide-partie-absente"),
        ("La somme dépend du vent.", "À compléter.", "11 aide-partie-vide"),
        ("La somme dépend du vent.", "### Un titre", "11 aide-partie-vide"),
        ("## Combien", "## Quel montant ?", "1 aide-partie-absente, 11 aide-partie-inconnue"),
        ("## Si ce n'est pas pour vous", "## Pour qui", "1 aide-partie-absente, 35 aide-ordre"),
        ("../qui-fait-quoi/fasf.md", "../index.md", "19 aide-organisme-tu"),
        ("<!-- local -->\n\n", "", "23 aide-sans-lieu"),
        ("[le logement](index.md)", "ailleurs", "35 aide-sans-suite"),
    ],
)
def test_each_fault_of_a_text(old: str, new: str, said: str) -> None:
    """What is missing, empty, unknown or out of place is said at its heading, or of the whole file."""
    assert BENEFIT.count(old) == 1
    expected = [f"{FILE}:{text}" for text in said.split(", ")]
    assert found(BENEFITS, make_subject(benefit(BENEFIT.replace(old, new)))) == expected


def test_a_page_without_source() -> None:
    """A benefit page cites at least one source."""
    assert found(BENEFITS, make_subject(benefit(sources=()))) == [f"{FILE}:1 aide-sans-source"]


def test_a_page_without_operator() -> None:
    """A benefit page names its operator."""
    assert found(BENEFITS, make_subject(benefit(operator=None))) == [f"{FILE}:1 aide-sans-organisme"]


def test_a_way_of_life_that_forgets_the_benefit() -> None:
    """A benefit that names a way of life must be linked from it."""
    journey = make_page("Voir [l'aide](../logement/aide.md#combien).", "ma-situation/mutation.md", kind="journey")
    page = benefit(life_events=("mutation",))
    assert found(BENEFITS, make_subject(page, journey)) == []
    deaf = make_page("Voir [autre chose](retraite.md).", "ma-situation/mutation.md", kind="journey")
    assert found(BENEFITS, make_subject(page, deaf)) == [f"{FILE}:1 situation-sans-aide"]


def test_a_shared_paragraph() -> None:
    """A paragraph of another benefit page is found at its line, even where case, line ends or links differ."""
    long = "Demandez l'imprimé au guichet, puis\nrendez-le avec [vos papiers](papiers.md) avant midi."
    again = "demandez l'imprimé au guichet,\npuis rendez-le avec [vos papiers](../autres.md) avant midi."
    one = benefit(BENEFIT.replace("Par courrier.", long))
    other = benefit(BENEFIT.replace("Par courrier.", again), "logement/autre.md")
    assert found(BENEFITS, make_subject(one, other)) == ["content/logement/autre.md:17 paragraphe-repete"]


def test_short_sentences_may_come_back() -> None:
    """A few words are no paragraph: « Par courrier. » may be said on two pages."""
    assert found(BENEFITS, make_subject(benefit(), benefit(uri="logement/autre.md"))) == []
