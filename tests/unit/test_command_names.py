"""Names on the command line: old ones, mistyped ones, those of departments; and where paths start."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from troisclics.cli import cli
from troisclics.commands.command_groups import RENAMED, SECTIONS
from troisclics.errors import UnknownCodeError
from troisclics.pipeline.build import choose
from troisclics.reports.error_messages import explain

from .commands import DAY, ROOT, files_of, troisclics
from .samples import make_department, make_project

PUBLISH = "targets:\n  - id: essai\n    kind: folder\n    path: /nulle/part\n  - id: intranet\n    kind: ssh\n"


def run(*words: object) -> Result:
    """Run the command line in this process."""
    return CliRunner().invoke(cli, [str(word) for word in words], prog_name="troisclics")


# --- Old names


@pytest.mark.parametrize("old", RENAMED)
def test_an_old_name_is_its_new_one(old: str) -> None:
    """Each old name gives what the new one gives, says the new one on one line, and is not in the help."""
    new = run(*RENAMED[old], "--help")
    was = run(old, "--help")
    assert (was.exit_code, was.stdout) == (new.exit_code, new.stdout) == (0, new.stdout)
    assert was.stderr.count("\n") == 1
    assert f"« troisclics {' '.join(RENAMED[old])} »" in was.stderr
    assert new.stderr == ""
    assert not re.search(rf"^  {old} ", run("--help").stdout, re.M)


def test_old_names() -> None:
    """Each command of version 0.1 that is gone has its new name, and no command is called as another was."""
    assert RENAMED.keys() == {
        "coverage", "facts", "freshness", "intranet", "links", "owners", "sbom", "schemas", "servers", "tree-results",
        "tree-test", "verify-release", "ways",
    }  # fmt: skip
    assert not RENAMED.keys() & {name for commands in SECTIONS.values() for name in commands}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (("facts",), ("report", "facts")),
        (("coverage", "--format", "csv"), ("report", "coverage", "--format", "csv")),
        (("freshness",), ("report", "freshness")),
        (("servers", "nulle-part"), ("export", "servers", "nulle-part")),
        (("sbom", "--licences"), ("export", "sbom", "--licences")),
    ],
    ids=" ".join,
)
def test_an_old_name_ends_as_its_new_one(root: Path, old: tuple[str, ...], new: tuple[str, ...]) -> None:
    """The output and the exit code are the same, and so is all else that is said."""
    (root / "publish.yml").write_text(PUBLISH)
    was, now = (troisclics(*words, "--root", root, "--today", DAY) for words in (old, new))
    assert (was.stdout, was.returncode) == (now.stdout, now.returncode)
    assert was.stderr.partition("\n")[2] == now.stderr


def test_a_release_is_verified_by_its_old_name(tmp_path: Path) -> None:
    """`verify-release` takes a folder as it did, whatever a project says, and ends as it did."""
    (tmp_path / "vide").mkdir()
    for where in ("vide", "./vide", tmp_path / "vide"):
        was, now = (troisclics(name, where, cwd=tmp_path) for name in ("verify-release", "status"))
        assert (was.returncode, was.stdout) == (now.returncode, now.stdout)
        assert was.stderr.partition("\n")[2] == now.stderr
        assert "manifest" in now.stdout + now.stderr


@pytest.mark.parametrize(
    "words",
    [("stage", "90"), ("export", "schemas"), ("export", "servers", "essai"), ("export", "codeowners")],
    ids=" ".join,
)
def test_the_old_name_of_out(root: Path, tmp_path: Path, words: tuple[str, ...]) -> None:
    """`--to` still says where to write, and says its new name; the help does not show it."""
    (root / "publish.yml").write_text(PUBLISH.replace("  - id: intranet\n    kind: ssh\n", ""))
    new = troisclics(*words, "--out", tmp_path / "a", "--root", root)
    old = troisclics(*words, "--to", tmp_path / "b", "--root", root)
    assert (new.returncode, old.returncode) == (0, 0), new.stderr + old.stderr
    assert old.stderr.partition("\n")[0].endswith("« --out » ; l'ancien nom disparaîtra à la prochaine version.")
    a, b = tmp_path / "a", tmp_path / "b"
    assert a.read_bytes() == b.read_bytes() if a.is_file() else files_of(a).keys() == files_of(b).keys()


def test_no_text_names_an_old_command() -> None:
    """What people read names the commands as they are now, but for decisions and the list of old names."""
    old = re.compile(
        rf"troisclics ({'|'.join(RENAMED)})(?![\w-])|troisclics (?!rollback)[^`\n]* --to\s|`verify-release[^`]*`(?! \|)"
    )
    names = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    found = []
    for name in filter(None, names):
        kept = name.startswith(("docs/adr/", "tests/")) or name == "CHANGELOG.md"
        if kept or not (ROOT / name).is_file():
            continue
        text = (ROOT / name).read_bytes().decode("utf-8", "replace")
        found += [f"{name}: {match[0]}" for match in old.finditer(text)]
    assert found == []


# --- Names of departments

PROJECT = make_project(
    departments=[
        make_department("04", slug="04-alpes-de-haute-provence", name="Alpes-de-Haute-Provence"),
        make_department("2A", slug="2a-corse-du-sud", name="Corse-du-Sud"),
        make_department("2B", slug="2b-haute-corse", name="Haute-Corse"),
        make_department("35", slug="35-ille-et-vilaine", name="Ille-et-Vilaine"),
        make_department("50", slug="50-manche"),
        make_department("95", slug="95-val-d-oise", name="Val-d'Oise"),
        make_department("988", slug="988-la-reunion", name="La Réunion"),
    ]
)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("manche", "50"), ("MANCHE", "50"), ("50-Manche", "50"), ("Val-d'Oise", "95"), ("val d’oise", "95"),
        ("valdoise", "95"), ("95 val d oise", "95"), ("corse-du-sud", "2A"), ("2a", "2A"), ("la reunion", "988"),
        ("Ille et Vilaine", "35"), ("portail", None),
    ],
)  # fmt: skip
def test_names_of_departments(name: str, code: str | None) -> None:
    """A department is found by its code, its folder or its name, however they are written."""
    (found,) = choose(PROJECT, [name], None)
    assert (found.code if found else None) == code


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("mannche", "inconnu : « Manche (50) » ?"),
        ("corse", "« Corse-du-Sud (2A) » ou « Haute-Corse (2B) » ?"),
        ("portial", "« portail » ?"),
        ("xyz", "codes possibles : portail, 04, 2A, 2B, 35, 50, 95, 988."),
    ],
)
def test_what_may_be_meant(name: str, said: str) -> None:
    """A name that is none is refused with those that are like it, or with all codes."""
    with pytest.raises(UnknownCodeError) as refused:
        choose(PROJECT, [name], None)
    assert said in explain(refused.value).text


def test_a_name_that_two_have() -> None:
    """A name of two departments is refused, and both are named."""
    twins = make_project(departments=[make_department("50"), make_department("51", slug="51-la-manche")])
    with pytest.raises(UnknownCodeError) as refused:
        choose(twins, ["manche"], None)
    assert "désigne plusieurs départements : Manche (50), Manche (51) ; écrire le code" in explain(refused.value).text


# --- What is mistyped


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("bild",), "« build » ?"),
        (("covrage",), "« report coverage » ?"),
        (("freshnes",), "« report freshness » ?"),
        (("verify-releas",), "« status » ?"),
        (("report", "fact"), "« facts » ?"),
        (("check", "--text"), "--texts"),
        (("report", "facts", "pim.repa", "--root", ROOT), "« pim.repas » ?"),
    ],
)
def test_suggestions(words: tuple[object, ...], said: str) -> None:
    """What is meant by a mistyped command, option or name is said."""
    done = run(*words)
    assert done.exit_code == 2
    assert said in done.stderr


# --- Where paths start


def test_the_root_is_found_upwards(root: Path) -> None:
    """From any folder of a project, a command works on it, and what is written by default lies in it."""
    inside = root / "departments" / "90-dunes"
    done = troisclics("build", "90", "--today", DAY, cwd=inside)
    assert done.returncode == 0, done.stderr
    assert (root / "site" / "90-dunes" / "index.html").is_file()
    assert "-d ../../site 8000" in done.stdout
    assert (
        troisclics("check", "--texts", "department.yml", "content/index.md", "--today", DAY, cwd=inside).returncode == 0
    )
    for _ in range(2):
        assert troisclics("export", "schemas", cwd=inside).returncode == 0
    assert (root / "schemas" / "department.json").is_file()
    assert [path.name for path in inside.iterdir() if path.name in {"site", "schemas", ".cache"}] == []


def test_our_own_project_from_a_folder_of_a_department() -> None:
    """What is said of the real project is the same from `departments/50-manche`."""
    said = [
        troisclics("report", "coverage", "--today", DAY, cwd=ROOT / folder) for folder in (".", "departments/50-manche")
    ]
    assert said[0].stdout == said[1].stdout != ""


@pytest.mark.parametrize(
    ("words", "written"),
    [
        (("build", "90", "--out", "x"), "x/90-dunes/index.html"),
        (("stage", "90", "--out", "x"), "x/mkdocs.yml"),
        (("export", "servers", "essai", "--out", "x"), "x/nginx.conf"),
        (("export", "schemas", "--out", "x"), "x/page.json"),
        (("export", "codeowners", "--out", "x"), "x"),
        (("export", "sbom", "--out", "x"), "x"),
        (("report", "coverage", "--out", "x"), "x"),
        (("report", "facts", "--out", "x"), "x"),
        (("report", "freshness", "--format", "json", "--out", "x"), "x/fraicheur.json"),
        (("check", "--texts", "--out", "x"), "x"),
    ],
    ids=lambda words: " ".join(words) if isinstance(words, tuple) else None,
)
def test_paths_start_here(root: Path, tmp_path: Path, words: tuple[str, ...], written: str) -> None:
    """Whatever `--root` says, a path that is given starts where one is."""
    (root / "publish.yml").write_text(PUBLISH.replace("  - id: intranet\n    kind: ssh\n", ""))
    here = tmp_path / "ici"
    here.mkdir()
    done = troisclics(*words, "--root", "../projet", cwd=here)
    assert done.returncode in {0, 1}, done.stderr
    assert (here / written).is_file(), done.stdout
    assert not (root / "x").exists()


def test_outside_of_a_project(tmp_path: Path) -> None:
    """Where there is no project, a command says so, and ends with 2."""
    for words in (("build",), ("report", "coverage"), ("new", "department", "50-manche"), ("status", "intranet")):
        done = troisclics(*words, cwd=tmp_path)
        assert done.returncode == 2
        assert "aucun projet ici" in done.stderr
    assert not any(tmp_path.iterdir())


def test_every_option_for_an_output_is_out() -> None:
    """No command but `rollback` has an option `--to`."""
    assert "--to " in run("rollback", "--help").stdout
    context = click.Context(cli)
    for name in cli.list_commands(context) if isinstance(cli, click.Group) else ():
        assert name == "rollback" or "--to " not in run(name, "--help").stdout
