"""`--today` is honoured everywhere: no part of the program reads a clock to know the day."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "scripts" / "troisclics"
ALLOWED = {
    ("commands/options.py", "today"),  # the default of `--today`
    ("commands/build.py", "today"),  # that of `serve`, which goes on over midnight
    ("staging/mkdocs_hook.py", "today"),  # that of MkDocs itself, which has no such option
    ("commands/publish.py", "now"),  # the moment of a publication, in its ledger: no text depends on it
    ("commands/releases.py", "now"),
    ("publish/preflight.py", "fromtimestamp"),  # how far the clock of a server is from ours
}
"""The readings of a clock that decide nothing of what is published or checked, and the defaults of `--today`."""
CLOCKS = {"today", "now", "utcnow", "localtime", "gmtime", "strftime", "ctime", "fromtimestamp"}
MODULES = {"date", "datetime", "time", "dt"}


def clocks(text: str) -> list[tuple[int, str]]:
    """Line and name of each reading of the day in a Python text."""
    return [
        (node.lineno, node.attr)
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Attribute)
        and node.attr in CLOCKS
        and isinstance(node.value, ast.Name)
        and node.value.id in MODULES
    ]


def test_no_clock_is_read() -> None:
    """Only the defaults of `--today`, and publications for their ledger, ask what time it is."""
    found = {
        (path.relative_to(PACKAGE).as_posix(), name)
        for path in PACKAGE.rglob("*.py")
        for _, name in clocks(path.read_text(encoding="utf-8"))
    }
    assert found == ALLOWED


@pytest.mark.parametrize(
    "text", ["date.today()", "datetime.now(UTC)", "time.localtime()", "f(default=date.today)", "datetime.utcnow()"]
)
def test_a_clock_is_seen(text: str) -> None:
    """The search above sees the ways to ask for the day."""
    assert clocks(text)
