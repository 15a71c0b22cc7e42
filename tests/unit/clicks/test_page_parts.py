"""Cutting pages where departments enter: nothing is lost, and what contains what does not change."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from troisclics.clicks.page_parts import placeholder_of, split_page
from troisclics.clicks.visibility import SEAM_CLASSES

PIECES = [b"<p>", b"</p>", b"<div>", b"</div>", b"</aside>", b"texte ", b"<a href='x'>", b"</a>", b"</nav>"]
PIECES += [b'<%s class="%s">' % (tag, name.encode()) for tag in (b"div", b"nav", b"aside") for name in SEAM_CLASSES]


def test_an_element_is_cut_out_whole() -> None:
    """The cut ends at the tag that closes it, however many of its kind are inside."""
    page = b'<body><div class="local x"><div>a</div><div>b</div></div><p>c</p></body>'
    rest, cut = split_page(page)
    assert cut == b'<div class="local x"><div>a</div><div>b</div></div>'
    assert rest == b"<body>" + placeholder_of(0) + b"<p>c</p></body>"


def test_what_says_nothing_is_left_out() -> None:
    """Titles and canonical addresses differ on every page, and nobody clicks them."""
    (rest,) = split_page(b'<head><title>Aide</title><link rel="canonical" href="https://x.example/"><meta a></head>')
    assert rest == b"<head><meta a></head>"


def test_what_is_not_closed_stays() -> None:
    """An element whose end is not there is parsed with the rest."""
    page = b'<aside class="contact"><p>Une question ?'
    assert split_page(page) == (page,)


@given(st.lists(st.sampled_from(PIECES), max_size=12).map(b"".join))
def test_nothing_is_lost(page: bytes) -> None:
    """Putting the cuts back gives the page."""
    rest, *cuts = split_page(page)
    for index, cut in enumerate(cuts):
        rest = rest.replace(placeholder_of(index), cut)
    assert rest == page
