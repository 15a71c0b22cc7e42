"""What is overdue, past, undated or without a period is named, from the very day on which it is."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from troisclics.checks import Subject
from troisclics.checks.overdue import FRESHNESS
from troisclics.freshness.review_items import ReviewRater, items_of
from troisclics.freshness.rubber_stamps import stamped_files
from troisclics.freshness.rules import check_history, check_items
from troisclics.git.history import History, read_history
from troisclics.load import load_project
from troisclics.model import Finding, FreshnessSettings, Project

from ..histories import repository

Factory = Callable[..., Path]
TODAY = date(2026, 11, 22)
PAGE = "content/logement/aide.md"
FILE = "departments/9a-falaises/department.yml"
FACT = """\
owner: pole-fictif
{period}facts:
  - id: logement.aide
    label: Montant de l'aide fictive
    unit: {unit}
    values:
      - value: {value}
        from: 2024-01-01
        {end}status: {status}
        checked_on: {checked}
        source: {{title: Texte fictif}}
"""


def page(dates: str) -> str:
    """A page with these lines of dates in its front matter."""
    front = f"title: Aide\ndescription: Une aide.\nkind: benefit\nowner: pole-fictif\n{dates}"
    return f"---\n{front}sources:\n  - title: Texte fictif\n---\n\nTexte.\n"


def fact(*, end: str = "", status: str = "confirmed", checked: str = "2026-11-01", period: str = "review_in: 1 an\n",
         unit: str = "EUR", value: str = "100") -> str:  # fmt: skip
    """A file of one fact."""
    return FACT.format(end=end, status=status, checked=checked, period=period, unit=unit, value=value)


def said(root: Path, today: date = TODAY, settings: FreshnessSettings | None = None) -> list[Finding]:
    """Everything that the dates of the project at `root` tell, notes included."""
    project = load(root, settings)
    judge = ReviewRater(today, project.tree.settings.freshness)
    return sorted(check_items(project, items_of(project, judge), today))


def load(root: Path, settings: FreshnessSettings | None = None) -> Project:
    """The project at `root`, with other settings."""
    project, _ = load_project(root, TODAY)
    if settings is None:
        return project
    kept = dataclasses.replace(project.tree.settings, freshness=settings)
    return dataclasses.replace(project, tree=dataclasses.replace(project.tree, settings=kept))


def of(findings: list[Finding], file: str) -> list[tuple[int, str]]:
    """Line and rule of what is said of a file."""
    return [(found.place.line, found.rule) for found in findings if found.place.file == file]


REVIEWED = "last_reviewed_on: {}\nreview_in: {}\n"


@pytest.mark.parametrize(
    ("reviewed", "period", "rules"),
    [
        ("2026-05-22", "6 mois", ["revue-proche"]),  # due today
        ("2026-05-21", "6 mois", ["revue-depassee"]),  # due yesterday
        ("2026-11-22", "30 jours", []),  # due in thirty days
        ("2026-11-21", "30 jours", ["revue-proche"]),
        ("2024-02-29", "33 mois", ["revue-proche"]),  # 29 November
        ("2024-02-29", "2 ans", ["revue-depassee"]),  # 28 February 2026
        ("2026-08-31", "3 mois", ["revue-proche"]),  # 30 November, the last day of the month
        ("2026-11-22", "1 an", []),
    ],
)
def test_reviews_to_the_day(project: Factory, reviewed: str, period: str, rules: list[str]) -> None:
    """A review holds on its last day; the next day it is overdue, and thirty days before it is coming."""
    root = project({PAGE: page(REVIEWED.format(reviewed, period))})
    assert of(said(root), PAGE) == [(2, rule) for rule in rules]


@pytest.mark.parametrize(
    ("name", "text", "line", "rule"),
    [
        (PAGE, page("review_in: 1 an\n"), 2, "revue-absente"),
        (PAGE, page("last_reviewed_on: 2026-11-01\n"), 2, "delai-absent"),
        (PAGE, page(REVIEWED.format("2024-01-31", "1 an")), 2, "revue-depassee"),
        (PAGE, page(REVIEWED.format("2026-06-01", "6 mois")), 2, "revue-proche"),
        (PAGE, page("review_in: 1 an\nstatus: to_confirm\n"), 2, "non-verifie"),
        (PAGE, page(REVIEWED.format("2026-06-01", "1 an")).replace("sources:\n  - title: Texte fictif\n", ""), 2,
         "revue-sans-source"),
        (FILE, "contacts:\n  - label: Bureau\n", 2, "non-verifie"),
        (FILE, "contacts:\n  - label: Bureau\n    last_reviewed_on: 2025-01-01\n", 2, "revue-depassee"),
        (FILE, "events:\n  - title: Fête\n    starts_on: 2026-11-21\n", 2, "evenement-passe"),
        (FILE, "offers:\n  - title: Place\n    valid_until: 2026-11-21\n", 2, "offre-terminee"),
        (FILE, "permanences:\n  - label: Bureau\n    year: 2025\n    last_reviewed_on: 2026-11-01\n", 2,
         "permanence-ancienne"),
        ("content/_facts/logement.yml", fact(end="to: 2026-11-21\n        "), 8, "fait-perime"),
        ("content/_facts/logement.yml", fact(end="revise_by: 2026-11-21\n        "), 8, "fait-perime"),
        ("content/_facts/logement.yml", fact(status="obsolete"), 8, "bareme-ancien"),
        ("content/_facts/logement.yml", fact(checked="2025-11-21"), 8, "revue-depassee"),
        ("content/_facts/logement.yml", fact(period=""), 7, "delai-absent"),
    ],
)  # fmt: skip
def test_broken_twins(project: Factory, name: str, text: str, line: int, rule: str) -> None:
    """Each rule fires in its own broken file, at its line, and no other does."""
    assert of(said(project({name: text})), name) == [(line, rule)]


@pytest.mark.parametrize(
    "text",
    [
        "events:\n  - title: Fête\n    starts_on: 2026-11-20\n    ends_on: 2026-11-22\n",
        "offers:\n  - title: Place\n    valid_until: 2026-11-22\n",
        "permanences:\n  - label: Bureau\n    year: 2026\n",
    ],
)
def test_the_last_day_is_not_past(project: Factory, text: str) -> None:
    """What ends today has not ended: only its review is missing."""
    assert of(said(project({FILE: text})), FILE) == [(2, "non-verifie")]


@pytest.mark.parametrize(
    ("end", "today", "rules"),
    [
        ("revise_by: 2029-11-22\n        ", date(2026, 11, 22), []),
        ("", date(2026, 11, 22), ["declaration-echue"]),
        ("revise_by: 2029-11-23\n        ", date(2026, 11, 22), ["declaration-echue"]),
    ],
)
def test_the_accessibility_statement_holds_three_years(
    project: Factory, end: str, today: date, rules: list[str]
) -> None:
    """The fact that dates the statement must end within three years, to the day."""
    text = fact(end=end, unit="date", value="2026-11-22").replace("logement.aide", "site.accessibilite.declaration")
    root = project({"content/_facts/site.yml": text})
    assert [rule for _, rule in of(said(root, today), "content/_facts/site.yml")] == rules


def test_check_leaves_the_notes_to_the_report(project: Factory) -> None:
    """An editor who checks a text is told what must be mended, not all that is unconfirmed."""
    root = project({FILE: "contacts:\n  - label: Bureau\n", PAGE: page("review_in: 1 an\n")})
    loaded, _ = load_project(root, TODAY)
    assert {found.rule for found in FRESHNESS.run(Subject(root, loaded, TODAY))} == {"revue-absente"}


@pytest.mark.parametrize(
    ("settings", "severity"),
    [
        (FreshnessSettings(), "error"),
        (FreshnessSettings(report_only=("revue-depassee",)), "warning"),
    ],
)
def test_what_fails_is_set(project: Factory, settings: FreshnessSettings, severity: str) -> None:
    """A rule that is only to be reported is no error."""
    root = project({PAGE: page(REVIEWED.format("2024-01-31", "1 an"))})
    assert {f.severity for f in said(root, settings=settings) if f.rule == "revue-depassee"} == {severity}


@pytest.mark.parametrize(("days", "severity"), [(29, "error"), (30, "warning")])
def test_what_fails_depends_on_its_age(project: Factory, days: int, severity: str) -> None:
    """`fail_after` makes an error of what has been overdue for more than so many days."""
    config = (
        "\nextra:\n  troisclics:\n    freshness:\n      fail_after:\n"
        f"        - rule: revue-depassee\n          days: {days}\n"
    )
    root = project({PAGE: page(REVIEWED.format("2026-04-23", "6 mois"))})  # overdue for thirty days
    path = root / "mkdocs.yml"
    path.write_text(path.read_text() + config)
    assert {f.severity for f in said(root) if f.rule == "revue-depassee"} == {severity}


def test_git_that_cannot_tell(project: Factory, tmp_path: Path) -> None:
    """Without a history, or with half of one, that is an error and nothing is fresh."""
    root = project()
    history = read_history(root, 10)
    loaded = load(root)
    items = list(items_of(loaded, ReviewRater(TODAY, FreshnessSettings(), history)))
    assert min(item.band for item in items) > 0
    found = list(check_history(history, items, (), FreshnessSettings(), TODAY))
    assert [(f.rule, f.severity) for f in found] == [("historique-absent", "error")]
    shallow = History("shallow", detail="x")
    assert [f.rule for f in check_history(shallow, items, (), FreshnessSettings(), TODAY)] == ["historique-tronque"]


def test_git_that_tells(project: Factory) -> None:
    """A file that git does not know, a commit of tomorrow and reviews in bulk are named."""
    root = project()
    made = repository(root)
    made.commit("2025-01-01", {})
    bumped = {
        path.relative_to(root).as_posix(): path.read_text().replace("2026-06-01", "2026-11-20")
        for path in sorted((root / "content").rglob("*.md"))
    }
    made.commit("2026-11-23", bumped)
    new = "content/nouvelle.md"
    made.write({new: page(REVIEWED.format("2026-11-20", "1 an"))})
    settings = FreshnessSettings(bulk=5, stamps=0)
    history = read_history(root, settings.bulk)
    items = list(items_of(load(root), ReviewRater(TODAY, settings, history)))
    found = list(check_history(history, items, stamped_files(history, items), settings, TODAY))
    rules = {(f.place.file, f.rule) for f in found}
    assert ("content", "historique-futur") in rules
    assert (new, "fichier-non-suivi") in rules
    assert {file for file, rule in rules if rule == "relectures-en-bloc"} == set(bumped)
    stamped = next(item for item in items if item.place.file == PAGE)
    assert (stamped.claimed, stamped.reviewed) == (date(2026, 11, 20), date(2026, 6, 1))


@pytest.mark.parametrize(
    ("dates", "rules"),
    [
        ("", {"delai-absent", "revue-absente"}),
        (REVIEWED.format("2026-11-01", "1 an"), set()),
        (REVIEWED.format("2024-01-01", "1 an"), set()),  # to review, but no more than a page of today
    ],
)
def test_a_page_of_another_day_is_checked_now(project: Factory, dates: str, rules: set[str]) -> None:
    """What would be refused on the day when it appears is refused today, so that no morning finds the sites blocked."""
    root = project({PAGE: page(dates + "publish_on: 2027-01-01\n")})
    loaded, _ = load_project(root, TODAY)
    said_now = {found.rule for found in FRESHNESS.run(Subject(root, loaded, TODAY)) if found.place.file == PAGE}
    assert said_now == rules
