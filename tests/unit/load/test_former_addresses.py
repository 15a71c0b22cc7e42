"""Addresses that were published still lead somewhere: as an alias, as a page that is gone, or unread for now."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from troisclics.load import load_project

from .address_twins import ADDRESSES, both, former, published
from .damage import AIDE, Damage, write

Said = Callable[..., list[str]]


@pytest.mark.parametrize("key", ["aliases", "gone"])
def test_an_address_that_leads_on(said: Said, key: str) -> None:
    """An alias, or the mention of a page that is gone, answers a published address."""
    assert said(both(published("vieux/", "logement/"), former("vieux/", "plus/vieux/", key=key))) == []


@pytest.mark.parametrize(
    "damage",
    [
        write(AIDE, "---\ntitle: [\n---\n"),
        write(AIDE, "---\ntitle: Aide\n"),
    ],
    ids=["bad YAML", "front matter left open"],
)
def test_a_page_that_cannot_be_read_is_not_lost(said: Said, damage: Damage) -> None:
    """The page is there: only its own fault is said."""
    rules = {line.rpartition(": ")[2] for line in said(both(published("logement/aide/"), damage))}
    assert "adresse-perdue" not in rules
    assert len(rules) == 1


def test_the_nearest_page_is_proposed(project: Callable[[], Path]) -> None:
    """The mend names the page that the address may belong to."""
    root = project()
    published("logement/aides/")(root)
    (lost,) = load_project(root, date(2026, 11, 22))[1]
    assert lost.place.file == ADDRESSES
    assert "aliases: [logement/aides/]" in lost.fix
    assert "« content/logement/aide.md »" in lost.fix
