"""A review is one line: the day and the source; everything else stays as it was written."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from troisclics.editing.record_review import record_reviews
from troisclics.errors import ScaffoldError
from troisclics.load import load_project

from ..commands import DAY, troisclics

SOURCE = "https://exemple.fr/texte?n=1"
TODAY = date(2026, 11, 22)
NOTE = f"2026-11-22 # d'après {SOURCE}"
PAGE = "content/essai.md"
FILE = "departments/90-dunes/department.yml"


def changed(before: str, after: str) -> list[tuple[str, str]]:
    """The lines that differ, where no line was added."""
    return [(a, b) for a, b in zip(before.splitlines(), after.splitlines(), strict=True) if a != b]


def write(root: Path, name: str, text: str) -> Path:
    """Write a file of the project at `root`, just as it is."""
    path = root / name
    path.write_bytes(text.encode())
    return path


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("last_reviewed_on: 2025-01-31", f"last_reviewed_on: {NOTE}"),
        ("last_reviewed_on:   2025-01-31   # note", f"last_reviewed_on:   2026-11-22 # note ; d'après {SOURCE}"),
        ("last_reviewed_on: 2025-01-31 # d'après https://a.fr/b", f"last_reviewed_on: {NOTE}"),
        ('last_reviewed_on: "2025-01-31"', f"last_reviewed_on: {NOTE}"),
        (
            "last_reviewed_on: 2025-01-31 # n ; d'après https://a.fr",
            f"last_reviewed_on: 2026-11-22 # n ; d'après {SOURCE}",
        ),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_one_line_of_a_page(root: Path, line: str, expected: str, newline: str) -> None:
    """Only the line of the date changes; comments, spaces, quotes and line ends of the rest stay."""
    head = [
        "---",
        "title:   'Essai'  # titre",
        'description: "D\'essai"',
        line,
        "review_in: 1 an",
        "---",
        "",
        "Texte  .",
    ]
    before = newline.join([*head, ""])
    path = write(root, PAGE, before)
    (done,) = record_reviews(root, [PAGE], SOURCE, TODAY, TODAY)
    after = path.read_bytes().decode()
    assert changed(before, after) == [(line, expected)]
    assert after.count("\r") == before.count("\r")
    assert done.line == 4


def test_a_page_without_a_date_gets_one_line(root: Path) -> None:
    """A page never reviewed gets the line, and nothing else."""
    before = "---\ntitle: Essai # t\ndescription: Essai\n---\nTexte.\n"
    path = write(root, PAGE, before)
    record_reviews(root, [PAGE], SOURCE, TODAY, TODAY)
    assert path.read_text() == before.replace("# t\n", f"# t\nlast_reviewed_on: {NOTE}\n")


def test_an_entry_of_a_department(root: Path) -> None:
    """An entry is named by any of its lines; its neighbours and the comments stay."""
    path = root / FILE
    lines = path.read_text().splitlines()
    place = lines.index("    last_reviewed_on: 2026-09-01")
    record_reviews(root, [f"{FILE}:{place - 2}"], SOURCE, TODAY, TODAY)
    assert changed("\n".join(lines), path.read_text()) == [(lines[place], f"    last_reviewed_on: {NOTE}")]


def test_an_entry_without_a_date(root: Path) -> None:
    """An entry never reviewed gets one line with its indent, and is said to remain « à confirmer »."""
    path = root / FILE
    before = path.read_text().splitlines()
    place = before.index("  - name: Cantine fictive") + 1
    (done,) = record_reviews(root, [f"{FILE}:{place}"], SOURCE, TODAY, TODAY)
    after = path.read_text().splitlines()
    assert after[place] == f"    last_reviewed_on: {NOTE}"
    assert [*after[:place], *after[place + 1 :]] == before
    assert done.line == place + 1
    assert load_project(root, TODAY)[1] == []


def test_a_value_of_a_fact(root: Path) -> None:
    """The value of a national fact is checked, not reviewed: its `checked_on` changes."""
    path = root / "content/_facts/logement.yml"
    before = path.read_text()
    line = before.splitlines().index("      - value: 120.50") + 1
    record_reviews(root, [f"content/_facts/logement.yml:{line}"], SOURCE, TODAY, TODAY)
    assert changed(before, path.read_text()) == [("        checked_on: 2026-06-01", f"        checked_on: {NOTE}")]


@pytest.mark.parametrize(
    ("target", "against", "day", "words"),
    [
        (PAGE, "bidon", TODAY, "n'est pas une adresse"),
        (PAGE, "javascript:alert(1)", TODAY, "n'est pas une adresse"),
        (PAGE, SOURCE, date(2026, 11, 23), "dans le futur"),
        ("content/absent.md", SOURCE, TODAY, "n'existe pas"),
        ("mkdocs.yml", SOURCE, TODAY, "rien à relire"),
        ("../ailleurs.md", SOURCE, TODAY, "n'existe pas"),
        (FILE, SOURCE, TODAY, f"{FILE}:9"),
        (f"{FILE}:1", SOURCE, TODAY, "dire quelle information"),
        ("content/mal.md", SOURCE, TODAY, "mal formé"),
        ("content/nu.md", SOURCE, TODAY, "n'a pas d'en-tête"),
        ("content/latin.md", SOURCE, TODAY, "mal formé"),
    ],
)
def test_what_is_refused(root: Path, target: str, against: str, day: date, words: str) -> None:
    """A bad address, a day in the future, a file that is no text of ours: nothing is written, not even the others."""
    good = write(root, "content/bon.md", "---\ntitle: Bon\ndescription: Bon\n---\nTexte.\n")
    write(root, PAGE, "---\ntitle: Essai\ndescription: Essai\n---\nTexte.\n")
    write(root, "content/mal.md", "---\ntitle: [\n---\nTexte.\n")
    write(root, "content/nu.md", "Texte.\n")
    (root / "content/latin.md").write_bytes("---\ntitle: é\n---\n".encode("latin-1"))
    before = good.read_text()
    with pytest.raises(ScaffoldError, match=words):
        record_reviews(root, ["content/bon.md", target], against, day, TODAY)
    assert good.read_text() == before


def test_the_command(root: Path) -> None:
    """The command says what it wrote, and where; its exit codes are those of the others."""
    run = troisclics("review", f"{FILE}:20", "--against", SOURCE, "--root", root, "--today", DAY)
    assert (run.returncode, run.stdout.splitlines()[0]) == (0, f"{FILE}:21: relecture notée au {DAY}.")
    run = troisclics("review", FILE, "--against", SOURCE, "--root", root, "--today", DAY)
    assert (run.returncode, "Traceback" in run.stderr) == (2, False)
