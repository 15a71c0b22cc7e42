"""Each rule on what is read has a broken twin: a sound project with one fault, which gives that rule at that place."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from troisclics.pipeline.check import reading_rules

from .address_twins import ADDRESS_TWINS
from .damage import Damage
from .file_twins import FILE_TWINS
from .overlay_twins import OVERLAY_TWINS
from .published_twins import PUBLISHED_TWINS
from .reference_twins import REFERENCE_TWINS
from .schedule_twins import SCHEDULE_TWINS
from .test_identities import IDENTITY_TWINS

TWINS = [*ADDRESS_TWINS, *PUBLISHED_TWINS, *FILE_TWINS, *REFERENCE_TWINS, *OVERLAY_TWINS, *SCHEDULE_TWINS]

ELSEWHERE = {
    "bloc-inconnu": "expansion, tests/unit/merge/test_template_faults.py",
    **dict.fromkeys(
        ("html-refuse", "image-exterieure", "lien-adresse", "texte-deborde"),
        "judging what comes out, tests/faults/test_hostile_html.py",
    ),
    "fait-inconnu": "expansion",
    "gabarit-commentaire": "expansion",
    "gabarit-limite": "expansion",
    "gabarit-syntaxe": "expansion",
    "variable-inconnue": "expansion",
    "configuration-refusee": "sandbox/test_refused_settings.py, where MkDocs reads the configuration",
    "texte-inconvertible": "render/test_engine_refusals.py, where pages are made",
}
"""Rules that are not about reading, and where they are tested."""


def test_the_twin_is_sound(said: Callable[..., list[str]]) -> None:
    """Without damage the fictitious project gives no finding, so each twin shows its own fault alone."""
    assert said() == []


@pytest.mark.parametrize(("damage", "expected"), [pytest.param(*twin[1:], id=twin[0]) for twin in TWINS])
def test_each_fault_is_said_at_its_place(said: Callable[..., list[str]], damage: Damage, expected: list[str]) -> None:
    """One fault gives its rule at its file and line, and nothing else."""
    assert said(damage) == expected


def test_each_rule_has_a_broken_twin() -> None:
    """Every rule on reading fires in the table, or is on the short list of rules tested elsewhere."""
    fired = {line.rpartition(": ")[2] for _, _, expected in [*TWINS, *IDENTITY_TWINS] for line in expected}
    assert fired | set(ELSEWHERE) == reading_rules()
    assert not fired & set(ELSEWHERE)
