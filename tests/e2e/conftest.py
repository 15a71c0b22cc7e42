"""The real sites, built once and served on loopback."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from shared import made_once

from .served import CODES, REPOSITORY, Served, serve


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The portal and all departments, as `troisclics build` makes them from the repository."""

    def make(out: Path) -> None:
        command = [Path(sys.executable).with_name("troisclics"), "build", *CODES, "--out", str(out)]
        done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr

    with serve(made_once(tmp_path_factory, "all-sites", make)) as served:
        yield served
