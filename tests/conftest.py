"""The fictitious project of the tests, as a folder that a test may damage."""

from __future__ import annotations

import shutil
import signal
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

pytest_plugins = ["browsers"]

ROOT = Path(__file__).parent.parent
FIXTURE = Path(__file__).parent / "fixtures" / "project"

ProjectFactory = Callable[..., Path]

HEAVY = ("browser", "programs", "slow")
"""The marks of tests that `scripts/test` leaves to `scripts/test --all`; a test counts for the first that it has."""
LEFT_OUT = pytest.StashKey[Counter[str]]()


def pytest_configure(config: pytest.Config) -> None:
    """Begin to count the tests that are left out; let programs that tests start be ended by Ctrl-C.

    A shell has what it runs in the background ignore Ctrl-C, and so would all that is started from there.
    """
    config.stash[LEFT_OUT] = Counter()
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: Sequence[pytest.Item]) -> None:
    """Mark each test that uses a browser."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")


def pytest_deselected(items: Sequence[pytest.Item]) -> None:
    """Count the heavy tests that are left out, by mark."""
    for item in items:
        marks = [mark for mark in HEAVY if item.get_closest_marker(mark)]
        item.config.stash[LEFT_OUT].update(marks[:1])


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Tell the process that runs the workers of pytest-xdist what was left out: each worker collects all tests."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["left out"] = dict(session.config.stash[LEFT_OUT])


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take over what a worker of pytest-xdist has left out."""
    node.config.stash[LEFT_OUT] |= Counter(getattr(node, "workeroutput", {}).get("left out", {}))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests were left out, and how to run them."""
    left_out = terminalreporter.config.stash[LEFT_OUT]
    if left_out and terminalreporter.config.option.markexpr:
        kinds = ", ".join(f"{count} {mark}" for mark, count in sorted(left_out.items()))
        terminalreporter.section("left out")
        terminalreporter.line(f"NOT RUN: {left_out.total()} heavy tests ({kinds}); to run them: scripts/test --all")


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
