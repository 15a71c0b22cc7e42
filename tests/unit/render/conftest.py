"""What tests of rendering start from: a copy of the input of this very repository, which others may be editing while
the tests run, and a small project of MkDocs.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from repository import copy_input

from troisclics.render import mkdocs_internals

from .themes import open_small


@pytest.fixture(scope="session")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository's content, departments, theme, configuration and hook, in another folder; only to be read."""
    return copy_input(tmp_path_factory.mktemp("repository") / "depot", more=["scripts"])


@pytest.fixture(scope="module")
def theme(tmp_path_factory: pytest.TempPathFactory) -> mkdocs_internals.Theme:
    """A small project of MkDocs, opened as the engine does."""
    return open_small(tmp_path_factory.mktemp("theme"))
