"""Values of departments in HTML: links to web addresses and bold words, and nothing else that acts."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from troisclics.domain.escaping import find_raw, inline_html, plain_text


@pytest.mark.parametrize(
    ("text", "html", "plain"),
    [
        ("Rien de spécial", "Rien de spécial", "Rien de spécial"),
        ("L'été & <b>", "L&#39;été &amp; &lt;b&gt;", "L'été & <b>"),
        ("Voir [le **site**](https://e.fr/a?b=1&c=2).", None, "Voir le site (https://e.fr/a?b=1&c=2)."),
        ("**Gras** et * seul", "<strong>Gras</strong> et * seul", "Gras et * seul"),
        ("[x](javascript:alert(1))", "[x](javascript:alert(1))", "[x](javascript:alert(1))"),
        ("[x](//e.fr)", "[x](//e.fr)", "[x](//e.fr)"),
        ('[x](https://e.fr/"onclick="y)', None, None),
        ("[<i>](https://e.fr)", '<a href="https://e.fr">&lt;i&gt;</a>', "<i> (https://e.fr)"),
    ],
)
def test_a_value(text: str, html: str | None, plain: str | None) -> None:
    """Signs of HTML are words, and an address that is not of the web is left as typed."""
    assert html is None or inline_html(text) == html
    assert plain is None or plain_text(text) == plain


@pytest.mark.parametrize(
    ("text", "raw"),
    [
        ("Voir [ici](../contacts.md) et [là](b.pdf).", ["[ici](../contacts.md)", "[là](b.pdf)"]),
        ("![Plan](plan.png)", ["![Plan](plan.png)"]),
        ('Prix : {{ fact("pim.repas") }}', ['{{ fact("pim.repas") }}']),
        ("**[x](https://e.fr)**", ["**", "**"]),
        ("~~annulé~~ `code` __gras__", ["~~annulé~~", "`code`", "__gras__"]),
        ("**gras** et [**le** site](https://e.fr), 3 * 4, [sic], (note), a_b", []),
    ],
)
def test_what_is_left_as_typed(text: str, raw: list[str]) -> None:
    """Links within the site, images, templates and other marks are named; what is shown as meant is not."""
    assert [found for found, _ in find_raw(text)] == raw
    assert all(found in inline_html(text).replace("&#34;", '"') for found in raw)


PIECES = st.lists(
    st.sampled_from(
        ["[", "]", "(", ")", "https://e.fr", "**", "*", '"', "'", "<", ">", "&", "javascript:", " on=", "x"]
    )
    | st.text(max_size=3),
    max_size=14,
).map("".join)


@given(PIECES)
def test_nothing_else_gets_through(text: str) -> None:
    """Whatever is typed, the page holds links to web addresses and bold words only, with the words that were typed."""
    tree = LexborHTMLParser(f"<p>{inline_html(text)}</p>")
    for node in tree.css("p *"):
        assert node.tag in {"a", "strong"}
        assert set(node.attributes) <= ({"href"} if node.tag == "a" else set())
        assert node.tag != "a" or re.match(r"https?://", node.attributes["href"] or "")
