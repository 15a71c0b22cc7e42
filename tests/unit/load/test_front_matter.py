"""A Markdown file is its front matter and its body, each from its own line."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from troisclics.load.front_matter import MarkdownFile, split_front_matter
from troisclics.model import Finding, Place

AT = Place("page.md")


def split(text: str) -> tuple[MarkdownFile | None, list[Finding]]:
    """What splitting `text` gives and says."""
    out: list[Finding] = []
    return split_front_matter(text, AT, out), out


@pytest.mark.parametrize(
    ("text", "front", "body", "line"),
    [
        ("---\na: 1\n---\nTexte", "a: 1", "Texte", 4),
        ("---\na: 1\n---\n\n\nTexte\n", "a: 1", "Texte\n", 6),
        ("--- \na: 1\n--- \nTexte", "a: 1", "Texte", 4),
        ("---\na: 1\n---", "a: 1", "", 4),
        ("---\n---\nTexte", "", "Texte", 3),
        ("Texte\n---\n", "", "Texte\n---\n", 1),
        ("", "", "", 1),
        ("---\na: 1\n---\nTexte\n---\n", "a: 1", "Texte\n---\n", 4),
    ],
)
def test_split(text: str, front: str, body: str, line: int) -> None:
    """The front matter ends at the first « --- », and the body starts at its first line that is not blank."""
    assert split(text) == (MarkdownFile(front, body, line), [])


def test_a_front_matter_left_open_is_said_at_its_start() -> None:
    """A front matter without end is a finding on line 1, where it opens."""
    result, found = split("---\na: 1\n")
    assert result is None
    assert [f"{one.place}: {one.rule}" for one in found] == ["page.md:1: en-tete-ouvert"]


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("\n---\nstatus: confirmed\n---\n\nTexte\n", 2, "première ligne"),
        ("<!-- note -->\n\n---\ntitle: Un\n---\n", 3, "première ligne"),
        ("status: confirmed\nlast_reviewed_on: 2026-11-22\n\nTexte\n", 1, "« status: »"),
        ("\ntitle: Un\n---\nTexte\n", 2, "« title: »"),
        ('+++\ntitle = "Un"\n+++\n', 1, "+++"),
    ],
)
def test_a_front_matter_that_would_be_text(text: str, line: int, what: str) -> None:
    """It is refused at its line: the confirmation in it would be lost, and its keys shown."""
    result, (said,) = split(text)
    assert (result, said.place.line, said.rule) == (None, line, "en-tete-ignore")
    assert what in said.message


@pytest.mark.parametrize(
    "text",
    ["Titre\n---\nTexte", "Un.\n\n---\n\nDeux.", "Statut : confirmé", "+++\nun\n", "status", "---\n---\ntitle: x"],
)
def test_what_is_no_front_matter(text: str) -> None:
    """Rules across a page, headings and sentences are text."""
    assert split(text)[0] is not None


LINES = st.lists(
    st.sampled_from(["", " ", "---", "--- ", "----", "a: 1", "Texte", "# Titre", "\f", "- x"]) | st.text(), max_size=12
)


@settings(deadline=None)
@given(LINES.map("\n".join))
@example("---\n\n---\n\n\n")
def test_no_line_is_lost(text: str) -> None:
    """Front matter and body are the text's lines at the numbers given; what lies between is blank or « --- »."""
    result, found = split(text)
    lines = text.split("\n")
    if result is None:
        assert [one.rule for one in found] == ["en-tete-ouvert"]
        return
    assert not found
    front = result.front.split("\n") if lines[0].rstrip() == "---" else []
    body = result.body.split("\n")
    assert lines[1 : 1 + len(front)] == front or result.front == ""
    assert lines[result.body_line - 1 :] == body or (body == [""] and result.body_line == len(lines) + 1)
    between = lines[: result.body_line - 1] if not front else lines[1 + len(front) : result.body_line - 1]
    assert all(line.strip() in {"", "---"} for line in between)
