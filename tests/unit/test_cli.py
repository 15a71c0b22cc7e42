"""The command line, as an editor or a CI sees it: what it says, in French, and how it ends."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from troisclics.reports.error_messages import interrupted
from troisclics.system.atomic_folders import left_intact

from .commands import DAY, files_of, troisclics

COMMANDS = (
    "new", "check", "fix", "move", "serve", "review", "report", "build", "publish", "rollback", "status", "verify",
    "stage", "export", "study",
)  # fmt: skip
"""In the order of the help."""
ENGLISH = re.compile(
    r"\b(usage:|try|for help|error|invalid|missing|no such|show this|exit\.|commands:|default|range|directory|the)\b",
    re.I,
)


def refused(*arguments: object, code: int = 2, cwd: Path | None = None) -> str:
    """What a command that must fail with `code` says; never a traceback, never English, nothing on the output."""
    run = troisclics(*arguments, cwd=cwd)
    assert run.returncode == code, run.stdout + run.stderr
    assert "Traceback" not in run.stderr
    assert run.stdout == ""
    return run.stderr


# --- Help


@pytest.mark.parametrize("command", [(), ("build",), ("new", "event"), ("report",), ("report", "links")], ids=" ".join)
def test_help_is_in_french(command: tuple[str, ...]) -> None:
    """Each command explains itself in French, every option included, by `-h` as by `--help`."""
    run = troisclics(*command, "--help")
    assert (run.returncode, run.stdout) == (0, troisclics(*command, "-h").stdout)
    assert not ENGLISH.findall(run.stdout), run.stdout
    assert not re.search(r"--[a-z]+( [A-Z/]+)? *\n *-", run.stdout), "an option without a word of help"


def test_help_names_each_command() -> None:
    """The list of the commands says in French what each is for, in whole sentences."""
    said = troisclics("--help").stdout
    assert re.findall(r"^  ([a-z]+) +[A-ZÉ]", said, re.M) == list(COMMANDS)
    assert "..." not in said.partition("new")[2]


def test_version() -> None:
    """`--version` names the program and its version."""
    run = troisclics("--version")
    assert (run.returncode, re.fullmatch(r"troisclics \d+\.\d+\.\d+\n", run.stdout) is not None) == (0, True)


# --- Exit code 0


def test_build_says_what_was_built(root: Path) -> None:
    """A build ends with 0 and says what it made, in what time and how to look at it; no bar off a terminal."""
    run = troisclics("build", "--root", root, "--today", DAY)
    assert run.returncode == 0
    assert re.search(r"le portail et 2 sites, \d+ pages, en \d+,\d s", run.stdout)
    assert "python3 -m http.server" in run.stdout
    assert "\r" not in run.stderr
    assert "3/3" in run.stderr


@pytest.mark.parametrize("code", ["90", "9A", "9a", "9a-falaises", "Falaises", "dunes", "portail", "PORTAIL"])
def test_every_form_of_a_code(root: Path, tmp_path: Path, code: str) -> None:
    """A CODE is a number, a number with a letter in either case, a folder, a name, or « portail »."""
    run = troisclics("stage", code, "--out", tmp_path / "pose", "--root", root, "--today", DAY)
    assert run.returncode == 0, run.stderr
    assert f"-f {tmp_path / 'pose' / 'mkdocs.yml'}" in run.stdout
    department = json.loads((tmp_path / "pose" / "docs" / "api" / "pages.json").read_text(encoding="utf-8"))[
        "department"
    ]
    assert department == {"90": "90", "dunes": "90", "portail": None, "PORTAIL": None}.get(code, "9A")


def test_schemas(tmp_path: Path) -> None:
    """The schemas are written where one asks, as JSON."""
    run = troisclics("export", "schemas", "--out", tmp_path / "schemas")
    assert run.returncode == 0
    assert {"department.json", "facts.json", "page.json"} <= {path.name for path in (tmp_path / "schemas").iterdir()}
    for path in (tmp_path / "schemas").iterdir():
        assert "$schema" in json.loads(path.read_text(encoding="utf-8"))


# --- Exit code 2


@pytest.mark.parametrize("command", ["build", "stage"])
@pytest.mark.parametrize("code", ["51", "1", "Plaine", "../x"])
def test_unknown_code(root: Path, tmp_path: Path, command: str, code: str) -> None:
    """A CODE that names nothing is refused, and those that exist are named; nothing is written."""
    target = ["--out", tmp_path / "pose"] if command == "stage" else []
    said = refused(command, code, *target, "--root", root, "--today", DAY)
    assert f"« {code} » inconnu" in said
    assert "portail, 90, 9A" in said
    assert not (tmp_path / "pose").exists()
    assert not (root / "site").exists()


@pytest.mark.parametrize("command", ["build", "check"])
@pytest.mark.parametrize("day", ["demain", "2026-02-30", "22/11/2026", "2026-11", ""])
def test_bad_date(root: Path, command: str, day: str) -> None:
    """What is no day of the calendar is refused, with an example."""
    said = refused(command, "--root", root, "--today", day)
    assert f"« {day} » n'est pas une date" in said
    assert "2026-11-22" in said


@pytest.mark.parametrize("share", ["0/4", "5/4", "1/0", "1", "1/", "/4", "a/b", "-1/4", "1/4/2", "1.5/4", ""])
def test_bad_share(root: Path, share: str) -> None:
    """A share that does not exist is refused, with an example: a CI must not believe that it built something."""
    said = refused("build", "--root", root, "--shard", share)
    assert "I/N" in said
    assert not (root / "site").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("bogus",),
        ("build", "--bogus"),
        ("build", "--jobs", "0"),
        ("build", "--jobs", "deux"),
        ("build", "--root", "/nulle/part"),
        ("stage", "90"),
        ("stage",),
        ("stage", "90", "91", "--out", "x"),
        ("check", "--today"),
    ],
    ids=" ".join,
)
def test_bad_usage_is_said_in_french(arguments: tuple[str, ...]) -> None:
    """Whatever is mistyped, the command ends with 2 and says in French what it wanted."""
    said = refused(*arguments)
    assert not ENGLISH.findall(said), said


def test_staging_onto_a_file(root: Path, tmp_path: Path) -> None:
    """A file where a folder is wanted is bad usage, and stays as it was."""
    (tmp_path / "fichier").write_text("à moi")
    said = refused("stage", "90", "--out", tmp_path / "fichier", "--root", root)
    assert "n'est pas un dossier" in said
    assert (tmp_path / "fichier").read_text() == "à moi"


@pytest.mark.parametrize("out", [".", "..", "content", "departments/90-dunes", "mkdocs.yml", "mes-documents"])
def test_an_output_never_takes_the_place_of_something_else(root: Path, out: str) -> None:
    """`--out` names a folder of sites, or one that is new or empty: no other is ever replaced."""
    (root / "mes-documents").mkdir()
    (root / "mes-documents" / "lettre.txt").write_text("à moi")
    before = files_of(root)
    said = refused("build", "90", "--today", DAY, "--out", out, cwd=root)
    assert "--out" in said
    assert files_of(root) == before


def test_bad_input_ends_with_2(root: Path) -> None:
    """A fault of the input is reported with its place and its fix; an earlier output is said to be intact, if any."""
    (root / "departments" / "90-dunes" / "department.yml").write_text("contacts:\n\t- label: x\n")
    said = refused("build", "--root", root, "--today", DAY)
    assert re.search(r"^departments/90-dunes/department\.yml:2: erreur\[yaml-malforme\] ", said, re.M)
    assert "  → " in said
    assert said.endswith(" : rien n'a été écrit.\n")
    (root / "site").mkdir()
    again = refused("build", "--root", root, "--today", DAY)
    assert again.endswith(" : rien n'a été écrit, le dossier précédent est intact.\n")


# --- Exit code 3


def test_only_an_output_is_said_to_be_intact(root: Path) -> None:
    """What the system refuses is reported without a word on a previous folder, unless there is one."""
    assert "dossier précédent" not in refused("schemas", "--to", "/proc/none", code=3)
    (root / "overrides" / "main.html").write_text("{% if %}")
    assert "dossier précédent" not in refused("build", "--root", root, "--today", DAY, code=3)
    (root / "site").mkdir()
    assert "le dossier précédent est intact" in refused("build", "--root", root, "--today", DAY, code=3)


def test_ctrl_c(tmp_path: Path) -> None:
    """Ctrl-C says that the output is intact only if it noted so."""
    assert interrupted(KeyboardInterrupt()).text == "Erreur : interrompu."
    with pytest.raises(KeyboardInterrupt) as caught, left_intact(tmp_path):
        raise KeyboardInterrupt
    assert interrupted(caught.value).text == "Erreur : interrompu ; le dossier précédent est intact."
    with pytest.raises(KeyboardInterrupt) as caught, left_intact(tmp_path / "absent"):
        raise KeyboardInterrupt
    assert interrupted(caught.value).text == "Erreur : interrompu."


def test_a_build_that_fails_ends_with_3(root: Path) -> None:
    """A template that MkDocs refuses is named, with what to do."""
    (root / "overrides" / "main.html").write_text("{% if %}")
    said = refused("build", "--root", root, "--today", DAY, code=3)
    assert "main.html" in said
    assert "→" in said


def test_a_link_to_nothing_leaves_the_rest_checked(root: Path) -> None:
    """Links to nothing, of the nation and of a delegation, are said together, each at its line, whenever one asks."""
    page = root / "content" / "logement" / "index.md"
    page.write_text(page.read_text().replace("aide.md", "absente.md"))
    (root / "departments" / "90-dunes" / "logement" / "aide.md").write_text("Voir [le plan](plan.md).\n")
    for _ in range(2):
        said = refused("build", "--root", root, "--today", DAY)
        assert re.findall(r"^(.*?): erreur\[lien-introuvable\] « (.*?) »", said, re.M) == [
            ("content/logement/index.md:12", "absente.md"),
            ("departments/90-dunes/logement/aide.md:1", "plan.md"),
        ]


def test_a_second_build_at_once_ends_with_3(root: Path) -> None:
    """While another build of the same output runs, a build ends at once and says to wait."""
    import fcntl  # noqa: PLC0415 - only here

    with (root / ".site.lock").open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        said = refused("build", "--root", root, "--today", DAY, code=3)
    assert "en cours" in said
    assert not (root / "site").exists()


def test_an_output_that_cannot_be_written_ends_with_3(root: Path) -> None:
    """Where nothing can be written the system's reason is given, and no traceback."""
    said = refused("build", "--root", root, "--today", DAY, "--out", "/proc/site", code=3)
    assert "/proc" in said
