"""The fictitious project of the tests, as a folder that a test may damage."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

pytest_plugins = ["browsers"]

ROOT = Path(__file__).parent.parent
FIXTURE = Path(__file__).parent / "fixtures" / "project"

ProjectFactory = Callable[..., Path]


@pytest.fixture(scope="session", autouse=True)
def account(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where programs keep the state of the account that runs the tests: not that of the person who runs them."""
    folder = tmp_path_factory.mktemp("state")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(folder))
        yield folder


@pytest.fixture
def project(tmp_path: Path) -> ProjectFactory:
    """A factory: writes the fictitious project in a new folder, then the given files over it, and gives the folder.

    A file given as None is removed; one given as text or bytes is written as it is.
    """
    made = 0

    def make(files: Mapping[str, str | bytes | None] | None = None) -> Path:
        nonlocal made
        made += 1
        root = tmp_path / f"project-{made}"
        shutil.copytree(FIXTURE, root)
        shutil.copytree(ROOT / "overrides" / "seams", root / "overrides" / "seams")
        for name, text in (files or {}).items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if text is None:
                path.unlink()
            else:
                path.write_bytes(text.encode() if isinstance(text, str) else text)
        return root

    return make
