"""The parts of a page under its `##` headings."""

from __future__ import annotations

import pytest

from troisclics.checks.written_texts import split_parts
from troisclics.model import Page, PageMeta, Place


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("", []),
        ("Un texte.\n\n### Trop bas\n", []),
        ("## Une\n", [("Une", 9, 1)]),
        ("avant\n\n## Une\n\na\n\n## Deux\nb", [("Une", 11, 3), ("Deux", 15, 1)]),
    ],
)
def test_parts(body: str, expected: list[tuple[str, int, int]]) -> None:
    """Each heading has its line, and the lines up to the next; a page without any has no part."""
    meta = PageMeta(title="Aide", description="Une aide.", kind="benefit")
    page = Page("aide.md", meta, body, 9, Place("content/aide.md", 1))
    found = [(part.title, part.at.line, len(part.lines)) for part in split_parts(page)]
    assert found == expected
