"""Links of saved pages: each with its line, its landmark and whether it is in view."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from troisclics.links.saved_page import NO_LANDMARK, parse_links


def place_of(html: str) -> str:
    """Where the link to `#x` is, in French."""
    (link,) = [link for link in parse_links(html) if link.href == "#x"]
    return str(link.place)


@pytest.mark.parametrize(
    ("html", "place"),
    [
        ("<header><a href=#x>x</a></header>", "dernier lien de l'en-tête"),
        ("<header><a href=#x>x</a><a href=#y>y</a></header>", "premier lien de l'en-tête"),
        ("<header><nav><a href=#a>a</a></nav><a href=#x>x</a><a href=#y>y</a></header>", "lien n° 2 de l'en-tête"),
        ("<nav><a href=#x>x</a></nav>", "dernier lien du menu"),
        ("<main><header><a href=#x>x</a></header></main>", "dernier lien du contenu principal"),
        ("<section><header><a href=#x>x</a></header></section>", f"dernier lien {NO_LANDMARK}"),
        ("<div role=banner><p><a href=#x>x</a></div>", "dernier lien de l'en-tête"),
        ("<header role=presentation><a href=#x>x</a></header>", f"dernier lien {NO_LANDMARK}"),
        ("<div role=main>m</div><footer><a href=#x>x</a></footer>", "dernier lien du pied de page"),
        ("<aside><a href=#x>x</a></aside><a href=#y>y</a>", "dernier lien du complément"),
        ("<header><li><p>un<a name=ancre>ancre</a></header><a href=#x>x</a>", f"dernier lien {NO_LANDMARK}"),
    ],
)  # fmt: skip
def test_place(html: str, place: str) -> None:
    """A place is the outermost landmark and the rank in it, whatever was left open."""
    assert place_of(html) == place


@pytest.mark.parametrize(
    ("html", "hidden"),
    [
        ("<a href=#x>x</a>", False),
        ("<details><summary>Menu</summary><a href=#x>x</a></details>", True),
        ("<details open><a href=#x>x</a></details>", False),
        ("<div hidden><a href=#x>x</a></div>", True),
        ("<div aria-hidden=true><a href=#x>x</a></div>", True),
        ('<div style="color:red; display : none"><a href=#x>x</a></div>', True),
        ("<div hidden></div><a href=#x>x</a>", False),
        ("<a href=#x hidden>x</a>", True),
    ],
)
def test_hidden(html: str, hidden: bool) -> None:
    """A link that one must open something to see is not in view."""
    assert [link.is_hidden for link in parse_links(html)] == [hidden]


def test_text_line_and_target() -> None:
    """The text has plain spaces, images and tags apart; the line is that of the tag."""
    (link,) = parse_links('<p>\n<a\n href=" /x " target="_blank"><img alt="i"><b>Un&nbsp;:</b>\n deux</a> trois')
    assert (link.href, link.text, link.line, link.has_new_tab) == ("/x", "Un : deux", 2, True)


def test_scripts_and_comments_hold_no_link() -> None:
    """What is not shown is not a link."""
    assert parse_links("<!-- <a href=#x>x</a> --><script>'<a href=#x>x</a>'</script>") == []


@given(st.text(alphabet='<>/="ahrefdivn -!&;\n', max_size=200))
def test_anything_can_be_read(html: str) -> None:
    """Malformed HTML is read without a failure, and ranks never pass the total."""
    assert all(1 <= link.place.rank <= link.place.total for link in parse_links(html))
