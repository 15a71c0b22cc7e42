"""The lines that a change touches, whatever the settings of the person and the name of a file."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from troisclics.errors import RevisionError
from troisclics.git.changed_lines import changed_lines

SETTINGS = {
    "diff.mnemonicPrefix": "true",
    "diff.noprefix": "true",
    "color.ui": "always",
    "diff.external": "echo",
    "core.pager": "false",
    "i18n.logOutputEncoding": "UTF-16",
    "diff.renames": "copies",
    "core.quotePath": "true",
    "diff.context": "9",
}


def git(root: Path, *arguments: str) -> None:
    """Run git in a folder."""
    who = ("-c", "user.name=x", "-c", "user.email=x@exemple.example")
    subprocess.run(["git", *who, *arguments], cwd=root, check=True, capture_output=True)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a clone in which one line of a file has changed, and a file is new."""
    folder = tmp_path / "content"
    folder.mkdir()
    (folder / "été.md").write_text("un\ndeux\ntrois\n", encoding="utf-8")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "x")
    (folder / "été.md").write_text("un\nDEUX\ntrois\nquatre\n", encoding="utf-8")
    (folder / "neuf.md").write_text("a\n", encoding="utf-8")
    return tmp_path


EXPECTED = {"content/été.md": frozenset({2, 4}), "content/neuf.md": frozenset({1, 2})}


def test_changed_and_new_lines(root: Path) -> None:
    """Lines of a file that git knows, and all those of a new one."""
    assert changed_lines(root, "HEAD", ["content"]) == EXPECTED


@pytest.mark.parametrize("setting", SETTINGS)
def test_personal_settings(root: Path, setting: str) -> None:
    """A setting that shapes what git prints for a person changes nothing."""
    git(root, "config", setting, SETTINGS[setting])
    assert changed_lines(root, "HEAD", ["content"]) == EXPECTED


def test_an_unknown_revision(root: Path) -> None:
    """It is said to be unknown."""
    with pytest.raises(RevisionError) as raised:
        changed_lines(root, "absente", ["content"])
    assert raised.value.detail == "git ne connaît pas cette révision"


def test_no_repository(tmp_path: Path) -> None:
    """The reason is the folder, not the revision."""
    (tmp_path / "content").mkdir()
    with pytest.raises(RevisionError) as raised:
        changed_lines(tmp_path, "HEAD", ["content"])
    assert raised.value.detail == "le dossier n'est pas un dépôt git"


def test_a_clone_of_another_owner(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a container: git refuses, and the message says whose clone it is."""
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    with pytest.raises(RevisionError) as raised:
        changed_lines(root, "HEAD", ["content"])
    assert "autre utilisateur" in raised.value.detail
