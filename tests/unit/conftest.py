"""The fictitious project with the theme of this repository, so that it can be built."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from shared import made_once

from troisclics.load import load_project
from troisclics.model import Fact, Project

from .checks.looking import build_sites
from .commands import DAY, FAULTLESS, ROOT, copy_fictitious, reading_day, troisclics


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the fictitious project that a test may damage."""
    return copy_fictitious(tmp_path / "projet")


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The fictitious project, built in whole once; only to be read."""

    def make(root: Path) -> None:
        copy_fictitious(root)
        run = troisclics("build", "--root", root, "--today", DAY)
        assert run.returncode == 0, run.stderr

    return made_once(tmp_path_factory, "fictitious", make)


@pytest.fixture
def built(whole: Path, tmp_path: Path) -> Path:
    """A copy of the fictitious project, already built, that a test may damage."""
    return Path(shutil.copytree(whole, tmp_path / "construit"))


@pytest.fixture
def faultless(tmp_path: Path) -> Path:
    """A copy of a small project without any fault, with a theme of its own, not built."""
    return Path(shutil.copytree(FAULTLESS, tmp_path / "sans-faute"))


@pytest.fixture(scope="session")
def faultless_whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project without fault, built once; only to be read."""

    def make(root: Path) -> None:
        shutil.copytree(FAULTLESS, root)
        build_sites(root)

    return made_once(tmp_path_factory, "faultless", make)


@pytest.fixture
def faultless_built(faultless_whole: Path, tmp_path: Path) -> Path:
    """A copy of the project without fault, already built, that a test may damage."""
    return Path(shutil.copytree(faultless_whole, tmp_path / "sans-faute"))


@pytest.fixture(scope="session")
def own() -> Project:
    """The project of this repository, read on the day of its last review; only to be read."""
    project, findings = load_project(ROOT, reading_day())
    assert not [found for found in findings if found.severity == "error"]
    return project


@pytest.fixture(scope="session")
def own_facts(own: Project) -> dict[str, Fact]:
    """Its national facts, by id."""
    return {fact.id: fact for fact in own.tree.facts}
