"""`troisclics check`: what it looks at, what it says of it, and how a baseline makes a CI fail only on what is new."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from watchers import Noted

from troisclics.checks import Check, Subject, run_checks
from troisclics.errors import BudgetError
from troisclics.load import load_project
from troisclics.messages import finding
from troisclics.model import Finding, Place
from troisclics.pipeline.check import CheckRequest
from troisclics.pipeline.check import check as ask

from ..commands import DAY, FIXTURE, files_of, troisclics

LOST = "departments/90-dunes/perdu.md"
CLEAN = "8 pages nationales, 2 départements, 0 erreur, 0 avertissement, 0 note.\n"
FAULTLESS = "9 pages nationales, 3 départements, 0 erreur, 0 avertissement, 0 note.\n"


def lose(root: Path, name: str = LOST) -> None:
    """Give the project an overlay of no page: one error, of the whole file."""
    (root / name).write_text("Perdu.\n")


def check(root: Path, *arguments: object, code: int = 0) -> tuple[str, str]:
    """What `troisclics check` says on its output and beside it; it must end with `code`."""
    run = troisclics("check", "--root", root, "--today", DAY, *arguments)
    assert run.returncode == code, run.stdout + run.stderr
    assert "Traceback" not in run.stderr
    return run.stdout, run.stderr


# --- What is looked at


def test_what_only_a_build_shows_is_a_finding(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A national text that goes past its budget while it is converted is said with all the rest, at its file."""

    def spent(*_: object) -> None:
        raise BudgetError("plus de 3 s de calcul")

    monkeypatch.setattr("troisclics.render.mkdocs_internals.convert", spent)
    answer = ask(CheckRequest(root, date.fromisoformat(DAY), root / "site"), Noted())
    assert not answer.built
    assert {one.rule for one in answer.findings if one.severity == "error"} == {"texte-limite"}


def test_texts_alone_build_nothing(root: Path) -> None:
    """With `--texts` a project without fault is said to be so, and nothing is written."""
    before = files_of(root)
    assert check(root, "--texts") == (CLEAN, "")
    assert files_of(root) == before


def test_all_is_built_then_looked_at(faultless_built: Path) -> None:
    """Without it, the sites are brought up to date where `build` writes them."""
    (faultless_built / "content" / "logement" / "aide.md").open("a").write("\nUne phrase nouvelle.\n")
    assert check(faultless_built)[0] == FAULTLESS
    assert (
        "Une phrase nouvelle."
        in (faultless_built / "site" / "90-dunes" / "logement" / "aide" / "index.html").read_text()
    )


def test_a_faulty_project(root: Path) -> None:
    """`check` ends with 1, gives place, rule, message and mend of each fault, and says that nothing could be built."""
    lose(root)
    said, beside = check(root, code=1)
    first, mend, _, _, row, _, last = said.splitlines()
    assert first.startswith(f"{LOST}: erreur[overlay-orphelin] ")
    assert mend.startswith("  → ")
    assert row.split() == ["overlay-orphelin", "erreur", "1"]
    assert last == "8 pages nationales, 2 départements, 1 erreur, 0 avertissement, 0 note."
    assert "seuls les textes ont été contrôlés" in beside
    assert not (root / "site").exists()


def test_today_decides_what_is_in_the_future(root: Path) -> None:
    """With an earlier `--today`, a review dated later is found: the day is always the one that is given."""
    run = troisclics("check", "--texts", "--root", root, "--today", "2026-01-01")
    assert run.returncode == 1
    assert "erreur[date-future]" in run.stdout


def test_only_holds_for_reading_and_merging_too(root: Path) -> None:
    """`--only` leaves out what other rules say, those of reading and merging included, and it can be repeated."""
    lose(root)
    (root / "content" / "logement" / "aide.md").open("a").write('\n{{ fact("rien") }}\n')
    assert "fait-inconnu" not in check(root, "--texts", "--only", "overlay-orphelin", code=1)[0]
    assert "overlay-orphelin" not in check(root, "--texts", "--only", "fait-inconnu", code=1)[0]
    both, _ = check(root, "--texts", "--only", "fait-inconnu", "--only", "overlay-orphelin", code=1)
    assert "2 erreurs" in both
    assert check(root, "--texts", "--only", "encodage")[0] == CLEAN


def test_only_wants_a_rule_that_exists(root: Path) -> None:
    """A rule misspelt is bad usage, and the one that was meant is named: a CI must not believe that all is well."""
    _, beside = check(root, "--only", "overlay-orfelin", code=2)
    assert "« overlay-orphelin » ?" in beside


def test_files_named_are_those_looked_at(root: Path) -> None:
    """With files, errors are said wherever they are: a page renamed breaks those that name it."""
    lose(root)
    for file in (root / LOST, root / "content" / "index.md"):
        assert "1 erreur" in check(root, "--texts", file, code=1)[0]
    (root / LOST).unlink()
    page = root / "content" / "logement" / "aide.md"
    page.open("a").write('\n{{ fact("rien") }}\n')
    said, _ = check(root, "--texts", page, code=1)
    assert re.search(r"^content/logement/aide\.md:\d+: erreur\[fait-inconnu\]", said)


@pytest.mark.parametrize("name", ["content/nimporte.md", "content", "../ailleurs.md"])
def test_files_named_are_files_of_the_project(root: Path, name: str) -> None:
    """A path misspelt, a folder or a file of another place is bad usage: it must not pass for a sound file."""
    (root.parent / "ailleurs.md").write_text("x")
    said, beside = check(root, "--texts", root / name, code=2)
    assert not said
    assert "ailleurs.md » n'est pas dans le projet" in beside or "aucun fichier" in beside
    assert ("c'est un dossier" in beside) == (name == "content")


@pytest.mark.parametrize(
    "name",
    [
        "content/_facts/logement.yml",
        "content/_owners.yml",
        "content/_hosts.yml",
        "content/_glossary.yml",
        "content/logement/index.md",
    ],
)
def test_a_file_that_cannot_be_read_is_one_fault(root: Path, name: str) -> None:
    """What other files say of what it defines is not known to be wrong, and is not said to be."""
    path = root / name
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("title:", "title: [", 1) if name.endswith(".md") else text + "x: [\n")
    (root / "content" / "logement" / "aide.md").open("a").write("\nUne AFI.\n")
    said, _ = check(root, "--texts", code=1)
    assert re.findall(r"^(.*?):\d+: (?:erreur|avertissement)", said, re.M) == [name]


def test_names_that_are_nowhere_are_still_said(root: Path) -> None:
    """A fault in a file that was read hides nothing: a fact that is in none is said beside it."""
    facts, page = root / "content" / "_facts" / "logement.yml", root / "content" / "logement" / "aide.md"
    facts.write_text(facts.read_text(encoding="utf-8").replace("unit: EUR", "unit: date", 1), encoding="utf-8")
    page.open("a").write('\n{{ fact("rien") }}\n')
    said, _ = check(root, "--texts", code=1)
    assert {"fait-unite", "fait-inconnu"} <= set(re.findall(r"erreur\[([a-z-]+)", said))


def note_each_page(subject: Subject, rule: str = "phrase-longue") -> Iterable[Finding]:
    """A note on each page that is to be looked at."""
    files = (page.at for page in subject.project.tree.pages if subject.wants(page.at.file))
    return (finding(rule, at, key="x", words=40, most=30) for at in files)


NOTED = Check("notes", frozenset({"phrase-longue"}), note_each_page)
BUILT = Check("pages", frozenset({"texte-vide"}), lambda subject: note_each_page(subject, "texte-vide"), built=True)


def test_families_run_as_they_are_asked() -> None:
    """A family that looks at built pages needs them; `only` leaves out the others; all that ran is timed and named."""
    project, _ = load_project(FIXTURE, date.fromisoformat(DAY))
    subject = Subject(FIXTURE, project, date.fromisoformat(DAY))
    texts = run_checks((NOTED, BUILT), subject)
    assert {found.rule for found in texts.findings} == texts.rules == {"phrase-longue"}
    assert [name for name, _ in texts.seconds] == ["notes"]
    every = run_checks((NOTED, BUILT), replace(subject, output=FIXTURE))
    assert every.rules == {"phrase-longue", "texte-vide"}
    assert run_checks((NOTED, BUILT), replace(subject, output=FIXTURE), {"texte-vide"}).rules == {"texte-vide"}
    one = run_checks((NOTED,), replace(subject, files=frozenset({"content/index.md"})))
    assert [found.place.file for found in one.findings] == ["content/index.md"]


# --- What is said, and where


def test_timings_count_every_step(faultless_built: Path) -> None:
    """Reading, merging and building are timed as well; the slowest family of rules is named with its cost."""
    said, beside = check(faultless_built, "--timings")
    assert said == FAULTLESS
    for step in ("lecture", "assemblage", "construction"):
        assert re.search(rf"^  {step} +\d+,\d\d s$", beside, re.M)
    assert re.search(
        r"^La famille de règles la plus lente : « (?!construction).+ », \d+,\d\d s sur \d+,\d\d s\.$", beside, re.M
    )


@pytest.mark.parametrize("form", ["json", "junit", "gitlab", "github", "sarif", "html"])
def test_a_report_is_alone_on_the_output(root: Path, form: str) -> None:
    """What a program reads is the whole output; what a person reads is beside it, or in place of a file's content."""
    lose(root)
    said, beside = check(root, "--texts", "--format", form, code=1)
    assert LOST in said
    assert CLEAN[:19] not in said
    assert "1 erreur" in beside
    out = root / "rapports" / "rapport"
    written, _ = check(root, "--texts", "--format", form, "--out", out, code=1)
    assert out.read_text(encoding="utf-8") == said
    assert "1 erreur" in written


# --- The baseline


def test_a_baseline_lets_a_ci_fail_only_on_what_is_new(root: Path) -> None:
    """What is in the baseline is a failure no more; what comes after is; what has gone from it is said."""
    lose(root)
    baseline = root / "reference.json"
    check(root, "--texts", "--baseline", baseline, "--write-baseline")
    said, beside = check(root, "--texts", "--baseline", baseline)
    assert said == CLEAN
    assert "1 constat déjà dans la référence" in beside
    lose(root, "departments/90-dunes/autre.md")
    said, _ = check(root, "--texts", "--baseline", baseline, code=1)
    assert "autre.md" in said
    assert LOST not in said
    (root / LOST).unlink()
    (root / "departments" / "90-dunes" / "autre.md").unlink()
    said, beside = check(root, "--texts", "--baseline", baseline)
    assert said == CLEAN
    assert f"N'y a plus lieu d'être dans la référence :\n  {LOST}: [overlay-orphelin]" in beside


def test_what_was_not_looked_at_is_not_gone(root: Path) -> None:
    """A baseline loses nothing, and nothing is said to be gone, because some rules or files were left out."""
    lose(root)
    baseline = root / "reference.json"
    check(root, "--texts", "--baseline", baseline, "--write-baseline")
    (root / LOST).unlink()
    for narrower in (["--only", "encodage"], [root / "content" / "index.md"]):
        _, beside = check(root, "--texts", "--baseline", baseline, *narrower)
        assert "plus lieu" not in beside
        check(root, "--texts", "--baseline", baseline, "--write-baseline", *narrower)
        assert len(json.loads(baseline.read_text(encoding="utf-8"))["findings"]) == 1
    check(root, "--texts", "--baseline", baseline, "--write-baseline")
    assert json.loads(baseline.read_text(encoding="utf-8"))["findings"] == []


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"version": 1, "findings": [{"rule": "x"}]}', "\xff"])
def test_a_baseline_that_is_none_is_refused(root: Path, text: str) -> None:
    """A file that is no baseline is named, with the mend; so is one that is absent."""
    baseline = root / "reference.json"
    baseline.write_text(text, encoding="latin-1")
    assert "--write-baseline" in check(root, "--texts", "--baseline", baseline, code=2)[1]
    baseline.unlink()
    assert "n'existe pas" in check(root, "--texts", "--baseline", baseline, code=2)[1]
    assert "--baseline" in check(root, "--texts", "--write-baseline", code=2)[1]


# --- Which fault is which


HERE = Place("departments/90-dunes/department.yml", 3)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (finding("date-future", HERE, key="as_of", value=date(2026, 1, 1)),
         finding("date-future", Place(HERE.file, 9), key="as_of", value=date(2026, 1, 2))),
        (finding("yaml-cle-double", HERE, key="phone", first=3),
         finding("yaml-cle-double", HERE, key="phone", first=8)),
        (finding("cle-inconnue", HERE, key="fone", hint=" (« phone » ?)", known="a"),
         finding("cle-inconnue", HERE, key="fone", hint="", known="a, b")),
        (finding("gabarit-syntaxe", HERE, detail="135 jours de retard, depuis le 1ᵉʳ\u00a0juin 2026"),
         finding("gabarit-syntaxe", HERE, detail="1 jour de retard, depuis le 2\u00a0février 2027")),
    ],
    ids=["date and line", "line of another", "guess", "delay"],
)  # fmt: skip
def test_the_same_fault_keeps_its_identity(one: Finding, other: Finding) -> None:
    """Neither the line, nor the day, nor how late something is makes another fault of it."""
    assert one.identity == other.identity


@pytest.mark.parametrize(
    "other",
    [
        finding("texte-vide", HERE, "90", key="email"),
        finding("texte-vide", HERE, "9A", key="phone"),
        finding("texte-vide", Place("content/index.md", 3), "90", key="phone"),
        finding("duree-refusee", HERE, "90", key="phone", value="x"),
    ],
    ids=["key", "department", "file", "rule"],
)
def test_other_faults_have_other_identities(other: Finding) -> None:
    """Rule, file, department and what is named make the difference."""
    assert finding("texte-vide", HERE, "90", key="phone").identity != other.identity
