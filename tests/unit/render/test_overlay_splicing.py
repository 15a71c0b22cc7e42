"""Texts converted apart give what the whole page would have given, or are not taken apart."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from troisclics.render import mkdocs_internals
from troisclics.render.overlay_splicing import join, split

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
def theme(tmp_path_factory: pytest.TempPathFactory) -> mkdocs_internals.Theme:
    """A project with the extensions of ours."""
    root = tmp_path_factory.mktemp("splice")
    (root / "docs").mkdir()
    extensions = ", ".join(sorted(mkdocs_internals.KNOWN_EXTENSIONS - {"fenced_code"}))
    lines = [
        "site_name: Essai",
        "theme: material",
        f"markdown_extensions: [{extensions}]",
        "validation: {anchors: warn}",
    ]
    (root / "mkdocs.yml").write_text("\n".join([*lines, ""]), encoding="utf-8")
    return mkdocs_internals.open_theme(
        mkdocs_internals.read_config(Path(root / "mkdocs.yml"), "essai"), [URI, "autre.md"], None
    )


def convert(theme: mkdocs_internals.Theme, text: str) -> mkdocs_internals.Converted:
    """`text` as the page URI."""
    return mkdocs_internals.convert(theme, theme.files, theme.files.src_uris[URI], text)


def whole_text(before: str, local: str, after: str, terms: list[str]) -> str:
    """A page as merging writes it."""
    return "\n\n".join(part for part in (before, local, after, "\n".join(terms)) if part) + "\n"


def check(theme: mkdocs_internals.Theme, before: str, local: str, after: str, terms: list[str]) -> bool:
    """Whether the page was taken apart; if so, both ways must give the same."""
    text = whole_text(before, local, after, terms)
    parts = split(text, local)
    joined = join(convert(theme, parts[0]), convert(theme, parts[1])) if parts else None
    if parts is None or joined is None:
        return False
    whole = convert(theme, text)
    assert joined.html == whole.html
    assert str(joined.toc) == str(whole.toc)
    assert [item.level for item in mkdocs_internals.headings(joined.toc)] == [
        item.level for item in mkdocs_internals.headings(whole.toc)
    ]
    assert joined.anchors == whole.anchors
    assert {link[:2] for link in joined.links} == {link[:2] for link in whole.links}
    return True


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=texts, local=texts, after=texts, terms=st.sampled_from([[], TERMS[:1], TERMS]))
def test_apart_is_as_together(
    theme: mkdocs_internals.Theme, before: str, local: str, after: str, terms: list[str]
) -> None:
    """Whatever blocks meet, what is converted apart is what the whole page gives: HTML, headings, anchors."""
    check(theme, before, f"{local}\n\n{PROVENANCE}".strip(), after, terms)


@pytest.mark.parametrize(
    "local", ["Un texte.", "### À part\n\nUn texte.", "Un texte.\n\n- un\n- deux", "Sur la SRIAS."]
)
@pytest.mark.parametrize("before", ["## Avant\n\nTexte.", "- un\n- deux", "Sur le PIM.\n\n<div>\n<p>x</p>\n</div>"])
@pytest.mark.parametrize("after", ["", "## Après\n\nTexte.", "1. un\n2. deux"])
def test_ordinary_texts_are_taken_apart(theme: mkdocs_internals.Theme, before: str, local: str, after: str) -> None:
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
        ("", "Texte.", "<div>"),
        ("</div>", "Texte.", ""),
        ("## Titre", "## Titre", ""),
        ("", "Texte.", ":   Définition"),
        ('<div markdown="1">', "Texte.", "</div>"),
    ],
)
def test_texts_that_hold_together_are_not(theme: mkdocs_internals.Theme, before: str, local: str, after: str) -> None:
    """Where a block of one text changes one of the other, the page is converted whole."""
    assert not check(theme, before, f"{local}\n\n{PROVENANCE}", after, TERMS)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=texts, second=texts)
def test_a_text_leaves_nothing_behind(theme: mkdocs_internals.Theme, first: str, second: str) -> None:
    """The converter that all texts share gives what a new one gives, whatever it has converted before."""
    convert(theme, first)
    anew = dataclasses.replace(theme, markdown=None)
    one, other = convert(theme, second), convert(anew, second)
    assert (one.html, str(one.toc), one.anchors, one.links) == (other.html, str(other.toc), other.anchors, other.links)
