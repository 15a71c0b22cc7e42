"""What the check of texts says of each mistake, to the letter.

`pytest tests/golden --regold` rewrites `tests/golden/mistakes.txt`.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from mistakes import MISTAKES
from unit.commands import copy_fictitious

from troisclics.checks import Subject, run_checks
from troisclics.checks.registry import CHECKS
from troisclics.load import drop_consequences, load_project
from troisclics.model import Finding
from troisclics.reports.text import format_text

GOLDEN = Path(__file__).with_name("mistakes.txt")
TODAY = date(2026, 11, 22)


def found_in(root: Path) -> set[Finding]:
    """Return the findings on the texts and data of a project."""
    project, findings = load_project(root, TODAY)
    texts = run_checks([check for check in CHECKS if not check.built], Subject(root, project, TODAY))
    return {*drop_consequences(findings, project.tree), *texts.findings}


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the fictitious project."""
    return copy_fictitious(tmp_path_factory.mktemp("sans faute") / "projet")


@pytest.fixture(scope="module")
def messages(sound: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return what is said of each mistake that is not said of the sound project."""
    before = found_in(sound)
    said = {}
    for mistake in MISTAKES:
        root = copy_fictitious(tmp_path_factory.mktemp("faute") / "projet")
        mistake.make(root)
        said[mistake.title] = format_text(sorted(found_in(root) - before))
    return said


def test_messages(messages: dict[str, str], request: pytest.FixtureRequest) -> None:
    """Each mistake has its message, as in the golden file."""
    text = "".join(f"## {title}\n{said}\n\n" for title, said in messages.items())
    if request.config.getoption("--regold", default=False):
        GOLDEN.write_text(text, encoding="utf-8")
    else:
        assert text == GOLDEN.read_text(encoding="utf-8")


def test_each_mistake_is_named(messages: dict[str, str]) -> None:
    """Nothing passes in silence, and no mistake has the title of another."""
    assert len(messages) == len(MISTAKES) >= 40
    assert [title for title, said in messages.items() if not said] == []
