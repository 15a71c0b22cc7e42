"""`mkdocs build` at the root of the repository shows the portal."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from ..commands import copy_fictitious, differences, mkdocs, troisclics

HOOK = "hooks:\n  - scripts/troisclics/staging/mkdocs_hook.py\n"


@pytest.mark.slow
def test_the_root_builds_the_portal(repository: Path, tmp_path: Path) -> None:
    """What MkDocs builds at the root, with our hook, is byte for byte what it builds of the staged portal."""
    with_hook, without = tmp_path / "racine", tmp_path / "portail"
    run = mkdocs(repository / "mkdocs.yml", with_hook, alone=False)
    assert run.returncode == 0, run.stderr
    today = date.today().isoformat()
    staged = troisclics("stage", "portail", "--out", tmp_path / "projet", "--root", repository, "--today", today)
    assert staged.returncode == 0, staged.stderr
    run = mkdocs(tmp_path / "projet" / "mkdocs.yml", without)
    assert run.returncode == 0, run.stderr
    assert differences(with_hook, without) == []


def _with_hook(root: Path, source: Path) -> Path:
    config = root / "mkdocs.yml"
    config.write_text(config.read_text(encoding="utf-8") + HOOK, encoding="utf-8")
    hook = root / "scripts" / "troisclics" / "staging" / "mkdocs_hook.py"
    hook.parent.mkdir(parents=True)
    hook.write_bytes((source / "scripts" / "troisclics" / "staging" / "mkdocs_hook.py").read_bytes())
    return config


def test_a_fault_is_said_as_everywhere_else(repository: Path, tmp_path: Path) -> None:
    """A fault of a page stops `mkdocs build` with the same place, rule and mend as our commands."""
    root = copy_fictitious(tmp_path / "fautif")
    page = root / "content" / "logement" / "aide.md"
    page.write_text(page.read_text(encoding="utf-8").replace("logement.aide", "logement.aid"), encoding="utf-8")
    run = mkdocs(_with_hook(root, repository), tmp_path / "out", alone=False)
    assert run.returncode == 1
    assert "content/logement/aide.md:22: erreur[fait-inconnu]" in run.stderr
    assert "« logement.aide »" in run.stderr
    assert "Traceback" not in run.stderr


def test_it_works_from_any_folder(repository: Path, tmp_path: Path) -> None:
    """The hook finds its project beside `mkdocs.yml`, wherever the command is given."""
    config = _with_hook(copy_fictitious(tmp_path / "projet"), repository)
    here = Path.cwd()
    os.chdir(tmp_path)
    try:
        run = mkdocs(config, tmp_path / "out", alone=False)
    finally:
        os.chdir(here)
    assert run.returncode == 0, run.stderr
    assert "120,50\u202f€" in (tmp_path / "out" / "logement" / "aide" / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("key", ["publish_on: 2199-01-01", "draft: true"])
def test_a_page_of_another_day_or_a_draft_is_left_out(repository: Path, tmp_path: Path, key: str) -> None:
    """It has no file, no entry in the menu, and its section goes with it; what is shown stays."""
    root = copy_fictitious(tmp_path / "projet")
    front = f"title: Rien encore\ndescription: d\nowner: pole-fictif\n{key}\n"
    (root / "content" / "logement" / "plus-tard.md").write_text(f"---\n{front}---\n\nTexte.\n", encoding="utf-8")
    config = _with_hook(root, repository)
    menu = config.read_text(encoding="utf-8").replace("nav:\n", "nav:\n  - Plus tard:\n      - logement/plus-tard.md\n")
    config.write_text(menu, encoding="utf-8")
    run = mkdocs(config, tmp_path / "out", alone=False)
    assert run.returncode == 0, run.stderr
    assert not (tmp_path / "out" / "logement" / "plus-tard").exists()
    home = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert ("Plus tard" in home, "Rien encore" in home, "Aide fictive" in home) == (False, False, True)
