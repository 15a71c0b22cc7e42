"""What git tells of three years: real changes, reviews and rubber stamps, whatever was reformatted or renamed."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path

import pytest

from troisclics.freshness.rubber_stamps import stamps_in_a_row, uncounted_dates
from troisclics.git.history import History, read_history

from ..histories import Repository, repository

BULK = 3
AID, OTHER = "content/logement/aide.md", "departments/50-manche/department.yml"


def page(reviewed: str, body: str = "Le texte.\n", note: str = "") -> str:
    """A page reviewed on a day, and perhaps a note behind that day."""
    return f"---\ntitle: Aide\nlast_reviewed_on: {reviewed}{note}\nreview_in: 1 an\n---\n\n{body}"


def pages(reviewed: str, *, count: int = BULK, note: str = "") -> dict[str, str | None]:
    """`count` pages, all reviewed on one day."""
    return {f"content/lot/page-{n}.md": page(reviewed, f"Texte {n}.\n", note) for n in range(count)}


def read(made: Repository) -> History:
    """The history of a scripted repository."""
    return read_history(made.root, BULK)


@pytest.fixture(scope="module")
def three_years(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """Three years: writing, reformatting, a rename, a correction, bulk bumps of dates, a stated review."""
    made = repository(tmp_path_factory.mktemp("trois-ans") / "depot")
    made.commit("2023-11-01", {AID: page("2023-11-01", "Un texte\nen deux lignes.\n"), **pages("2023-11-01")})
    made.commit("2024-02-29", {AID: page("2023-11-01", "*  Un texte  en deux lignes.\n")}, who="b")
    made.commit("2024-06-01", {AID: page("2023-11-01", "Un texte en trois lignes.\n")}, who="c")
    made.move("2024-09-01", AID, "content/logement/aide-nouvelle.md")
    for day in ("2024-11-01", "2025-05-01", "2025-11-01"):
        made.commit(day, pages(day), who="d")
    made.commit("2025-12-01", {"content/lot/page-0.md": page("2025-12-01", "Texte 0.\n", " # https://exemple.fr/")})
    made.commit("2026-03-01", {"content/logement/aide-nouvelle.md": page("2026-03-01", "Un texte en trois lignes.\n")})
    return made


def test_the_text_changed_on_these_days_only(three_years: Repository) -> None:
    """White space, bullets, a rename and a date of review are no change; a word is."""
    file = read(three_years).files["content/logement/aide-nouvelle.md"]
    assert file.changed == (date(2024, 6, 1), date(2023, 11, 1))
    assert len(file.contributors) == 2


def test_the_old_name_is_no_file(three_years: Repository) -> None:
    """After a rename, all that happened belongs to the present name."""
    assert AID not in read(three_years).files or not read(three_years).files[AID].changed


def test_bulk_bumps_are_stamps(three_years: Repository) -> None:
    """Dates that one person changes in bulk, and nothing else, are rubber stamps; a single stated review is none."""
    files = read(three_years).files
    assert stamps_in_a_row(files["content/lot/page-1.md"]) == 3
    assert stamps_in_a_row(files["content/lot/page-0.md"]) == 0
    assert stamps_in_a_row(files["content/logement/aide-nouvelle.md"]) == 0


@pytest.mark.parametrize(
    ("allowed", "counted"), [(0, date(2023, 11, 1)), (1, date(2024, 11, 1)), (2, date(2025, 5, 1)), (3, None)]
)
def test_stamps_count_up_to_the_threshold(three_years: Repository, allowed: int, counted: date | None) -> None:
    """The first stamps in a row are believed; the later ones leave the date that counted before."""
    file = read(three_years).files["content/lot/page-1.md"]
    written = date(2025, 11, 1)
    assert uncounted_dates(file, allowed).get(written) == counted


def test_a_stated_review_ends_the_row(three_years: Repository) -> None:
    """A review that says against what it was made counts, whatever stamps came before."""
    file = read(three_years).files["content/lot/page-0.md"]
    assert date(2025, 12, 1) not in uncounted_dates(file, 1)


def test_many_small_commits_are_still_bulk(tmp_path: Path) -> None:
    """Spreading a bulk of dates over the commits of one day hides nothing."""
    made = repository(tmp_path / "depot")
    made.commit("2025-01-01", pages("2025-01-01"))
    for name, text in pages("2026-01-01").items():
        made.commit("2026-01-01", {name: text})
    assert {stamps_in_a_row(file) for file in read(made).files.values()} == {1}


def test_a_bulk_that_states_its_source_is_a_review(tmp_path: Path) -> None:
    """Many reviews on one day count when each says against what."""
    made = repository(tmp_path / "depot")
    made.commit("2025-01-01", pages("2025-01-01"))
    made.commit("2026-01-01", pages("2026-01-01", note=" # d'après https://exemple.fr/texte"))
    assert {stamps_in_a_row(file) for file in read(made).files.values()} == {0}


def test_first_writing_is_no_stamp(tmp_path: Path) -> None:
    """Pages written and reviewed on the same day, however many, are no rubber stamps: their text is new."""
    made = repository(tmp_path / "depot")
    made.commit("2026-11-22", pages("2026-11-22", count=40))
    files = read(made).files
    assert len(files) == 40
    assert {stamps_in_a_row(file) for file in files.values()} == {0}


def test_status_with_its_date_is_no_change_of_text(tmp_path: Path) -> None:
    """« status: confirmed » and a date, written over all entries of a file, change none of its words."""
    made = repository(tmp_path / "depot")
    made.commit("2025-01-01", {OTHER: "contacts:\n  - label: A\n    status: to_confirm\n"})
    text = "contacts:\n  - label: A\n    status: confirmed\n    last_reviewed_on: 2026-01-01\n"
    made.commit("2026-01-01", {OTHER: text})
    assert read(made).files[OTHER].changed == (date(2025, 1, 1),)


def test_a_name_used_again_is_another_file(tmp_path: Path) -> None:
    """A file written under the name of one that was renamed away has only its own history."""
    made = repository(tmp_path / "depot")
    made.commit("2024-01-01", {AID: page("2024-01-01", "Un texte assez long pour être reconnu.\n" * 5)})
    made.move("2024-06-01", AID, "content/logement/autre.md")
    made.commit("2025-01-01", {AID: page("2025-01-01", "Tout autre chose.\n")})
    files = read(made).files
    assert files[AID].changed == (date(2025, 1, 1),)
    assert files["content/logement/autre.md"].changed == (date(2024, 1, 1),)


@pytest.mark.parametrize("into", ["rename", "edit"])
def test_a_rename_and_an_edit_meet(tmp_path: Path, into: str) -> None:
    """Whichever branch the other is merged into, an edit under the old name belongs to the renamed file."""
    made = repository(tmp_path / "depot")
    made.commit("2024-01-01", {AID: page("2024-01-01", "Un texte assez long pour être reconnu.\n" * 5)})
    made.git("checkout", "-qb", "edit")
    made.commit("2024-06-01", {AID: page("2024-06-01", "Un texte assez long pour être reconnu.\n" * 5 + "Neuf.\n")})
    made.git("checkout", "-qb", "rename", "main")
    made.move("2024-03-01", AID, "content/logement/autre.md")
    made.git("checkout", "-q", into)
    made.git("merge", "-q", "--no-edit", "edit" if into == "rename" else "rename", day="2024-07-01")
    files = read(made).files
    assert files["content/logement/autre.md"].changed == (date(2024, 6, 1), date(2024, 1, 1))
    assert files["content/logement/autre.md"].reviews[0].written == date(2024, 6, 1)
    assert AID not in files


def test_a_shallow_clone_tells_nothing(three_years: Repository, tmp_path: Path) -> None:
    """Half a history would date every file from the day of the clone: nothing of it is believed."""
    clone = tmp_path / "clone"
    three_years.git("clone", "-q", "--depth", "1", f"file://{three_years.root}", str(clone))
    history = read_history(clone, BULK)
    assert (history.state, history.files) == ("shallow", {})


@pytest.mark.parametrize("case", ["no repository", "no commit", "elsewhere"])
def test_no_history_is_said(tmp_path: Path, case: str) -> None:
    """Without a repository, without a commit, or in a repository that does not hold the project: absent, and why."""
    root = tmp_path / "depot"
    if case == "no repository":
        root.mkdir()
    else:
        made = repository(root)
        made.write({AID: page("2026-01-01")})
        if case == "elsewhere":
            made.write({"autre.txt": "rien"})
            made.git("add", "autre.txt")
            made.git("commit", "-qm", "Essai")
    history = read_history(root, BULK)
    assert history.state == "absent"
    assert history.detail


def test_without_git(three_years: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where git is not installed, that is said."""
    monkeypatch.setenv("PATH", "")
    assert read(three_years).detail == "le programme git est introuvable"


def test_only_one_process(three_years: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole history takes one git process."""
    started = []
    popen = subprocess.Popen

    class Counted(popen):  # type: ignore[type-arg, misc]
        def __init__(self, *words: object, **keys: object) -> None:
            started.append(words)
            super().__init__(*words, **keys)

    monkeypatch.setattr(subprocess, "Popen", Counted)
    read(three_years)
    assert len(started) == 1


@pytest.mark.parametrize(
    "setting",
    [
        "diff.noprefix=true",
        "color.ui=always",
        "diff.renames=false",
        "log.date=relative",
        "log.showRoot=false",
        "diff.orderFile=/nonexistent",
    ],
)
def test_the_settings_of_a_person_change_nothing(
    three_years: Repository, setting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Prefixes, colours, first commits left out and orders that somebody has set do not disturb the reading."""
    before = read(three_years)
    name, _, value = setting.partition("=")
    for key, text in {"COUNT": "1", "KEY_0": name, "VALUE_0": value}.items():
        monkeypatch.setenv(f"GIT_CONFIG_{key}", text)
    assert read(three_years) == before


def test_attributes_change_nothing(tmp_path: Path) -> None:
    """Texts that an attribute calls binary are read all the same."""
    made = repository(tmp_path / "depot")
    made.commit("2024-01-01", {AID: page("2024-01-01"), ".gitattributes": "*.md binary\n"})
    made.commit("2024-06-01", {AID: page("2024-06-01", "Un autre texte.\n")})
    assert read(made).files[AID].changed == (date(2024, 6, 1), date(2024, 1, 1))


def test_the_words_of_git_are_passed_on(three_years: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """If git fails for a reason that is not known, its own words are said."""
    for key, text in {"COUNT": "1", "KEY_0": "core.abbrev", "VALUE_0": "rien"}.items():
        monkeypatch.setenv(f"GIT_CONFIG_{key}", text)
    detail = read(three_years).detail
    assert detail.startswith("git ne peut pas lire l'historique : il répond «")
    assert "abbrev" in detail
