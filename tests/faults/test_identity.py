"""A delegation cannot write who it is: on the portal, in the lists, the map, the search, `api/`, or anywhere."""

from __future__ import annotations

import dataclasses
import os
import re
from datetime import date
from pathlib import Path

import pytest
import yaml
from unit.commands import DAY, copy_fictitious, differences, files_of, troisclics
from watchers import Noted

from troisclics.constants import IDENTITIES
from troisclics.load.identities import IDENTITY_KEYS
from troisclics.messages import RULES
from troisclics.pipeline.build import build

FILE = "departments/90-dunes/department.yml"
PAGE = "departments/90-dunes/ma-delegation/essai.md"
HEAD = "---\ntitle: Essai\ndescription: Un essai.\n---\n\n## Bonjour\n\n"
NATIONAL = {
    "code": "90", "name": "Dunes", "de": "des Dunes", "region": "Région fictive", "seat": "Sableville", "zone": "metro",
}  # fmt: skip
"""What the national list says of the department, in the order in which folders used to say it."""
PORTAL = "PIEGE : portail fermé, allez sur https://pirate.example"
MARKDOWN = "PIEGE\n\n## Site fermé\n\n[identifiez-vous](https://pirate.example/)\n\n![](https://pirate.example/x.png)\n"

FOLDERS: dict[str, tuple[dict[str, str], str, list[int]]] = {
    "markup in pieces": (
        {"seat": "<"},
        '{{ department.seat }}script>document.title="PIEGE"{{ department.seat }}/script>',
        [5],
    ),
    "a scheme in pieces": (
        {"region": "script:", "seat": "java"},
        "[x]({{ department.seat }}{{ department.region }}document.title='PIEGE'//)",
        [4, 5],
    ),
    "a text on the portal": ({"name": PORTAL, "de": MARKDOWN, "region": PORTAL}, "{{ department.de }}", [2, 3, 4]),
}
"""Hostile folders: keys of the identity, the text of a page that shows them, and the lines that must be refused."""


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The fictitious project, built; only to be read."""
    root = copy_fictitious(tmp_path_factory.mktemp("before") / "project")
    assert troisclics("build", "--root", root, "--today", DAY).returncode == 0
    return root


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The fictitious project, which a delegation may spoil."""
    return copy_fictitious(tmp_path / "project")


def write_identity(root: Path, keys: dict[str, str]) -> None:
    """Put an identity, with `keys`, at the head of the folder's file, as folders had one."""
    local = (root / FILE).read_text(encoding="utf-8")
    lines = [f"{key}: {yaml.safe_dump(value, default_style=chr(34), width=10_000)}" for key, value in keys.items()]
    (root / FILE).write_text("".join(lines) + local, encoding="utf-8")


@pytest.mark.parametrize("name", FOLDERS)
@pytest.mark.parametrize("command", [("check", "--texts"), ("build",)], ids=" ".join)
def test_a_folder_that_calls_itself_otherwise(root: Path, name: str, command: tuple[str, ...]) -> None:
    """It is refused at the line of each key within five seconds of computing, and no site is made."""
    keys, text, lines = FOLDERS[name]
    write_identity(root, NATIONAL | keys)
    (root / PAGE).write_text(HEAD + text + "\n", encoding="utf-8")
    start = os.times()
    run = troisclics(*command, "--root", root, "--today", DAY)
    end = os.times()
    assert end.children_user + end.children_system - start.children_user - start.children_system < 5
    assert run.returncode == (1 if command[0] == "check" else 2)
    said = run.stdout + run.stderr
    assert "Traceback" not in said
    place = re.escape(FILE)
    assert [int(line) for line in re.findall(rf"^{place}:(\d+): erreur\[identite-nationale\]", said, re.M)] == lines
    assert f"l'identité d'un département est nationale : {IDENTITIES}" in said
    assert not (root / "site").exists()
    if command[0] == "check":
        left = re.findall(rf"^{place}:(\d+): avertissement\[identite-superflue\]", said, re.M)
        assert sorted([*map(int, left), *lines]) == [1, 2, 3, 4, 5, 6]


def test_an_identity_that_is_the_national_one_changes_nothing(root: Path, before: Path) -> None:
    """The twin: a folder from before the national list builds, and no file of any site is another."""
    write_identity(root, NATIONAL)
    run = troisclics("build", "--root", root, "--today", DAY)
    assert run.returncode == 0, run.stderr
    assert differences(root / "site", before / "site") == []


def test_what_a_folder_says_reaches_no_site(
    root: Path, before: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Every key refused; and even were the refusal a warning, no file of any site would hold what the folder says."""
    write_identity(root, dict.fromkeys(IDENTITY_KEYS, PORTAL))
    refused = troisclics("build", "--root", root, "--today", DAY)
    assert refused.returncode == 2
    for line in range(1, len(IDENTITY_KEYS) + 1):
        assert f"{FILE}:{line}: erreur[identite-nationale]" in refused.stderr
    refusal = RULES["identite-nationale"]
    monkeypatch.setitem(RULES, "identite-nationale", dataclasses.replace(refusal, severity="warning"))
    build(root, tmp_path / "site", date.fromisoformat(DAY), Noted())
    built = files_of(tmp_path / "site")
    assert not [name for name, content in built.items() if b"PIEGE" in content or b"pirate" in content]
    assert differences(tmp_path / "site", before / "site") == []


def test_a_local_text_of_the_same_words_is_seen(root: Path) -> None:
    """The twin: the same words in a page of the delegation are on its own site, and on no other."""
    (root / PAGE).write_text(f"{HEAD}PIEGE\n", encoding="utf-8")
    assert troisclics("build", "--root", root, "--today", DAY).returncode == 0
    holding = {name.partition("/")[0] for name, content in files_of(root / "site").items() if b"PIEGE" in content}
    assert holding == {"90-dunes"}
