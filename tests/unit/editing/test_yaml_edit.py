"""Edits of a YAML text: at their place, and nothing else changed."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from troisclics.editing.yaml_edit import insert_item, items, set_value

from ..commands import ROOT

ENTRY = "- title: Fête\n  starts_on: 2026-12-09\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("code: 1\n", "code: 1\nevents:\n  @\n"),
        ("# Rien.\n", "# Rien.\nevents:\n  @\n"),
        ("code: 1", "code: 1\nevents:\n  @\n"),
        ("events:\noffers: 1\n", "events:\n  @\noffers: 1\n"),
        ("events: [] # rien\noffers: 1\n", "events: # rien\n  @\noffers: 1\n"),
        ("events:\n- a: 1 # un\n\n# fin\noffers: 1\n", "events:\n- a: 1 # un\n@\n\n# fin\noffers: 1\n"),
        ("events:\n    - a: {b: 1}\n    # - c\n", "events:\n    - a: {b: 1}\n    @\n    # - c\n"),
        ("events:\n  - a: |\n      b\n      c\noffers: 1\n", "events:\n  - a: |\n      b\n      c\n  @\noffers: 1\n"),
        ("events:\n  - a: b\n     c\n  - a:\noffers: 1\n", "events:\n  - a: b\n     c\n  - a:\n  @\noffers: 1\n"),
        ("events:\n  - a: 1", "events:\n  - a: 1\n  @\n"),
        ("events:\r\n  - a: 1\r\nz: 1\r\n", "events:\r\n  - a: 1\r\n  @\r\nz: 1\r\n"),
        ("\ufeffevents:\n  - a: 1\n", "\ufeffevents:\n  - a: 1\n  @\n"),
    ],
    ids=[
        "absent",
        "comments alone",
        "no line end",
        "null",
        "empty",
        "flush",
        "comment",
        "block",
        "long",
        "last",
        "Windows",
        "BOM",
    ],
)
def test_where_an_event_goes(text: str, expected: str) -> None:
    """The entry comes last in its list, at the same indent, and nothing else of the file changes."""
    after, line = insert_item(text, "events", "- title: Fête\n")
    assert after == expected.replace("@", "- title: Fête")
    assert after.splitlines()[line - 1].strip() == "- title: Fête"


@pytest.mark.parametrize("text", ["events: [{a: 1}]\n", "events: ~\n", "{code: 1}\n", "code: 1\n...\n", "- a\n"])
def test_no_sure_place_for_an_event(text: str) -> None:
    """Where the list is written in another way, nothing is guessed."""
    with pytest.raises(ValueError, match=r"entry|empty"):
        insert_item(text, "events", ENTRY)


@pytest.mark.parametrize("file", sorted((ROOT / "departments").glob("*/department.yml")), ids=lambda f: f.parent.name)
def test_an_event_goes_into_every_department(file: Path) -> None:
    """The file of each real department takes an event, and keeps all its lines in their order."""
    text = file.read_text()
    after, _ = insert_item(text, "events", ENTRY)
    kept = iter(after.splitlines())
    assert all(line in kept for line in text.splitlines())
    assert yaml.safe_load(after)["events"][-1]["title"] == "Fête"


TEXT = """\
# en tête
contacts:
  - name: 'Un'  # le premier
    phone:   "01"   # à vérifier
    hours: {open: 9, close: 17}

  # avant Deux
  - name: Deux
    tags: [a, b]
"""


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        (("contacts", 0, "phone"), '    phone:   "01"   # à vérifier\n', '    phone:   "02" # à vérifier !\n'),
        (("contacts", 0, "hours", "open"), "{open: 9, close: 17}\n", '{open: "02", close: 17} # !\n'),
        (("contacts", 1, "name"), "  - name: Deux\n", '  - name: "02" # !\n'),
        (("contacts", 1, "fax"), "    tags", '    fax: "02" # !\n    tags'),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_one_value(path: tuple[str | int, ...], before: str, after: str, newline: str) -> None:
    """One line changes, or one is added."""
    new, line = set_value(TEXT.replace("\n", newline), path, '"02"', lambda old: f"{old} !".strip())
    assert new == TEXT.replace(before, after).replace("\n", newline)
    assert '"02"' in new.splitlines()[line - 1]


@pytest.mark.parametrize("value", ["[", "a: b", "*a", "- b", "# x", "x\nz: 1"])
def test_a_value_that_says_more_is_refused(value: str) -> None:
    """What is written must be read back as it was meant."""
    with pytest.raises((ValueError, yaml.YAMLError)):
        set_value(TEXT, ("contacts", 0, "phone"), value, str)


@pytest.mark.parametrize("path", [("contacts", 0, "hours", "noon"), ("a", "b"), ("other",)])
def test_no_line_for_a_value(path: tuple[str | int, ...]) -> None:
    """A new key needs a block of several lines."""
    with pytest.raises((ValueError, KeyError)):
        set_value("a: 1\n" if path[0] != "contacts" else TEXT, path, "1", str)


def test_a_value_that_another_place_shares_is_refused() -> None:
    """An edit behind an alias would change two things."""
    with pytest.raises(ValueError, match="the rest"):
        set_value("a: &x\n  b: 1\n  c: 2\nd: *x\n", ("d", "b"), "3", str)


def test_items_and_their_lines() -> None:
    """Each block of a list has its lines, without the comments after it."""
    assert [(path, lines[0], lines[-1]) for path, lines in items(TEXT)] == [
        (("contacts", 0), 3, 5),
        (("contacts", 1), 8, 9),
    ]


@pytest.mark.parametrize("file", sorted((ROOT / "departments").glob("*/department.yml")), ids=lambda f: f.parent.name)
def test_a_value_of_every_department(file: Path) -> None:
    """Each block of each real department takes a date, on one line, whatever its comments."""
    text = file.read_text()
    for path, _ in items(text):
        new, line = set_value(text, (*path, "last_reviewed_on"), "2026-11-25", str)
        old, now = text.splitlines(), new.splitlines()
        added = len(now) - len(old)
        assert added in {0, 1}
        assert now[: line - 1] + now[line:] == old[: line - 1] + old[line - added :]
