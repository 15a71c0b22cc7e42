"""Texts converted and read apart give what the whole page would have given, or are not taken apart."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from troisclics.render import internals, search
from troisclics.render.splice import PARAGRAPH, join, split

URI = "page.md"
PROVENANCE = '*Texte local, vérifié le 2 mai 2026, <time datetime="2027-05-02">valable jusqu\'au 2 mai 2027</time>.*'

BLOCKS = [
    "Un paragraphe.", "Sur le PIM et la _PIM_, SRIAS et P\\IM.", "## Titre", "## Titre\n\nDu texte.",
    "### Autre {: #ici}", "- un\n- deux", "- un\n\n    suite", "1. un\n2. deux", "    du code", "> cité",
    "Terme\n:   Définition", ":   Seule", "!!! note\n    Texte", "| a | b |\n|---|---|\n| 1 | 2 |", "[x][ref]",
    "[ref]: https://exemple.fr", "```\ncode\n```", "```", "~~~", "<div>\n\nTexte\n\n</div>", "<div>", "</div>",
    '<div markdown="1">', "<!-- ouvert", "-->", "<!-- clos -->", "<p></p>", "<ul><li></li></ul>",
    "<div data-search-exclude><p>tu</p></div>", '<div data-seam="0"></div>', "*[PIM]: Prêt", "[TOC]",
    "[lien](autre.md#la)", "[lien](autre.md#la 'titre')", "**gras\n\nnon fermé**", "<a name='n'></a>", "***",
    "Titre\n---", "Un &amp; deux &lt;p&gt;", "<b>non fermé", "Texte  \nà la ligne", '<h3 id="titre">Titre</h3>',
    "<div><h2 id='z'>Z</h2></div>", "<pre>\n\na\n</pre>", "Voir <https://exemple.fr>.", "## Titre\n\n## Titre",
    "# Un", "&nbsp;", "- &#32;",
]  # fmt: skip
TERMS = ["*[PIM]: Prêt interministériel", "*[SRIAS]: Section régionale"]

texts = st.lists(st.sampled_from(BLOCKS), min_size=0, max_size=4).map("\n\n".join)


@pytest.fixture(scope="module")
def theme(tmp_path_factory: pytest.TempPathFactory) -> internals.Theme:
    """A project with the extensions of ours."""
    root = tmp_path_factory.mktemp("splice")
    (root / "docs").mkdir()
    extensions = ", ".join(sorted(internals.KNOWN_EXTENSIONS - {"fenced_code"}))
    lines = [
        "site_name: Essai",
        "theme: material",
        f"markdown_extensions: [{extensions}]",
        "validation: {anchors: warn}",
    ]
    (root / "mkdocs.yml").write_text("\n".join([*lines, ""]), encoding="utf-8")
    return internals.open_theme(Path(root / "mkdocs.yml"), [URI, "autre.md"], None)


def convert(theme: internals.Theme, text: str) -> internals.Converted:
    """`text` as the page URI."""
    return internals.convert(theme, theme.files, theme.files.src_uris[URI], text)


def entries(theme: internals.Theme, html: str, toc: object) -> search.Read:
    """What the search finds in `html`."""
    return search.Read(*internals.search_entries(theme, theme.files.src_uris[URI], {"title": "Page"}, html, toc))


def whole_text(before: str, local: str, after: str, terms: list[str]) -> str:
    """A page as merging writes it."""
    return "\n\n".join(part for part in (before, local, after, "\n".join(terms)) if part) + "\n"


def check(theme: internals.Theme, before: str, local: str, after: str, terms: list[str]) -> bool:
    """Whether the page was taken apart; if so, both ways must give the same."""
    text = whole_text(before, local, after, terms)
    parts = split(text, local)
    joined = join(convert(theme, parts[0]), given := convert(theme, parts[1])) if parts else None
    if parts is None or joined is None:
        return False
    whole = convert(theme, text)
    assert joined.html.replace(PARAGRAPH, given.html) == whole.html
    assert str(joined.toc) == str(whole.toc)
    assert [item.level for item in internals.headings(joined.toc)] == [
        item.level for item in internals.headings(whole.toc)
    ]
    assert joined.anchors == whole.anchors
    assert {link[:2] for link in joined.links} == {link[:2] for link in whole.links}
    check_search(theme, joined, given.html, whole)
    return True


def check_search(theme: internals.Theme, joined: internals.Converted, part: str, whole: internals.Converted) -> None:
    """What is filled into the entries of the page around is what the search finds in the whole page."""
    around = joined.html.replace(PARAGRAPH, search.place(0))
    if search.is_plain(part) and search.is_plain(around) and search.stand_alone(around, 1):
        filled = search.fill(entries(theme, around, joined.toc), [entries(theme, part, joined.toc)])
        if filled:
            assert filled == entries(theme, whole.html, whole.toc)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=texts, local=texts, after=texts, terms=st.sampled_from([[], TERMS[:1], TERMS]))
def test_apart_is_as_together(theme: internals.Theme, before: str, local: str, after: str, terms: list[str]) -> None:
    """Whatever blocks meet, what is converted apart is what the whole page gives: HTML, headings, anchors, search."""
    check(theme, before, f"{local}\n\n{PROVENANCE}".strip(), after, terms)


@pytest.mark.parametrize(
    "local", ["Un texte.", "### À part\n\nUn texte.", "Un texte.\n\n- un\n- deux", "Sur la SRIAS."]
)
@pytest.mark.parametrize("before", ["## Avant\n\nTexte.", "- un\n- deux", "Sur le PIM.\n\n<div>\n<p>x</p>\n</div>"])
@pytest.mark.parametrize("after", ["", "## Après\n\nTexte.", "1. un\n2. deux"])
def test_ordinary_texts_are_taken_apart(theme: internals.Theme, before: str, local: str, after: str) -> None:
    """What delegations usually write is converted apart: the proof is not for nothing."""
    assert check(theme, before, f"{local}\n\n{PROVENANCE}", after, TERMS)


@pytest.mark.parametrize(
    ("before", "local", "after"),
    [
        ("[ref]: https://exemple.fr", "[x][ref]", ""),
        ("```", "Texte.", "```"),
        ("Terme", ":   Définition", ""),
        ("- un", "- deux", ""),
        ("<div>", "Texte.", "</div>"),
        ("## Titre", "## Titre", ""),
        ("", "Texte.", ":   Définition"),
        ('<div markdown="1">', "Texte.", "</div>"),
    ],
)
def test_texts_that_hold_together_are_not(theme: internals.Theme, before: str, local: str, after: str) -> None:
    """Where a block of one text changes one of the other, the page is converted whole."""
    assert not check(theme, before, f"{local}\n\n{PROVENANCE}", after, TERMS)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=texts, seam=texts, after=texts)
def test_the_search_of_a_filled_page(theme: internals.Theme, before: str, seam: str, after: str) -> None:
    """Blocks put between two others are found by the search as in the whole page, or the whole page is read."""
    html, part = convert(theme, whole_text(before, "<hr class='ici'>", after, [])).html, convert(theme, seam).html
    around = html.replace("<hr class='ici'>", search.place(0))
    if search.stand_alone(around, 1) and search.is_plain(around) and search.is_plain(part):
        filled = search.fill(entries(theme, around, []), [entries(theme, part, [])])
        if filled:
            assert filled == entries(theme, around.replace(search.place(0), part), [])


@pytest.mark.parametrize("space", ["", " ", "<b> </b>", "&nbsp;", "&#160;", "&#x20;", "&nbsp", "<i>&emsp;</i>\n&#32;"])
def test_an_element_without_text_is_not_plain(space: str) -> None:
    """An element in which there are spaces only, in whatever way they are written, depends on those before it."""
    assert not search.is_plain(f"<p>a</p>\n<p>{space}</p>\n<p>b</p>")
    assert search.is_plain(f"<p>a</p>\n<p>{space} c</p>")
