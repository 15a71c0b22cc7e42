"""What `troisclics new` writes: valid at once, commented, and never over anything."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import pytest
import yaml

from troisclics.editing.scaffold import ScaffoldError, new_department, new_event, new_page
from troisclics.errors import UnknownCodeError

from ..commands import DAY, files_of, troisclics

NOEL = date(2026, 12, 9)


def check(root: Path) -> list[str]:
    """The rules that `troisclics check` finds broken, each with its place."""
    run = troisclics("check", "--texts", "--root", root, "--today", DAY)
    assert run.returncode in {0, 1}, run.stderr
    return re.findall(r"^([^\s:]+)\S*: \w+\[(.+?)\]", run.stdout, re.M)


def new(root: Path, *arguments: object) -> str:
    """What `troisclics new` says when it succeeds."""
    run = troisclics("new", *arguments, "--root", root)
    assert (run.returncode, run.stderr) == (0, "")
    return run.stdout


# --- Pages


TO_FILL_IN = ["aide-partie-vide", "aide-sans-organisme", "aide-sans-source", "en-tete-incomplet"]


def test_a_new_page_is_a_draft(root: Path) -> None:
    """Checked at once, it is one warning; it is in no site, with an entry in the menu or without one."""
    new(root, "page", "logement/demenager", "--title", "Déménager sans y penser")
    assert check(root) == [("content/logement/demenager.md", "page-brouillon")]
    config = root / "mkdocs.yml"
    config.write_text(
        config.read_text().replace("- logement/aide.md", "- logement/aide.md\n      - logement/demenager.md")
    )
    assert check(root) == [("content/logement/demenager.md", "page-brouillon")]
    built = troisclics("build", "--root", root, "--today", DAY)
    assert built.returncode == 0, built.stderr
    said = [path for path, content in files_of(root / "site").items() if "Déménager sans y penser".encode() in content]
    assert (said, (root / "site/logement/demenager").exists()) == ([], False)


def test_a_new_page_only_wants_the_menu_and_its_text(root: Path) -> None:
    """A draft no more, it wants the menu, of which the line is named, and what only its author knows."""
    said = new(root, "page", "logement/demenager", "--title", 'Déménager : « où » et "quand"')
    assert "content/logement/demenager.md" in said
    page = root / "content/logement/demenager.md"
    page.write_text(re.sub("^draft: .*\n", "", page.read_text(), flags=re.M))
    assert {rule for _, rule in check(root)} == {*TO_FILL_IN, "page-hors-menu"}
    line = re.search(r"« (- logement/demenager\.md) » sous « nav »", said)
    config = root / "mkdocs.yml"
    config.write_text(config.read_text().replace("- logement/aide.md", f"- logement/aide.md\n      {line[1]}"))
    assert {rule for _, rule in check(root)} == set(TO_FILL_IN)


def test_a_new_page_says_what_it_may_hold(root: Path) -> None:
    """The title is kept to the letter, the delegations have their place, and nobody is said to have read it."""
    new_page(root, "logement/demenager.md", 'Déménager : « où » et "quand"')
    text = (root / "content/logement/demenager.md").read_text()
    front = yaml.safe_load(text.split("---\n")[1])
    assert front["title"] == 'Déménager : « où » et "quand"'
    assert front["status"] == "to_confirm"
    assert "last_reviewed_on" not in front
    assert "\n## Dans votre département\n\nÀ compléter.\n\n<!-- local -->\n" in text


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("logement", "RUBRIQUE/PAGE"),
        ("demenager", "RUBRIQUE/PAGE, avec une rubrique de content/ : logement, ma-delegation, restauration"),
        ("inconnue/demenager", "logement, ma-delegation, restauration"),
        ("_facts/demenager", "RUBRIQUE/PAGE"),
        ("../logement", "RUBRIQUE/PAGE"),
        ("logement/", "RUBRIQUE/PAGE"),
        ("logement/Aide à domicile", "« aide-a-domicile »"),
        ("logement/a/b", "« a-b »"),
        ("logement/../index", "refusé"),
        ("logement/aide.html", "« aide-html »"),
        ("logement/aide", "existe déjà"),
        ("logement/index", "existe déjà"),
    ],
)
def test_a_bad_page(root: Path, where: str, said: str) -> None:
    """A section that does not exist, a name that makes no address or that is taken are refused; nothing is written."""
    before = files_of(root)
    with pytest.raises(ScaffoldError, match=re.escape(said)):
        new_page(root, where, "Titre")
    assert files_of(root) == before


def test_an_address_is_taken_once(root: Path) -> None:
    """A page whose address is that of a folder's index is refused."""
    (root / "content/logement/demenager").mkdir()
    (root / "content/logement/demenager/index.md").write_text("---\n---\n")
    with pytest.raises(ScaffoldError, match="a déjà cette adresse"):
        new_page(root, "logement/demenager", "Titre")


# --- Departments


POOR = ["departement-pauvre"]
"""What is said of a department that tells nothing yet."""


@pytest.mark.parametrize(
    ("slug", "code", "name", "zone"),
    [
        ("50-manche", "50", "Manche", "metro"),
        ("2a-corse-du-sud", "2A", "Corse-du-Sud", "metro"),
        ("971-guadeloupe", "971", "Guadeloupe", "drom"),
    ],
)
def test_a_new_department_is_valid(root: Path, slug: str, code: str, name: str, zone: str) -> None:
    """A new department is in the national list, has its file, and what is left to fill in is said with its line."""
    said = new(root, "department", slug)
    assert f"departments/{slug}/department.yml" in said
    assert "compléter de, region et seat, vérifier name et zone : content/_departments.yml:5" in said
    written = yaml.safe_load((root / "content/_departments.yml").read_text())["departments"]
    assert [entry["slug"] for entry in written] == ["90-dunes", "9a-falaises", slug]
    assert [written[-1][key] for key in ("code", "name", "zone")] == [code, name, zone]
    assert [rule for _, rule in check(root)] == POOR


def test_a_folder_without_its_file_gets_it(root: Path) -> None:
    """A folder that only lacks its file is completed, as the finding `departement-vide` says."""
    (root / "departments/9a-falaises/department.yml").unlink()
    assert check(root) == [("departments/9a-falaises", "departement-vide")]
    listed = (root / "content/_departments.yml").read_bytes()
    new_department(root, "9a-falaises")
    assert [rule for _, rule in check(root)] == POOR
    assert (root / "content/_departments.yml").read_bytes() == listed


def test_a_listed_department_gets_its_folder(root: Path) -> None:
    """A department of the national list that has no folder gets one; the list says already who it is."""
    shutil.rmtree(root / "departments/9a-falaises")
    assert check(root) == [("content/_departments.yml", "departement-sans-dossier")]
    assert "content/_departments.yml" not in new_department(root, "9a-falaises")
    assert [rule for _, rule in check(root)] == POOR


@pytest.mark.parametrize(
    ("text", "said"),
    [("departments: [\n", "à corriger d'abord"), ("departments: []\n", None), ("{departments: []}\n", "y écrire")],
)
def test_a_list_that_cannot_take_a_department(root: Path, text: str, said: str | None) -> None:
    """A national list that is malformed, or in a form of its own, is left alone, and no folder is made."""
    (root / "content/_departments.yml").write_text(text)
    if said is None:
        new_department(root, "50-manche")
        assert "slug: 50-manche" in (root / "content/_departments.yml").read_text()
        return
    with pytest.raises(ScaffoldError, match=said):
        new_department(root, "50-manche")
    assert (root / "content/_departments.yml").read_text() == text
    assert not (root / "departments/50-manche").exists()


@pytest.mark.parametrize(
    ("slug", "said"),
    [
        ("Manche", "« 50-manche »"),
        ("50", "« 50-manche »"),
        ("5-manche", "« 50-manche »"),
        ("50-Manche", "« 50-manche »"),
        ("22-Côtes d'Armor", "« 22-cotes-d-armor »"),
        ("../50-manche", "refusé"),
        ("", "refusé"),
        ("90-autre", "déjà celui de « 90-dunes »"),
        ("9a-autre", "déjà celui de « 9a-falaises »"),
        ("90-dunes", "existe déjà"),
    ],
)
def test_a_bad_department(root: Path, slug: str, said: str) -> None:
    """A name that is no folder's name, or a code that is taken, is refused; nothing is written."""
    before = sorted(root.rglob("*"))
    with pytest.raises(ScaffoldError, match=re.escape(said)):
        new_department(root, slug)
    assert sorted(root.rglob("*")) == before


# --- Events


@pytest.mark.parametrize("code", ["90", "9A", "9a", "9a-falaises"])
def test_a_new_event_is_valid(root: Path, code: str) -> None:
    """An event is added whether the department has others or none, and `check` finds nothing to say."""
    folder = "90-dunes" if code == "90" else "9a-falaises"
    file = root / "departments" / folder / "department.yml"
    old = file.read_text()
    said = new(root, "event", code, "--title", "Sortie : l'île", "--on", "2026-12-09")
    place = re.search(rf"departments/{folder}/department\.yml:(\d+)", said)
    assert file.read_text().splitlines()[int(place[1]) - 1].strip() == '- title: "Sortie : l\'île"'
    assert [line for line in file.read_text().splitlines(keepends=True) if line in old] == old.splitlines(keepends=True)
    assert yaml.safe_load(file.read_text())["events"][-1] == {
        "title": "Sortie : l'île",
        "starts_on": NOEL,
        "status": "to_confirm",
    }
    assert check(root) == []


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("", "titre d'une ligne"),
        (" ", "titre d'une ligne"),
        ("a\nb", "titre d'une ligne"),
        ("<b>Fête</b>", "HTML"),
        ("{% x %}", "gabarit"),
    ],
)
def test_a_bad_title(root: Path, title: str, said: str) -> None:
    """A title that a delegation may not write is refused before the file is touched."""
    before = files_of(root)
    with pytest.raises(ScaffoldError, match=said):
        new_event(root, "90", title, NOEL)
    assert files_of(root) == before


@pytest.mark.parametrize(
    ("text", "said"),
    [("code: [\n", "mal formé"), ("events: [{a: 1}]\n", 'à la main :\n- title: "Fête"')],
)
def test_a_file_that_cannot_take_an_event(root: Path, text: str, said: str) -> None:
    """A malformed file is left alone; for a list in a form of its own, the entry is shown, to be pasted."""
    file = root / "departments/90-dunes/department.yml"
    file.write_text(text)
    with pytest.raises(ScaffoldError, match=re.escape(said)):
        new_event(root, "90", "Fête", NOEL)
    assert file.read_text() == text


def test_an_event_of_nowhere(root: Path) -> None:
    """A code that names no department is refused, and those that exist are named; the portal has no event."""
    for code in ("51", "portail"):
        with pytest.raises(UnknownCodeError) as refused:
            new_event(root, code, "Fête", NOEL)
        assert refused.value.known == ["90", "9A"]


# --- The command line


@pytest.mark.parametrize(
    "arguments",
    [
        ("page", "logement/aide", "--title", "Titre"),
        ("page", "logement/Aide", "--title", "Titre"),
        ("department", "Manche"),
        ("event", "51", "--title", "Fête", "--on", "2026-12-09"),
        ("event", "90", "--title", "Fête", "--on", "9 décembre"),
        ("event", "90", "--title", "Fête"),
    ],
    ids=" ".join,
)
def test_a_refusal_ends_with_2(root: Path, arguments: tuple[str, ...]) -> None:
    """What is refused is said in French on the error output, and the command ends with 2."""
    run = troisclics("new", *arguments, "--root", root)
    assert (run.returncode, run.stdout) == (2, "")
    assert "Erreur : " in run.stderr
