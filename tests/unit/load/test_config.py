"""The menu and our settings in mkdocs.yml, read without understanding the rest of the file."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from troisclics.load import load_project

from .conftest import TODAY
from .damage import Damage, append, swap

NAV = "  - Logement:\n      - logement/index.md\n      - logement/aide.md\n"


def test_the_menu_keeps_its_order(project: Callable[[], Path]) -> None:
    """Pages are in the menu in the order they are written, at any depth."""
    root = project()
    swap("mkdocs.yml", NAV, "  - logement/aide.md\n  - A:\n      - B:\n          - logement/index.md\n")(root)
    loaded, findings = load_project(root, TODAY)
    assert findings == []
    assert loaded.tree.menu[:3] == ("logement/aide.md", "logement/index.md", "restauration/index.md")


@pytest.mark.parametrize(
    "damage",
    [
        append("mkdocs.yml", "  - Ailleurs: https://exemple.fr/\n"),
        append("mkdocs.yml", 'x: !ENV [A, "b"]\ny: !!python/name:os.system\n'),
        append("mkdocs.yml", "? [a, b]\n: c\n? {d: e}\n: f\n"),
        append("mkdocs.yml", "x: &x 1\ny: *x\n"),
    ],
)
def test_the_rest_is_mkdocs_business(said: Callable[..., list[str]], damage: Damage) -> None:
    """Links to other sites, tags, strange keys and aliases of an ordinary MkDocs file are no fault."""
    assert said(damage) == []


def test_a_menu_of_aliases_takes_little_time(said: Callable[..., list[str]]) -> None:
    """Aliases of aliases in the menu, even of itself, are read once each."""
    bomb = "".join(f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 9 if n else ['perdue.md'])}]\n" for n in range(9))
    start = time.monotonic()
    found = said(swap("mkdocs.yml", "not_in_nav", f"{bomb}not_in_nav"), append("mkdocs.yml", "  - *x8\n  - &y [*y]\n"))
    assert found == ["mkdocs.yml:7: menu-page-absente"]
    assert time.monotonic() - start < 20


@pytest.mark.parametrize("text", ["- a\n", "nav:\n", "nav: 3\nnot_in_nav: [a]\n", ""])
def test_a_menu_that_is_none(project: Callable[..., Path], text: str) -> None:
    """A file of another form gives findings on pages out of the menu, not a traceback."""
    findings = load_project(project({"mkdocs.yml": text}), TODAY)[1]
    assert {"page-hors-menu"} <= {found.rule for found in findings} <= {"page-hors-menu", "menu-page-absente"}


def test_settings_are_read_with_their_line(project: Callable[[], Path], said: Callable[..., list[str]]) -> None:
    """What `extra.troisclics` sets is taken, the rest keeps its usual value; a fault is said at its line."""
    root = project()
    append("mkdocs.yml", "extra:\n  troisclics:\n    clicks:\n      page: 4\n")(root)
    loaded, findings = load_project(root, TODAY)
    assert findings == []
    assert (loaded.tree.settings.clicks.page, loaded.tree.settings.clicks.benefit) == (4, 2)
    last = len((root / "mkdocs.yml").read_text().splitlines())
    for key, rule in (("page: trois", "valeur-refusee"), ("pages: 3", "cle-inconnue"), ("page: &a 3", "yaml-alias")):
        fault = append("mkdocs.yml", f"extra:\n  troisclics:\n    clicks:\n      {key}\n")
        assert said(fault) == [f"mkdocs.yml:{last}: {rule}"]
