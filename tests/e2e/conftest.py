"""The real sites, built once and served on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from repository import run_command
from shared import made_once

from .served import CODES, Served, serve


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The portal and all departments, as `troisclics build` makes them from the repository."""

    def make(out: Path) -> None:
        done = run_command("build", *CODES, "--out", out)
        assert done.returncode == 0, done.stderr

    with serve(made_once(tmp_path_factory, "all-sites", make)) as served:
        yield served
