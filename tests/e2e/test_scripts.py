"""The README's first command, on a copy of the repository that nobody has prepared."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from repository import REPOSITORY

NOT_COPIED = (".git", ".venv", ".cache", "site", "site-*", ".site.*", "__pycache__", "*.egg-info", ".*_cache")
pytestmark = [pytest.mark.slow, pytest.mark.timeout(1500)]


def run(script: Path, *args: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a script as a newcomer does, without the virtual environment of these tests."""
    own = os.environ.get("VIRTUAL_ENV", "")
    path = os.pathsep.join(part for part in os.environ["PATH"].split(os.pathsep) if not own or not part.startswith(own))
    env = {name: value for name, value in os.environ.items() if name not in {"VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME"}}
    command = [str(script), *args]
    return subprocess.run(command, cwd=cwd, env=env | {"PATH": path}, capture_output=True, text=True, check=False)


def test_fresh_copy_builds_with_one_command(tmp_path: Path) -> None:
    """`scripts/build` alone makes .venv, all sites and the portal; again and from elsewhere, it has little to do."""
    copy = tmp_path / "troisclics"
    shutil.copytree(REPOSITORY, copy, ignore=shutil.ignore_patterns(*NOT_COPIED), symlinks=True)
    departments = {path.name for path in (copy / "departments").iterdir()}

    done = run(copy / "scripts" / "build", cwd=copy)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"Construit : le portail et {len(departments)} sites" in done.stdout
    assert "Pour regarder :" in done.stdout
    assert "warning" not in (done.stdout + done.stderr).lower()
    assert {path.parents[1].name for path in (copy / "site").glob("*/api/pages.json")} == departments
    for site in (copy / "site", *(copy / "site" / slug for slug in departments)):
        for name in ("index.html", "404.html", "sitemap.xml", "api/pages.json"):
            assert (site / name).is_file(), f"{site.name}/{name}"

    made = (copy / ".venv" / "pyvenv.cfg").stat()
    again = run(copy / "scripts" / "build", "portail", "50", cwd=Path("/"))
    assert again.returncode == 0, again.stdout + again.stderr
    assert "le portail et 1 site," in again.stdout
    assert "Installation" not in again.stdout
    assert (copy / ".venv" / "pyvenv.cfg").stat().st_mtime_ns == made.st_mtime_ns
    assert {path.parents[1].name for path in (copy / "site").glob("*/api/pages.json")} == departments


def test_scripts_say_what_python_is_missing(tmp_path: Path) -> None:
    """Without a Python that will do, `scripts/venv` says in French what to install, with exit 2."""
    shutil.copytree(REPOSITORY / "scripts", tmp_path / "scripts", ignore=shutil.ignore_patterns("troisclics"))
    shutil.copy(REPOSITORY / "requirements.lock", tmp_path)
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("sh", "dirname", "cmp", "rm", "cp"):
        (tools / name).symlink_to(str(shutil.which(name)))
    done = subprocess.run(
        [tmp_path / "scripts" / "build"], env={"PATH": str(tools)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2, done.stdout + done.stderr
    assert "Il faut Python 3.11 ou plus récent" in done.stderr
    assert not (tmp_path / ".venv").exists()
