"""What a shell is given to complete a command line, through click's own interface."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.shell_completion import ShellComplete

from troisclics.cli import cli

from .commands import ROOT

PUBLISH = "targets:\n  - id: essai\n    kind: folder\n    path: /nulle/part\n  - id: intranet\n    kind: ssh\n"


def complete(root: Path, monkeypatch: pytest.MonkeyPatch, *words: str) -> list[str]:
    """What a shell is given for the last of `words`, in the project at `root`."""
    monkeypatch.chdir(root)
    completion = ShellComplete(cli, {}, "troisclics", "_TROISCLICS_COMPLETE")
    return [item.value for item in completion.get_completions(list(words[:-1]), words[-1])]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("re",), ["review", "report"]),
        (("report", "f"), ["freshness", "facts"]),
        (("build", "5"), ["50", "51", "52", "53", "54", "55", "56", "57", "58", "59"]),
        (("build", "man"), ["manche"]),
        (("build", "50", "Corse"), ["corse-du-sud"]),
        (("serve", "po"), ["portail"]),
        (("stage", "2"), ["21", "22", "23", "24", "25", "26", "27", "28", "29", "2A", "2B"]),
        (("new", "event", "mayo"), ["mayotte"]),
        (("report", "facts", "pim.repas-"), ["pim.repas-ht"]),
        (("check", "--only", "departement-p"), ["departement-pauvre"]),
        (("check", "--format", "s"), ["sarif"]),
        (("review", "aide-inst"), ["content/logement/aide-installation.md", "aide-inst"]),
        (("check", "content/log"), ["content/log"]),
        (("check", "--al"), ["--all"]),
        (("facts", "pim.repas-"), ["pim.repas-ht"]),
        (("stage", "50", "--t"), ["--today"]),
    ],
    ids=" ".join,
)
def test_completion(monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], found: list[str]) -> None:
    """Commands, options, codes and names of departments, facts, rules and files are completed."""
    assert complete(ROOT, monkeypatch, *words) == found


def test_completion_of_targets(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The targets of publish.yml are completed, from a folder of the project too; a broken file gives nothing."""
    (root / "publish.yml").write_text(PUBLISH)
    assert complete(root, monkeypatch, "publish", "") == ["essai", "intranet"]
    assert complete(root / "departments" / "90-dunes", monkeypatch, "status", "in") == ["intranet"]
    for text in ("targets: [", "targets: {a: b}", "targets: [1, null]", "- x", ""):
        (root / "publish.yml").write_text(text)
        assert complete(root, monkeypatch, "publish", "") == []
    (root / "publish.yml").unlink()
    assert complete(root, monkeypatch, "rollback", "") == []


def test_completion_outside_of_a_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no project, nothing of one is proposed."""
    assert complete(tmp_path, monkeypatch, "build", "") == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_scripts_of_shells(shell: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The script that the guide names for each shell is written."""
    monkeypatch.setenv("_TROISCLICS_COMPLETE", f"{shell}_source")
    with pytest.raises(SystemExit) as end:
        cli.main([], prog_name="troisclics")
    assert end.value.code == 0
