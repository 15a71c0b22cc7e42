"""The benchmark measures what it says: its project is sound, its arithmetic and its tables are right."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
import yaml
from bench import bare, contestants, growth, hugo, measure, report, summary, tables, text
from bench.generate import Generated, Size, generate
from bench.local import CODES, plan_places
from bench.pages import DAY, MIN_PAGES, plan_pages
from bench.rounds import Result
from needs import needs

from .commands import files_of, troisclics

pytestmark = pytest.mark.slow

SMALL = Size(sites=3, pages=25, overlays=5)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    """A small generated project; only to be read."""
    return generate(tmp_path_factory.mktemp("bench") / "project", SMALL)


def test_generated_project_is_sound(project: Generated) -> None:
    """Nothing is found wrong in a generated project, save sentences that were drawn twice."""
    done = troisclics("check", "--texts", "--root", project.root, "--today", DAY)
    assert set(re.findall(r"^\S+: \w+\[(.+?)\]", done.stdout, re.M)) <= {"paragraphe-repete"}, done.stdout
    assert "25 pages nationales, 3 départements" in done.stdout


def test_generated_project_is_built(project: Generated, tmp_path: Path) -> None:
    """The command that is measured builds the portal and each department, with its overlay pages."""
    out = tmp_path / "ours" / "site"
    done = subprocess.run(contestants.build_command(project.root, out), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert {path.parents[1].name for path in out.glob("*/api/pages.json")} == {place.slug for place in project.places}
    for place in project.places:
        own = {path.stem for path in (project.root / "departments" / place.slug / "ma-delegation").glob("*-locale.md")}
        assert len(own) == 1
        assert (out / place.slug / "ma-delegation" / own.pop() / "index.html").is_file()


def test_generated_projects_are_the_same(project: Generated, tmp_path: Path) -> None:
    """The same size gives the same bytes, and a department does not change when others are added."""
    generate(tmp_path / "again", SMALL)
    assert files_of(tmp_path / "again") == files_of(project.root)
    generate(tmp_path / "more", Size(sites=4, pages=25, overlays=5))
    before, after = files_of(project.root), files_of(tmp_path / "more")
    listed = [yaml.safe_load(files.pop("content/_departments.yml"))["departments"] for files in (before, after)]
    assert listed[1][: len(listed[0])] == listed[0]
    assert {name: after[name] for name in before} == before


def test_pages_are_realistic(project: Generated) -> None:
    """A benefit page has 300 to 600 words, a table, a list, a note, a link and national facts."""
    benefits = [sheet for sheet in plan_pages(1, 70) if sheet.kind == "benefit"]
    assert len({sheet.folder for sheet in benefits}) == 7
    for sheet in project.sheets:
        body = (project.root / "content" / sheet.uri).read_text(encoding="utf-8").split("---\n", 2)[2]
        if sheet.kind in {"benefit", "legal"}:
            assert 300 <= text.count_words(body) <= 600, sheet.uri
            for mark in ("\n| --- |", "\n- ", "\n1. ", "\n!!! ", ".md)", "{{ fact(", "\n### "):
                assert mark in body, (sheet.uri, mark)


def test_departments_are_realistic(project: Generated) -> None:
    """Each has four overlays of shared pages, of which one has a heading, and one page of its own."""
    for place in project.places:
        folder = project.root / "departments" / place.slug
        pages = {path: path.read_text(encoding="utf-8") for path in folder.rglob("*.md")}
        own = [path for path in pages if path.name.endswith("-locale.md")]
        assert (len(pages), len(own)) == (5, 1)
        assert sum("\n### " in body for body in pages.values()) == 1
        numbers = re.findall(r"\b0\d(?: \d\d){4}", (folder / "department.yml").read_text(encoding="utf-8"))
        assert numbers
        assert all(number.startswith("01 99 00 ") for number in numbers)


def test_there_are_a_thousand_places() -> None:
    """The largest size that is measured has codes and names enough, all different."""
    places = plan_places(1000)
    assert len({place.slug for place in places}) == len({place.name for place in places}) == len(CODES) == 1000


@pytest.mark.parametrize("count", [0, 1001])
def test_impossible_sizes_are_refused(count: int) -> None:
    """A size that cannot be generated is said, not cut."""
    with pytest.raises(ValueError, match="1 to 1000 sites"):
        plan_places(count)
    with pytest.raises(ValueError, match=f"at least {MIN_PAGES} pages"):
        plan_pages(1, MIN_PAGES - 1)


def test_an_edit_changes_one_word(tmp_path: Path) -> None:
    """The edit that is measured changes the first word of the text, and again at the next round."""
    page = tmp_path / "fiche.md"
    page.write_text("---\ntitle: Prêt\n---\n\n## Pour qui\n\nLe service examine.\n", encoding="utf-8")
    contestants.edit_first_word(page, 1)
    assert page.read_text(encoding="utf-8").endswith("## Pour qui\n\nRelecture1 service examine.\n")
    contestants.edit_first_word(page, 2)
    assert page.read_text(encoding="utf-8").endswith("## Pour qui\n\nRelecture2 service examine.\n")


def test_edited_pages_of_the_project_are_ordinary(project: Generated) -> None:
    """The benchmark edits a benefit page, and an overlay of a shared page."""
    assert project.shared in {project.root / "content" / s.uri for s in project.sheets if s.kind == "benefit"}
    assert not project.overlay.name.endswith("-locale.md")


def test_bare_write_writes_the_same(tmp_path: Path) -> None:
    """The bare write makes the same folders, bytes and links as there were."""
    source = tmp_path / "source"
    (source / "a" / "empty").mkdir(parents=True)
    (source / "a" / "page.html").write_text("é")
    (source / "b.css").write_text("css")
    (source / "a" / "c.css").hardlink_to(source / "b.css")
    run = measure.run(
        [sys.executable, bare.__file__, str(source), str(tmp_path / "to")], tmp_path / "log", own_clock=True
    )
    assert 0 < run.seconds < 1
    assert files_of(tmp_path / "to") == files_of(source)
    assert measure.weigh(tmp_path / "to") == measure.weigh(source) == measure.Weight(3, 2, 8, 5)


def test_a_run_tells_time_and_memory(tmp_path: Path) -> None:
    """The seconds are those of the whole command, the memory that of its largest process and of all of them."""
    script = "import os, time; os.fork(); data = b'x' * 50_000_000; time.sleep(0.3)"
    run = measure.run([sys.executable, "-c", script], tmp_path / "log", watch_memory=True)
    assert 0.3 < run.seconds < 30
    assert run.largest > 50e6  # the floor is this process itself, of which the command is a copy for a moment
    assert 100e6 < run.tree < 250e6


def test_a_failed_command_stops_the_benchmark(tmp_path: Path) -> None:
    """A command that fails is never a fast one."""
    with pytest.raises(measure.CommandError, match="ended with 3: oh no"):
        measure.run(["sh", "-c", "echo oh no; exit 3"], tmp_path / "log")


def test_hugo_text() -> None:
    """Links are absolute, notes are quotations, definitions of acronyms are gone."""
    page = (
        "Voir [ici](../logement/index.md), [là](fiche-02.md#combien) et [dehors](https://exemple.fr/a.md).\n\n"
        '!!! example "Exemple"\n    Une ligne.\n    Une autre.\n\n*[RIA]: restaurant\n'
    )
    assert hugo.hugo_text(page, "/03-dune", "famille/fiche-01.md") == (
        "Voir [ici](/03-dune/logement/), [là](/03-dune/famille/fiche-02/#combien) et [dehors](https://exemple.fr/a.md).\n\n"
        "> **Exemple**\n>\n> Une ligne.\n> Une autre.\n\n"
    )


@pytest.mark.programs
def test_hugo_builds_the_same_sites(project: Generated, tmp_path: Path) -> None:
    """Both ways of running Hugo give all pages of all sites, with the menu, and links within the site."""
    needs("hugo")
    staging = [sys.executable, str(contestants.HERE / "stage_all.py"), str(project.root), str(tmp_path / "staged"), DAY]
    measure.run(staging, tmp_path / "log")
    staged = sorted((tmp_path / "staged").iterdir())
    assert {folder.name for folder in staged} == {"portail", *(place.slug for place in project.places)}
    found: list[dict[str, bytes]] = []
    for number, command in enumerate(hugo.find_ways(staged, tmp_path, tmp_path / "out", 1000).values()):
        measure.run(command, tmp_path / "log")
        (tmp_path / "out").rename(tmp_path / f"out-{number}")
        found.append(files_of(tmp_path / f"out-{number}"))
    for folder in staged:
        for page in (folder / "docs").rglob("*.md"):
            name = page.relative_to(folder / "docs").with_suffix("").as_posix().removesuffix("index").strip("/")
            for files in found:
                html = files["/".join(part for part in (folder.name, name, "index.html") if part)].decode()
                assert f'href="/{folder.name}/ma-delegation/contacts/"' in html
                assert "." * 1000 in html


def _result(name: str, sites: int, *seconds: float) -> Result:
    runs = tuple(measure.Run(value, 50_000_000) for value in seconds)
    return Result(name, sites, runs, measure.Weight(1234, 10, 6_000_000, 5_500_000) if runs else measure.Weight())


RESULTS = {
    result.name: result
    for result in (
        _result(contestants.COLD, 102, 4.0, 5.0, 30.0),
        _result(contestants.UNCHANGED, 102, 0.15),
        _result(contestants.SHARED, 102, 2.0),
        _result(contestants.OVERLAY, 102, 1.0),
        _result(contestants.AGAIN, 102, 1.2),
        _result(contestants.STOCK, 1, 2.0, 2.0),
        _result(contestants.ZENSICAL, 0),
        _result(contestants.HUGO, 102, 25.0),
        _result(contestants.COPY, 102, 3.0),
        _result(contestants.BARE, 102, 2.5),
    )
}
TABLE = """\
| What                               | sites | seconds |   min to max |   ÷ u | ÷ bare | peak MB | files |  MB |
| ---------------------------------- | ----: | ------: | -----------: | ----: | -----: | ------: | ----: | --: |
| troisclics, cold build             |   102 |    5.00 | 4.00 to 30.0 |  2.50 |   2.00 |      50 | 1,234 | 5.5 |
| troisclics, nothing changed        |   102 |    0.15 | 0.15 to 0.15 |  0.07 |   0.06 |      50 | 1,234 | 5.5 |
| troisclics, one shared page edited |   102 |    2.00 | 2.00 to 2.00 |  1.00 |   0.80 |      50 | 1,234 | 5.5 |
| troisclics, one overlay edited     |   102 |    1.00 | 1.00 to 1.00 |  0.50 |   0.40 |      50 | 1,234 | 5.5 |
| troisclics, the shared page again  |   102 |    1.20 | 1.20 to 1.20 |  0.60 |   0.48 |      50 | 1,234 | 5.5 |
| mkdocs, one site (u)               |     1 |    2.00 | 2.00 to 2.00 |  1.00 |   0.80 |      50 | 1,234 | 5.5 |
| mkdocs, 101 × that (extrapolated)  |   101 |   202.0 |              | 101.0 |   80.8 |         |       |     |
| Zensical, one site: NOT RUN        |       |         |              |       |        |         |       |     |
| Hugo, all sites                    |   102 |    25.0 | 25.0 to 25.0 |  12.5 |   10.0 |      50 | 1,234 | 5.5 |
| cp -r of our output                |   102 |    3.00 | 3.00 to 3.00 |  1.50 |   1.20 |      50 | 1,234 | 5.5 |
| bare write of the same bytes       |   102 |    2.50 | 2.50 to 2.50 |  1.25 |   1.00 |      50 | 1,234 | 5.5 |"""
TARGETS = """\
PASS: troisclics, cold build: 2.50 u, at most 2.5 u
FALLS SHORT by 33%: troisclics, one shared page edited: 1.00 u, at most 0.75 u
PASS: troisclics, the shared page again: 0.60 u, at most 0.75 u
PASS: troisclics, one overlay edited: 0.50 u, at most 0.5 u
PASS: troisclics, nothing changed: 0.07 u, at most 0.1 u
PASS: troisclics, cold build, against Hugo: 0.20 of Hugo's time, at most 0.25 of Hugo's time
PASS: troisclics, cold build, against a bare write: 2.00 × the bare write, at most 3 × the bare write"""


def test_table_of_results() -> None:
    """The table has the medians, what is extrapolated says so, and what was not run says so."""
    assert summary.format_results(RESULTS, 101) == TABLE


def test_targets() -> None:
    """Each target says PASS, or by how much it is missed."""
    assert "\n".join(map(str, summary.targets(RESULTS))) == TARGETS


def test_table_of_growth() -> None:
    """Growth is in proportion to the bytes that are written; what is not says by how much."""
    found = [
        growth.Growth(Size(sites, 70), (measure.Run(seconds, 80_000_000, tree),), measure.Weight(9, 9, stored, stored))
        for sites, seconds, tree, stored in (
            (101, 5.0, 200_000_000, 250_000_000),
            (1000, 75.0, 210_000_000, 2_500_000_000),
        )
    ]
    assert growth.format_growth(found) == (
        "| sites | pages | seconds | ms/site | s/100 MB | files | MB shown | MB stored | RAM, all | RAM, largest |\n"
        "| ----- | ----: | ------: | ------: | -------: | ----: | -------: | --------: | -------: | -----------: |\n"
        "| 101   |    70 |    5.00 |    49.0 |     2.00 |     9 |      250 |       250 |      200 |           80 |\n"
        "| 1,000 |    70 |    75.0 |    74.9 |     3.00 |     9 |    2,500 |     2,500 |      210 |           80 |"
    )
    assert [str(target) for target in growth.growth_targets(found)] == [
        "PASS: memory of all processes, 1000 sites of 70 pages: 210.00 MB, at most 600 MB",
        "FALLS SHORT by 36%: time for the same bytes, 1000 sites of 70 pages, against 101 of 70: 1.50 ×, at most 1.1 ×",
        "PASS: memory, 1000 sites of 70 pages, against 101 of 70: 1.05 ×, at most 1.1 ×",
    ]


def test_numbers() -> None:
    """Figures show as many digits as they deserve."""
    shown = [tables.seconds(0.123), tables.seconds(12.34), tables.megabytes(1_234_567), tables.megabytes(1_234_567_890)]
    assert shown == ["0.12", "12.3", "1.2", "1,235"]


def test_report_keeps_what_is_written_by_hand(tmp_path: Path) -> None:
    """Measuring again changes the figures, and not the remarks below them."""
    results = report.Section(TABLE, tuple(summary.targets(RESULTS)), 5, ("a note",))
    page = report.format_report(date(2026, 11, 22), Size(), [("Processor", "one")], results)
    path = tmp_path / "docs" / "performance.md"
    report.write_report(path, page)
    assert path.read_text(encoding="utf-8") == page
    assert TABLE in page
    assert "Measured on 2026-11-22" in page
    path.write_text(page + "\n## Where the time goes\n", encoding="utf-8")
    report.write_report(path, report.format_report(date(2026, 11, 23), Size(), [("Processor", "two")], results))
    again = path.read_text(encoding="utf-8")
    assert "Measured on 2026-11-23" in again
    assert again.endswith(f"{report.BY_HAND}\n\n## Where the time goes\n")


def test_report_of_growth() -> None:
    """Growth has a page of its own, which says on what and how often it was measured."""
    growing = report.Section("| a table |", (), 1)
    page = report.format_growth_report(date(2026, 11, 22), 5, [("Processor", "one, 2 cores")], growing)
    assert "Measured on 2026-11-22" in page
    assert "one, 2 cores" in page
    assert "each run once" in page
    assert page.endswith(f"{report.BY_HAND}\n")
