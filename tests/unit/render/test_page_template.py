"""Frames are bytes with holes; marks become holes, and all else stays as it is."""

from __future__ import annotations

import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from troisclics.render.page_template import PageTemplate, cut, encode, mark, read_frame
from troisclics.staging.stage import FOLDER

NAMES = st.from_regex(r"[a-z0-9/_.-]+", fullmatch=True)
TEXTS = st.text(st.characters(exclude_characters="\x02\x03", exclude_categories=["Cs"]))


def test_marks_become_holes() -> None:
    """Each mark is a hole of its name, and the stand-in of the folder is the hole « folder »."""
    frame = read_frame(f"a{mark('content')}é{mark('seams/name.html')}{FOLDER}/b")
    assert frame.parts == (b"a", "content", "é".encode(), "seams/name.html", b"", "folder", b"b")


@given(st.lists(st.tuples(TEXTS, NAMES)), TEXTS)
def test_a_frame_gives_back_its_text(pieces: list[tuple[str, str]], end: str) -> None:
    """A text whose holes are filled with their marks is the text itself, whatever is in it."""
    text = "".join(text + mark(name) for text, name in pieces) + end
    assert read_frame(text).to_bytes(lambda name: mark(name).encode()) == text.encode()


@given(st.lists(st.tuples(TEXTS, NAMES)), TEXTS, TEXTS)
def test_filling_first_or_last_is_the_same(pieces: list[tuple[str, str]], end: str, value: str) -> None:
    """Holes filled ahead with a frame give the same bytes as holes filled at the end."""
    frame = read_frame("".join(text + mark(name) for text, name in pieces) + end)
    filling = PageTemplate((encode(value), "LATE", b"!"))
    ahead = frame.fill({name: filling for _, name in pieces[::2]})
    filled = {name: filling.to_bytes(lambda _: b"?") for _, name in pieces[::2]}
    assert ahead.to_bytes(lambda _: b"?") == frame.to_bytes(lambda name: filled.get(name, b"?"))


def test_filling_joins_neighbours() -> None:
    """Bytes that come to touch are one piece, so that a page of a hundred sites is put together in few steps."""
    frame = PageTemplate((b"a", "x", b"b", "y", b"c"))
    assert frame.fill({"x": PageTemplate((b"1", b"2"))}).parts == (b"a12b", "y", b"c")
    assert frame.fill({}).parts == frame.parts


def test_filling_leaves_the_frame_alone() -> None:
    """A frame is shared by all sites: filling it makes another."""
    frame = PageTemplate((b"a", "x"))
    frame.fill({"x": PageTemplate((b"b",))})
    assert frame.parts == (b"a", "x")


def test_a_hole_that_nobody_fills_is_an_error() -> None:
    """No page goes out with a hole in it: whoever gives the values is asked for each."""
    with pytest.raises(KeyError):
        PageTemplate((b"a", "x")).to_bytes({}.__getitem__)


def test_what_looks_like_a_mark_is_left() -> None:
    """Only a whole mark is a hole: control characters in a text are no danger."""
    for text in ("\x02", "\x03", "\x02\x03", "\x02A\x03", "\x02a b\x03", "x\x02a", FOLDER):
        assert read_frame(text).parts == (text.encode(),)


def test_what_utf_8_cannot_say() -> None:
    """Lone surrogates are written as MkDocs writes them."""
    assert encode("é\ud800") == "é&#55296;".encode()


def test_cut_templates_print_their_mark() -> None:
    """In the new environment the named templates print marks, wherever they are included; the old one is as it was."""
    texts = {"main": "<{% include 'part' %}|{% include 'other' %}>", "part": "PART", "other": "{% include 'part' %}"}
    env = jinja2.Environment(loader=jinja2.DictLoader(texts), autoescape=True)
    assert cut(env, ["part"]).get_template("main").render() == f"<{mark('part')}|{mark('part')}>"
    assert env.get_template("main").render() == "<PART|PART>"
