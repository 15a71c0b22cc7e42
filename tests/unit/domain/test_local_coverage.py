"""What each department tells of the expected local facts, and the tables in which a poor one is seen."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from troisclics.checks import Subject
from troisclics.checks.coverage import COVERAGE
from troisclics.domain.local_coverage import EXPECTED, State, coverage
from troisclics.model import Contact, Department, Event, Offer, Permanence, Settings
from troisclics.reports.coverage_report import format_coverage_csv, format_coverage_html, format_coverage_text

from ..commands import DAY, troisclics
from ..samples import TODAY, make_department, make_overlay, make_project

SURE = {"status": "confirmed", "last_reviewed_on": TODAY}
PHONE = "01 99 00 12 34"
NEWS = "ma-delegation/sortie.md"
POOR = make_department("51", name="Marne", de="de la Marne")
RICH = make_department(
    "50",
    make_overlay(uri=NEWS, title="Sortie", published_on=TODAY, **SURE),
    contacts=(Contact(label="Bureau", phone=PHONE, email="b@exemple.fr", address="1 rue fictive", **SURE),),
    permanences=(Permanence(label="Permanence", phone=PHONE),),
    events=(Event(title="Noël", starts_on=date(2026, 12, 9)),),
    offers=(Offer(title="Théâtre", **SURE),),
)


def states(department: Department) -> dict[str, State]:
    """The state of each expected fact, by its name."""
    (row,) = coverage(make_project(departments=[department]), TODAY)
    return {fact.name: state for fact, state in zip(EXPECTED, row.states, strict=True)}


def test_what_is_there_and_what_is_sure() -> None:
    """A fact is vouched for, to be confirmed or absent; one entry vouched for is enough."""
    assert states(RICH) == {
        "téléphone": "sure",
        "courriel": "sure",
        "adresse": "sure",
        "permanence": "doubtful",
        "restaurant": "absent",
        "événement de l'année": "doubtful",
        "offre en cours": "sure",
        "actualité de moins d'un an": "sure",
    }
    assert set(states(POOR).values()) == {"absent"}


@pytest.mark.parametrize(
    ("department", "name", "state"),
    [
        (make_department(events=(Event(title="Bal", starts_on=date(2025, 12, 9)),)), "événement de l'année", "absent"),
        (make_department(events=(Event(title="Bal", starts_on=date(2026, 1, 1)),)), "événement de l'année", "doubtful"),
        (make_department(events=(Event(title="Bal", starts_on=date(2027, 1, 1)),)), "événement de l'année", "doubtful"),
        (make_department(offers=(Offer(title="Vieille", valid_until=date(2026, 11, 21)),)), "offre en cours", "absent"),
        (make_department(offers=(Offer(title="Bonne", valid_until=TODAY),)), "offre en cours", "doubtful"),
        (make_department(permanences=(Permanence(label="P", phone=PHONE),)), "téléphone", "doubtful"),
        (make_department("50", make_overlay(uri=NEWS, title="S", published_on=date(2025, 11, 21))), EXPECTED[-1].name,
         "absent"),
        (make_department("50", make_overlay(uri=NEWS, title="S", published_on=date(2025, 11, 22))), EXPECTED[-1].name,
         "doubtful"),
        (make_department("50", make_overlay(published_on=TODAY)), EXPECTED[-1].name, "absent"),
        (
            make_department(
                "50", make_overlay(uri=NEWS, title="S", published_on=TODAY, publish_on=TODAY + timedelta(days=1))
            ),
            EXPECTED[-1].name,
            "absent",
        ),
    ],
    ids=["event of last year", "event of this year", "event to come", "offer of yesterday", "offer until today",
         "phone of a permanence", "news of a year and a day", "news of a year", "text on a shared page",
         "news of tomorrow"],
)  # fmt: skip
def test_what_counts(department: Department, name: str, state: State) -> None:
    """Dates decide what still counts, as on the day that is given."""
    assert states(department)[name] == state


def test_a_poor_department_is_noted() -> None:
    """A department that tells less than the setting asks has a note at its file, which names what is missing."""
    project = make_project(departments=[RICH, POOR])
    (found,) = COVERAGE.run(Subject(Path(), project, TODAY))
    assert (found.rule, found.severity, found.department) == ("departement-pauvre", "note", "51")
    assert found.message.startswith("0 information(s) locale(s) sur 8 attendues ; manquent : téléphone, courriel,")
    strict = replace(project, tree=replace(project.tree, settings=Settings(local_facts=8)))
    assert [note.department for note in COVERAGE.run(Subject(Path(), strict, TODAY))] == ["50", "51"]


def test_tables_show_the_poorest_first() -> None:
    """At a glance: the by_coverage on top, with marks and words and never colours alone; totals of each column."""
    rows = coverage(make_project(departments=[RICH, POOR]), TODAY)
    text = format_coverage_text(rows, TODAY)
    assert text.index("51-marne") < text.index("50-manche")
    assert "50-manche                    ● ● ● ○ · ○ ● ●\n" in text
    assert "  restaurant : 0 sur 2\n" in text
    page = format_coverage_html(rows, TODAY)
    assert page.index("Marne (51)") < page.index("Manche (50)")
    assert "dont 1 sans aucune de ces 8 informations" in page
    assert "● vérifié" in page


def test_csv_is_read_back() -> None:
    """The CSV has a line for each department, in the order of codes, and a column for each fact."""
    rows = coverage(make_project(departments=[RICH, POOR]), TODAY)
    lines = list(csv.DictReader(io.StringIO(format_coverage_csv(rows, TODAY)[1:]), delimiter=";"))
    assert [line["code"] for line in lines] == ["50", "51"]
    assert lines[0]["permanence"] == "à confirmer"
    assert (lines[0]["présents"], lines[0]["vérifiés"], lines[1]["présents"]) == ("7", "5", "0")


@pytest.mark.parametrize("form", ["text", "csv", "html"])
def test_the_command(root: Path, form: str) -> None:
    """`troisclics report coverage` writes any of the three, on the output or in a file."""
    run = troisclics("report", "coverage", "--root", root, "--today", DAY, "--format", form)
    assert (run.returncode, run.stderr) == (0, "")
    assert "alaises" in run.stdout
    out = root / "rapport"
    assert troisclics("report", "coverage", "--root", root, "--today", DAY, "--format", form, "--out", out).stdout == ""
    assert out.read_text(encoding="utf-8") == run.stdout
