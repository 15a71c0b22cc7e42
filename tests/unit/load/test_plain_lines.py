"""A line that is plain at first sight needs no further look: nothing that a rule refuses is ever among them."""

from __future__ import annotations

import sys
import unicodedata
from itertools import product

from hypothesis import example, given, settings
from hypothesis import strategies as st

from troisclics.load.overlay_policy import _CONTINUED_LINK, _NOT_TEXT, _PLAIN, _decode, _problems

from .overlay_texts import NASTY, PIECES

PLAIN = [char for char in map(chr, range(sys.maxunicode + 1)) if _PLAIN.fullmatch(char)]
"""All the characters of a plain line."""
NEEDED = set("{<=:]")
"""What each rule needs at least one of, besides the characters that are no text."""
DECODED = str.maketrans({"\u00a0": " ", "\u202f": " ", "…": "..."})
"""What decoding makes of the plain characters that it changes."""


def test_no_plain_character_is_needed_by_a_rule() -> None:
    """None of them is one that a rule looks for, that starts an escape, or that is no text; there are some 150."""
    assert not {*NEEDED, *"&%\\\n\r\t"} & set(PLAIN)
    assert not _NOT_TEXT.search("".join(PLAIN))
    assert 100 < len(PLAIN) < 200


def test_no_plain_character_hides_another() -> None:
    """Decoding leaves them as they are, save for two spaces and the ellipsis, whichever stands beside which.

    Two are enough: to compose characters is to compose a pair, again and again.
    """
    assert set("".join(PLAIN).translate(DECODED)) <= set(PLAIN)
    for pair in map("".join, product(PLAIN, PLAIN)):
        assert _decode(pair) == pair.translate(DECODED)
        assert unicodedata.normalize("NFKC", pair) == pair.translate(DECODED)


@settings(max_examples=1000, deadline=None)
@given(st.text(PLAIN) | st.lists(st.sampled_from(PIECES), max_size=6).map("".join))
@example("onclick")
@example("javascript")
@example("> - # x")
def test_a_plain_line_breaks_no_rule(line: str) -> None:
    """What passes at first sight would also pass all the rules, and starts no link that goes on below."""
    if _PLAIN.fullmatch(line):
        assert _problems(line) == []
        assert not _CONTINUED_LINK.search(line)


def test_no_trick_looks_plain() -> None:
    """Each of the nasty texts has a line that is looked at."""
    assert all(any(not _PLAIN.fullmatch(line) for line in text.split("\n")) for text in NASTY)
