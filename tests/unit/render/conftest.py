"""What tests of rendering start from: a copy of the input of this very repository, which others may be editing while
the tests run, and a small project of MkDocs.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from troisclics.render import mkdocs_internals

from ..commands import ROOT
from .themes import open_small


@pytest.fixture(scope="session")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository's content, departments, theme, configuration and hook, in another folder; only to be read."""
    copy = tmp_path_factory.mktemp("repository") / "depot"
    for name in ("content", "departments", "overrides", "scripts"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    shutil.copyfile(ROOT / "mkdocs.yml", copy / "mkdocs.yml")
    return copy


@pytest.fixture(scope="module")
def theme(tmp_path_factory: pytest.TempPathFactory) -> mkdocs_internals.Theme:
    """A small project of MkDocs, opened as the engine does."""
    return open_small(tmp_path_factory.mktemp("theme"))
