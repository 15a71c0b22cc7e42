"""`scripts/unit` takes an interpreter that the machine has; uv downloads one only where there is none."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .commands import ROOT

VERSION = "3.99"


def program(path: Path, text: str) -> Path:
    """A program of the shell at `path`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.mark.parametrize(
    ("name", "text", "taken"),
    [
        ("bin/python3.99", f'exec {sys.executable} "$@"', sys.executable),
        ("pyenv/versions/3.99.1/bin/python", f'exec {sys.executable} "$@"', sys.executable),
        ("bin/python3.99", "exit 127", VERSION),
        ("bin/python3.9", f'exec {sys.executable} "$@"', VERSION),
        ("pyenv/versions/3.9.9/bin/python", f'exec {sys.executable} "$@"', VERSION),
    ],
    ids=["in the PATH", "of pyenv", "a shim without a Python", "another in the PATH", "another of pyenv"],
)
def test_which_interpreter_is_taken(tmp_path: Path, name: str, text: str, taken: str) -> None:
    """The first that runs, in the PATH or of pyenv; without one, the version is named to uv."""
    shutil.copytree(ROOT / "scripts", tmp_path / "scripts", ignore=shutil.ignore_patterns("troisclics", "*.egg-info"))
    program(tmp_path / "scripts" / "venv", ":")
    program(tmp_path / ".venv" / "bin" / "uv", 'echo "$@"; exit 9')
    program(tmp_path / name, text)
    env = {"PATH": f"{tmp_path / 'bin'}:/usr/bin:/bin", "PYENV_ROOT": str(tmp_path / "pyenv")}
    command = [tmp_path / "scripts" / "unit", VERSION]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 9, done.stderr
    assert done.stdout.split() == [
        "venv", "--quiet", "--clear", "--python", taken, f".cache/python-{VERSION}"
    ]  # fmt: skip
