"""Adding an item to a list of a YAML text: at its place, and nothing else changed."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from troisclics.editing.yaml_insert import insert_item

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
