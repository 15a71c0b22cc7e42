"""Publication by night: what is due appears on its day without a person, and nothing is sent when nothing is due.

The nights that matter, of the forty after the 22nd of November 2026: the others send nothing, like the second.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from repository import COMMAND

from .published import PAGE, SITE, make_desk

pytestmark = [pytest.mark.programs, pytest.mark.slow]

FACT = """\
owner: pole-fictif
review_in: 1 an
facts:
  - id: essai.nuit
    label: Montant fictif
    unit: EUR
    values:
      - {value: 11, from: 2026-01-01, to: 2026-12-19, status: confirmed, checked_on: 2026-11-20, source: {title: Essai}}
      - {value: 22, from: 2026-12-20, status: confirmed, checked_on: 2026-11-20, source: {title: Essai}}
"""
CARD = """\
events:
  - title: Sortie fictive
    starts_on: 2026-12-05
    register_by: 2026-11-30
    status: confirmed
    last_reviewed_on: 2026-11-20
offers:
  - title: Offre fictive
    valid_until: 2026-12-12
    status: confirmed
    last_reviewed_on: 2026-11-20
"""
SHEET = """\
---
title: Fiche fictive
description: Une fiche datée.
publish_on: 2026-12-01
expires_on: 2026-12-12
status: confirmed
last_reviewed_on: 2026-11-20
---

Bonjour de la fiche.
"""
PASSAGE = "<!-- du 2026-12-01 au 2026-12-12 -->\nUn passage de saison.\n<!-- fin -->\n"
PAGES = {
    "fiche": "ma-delegation/fiche-fictive/index.html",
    "fiches": "ma-delegation/index.html",
    "montant": f"{PAGE}/index.html",
    "agenda": "ma-delegation/agenda/index.html",
    "offres": "ma-delegation/restaurants/index.html",
}
NIGHTS = {
    "2026-11-22": ("online", {"montant": "11 €", "agenda": "Inscription jusqu'au", "offres": "Offre fictive"}),
    "2026-11-23": ("same", {}),
    "2026-12-01": (
        "online",
        {
            "agenda": "Inscriptions closes",
            "fiche": "Bonjour de la fiche",
            "fiches": "Fiche fictive",
            "montant": "passage de saison",
        },
    ),
    "2026-12-13": (
        "online",
        {
            "agenda": "Événements passés",
            "offres": "Aucune offre locale",
            "fiche": "plus depuis le 13 décembre 2026",
        },
    ),
    "2026-12-20": ("online", {"montant": "22 €"}),
}
"""Each night: whether something is sent, and what the pages say from then on."""

SOME_NIGHTS = {"2026-12-01"}
HIDDEN = {"fiche": "Bonjour", "fiches": "Fiche fictive", "montant": "de saison"}
"""What pages say from some nights to the next ones only."""

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a small project with a fact and dates of our own, and a folder to publish to."""
    root = make_desk(tmp_path).root
    (root / "content/_facts").mkdir()
    (root / "content/_facts/essai.yml").write_text(FACT, encoding="utf-8")
    page = root / f"content/{PAGE}.md"
    text = page.read_text(encoding="utf-8")
    assert text.count("\n## Combien\n") == 1
    amount = f'\n## Combien\n\nEssai : {{{{ fact("essai.nuit") }}}}.\n\n{PASSAGE}'
    page.write_text(text.replace("\n## Combien\n", amount), encoding="utf-8")
    for name, seam in (("agenda", "events"), ("restaurants", "offers")):
        with (root / f"content/ma-delegation/{name}.md").open("a", encoding="utf-8") as shown:
            shown.write(f'\n{{{{ seam("{seam}") }}}}\n')
    department = root / "departments" / SITE
    (department / PAGES["fiche"].replace("/index.html", ".md")).write_text(SHEET, encoding="utf-8")
    (department / "department.yml").write_text(CARD, encoding="utf-8")
    return root


def run(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command in the project, as a timer does: without a terminal."""
    return subprocess.run(
        [COMMAND, *arguments], cwd=root, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )


def said(root: Path, page: str) -> str:
    """Return a page as it is served; "" if there is none."""
    served = root.parent / "target" / "current" / SITE / PAGES[page]
    if not served.is_file():
        return ""
    return " ".join(served.read_text(encoding="utf-8").replace("\u202f", " ").replace("\u00a0", " ").split())


def test_what_is_due_appears_on_its_day(root: Path) -> None:
    """The new amount, the event that is over, the offer that has ended; status misses a night that was left out."""
    for night, (outcome, expected) in NIGHTS.items():
        if outcome == "online" and night != "2026-11-22":
            late = run(root, "status", "essai", "--today", night)
            assert (late.returncode, "à publier depuis" in late.stdout) == (1, True), late.stdout
        done = run(root, "publish", "essai", "--today", night)
        assert done.returncode == 0, done.stdout + done.stderr
        assert ("déjà en ligne" in done.stdout) == (outcome == "same"), f"{night}\n{done.stdout}"
        assert [page for page, words in expected.items() if words not in said(root, page)] == [], night
        shown = {page for page, words in HIDDEN.items() if words in said(root, page)}
        assert shown == (set(HIDDEN) if night in SOME_NIGHTS else set()), night
    status = run(root, "status", "essai", "--today", night)
    assert status.returncode == 0, status.stdout


def test_a_night_with_an_error_publishes_nothing(root: Path) -> None:
    """What is online stays as it is, and the exit code says so."""
    assert run(root, "publish", "essai", "--today", "2026-11-22").returncode == 0
    before = {page: said(root, page) for page in PAGES}
    text = root / "departments" / SITE / "department.yml"
    text.write_text(f"{CARD}contacts: oui\n", encoding="utf-8")
    assert run(root, "publish", "essai", "--today", "2026-12-20").returncode == 2
    assert {page: said(root, page) for page in PAGES} == before
    assert date(2026, 12, 20).isoformat() not in run(root, "status", "essai", "--today", "2026-11-22").stdout
