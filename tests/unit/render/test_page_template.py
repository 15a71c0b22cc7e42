"""Frames are bytes with holes; marks become holes, and all else stays as it is."""

from __future__ import annotations

import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from troisclics.render.page_template import PageTemplate, encode, marker, read_template, stub_templates
from troisclics.staging.stage import FOLDER

NAMES = st.from_regex(r"[a-z0-9/_.-]+", fullmatch=True)
TEXTS = st.text(st.characters(exclude_characters="\x02\x03", exclude_categories=["Cs"]))


def test_marks_become_holes() -> None:
    """Each mark is a hole of its name, and the stand-in of the folder is the hole « folder »."""
    template = read_template(f"a{marker('content')}é{marker('seams/name.html')}{FOLDER}/b")
    assert template.parts == (b"a", "content", "é".encode(), "seams/name.html", b"", "folder", b"b")


@given(st.lists(st.tuples(TEXTS, NAMES)), TEXTS)
def test_a_frame_gives_back_its_text(pieces: list[tuple[str, str]], end: str) -> None:
    """A text whose holes are filled with their marks is the text itself, whatever is in it."""
    text = "".join(text + marker(name) for text, name in pieces) + end
    assert read_template(text).to_bytes(lambda name: marker(name).encode()) == text.encode()


@given(st.lists(st.tuples(TEXTS, NAMES)), TEXTS, TEXTS)
def test_filling_first_or_last_is_the_same(pieces: list[tuple[str, str]], end: str, value: str) -> None:
    """Placeholders filled ahead with a template give the same bytes as those filled at the end."""
    template = read_template("".join(text + marker(name) for text, name in pieces) + end)
    filling = PageTemplate((encode(value), "LATE", b"!"))
    ahead = template.fill({name: filling for _, name in pieces[::2]})
    filled = {name: filling.to_bytes(lambda _: b"?") for _, name in pieces[::2]}
    assert ahead.to_bytes(lambda _: b"?") == template.to_bytes(lambda name: filled.get(name, b"?"))


def test_filling_joins_neighbours() -> None:
    """Bytes that come to touch are one piece, so that a page of a hundred sites is put together in few steps."""
    template = PageTemplate((b"a", "x", b"b", "y", b"c"))
    assert template.fill({"x": PageTemplate((b"1", b"2"))}).parts == (b"a12b", "y", b"c")
    assert template.fill({}).parts == template.parts


def test_filling_leaves_the_frame_alone() -> None:
    """A template is shared by all sites: filling it makes a new one."""
    template = PageTemplate((b"a", "x"))
    template.fill({"x": PageTemplate((b"b",))})
    assert template.parts == (b"a", "x")


def test_a_hole_that_nobody_fills_is_an_error() -> None:
    """No page goes out with a hole in it: whoever gives the values is asked for each."""
    with pytest.raises(KeyError):
        PageTemplate((b"a", "x")).to_bytes({}.__getitem__)


def test_what_looks_like_a_mark_is_left() -> None:
    """Only a whole mark is a hole: control characters in a text are no danger."""
    for text in ("\x02", "\x03", "\x02\x03", "\x02A\x03", "\x02a b\x03", "x\x02a", FOLDER):
        assert read_template(text).parts == (text.encode(),)


def test_what_utf_8_cannot_say() -> None:
    """Lone surrogates are written as MkDocs writes them."""
    assert encode("é\ud800") == "é&#55296;".encode()


def test_cut_templates_print_their_mark() -> None:
    """In the new environment the named templates print marks, wherever they are included; the old one is as it was."""
    texts = {"main": "<{% include 'part' %}|{% include 'other' %}>", "part": "PART", "other": "{% include 'part' %}"}
    env = jinja2.Environment(loader=jinja2.DictLoader(texts), autoescape=True)
    assert stub_templates(env, ["part"]).get_template("main").render() == f"<{marker('part')}|{marker('part')}>"
    assert env.get_template("main").render() == "<PART|PART>"
