"""Stale text is found where it is written, and nowhere else."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from troisclics.checks import Subject
from troisclics.checks.stale.past_dates import announced_and_past, years_gone
from troisclics.checks.stale_texts import STALE
from troisclics.load import load_project
from troisclics.merge.merger import merge_all
from troisclics.model import Finding

from ..samples import TODAY

sys.path.insert(0, str(Path(__file__).parents[2]))
from stale_score import measure

Factory = Callable[..., Path]
SHARED, LOCAL = "content/essai.md", "departments/90-dunes/ma-delegation/sortie.md"
FILE = "departments/9a-falaises/department.yml"
HEAD = "---\ntitle: Essai\ndescription: Page d'essai.\nowner: pole-fictif\nlast_reviewed_on: 2026-06-01\n---\n\n"
GLOSSARY = "terms:\n  - {term: VIEUX, expansion: ancien nom fictif, definition: Ancien nom., now: Nouveau}\n"
FACTS = """\
owner: pole-fictif
review_in: 1 an
facts:
  - id: prime
    label: Prime fictive
    unit: EUR
    words: [prime fictive]
    values:
      - {value: 12.50, from: 2024-01-01, to: 2025-12-31, status: confirmed, checked_on: 2026-06-01, source: {title: A}}
      - {value: 13, from: 2026-01-01, status: confirmed, checked_on: 2026-06-01, source: {title: Circulaire fictive}}
"""
TWINS = [
    ("valeur-ancienne", "La prime fictive est de 12,50 €."),
    ("nom-ancien", "Écrivez à VIEUX pour le dossier."),
    ("annonce-passee", "La fête aura lieu le 4 décembre 2024."),
    ("annee-passee", "Le barème 2024 est affiché."),
    ("mot-sans-date", "Le gérant a récemment changé."),
    ("jour-faux", "La fête était le lundi 4 décembre 2024."),
]


def stale(root: Path) -> list[tuple[str, str]]:
    """Place and rule of what is stale in the project at `root`."""
    return [(str(found.place), found.rule) for found in said(root)]


def said(root: Path) -> list[Finding]:
    """What is stale in the project at `root`."""
    project, _ = load_project(root, TODAY)
    return sorted(STALE.run(Subject(root, project, TODAY)))


def files(**texts: str) -> dict[str, str]:
    """The fact, the former name, and the texts of this test, by path."""
    return {"content/_facts/essai.yml": FACTS, "content/_glossary.yml": GLOSSARY, **texts}


def test_the_sound_project_says_nothing(project: Factory) -> None:
    """A project without stale text is not blamed."""
    assert stale(project(files())) == []


@pytest.mark.parametrize(("rule", "text"), TWINS)
def test_a_shared_page(project: Factory, rule: str, text: str) -> None:
    """Stale text of a shared page is found at its line, once."""
    assert stale(project(files(**{SHARED: f"{HEAD}Bonjour.\n{text}\n"}))) == [(f"{SHARED}:9", rule)]


@pytest.mark.parametrize(("rule", "text"), TWINS)
def test_a_local_page(project: Factory, rule: str, text: str) -> None:
    """Stale text of a department is found at its line, and names the department."""
    root = project(files(**{LOCAL: f"---\ntitle: Sortie\ndescription: Une sortie.\n---\n\n{text}\n"}))
    (found,) = said(root)
    assert (str(found.place), found.rule, found.department) == (f"{LOCAL}:6", rule, "90")


@pytest.mark.parametrize(("rule", "text"), TWINS)
def test_a_local_fact(project: Factory, rule: str, text: str) -> None:
    """Stale text of `department.yml` is found at its line."""
    root = project(files())
    path = root / FILE
    lines = path.read_text().splitlines()
    path.write_text("\n".join([*lines, f'    note: "{text}"', ""]))
    assert stale(root) == [(f"{FILE}:{len(lines) + 1}", rule)]


@pytest.mark.parametrize(("rule", "text"), TWINS)
def test_a_deliberate_exception(project: Factory, rule: str, text: str) -> None:
    """A line marked as deliberate is not blamed, in Markdown or in YAML, and the mark does not reach the page."""
    root = project(files(**{SHARED: f"{HEAD}{text} <!-- ancien -->\n"}))
    path = root / FILE
    path.write_text(f'{path.read_text()}    note: "{text}" # ancien\n')
    assert stale(root) == [], rule
    loaded, _ = load_project(root, TODAY)
    (site, *_), _ = merge_all(loaded, [None], TODAY)
    (page,) = [page for page in site.pages if page.uri == "essai.md"]
    assert text in page.markdown
    assert "<!-- ancien -->" not in page.markdown


@pytest.mark.parametrize(
    ("stale", "sound"),
    [
        ("La nouvelle règle remontera à juin 2024.", "La règle remonterait à juin 2024."),
        ("Les dossiers seront rendus en 2024.", "Les dossiers seraient de 2024."),
    ],
)
def test_the_conditional_announces_nothing(stale: str, sound: str) -> None:
    """The future announces a day; the conditional, which begins like it, tells what is supposed."""
    assert list(announced_and_past(stale, TODAY))
    assert list(announced_and_past(sound, TODAY)) == []


@pytest.mark.parametrize(
    ("stale", "sound"),
    [
        ("Voir le programme de la saison 2024.", "Voir le bilan de la saison 2024."),
        ("Le résultat se calcule avec le barème 2024.", "Résultats du programme 2024"),
        ("Après ce bilan, les tarifs 2024.", "Retour sur les permanences de 2024"),
    ],
)
def test_looking_back_at_a_year_is_not_stale(stale: str, sound: str) -> None:
    """What was done in a year may be told later."""
    assert list(years_gone(stale, TODAY))
    assert list(years_gone(sound, TODAY)) == []


def test_the_present_value_and_its_source_are_said(project: Factory) -> None:
    """What is found says the value of today, its source and how to name the fact."""
    (found,) = said(project(files(**{SHARED: f"{HEAD}La prime fictive est de 12,50 €.\n"})))
    assert "aujourd'hui : 13\u202f€ (Circulaire fictive)" in found.message
    assert '{{ fact("prime") }}' in found.fix


def test_precision_and_recall() -> None:
    """On the labelled set, at least 95 of 100 alarms are right, and at least 80 of 100 stale sentences are found."""
    score = measure()
    assert score.positives >= 60
    assert score.negatives >= 200
    assert score.precision >= 0.95, score.false_alarms
    assert score.recall >= 0.8, score.missed


def test_no_false_alarm_on_our_own_texts() -> None:
    """The texts of this repository have no old value, former name or date gone by."""
    root = Path(__file__).parents[3]
    project, _ = load_project(root, TODAY)
    assert [str(found.place) for found in STALE.run(Subject(root, project, TODAY))] == []
