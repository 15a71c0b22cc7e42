"""Sentences around a value, in the texts of this repository: a new value makes them true by itself."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from troisclics.merge.expander import Expander, PageContext
from troisclics.model import Fact, Place, Project

from .commands import reading_day

TODAY = reading_day()


LATER = date(2028, 3, 1)
FOLLOWING = {
    ("restauration/subvention-repas.md", "pim.repas"): (
        ["fixé au 1ᵉʳ janvier 2024.", "D'après une source de 2026, il n'a pas été relevé", "Le 28 novembre 2026, nous"],
        ["fixé au 1ᵉʳ mars 2028.", "Le 2 mars 2028, nous n'avions"],
    ),
    ("nouveautes.md", "pim.repas"): (
        ["Le 28 novembre 2026, aucun texte plus récent"],
        ["celui de la subvention repas a changé, au 1ᵉʳ mars 2028."],
    ),
    ("famille/sejours-enfants.md", "pim.colonie-moins-13-jour"): (
        ["Ils étaient confirmés jusqu'au", "Depuis, aucun texte"],
        ["Ces taux valent au 1ᵉʳ mars 2028."],
    ),
    ("famille/colonies-de-vacances.md", "colonies.reduction-2e-enfant"): (
        ["Auparavant, celle du deuxième enfant était de 25 %."],
        ["Auparavant, celle du deuxième enfant était de 15 %."],
    ),
}
"""By page and fact: what is said today, and after a value that begins on LATER and was read a day later."""


@pytest.mark.parametrize(("page", "name"), FOLLOWING)
def test_a_new_value_makes_the_sentence_true(page: str, name: str, own: Project, own_facts: dict[str, Fact]) -> None:
    """Nobody rewrites the text around a value: what was true of the former one is no longer said."""
    today, after = FOLLOWING[page, name]
    value = replace(own_facts[name].values[-1], from_=LATER, checked_on=date(2028, 3, 2), revise_by=None)
    changed = replace(own_facts[name], values=(*own_facts[name].values, value))
    tree = replace(own.tree, facts=tuple(changed if fact.id == name else fact for fact in own.tree.facts))
    (body,) = (found.body for found in own.tree.pages if found.uri == page)

    def shown(day: date) -> str:
        text = Expander(tree, [], day).expand(body, PageContext(page, Place(page, 1), None), []).text
        return text.replace("\u00a0", " ").replace("\u202f", " ")

    before, then = shown(TODAY), shown(LATER)
    assert [words for words in today if words not in before] == []
    assert [words for words in after if words not in then] == []
    assert [words for words in today if words in then] == []


UNDATED = re.compile(r"puis maintenu|taux n'ont pas changé|plus récente?s? n'a\b|n'avons pas trouvé de texte plus")


def undated(text: str) -> list[str]:
    """What `text` says of a value without a day, and that a new value would make false."""
    return UNDATED.findall(text)


def test_no_text_says_without_a_day_that_a_value_still_holds(own: Project) -> None:
    """« Aucun texte plus récent n'a été trouvé » is written with the day on which the source was read."""
    assert undated("Fixé en 2024, puis maintenu : nous n'avons pas trouvé de texte plus récent.") != []
    assert {page.uri: undated(page.body) for page in own.tree.pages if undated(page.body)} == {}
