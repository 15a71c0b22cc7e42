"""A copy of this very repository's input, which others may be editing while the tests run."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ..commands import ROOT


@pytest.fixture(scope="session")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository's content, departments, theme, configuration and hook, in another folder; only to be read."""
    copy = tmp_path_factory.mktemp("repository") / "depot"
    for name in ("content", "departments", "overrides", "scripts"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    shutil.copyfile(ROOT / "mkdocs.yml", copy / "mkdocs.yml")
    return copy
