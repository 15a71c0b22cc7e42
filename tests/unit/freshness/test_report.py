"""The report on freshness: departments as old as what they say, and every format of it, to the same day the same."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
from datetime import date
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import icalendar
import jsonschema
import pytest

from troisclics.domain.local_coverage import coverage
from troisclics.domain.tile_map import TILES, Tile, place_tiles
from troisclics.freshness.age_bands import band_of, unreviewed
from troisclics.freshness.age_curve import month_ends
from troisclics.freshness.report import freshness_report
from troisclics.git.history import read_history
from troisclics.load import load_project
from troisclics.model import Band, FreshnessReport, Place, ReviewItem
from troisclics.reports.freshness_formats import FRESHNESS_FORMATS, Files

from ..commands import DAY, copy_fictitious, troisclics
from ..histories import Repository, repository

TODAY = date(2026, 11, 22)
REPOSITORY = Path(__file__).parents[3]
DUNES = "departments/90-dunes/department.yml"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """The fictitious project with a history: written in June, reformatted and a national page rewritten since."""
    root = copy_fictitious(tmp_path_factory.mktemp("rapport") / "projet")
    made = repository(root)
    made.commit("2025-06-01", {})
    made.commit("2026-06-01", {DUNES: (root / DUNES).read_text().replace("le mardi", "le jeudi")}, who="b")
    page = root / "content/logement/index.md"
    made.commit("2026-11-20", {"content/logement/index.md": page.read_text() + "\nUne phrase de plus.\n"})
    return made


def report_of(made: Repository, today: date = TODAY) -> FreshnessReport:
    """The report on a scripted repository."""
    project, found = load_project(made.root, today)
    return freshness_report(project, read_history(made.root, 10), today, found)


def files_of(made: Repository, form: str, today: date = TODAY) -> Files:
    """The files of the report in one format."""
    project, _ = load_project(made.root, today)
    return FRESHNESS_FORMATS[form](report_of(made, today), coverage(project, today))


@pytest.mark.parametrize(
    ("reviewed", "due", "band"),
    [
        (None, None, Band.NEVER),
        (date(2026, 11, 23), date(2027, 1, 1), Band.NEVER),  # a review of tomorrow is none
        (date(2026, 11, 22), None, Band.OVERDUE),
        (date(2026, 11, 22), date(2026, 12, 22), Band.FRESH),
        (date(2026, 11, 22), date(2026, 12, 21), Band.SOON),
        (date(2026, 10, 22), TODAY, Band.SOON),
        (date(2026, 10, 21), date(2026, 11, 21), Band.OVERDUE),
        (date(2025, 11, 22), date(2026, 11, 21), Band.OVERDUE),
        (date(2025, 11, 21), date(2026, 11, 21), Band.YEAR),
        (date(2023, 11, 22), date(2024, 11, 22), Band.YEAR),
        (date(2023, 11, 21), date(2024, 11, 21), Band.THREE_YEARS),
        (date(2024, 2, 29), date(2026, 11, 22), Band.SOON),  # an old review that still holds is not old
    ],
)
def test_bands_to_the_day(reviewed: date | None, due: date | None, band: Band) -> None:
    """Each band begins on its day; nothing is fresh without a review and a due day."""
    assert band_of(reviewed, due, TODAY, 30) is band


@pytest.mark.parametrize(
    ("as_of", "band"),
    [
        (None, Band.NEVER),
        (date(2027, 1, 1), Band.NEVER),
        (date(2026, 11, 1), Band.OVERDUE),
        (date(2025, 11, 21), Band.YEAR),
        (date(2020, 1, 1), Band.THREE_YEARS),
    ],
)
def test_what_nobody_has_reviewed(as_of: date | None, band: Band) -> None:
    """It is as old as its source says, and never fresh."""
    assert unreviewed(as_of, TODAY) is band


def test_a_national_edit_makes_no_department_younger(made: Repository) -> None:
    """A department is as old as its own facts: when it changed, and by how many people, is its own too."""
    dunes, falaises = report_of(made).departments
    assert (dunes.band, dunes.changed, dunes.updates, dunes.contributors) == (Band.NEVER, date(2026, 6, 1), 1, 2)
    assert (falaises.changed, falaises.updates, falaises.contributors) == (date(2025, 6, 1), 0, 1)


def test_what_has_ended_ages_nothing(made: Repository) -> None:
    """A past event is named, and no longer counts for the age of its department."""
    items = {item.title: item for item in report_of(made, date(2027, 2, 1)).items}
    assert items["événement : Arbre de Noël fictif"].ended
    assert items["offre : Cinéma fictif"].ended


def test_the_curve_ends_today() -> None:
    """Twenty-four ends of months, leap years included, then today."""
    days = month_ends(date(2024, 3, 31))
    assert len(days) == 25
    assert days[-3:] == [date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 31)]


def test_the_curve_remembers(made: Repository) -> None:
    """A file counts from its first commit on, and is fresh while the review it then had held."""
    points = {point.day: point for point in report_of(made).curve}
    assert points[date(2025, 5, 31)].shared == 0
    assert points[date(2025, 6, 30)].shared == 9  # eight pages and a file of facts
    assert points[TODAY].local == 4


@pytest.mark.parametrize("form", sorted(FRESHNESS_FORMATS))
def test_the_same_day_the_same_bytes(made: Repository, form: str) -> None:
    """Every format depends on the project, its history and the day only."""
    assert files_of(made, form) == files_of(made, form)


def test_json_follows_its_schema(made: Repository) -> None:
    """The JSON report is what `schemas/freshness.json` says."""
    schema = json.loads((REPOSITORY / "schemas/freshness.json").read_text())
    document = json.loads(files_of(made, "json")["fraicheur.json"])
    jsonschema.Draft202012Validator(schema).validate(document)
    assert document["history"] is None


def test_csv_opens_in_a_french_spreadsheet(made: Repository) -> None:
    """A mark of UTF-8, semicolons, Windows line ends, as many cells in each line, codes that stay texts."""
    raw = files_of(made, "csv")["fraicheur-departements.csv"]
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\r\n") == raw.count(b"\n")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";"))
    assert {len(row) for row in rows} == {11}
    assert [row[0] for row in rows[1:]] == ["90 Dunes", "9A Falaises"]


def test_a_calendar_for_each_owner(made: Repository) -> None:
    """Each owner with reviews to do has a calendar whose events are whole days, with their list."""
    files = files_of(made, "ics")
    assert set(files) >= {"agenda/pole-fictif.ics", "agenda/delegation-90.ics"}
    calendar = icalendar.Calendar.from_ical(files["agenda/pole-fictif.ics"])
    events = list(calendar.walk("VEVENT"))
    assert date(2026, 12, 1) in {event.decoded("dtstart") for event in events}
    assert len({str(event["uid"]) for event in events}) == len(events)


def test_a_name_of_several_lines_adds_none_to_a_calendar(made: Repository) -> None:
    """The name of a calendar is escaped like its other texts; line ends become spaces."""
    report = report_of(made)
    owners = tuple(dataclasses.replace(load, label="Pôle,\nx-a:b") for load in report.owners)
    files = FRESHNESS_FORMATS["ics"](dataclasses.replace(report, owners=owners), ())
    lines = files["agenda/pole-fictif.ics"].decode().split("\r\n")
    assert "X-WR-CALNAME:Relectures : Pôle\\, x-a:b" in lines


def test_mails_invent_no_address(made: Repository) -> None:
    """A mail goes to the mailbox that is known; without one there is no « To », and the mail says so."""
    mails = {name: message_from_bytes(raw, policy=default) for name, raw in files_of(made, "eml").items()}
    dunes, falaises = mails["courriels/delegation-90.eml"], mails["courriels/delegation-9A.eml"]
    assert dunes["To"] == "dunes@exemple.fr"
    assert falaises["To"] is None
    assert "Destinataire à compléter" in falaises.get_content()
    assert dunes["Subject"].startswith("Action sociale")
    assert all(mail["From"] is None for mail in mails.values())


def test_html_needs_nothing_else(made: Repository) -> None:
    """The page loads nothing, has a tile for each department, and names what is not fresh."""
    html = files_of(made, "html")["fraicheur.html"].decode()
    assert "src=" not in html
    assert "url(" not in html
    assert html.count("<g class=") == 2
    assert "Cantine fictive" in html


def test_each_line_leads_to_the_forge(made: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """With an address of the forge, each file is a link to its line."""
    config = made.root / "mkdocs.yml"
    config.write_text(config.read_text() + "\nrepo_url: https://forge.exemple.fr/p\nedit_uri: -/edit/main/\n")
    html = files_of(made, "html")["fraicheur.html"].decode()
    assert f'href="https://forge.exemple.fr/p/-/blob/main/{DUNES}#L9"' in html


def test_every_department_has_its_own_tile() -> None:
    """No two departments share a tile; a code that is not drawn gets one below."""
    assert len(set(TILES.values())) == len(TILES)
    tiles = place_tiles([*TILES, "988", "987"])
    assert len(set(tiles.values())) == len(TILES) + 2
    assert tiles["987"] < tiles["988"]
    assert place_tiles(["988"]) == {"988": Tile(0, 0)}


def test_our_departments_are_drawn() -> None:
    """Every department of this repository has its place on the map."""
    codes = {path.name.partition("-")[0].upper() for path in (REPOSITORY / "departments").iterdir()}
    assert codes == set(TILES)


def test_the_command(made: Repository, tmp_path: Path) -> None:
    """The command writes the asked files, and takes away the calendars and mails of an earlier day only."""
    out = tmp_path / "rapport"
    (out / "agenda").mkdir(parents=True)
    (out / "agenda" / "ancien.ics").write_text("")
    (out / "garder.txt").write_text("")
    words = [word for form in ("html", "csv", "json", "ics", "eml") for word in ("--format", form)]
    run = troisclics("report", "freshness", *words, "--out", out, "--root", made.root, "--today", DAY)
    assert run.returncode == 0, run.stderr
    names = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
    assert names >= {"fraicheur.html", "fraicheur.csv", "fraicheur.json", "garder.txt", "courriels/delegation-90.eml"}
    assert "agenda/ancien.ics" not in names


def test_exit_codes_and_baseline(made: Repository, tmp_path: Path) -> None:
    """0 when nothing is wrong, 1 when something is, 2 for bad usage; a baseline leaves what is new."""
    later = ("report", "freshness", "--root", made.root, "--today", "2028-01-01")
    assert troisclics(*later[:4], "--today", DAY).returncode == 0
    assert troisclics(*later).returncode == 1
    known = tmp_path / "reference.json"
    assert troisclics(*later, "--baseline", known, "--write-baseline").returncode == 0
    assert troisclics(*later, "--baseline", known).returncode == 0
    assert troisclics(*later, "--format", "ics").returncode == 2


def test_our_own_report() -> None:
    """Our pages, written and reviewed on one day, are no rubber stamps; nothing that nobody vouched for is fresh."""
    project, found = load_project(REPOSITORY, TODAY)
    history = read_history(REPOSITORY, 10)
    if history.state != "complete":
        pytest.skip(f"NOT RUN: {history.detail}")
    report = freshness_report(project, history, TODAY, found)
    assert report.stamps == ()
    unvouched: list[ReviewItem] = [item for item in report.items if item.reviewed is None or item.reason]
    assert all(item.band > Band.FRESH for item in unvouched)
    assert Place("departments/50-manche/department.yml", 3) in {item.place for item in unvouched}
