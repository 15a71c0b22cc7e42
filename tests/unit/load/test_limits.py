"""What a Markdown text may cost: each bound is said at the line that goes past it, and ordinary texts pass."""

from __future__ import annotations

import pytest

from troisclics.load.limits import (  # fmt: skip
    MAX_CHARACTERS,
    MAX_COLUMNS,
    MAX_DEFINITIONS,
    MAX_DEPTH,
    MAX_HEADINGS,
    MAX_IN_BLOCK,
    MAX_LINE,
    MAX_LINES,
    MAX_OPEN,
    MAX_TAGS_OPEN,
    check_limits,
)
from troisclics.model import Finding, Place

FILE = "departments/90-dunes/ma-delegation/essai.md"
FIRST = 6
TOO_MUCH = {
    "brackets": ("x\n\n" + "[" * 20_000, 2),
    "closed brackets": ("x\n" + "[a]\n" * (MAX_IN_BLOCK["["] + 1), MAX_IN_BLOCK["["] + 1),
    "open brackets over lines": ("[a](\n" * (MAX_OPEN + 1), MAX_OPEN),
    "open brackets": ("x\n" + "[" * (MAX_OPEN + 1), 1),
    "tags without end": ("<a\n\n" * (MAX_TAGS_OPEN + 1), 2 * MAX_TAGS_OPEN),
    "underlined headings": ("x\n=\n" * (MAX_HEADINGS + 1), 2 * MAX_HEADINGS + 1),
    "a long text": ("x" * 99 + "\n" + ("x" * 99 + "\n") * (MAX_CHARACTERS // 100), MAX_CHARACTERS // 100),
    "stars": ("x\n" + "*_" * 10_000, 1),
    "backslashes": ("x\n" + "\\*" * 5_000, 1),
    "backticks": ("x\n" + "`" * 5_000, 1),
    "lines": ("\n" * (MAX_LINES + 1), MAX_LINES),
    "a long line": ("x\n" + "x" * (MAX_LINE + 1), 1),
    "nested lists": ("\n".join("    " * level + "- x" for level in range(250)), MAX_DEPTH),
    "lists in one line": ("x\n\n" + "- " * 200 + "x", 2),
    "nested quotations": ("x\n\n" + ">" * 100, 2),
    "a wide table": ("x\n\n|" + "a|" * 4_000, 2),
    "headings": ("## x\n" * (MAX_HEADINGS + 1), MAX_HEADINGS),
    "definitions": ("\n\n".join(f"[r{n}]: a.md" for n in range(MAX_DEFINITIONS + 1)), 2 * MAX_DEFINITIONS),
}


def found(text: str) -> list[Finding]:
    """The findings on a text."""
    out: list[Finding] = []
    assert check_limits(text, Place(FILE, FIRST), out, "90") is not bool(out)
    return out


@pytest.mark.parametrize("name", TOO_MUCH)
def test_what_is_too_much(name: str) -> None:
    """A text that goes past a bound is refused at the line where it does."""
    text, line = TOO_MUCH[name]
    assert found(text)[0].place == Place(FILE, FIRST + line)
    assert {one.rule for one in found(text)} == {"texte-limite"}


def test_what_passes() -> None:
    """A long page of ordinary Markdown passes, and so does one just at a bound."""
    page = "## Titre\n\nUn *mot* et [un lien](a.md).\n\n- un\n    - deux\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n"
    assert found(page * 300) == []
    assert found("[" * MAX_OPEN + "\n\n" + "[a]" * MAX_IN_BLOCK["["] + "\n\n" + "|" * MAX_COLUMNS) == []
