"""A project whose site is built, what the site holds, and what it holds once a page has changed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from shared import made_once

from .projects import Project, Snapshot, copy_project, snapshot


@pytest.fixture(scope="session")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project whose site is built; for reading and copying only."""

    def make(folder: Path) -> None:
        done = copy_project(folder).build()
        assert done.returncode == 0, done.stderr

    return Project(made_once(tmp_path_factory, "few-departments", make))


@pytest.fixture(scope="session")
def before(built_once: Project) -> Snapshot:
    """What `site/` holds before anything goes wrong."""
    return snapshot(built_once.site)


@pytest.fixture(scope="session")
def after(built_once: Project, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """What `site/` holds once the changed project is built."""

    def make(folder: Path) -> None:
        project = copy_project(folder)
        project.change()
        done = project.build()
        assert done.returncode == 0, done.stderr

    return snapshot(Project(made_once(tmp_path_factory, "few-departments-changed", make)).site)


@pytest.fixture
def victim(built_once: Project, tmp_path: Path) -> Project:
    """A project of the test's own, with a built site and then one page changed."""
    shutil.copytree(built_once.root, tmp_path / "project")
    victim = Project(tmp_path / "project")
    victim.change()
    return victim
