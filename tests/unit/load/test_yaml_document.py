"""YAML becomes plain data with lines, or findings; never an exception."""

from __future__ import annotations

import time
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from troisclics.load.yaml_document import MAX_NODES, Document, parse_yaml
from troisclics.model import Finding, Place

AT = Place("f.yml", 1)


def load(text: str, start: Place = AT) -> tuple[Document | None, list[Finding]]:
    """The document and the findings of `text`."""
    out: list[Finding] = []
    return parse_yaml(text, start, out), out


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("01", "01"),
        ("2A", "2A"),
        ("0", 0),
        ("-12", -12),
        ("1_000", "1_000"),
        ("0x10", "0x10"),
        ("0o10", "0o10"),
        ("12:30", "12:30"),
        ("1.50", Decimal("1.50")),
        ("1e3", "1e3"),
        (".inf", ".inf"),
        ("2026-11-22", date(2026, 11, 22)),
        ("2026-02-30", "2026-02-30"),
        ("2026-11-22 10:00:00", "2026-11-22 10:00:00"),
        ("yes", True),
        ("Off", False),
        ("~", None),
        ("", None),
        ('"12"', "12"),
        ("9" * 5000, "9" * 5000),
    ],
)
def test_scalars(text: str, value: object) -> None:
    """Codes stay texts, hours stay texts, amounts keep their decimals, impossible dates stay texts."""
    document, found = load(f"a: {text}")
    assert not found
    assert document is not None
    assert document.data["a"] == value
    assert type(document.data["a"]) is type(value)


def test_each_part_has_its_line() -> None:
    """Keys and items are placed at their own line of the file, whatever line the YAML starts at."""
    document, _ = load("a: 1\nfrom:\n  - b: 2\n    c: [3,\n      4]\n", Place("f.md", 2))
    assert document is not None
    assert document.lines[("a",)] == 2
    assert document.lines[("from_",)] == 3
    assert document.lines[("from_", 0, "c")] == 5
    assert document.lines[("from_", 0, "c", 1)] == 6
    assert document.place(("from_", 0, "c", 1, "beyond")) == Place("f.md", 6)
    assert document.data["from_"][0]["at"] == Place("f.md", 4)


@pytest.mark.parametrize("mark", ["\x85", "\u2028", "\u2029"])
def test_only_line_ends_count_as_lines(mark: str) -> None:
    """A line separator pasted from a word processor does not shift the lines of what follows."""
    document, _ = load(f"a: x{mark}y\nb: 1\n")
    assert document is not None
    assert document.lines[("b",)] == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: 1\nb: [1\nc: 2\n", "f.yml:2: yaml-malforme"),
        ("a: 1\nb: [1, 2\n", "f.yml:2: yaml-malforme"),
        ("a: 'x\n\n\n", "f.yml:1: yaml-malforme"),
        ("a: 1\n b: 2", "f.yml:2: yaml-malforme"),
        ("a: é\nb: \0", "f.yml:2: yaml-malforme"),
        ("a: 1\n---\nb: 2", "f.yml:2: yaml-malforme"),
        ("a: @x", "f.yml:1: yaml-malforme"),
        ("a: 1\na: 2\nb: 3\nb: 4", "f.yml:2: yaml-cle-double, f.yml:4: yaml-cle-double"),
        ("a:\n  b: 1\n  b: 2", "f.yml:3: yaml-cle-double"),
        ("a: &x [*x]", "f.yml:1: yaml-alias"),
        ("a: *x", "f.yml:1: yaml-alias"),
        ("a: 1\n---\nb: &x 2", "f.yml:3: yaml-alias"),
        ("a: !x 1\na: 2\nb: *x", "f.yml:3: yaml-alias"),
        ("a: 1\na: 2\nb: !x 1", "f.yml:2: yaml-cle-double, f.yml:3: yaml-etiquette"),
        ("a: !x 1\nb: [", "f.yml:2: yaml-malforme"),
        ("a: !x 1", "f.yml:1: yaml-etiquette"),
        ("a: !!python/object/apply:os.system [ls]", "f.yml:1: yaml-etiquette"),
        (f"a:\n  {'[' * 12}{']' * 12}", "f.yml:2: yaml-trop-profond"),
    ],
)
def test_faults_have_their_line(text: str, said: str) -> None:
    """Each fault of form gives its rule at its line, and no data."""
    document, found = load(text)
    assert document is None
    assert ", ".join(f"{one.place}: {one.rule}" for one in found) == said
    assert all("«  »" not in one.message for one in found)


@pytest.mark.parametrize("text", ["[" * 500_000, "{a: " * 200_000, "- " * 500_000, "? " * 500_000, "[1," * 300_000])
def test_deep_nesting_is_refused_at_once(text: str) -> None:
    """A megabyte of brackets neither exhausts the stack nor takes minutes."""
    start = time.monotonic()
    assert [found.rule for found in load(text)[1]] == ["yaml-trop-profond"]
    assert time.monotonic() - start < 20


def test_many_elements_are_refused() -> None:
    """More elements than any real file has are refused, and the limit itself passes."""
    assert load("\n".join(["- a"] * (MAX_NODES - 1)))[0] is not None
    assert [found.rule for found in load("\n".join(["- a"] * MAX_NODES))[1]] == ["yaml-trop-profond"]


YAML_LIKE = st.lists(
    st.sampled_from(
        [*"ab01:-,[]{}\"'|>&*!%@?#\n \t~.=\\", "\n  ", "\n- ", ": ", "---", "...", "<<", "2026-02-30", "\x85", "\ufeff"]
    ),
    max_size=30,
).map("".join)


@settings(max_examples=600, deadline=None)
@given(st.text() | YAML_LIKE)
@example("? [a]\n: b\n? {c: d}\n: e")
@example("%YAML 2.0\n---\na: 1")
@example("a: \ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"))
@example("=: <<")
def test_any_text_gives_data_or_findings(text: str) -> None:
    """Whatever the text, there is no exception: either a Document, or findings on lines that exist."""
    document, found = load(text)
    assert (document is None) == bool(found)
    last = text.count("\n") + 1
    assert all(1 <= one.place.line <= last for one in found)
    if document is not None:
        assert all(1 <= line <= last for line in document.lines.values())


KEYS = st.text("abcdefgh", min_size=1, max_size=4)


@settings(deadline=None)
@given(st.lists(st.tuples(KEYS, st.integers(0, 3)), unique_by=lambda pair: pair[0]))
def test_keys_are_at_the_line_they_are_written_on(pairs: list[tuple[str, int]]) -> None:
    """With any number of blank lines between them, each key is placed where its text stands."""
    text = "".join("\n" * blank + f"k{key}: {key}\n" for key, blank in pairs)
    document, _ = load(text)
    assert document is not None
    for key, _ in pairs:
        assert text.split("\n")[document.lines[(f"k{key}",)] - 1] == f"k{key}: {key}"
