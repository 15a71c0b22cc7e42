"""A text shown elsewhere: what leads somewhere leads to the same place, and nothing else changes."""

from __future__ import annotations

import posixpath
import re
from urllib.parse import urlsplit

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown import Markdown

from troisclics.domain.urls import page_url
from troisclics.merge.listings import _LinkMapper
from troisclics.merge.relocation import EXTENSIONS, Relocation, find_links, relocate

PLACE = Relocation(lambda address: f"L/{address}", lambda address: f"R/{address}", "nom")


def html_of(text: str) -> str:
    """The HTML of a Markdown text."""
    return Markdown(extensions=list(EXTENSIONS)).convert(text)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("[x](a.md)", "[x](L/a.md)"),
        ('![x](<a b.png> "Un (titre)")', '![x](<L/a b.png> "Un (titre)")'),
        ("[x](a(1).pdf 'titre')", "[x](<L/a(1).pdf> 'titre')"),
        ("[![x](a.png)](b.md#c)", "[![x](L/a.png)](L/b.md#c)"),
        ("[x](a.md){ .bouton }", "[x](L/a.md){ .bouton }"),
        (
            "[x][un], [un][] et [un]\n\n[un]: a.md 'T'",
            "[x][nom un], [un][nom un] et [un][nom un]\n\n[nom un]: L/a.md 'T'",
        ),
        ("![un]\n\n[un]: a.png", "![un][nom un]\n\n[nom un]: L/a.png"),
        ("[un\ndeux]\n\n[un\ndeux]: a.md", "[un\ndeux][nom un\ndeux]\n\n[nom un\ndeux]: L/a.md"),
        ("[x][^1]\n\n[^1]: a.md", "[x][^1]\n\n[^1]: a.md"),
        ("[un]\n\n  [un]: a.md", "[un][nom un]\n\n  [nom un]: L/a.md"),
        ("[un]\n\n[un]: a.md 't[x'", "[un][nom un]\n\n[nom un]: L/a.md 't[x'"),
        ("[un]\n\n[un]: <a.md>", "[un][nom un]\n\n[nom un]: L/a.md"),
        ("[un]: a.md\n\n[x][un]", "[nom un]: L/a.md\n\n[x][nom un]"),
        ("Texte.\n{: #un .x }", "Texte.\n{: #nom--un .x }"),
        ("[x](a.md\n\n)", "[x](a.md\n\n)"),
        ("[x](a.md\n\n[y](b.md)", "[x](a.md\n\n[y](L/b.md)"),
        ("[x]() et [y](a.md)", "[x]() et [y](L/a.md)"),
        ("[x](a.md 'a.md')", "[x](L/a.md 'a.md')"),
        ("[un](b.md)\n\n[un]: a.md", "[un](L/b.md)\n\n[nom un]: L/a.md"),
        ("[x] [un]\n\n[un]: a.md", "[x] [nom un]\n\n[nom un]: L/a.md"),
        (
            "[un] ![deux]\n\n[un]: a.md\n[deux]: b.md",
            "[un][nom un] ![deux][nom deux]\n\n[nom un]: L/a.md\n[nom deux]: L/b.md",
        ),
        ("[Un  Deux]\n\n[UN deux]: a.md", "[Un  Deux][nom Un  Deux]\n\n[nom UN deux]: L/a.md"),
        ("[un] [rien]\n\n[un]: a.md", "[un][nom un] [rien]\n\n[nom un]: L/a.md"),
        ("## Titre `a`\n\n[x](a.md)", "## Titre `a`\n\n[x](L/a.md)"),
        ("<img src='a.png' alt=''>", "<img src='R/a.png' alt=''>"),
        ('<img srcset="a.png 1x, b.png 2x">', '<img srcset="R/a.png 1x, R/b.png 2x">'),
        ('<video poster="a.png"></video>', '<video poster="R/a.png"></video>'),
        ('<p id="un">x</p>', '<p id="nom--un">x</p>'),
        ("## Titre {: #un .x }", "## Titre {: .x }"),
        ("## Titre {: #un }", "## Titre"),
        ("Texte `[x](a.md)` et \\[x](a.md)", "Texte `[x](a.md)` et \\[x](a.md)"),
        ("Texte.\n\n    [x](a.md)", "Texte.\n\n    [x](a.md)"),
        ("- liste\n\n    [x](a.md)", "- liste\n\n    [x](L/a.md)"),
        ("```\n[x](a.md)\n\n[un]: a.md\n```", "```\n[x](a.md)\n\n[un]: a.md\n```"),
        ("<https://ailleurs.example/a> et [non] ni [^1]", "<https://ailleurs.example/a> et [non] ni [^1]"),
        ("<!-- [x](a.md) -->", "<!-- [x](a.md) -->"),
        ("La PIM.\n\n*[PIM]: Prestation\n", "La PIM.\n\n"),
    ],
)
def test_each_way_to_write_an_address(text: str, wanted: str) -> None:
    """All addresses, references and ids are rewritten, and what only looks like one is not."""
    assert relocate(text, PLACE) == wanted


def test_a_heading_that_is_led_to_keeps_an_id() -> None:
    """The id is that of its page, made by Markdown or chosen, under the name of the text."""
    place = Relocation(str, str, "nom", frozenset({"combien_1", "cas"}))
    text = "## Combien\n\n## Combien\n\n    ## Combien\n\n## Autre {: #cas .x }\n"
    moved = relocate(text, place)
    assert moved == "## Combien\n\n## Combien {: #nom--combien_1 }\n\n    ## Combien\n\n## Autre {: #nom--cas .x }\n"


PATHS = st.sampled_from(
    ["a.md", "../b/c.md", "d/e.md#f", "../../g.pdf", "h i.png", "j(1).png", "#k", "https://x.example/l"]
)
BLOCKS = st.sampled_from(
    [
        "[x]({})",
        "![x](<{}>)",
        '[x](<{}> "titre [1]")',
        "- un\n- [deux](<{}>)",
        "> [x](<{}>)",
        "| a | b |\n|---|---|\n| [x](<{}>) | c |",
        "Texte `[x]({})` ici.",
        "    [code]({})",
        "```\n[x]({})\n```",
        "!!! note\n    [x](<{}>)",
        "## Titre [x](<{}>)",
        "\\[x]({})",
        "*[ABC]: {}",
        "<!-- [x]({}) -->",
        "Terme\n:   [x](<{}>)",
        "[**gras** [x]](<{}>)",
        "1. un\n\n    [x](<{}>)\n\n        [code]({})",
        "[x][r{n}] et [r{n}].\n\n[r{n}]: <{}>",
        "Une phrase sans rien, `code`.",
        "![r{n}][]\n\n[r{n}]: {}",
    ]
)


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Blocks of Markdown with addresses in all sorts of places."""
    blocks = draw(st.lists(st.tuples(BLOCKS, PATHS), min_size=1, max_size=6))
    return "\n\n".join(block.replace("{n}", str(n)).replace("{}", path) for n, (block, path) in enumerate(blocks))


def addresses(html: str, page: str) -> list[str]:
    """Where the addresses of the HTML lead from the file `page`, in order."""
    folder = posixpath.dirname(page)
    found = re.findall(r'(?:href|src)="([^"]*)"', html)
    return [
        address
        if ":" in address
        else posixpath.normpath(posixpath.join(folder, address))
        if address[0] != "#"
        else page + address
        for address in found
    ]


@settings(max_examples=150, deadline=None)
@given(texts(), texts())
@example(one="a", other="    [code](a.md)\n\n*[ABC]: a.md\n\n    [code](a.md)")
@example(one="a", other="    [code](a.md)\n\n*[ABC]: a.md\n\n*[DEF]: b.md\n\n    [code](a.md)")
@example(one="a", other="un\n*[ABC]: a.md\n\ndeux")
def test_addresses_lead_where_they_led(one: str, other: str) -> None:
    """In a page made of two texts, each address resolved from there is that of its page resolved from its own place.

    Code is as it was, and references of the same name in both texts do not meet.
    """
    pages, here, apart, joined = ("x/y/un.md", "z/deux.md"), "w/tout.md", [], []
    codes = []
    for number, (text, page) in enumerate(zip((one, other), pages, strict=True)):
        html = html_of(text)
        codes += re.findall(r"<code>(.*?)</code>", html, re.S)
        for address in addresses(html, page):
            apart.append(address)
        joined.append(relocate(text, _LinkMapper(page, here).place(f"n{number}")))
    html = html_of("\n\nEntre les deux.\n\n".join(joined))
    assert addresses(html, here) == apart
    assert re.findall(r"<code>(.*?)</code>", html, re.S) == codes


@pytest.mark.parametrize(
    "address", ["a.png", "../b.png", "c/", "", "../?q=1#r", "https://x.example/a", "/racine", "#ici"]
)
def test_addresses_in_html_are_those_of_the_page(address: str) -> None:
    """What HTML says is relative to the address of the page, which is a folder, and not to its file."""
    moved = _LinkMapper("logement/aide.md", "tout/imprimer.md").place("x").raw(address)
    if address.startswith(("https:", "/")):
        assert moved == address
        return
    if address == "#ici":
        assert moved == "../logement/aide.md#ici"
        return
    path, new = urlsplit(address).path, urlsplit(moved).path
    before = posixpath.normpath(posixpath.join(page_url("logement/aide.md"), path))
    assert posixpath.normpath(posixpath.join(page_url("tout/imprimer.md"), new)) == before
    assert moved.removeprefix(new) == address.removeprefix(path)


@pytest.mark.parametrize(
    ("here", "address", "moved"),
    [
        ("b.md", "", "../a/c/"), ("b.md", ".", "../a/c/"), ("b.md", "..", "../a/"), ("b.md", "d/", "../a/c/d/"),
        ("b.md", "d", "../a/c/d"), ("b.md", "d?e#f?g", "../a/c/d?e#f?g"), ("index.md", "d.png", "a/c/d.png"),
        ("b.md", "mailto:x@y.fr", "mailto:x@y.fr"),
    ],
)  # fmt: skip
def test_folders_keep_their_slash(here: str, address: str, moved: str) -> None:
    """An address in HTML that is a folder stays one, and one that is a file too."""
    assert _LinkMapper("a/c.md", here).place("x").raw(address) == moved
    assert _LinkMapper("a/c.md", "b.md").place("x").link("d/") == "a/d/"
    assert _LinkMapper("a/c.md", "b.md").place("x").link("d") == "a/d"


def test_links_are_found_with_their_place() -> None:
    """Addresses in links, images and definitions, each where it stands; not in code, and no title."""
    text = "[a](b.md) `[x](y.md)` ![c](<d e.png> 'f')\n\n[g][h]\n\n[h]: i.md 'j'\n"
    found = list(find_links(text))
    assert [address for _, address in found] == ["b.md", "d e.png", "i.md"]
    starts = [text[place:].startswith((address, f"<{address}")) for place, address in found]
    assert starts == [True, True, True]
    twice = "[i.md]: i.md\n\n[i.md]\n"
    assert list(find_links(twice)) == [(1, "i.md")]
    assert list(find_links("[x\ny]: i.md\n\n[x\ny]\n")) == [(7, "i.md")]
