"""The engine writes, byte for byte, what stock MkDocs writes."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from troisclics.render.comparison import Difference

from ..commands import copy_fictitious
from .pairs import (
    OVERLAY,
    SHARED,
    change,
    compare,
    configure,
    in_theme,
    open_bench,
    out_of_menu,
    own_page,
    page,
    write_by_engine,
)

PNG = b"\x89PNG\r\n\x1a\n"
CONFIG = """
markdown_extensions: [abbr, admonition, attr_list, def_list, footnotes, md_in_html, sane_lists, toc]
"""

NASTY: dict[str, tuple[str, str]] = {
    "same-headings": ("## Un\n\n### Dépôt\n\n<!-- local -->\n\n### Dépôt\n\n## Un\n", "### Dépôt\n\nx\n\n### Un\n"),
    "only-h1": ("# Même\n\nx\n", "x\n"),
    "only-h2": ("## Même\n\nx\n", "x\n"),
    "no-heading": ("x\n", "### Premier\n\nx\n\n#### Second\n"),
    "list-after-list": ("- a\n- b\n\n<!-- local -->\n", "- c\n- d\n"),
    "numbers-after-list": ("- a\n- b\n", "1. c\n2. d\n"),
    "overlay-in-list": ("- a\n<!-- local -->\n- b\n", "texte\n"),
    "references": ("Voir [x][r].\n\n<!-- local -->\n\n[r]: index.md\n", "[x][r], [y][s].\n\n[s]: ../index.md\n"),
    "same-reference": ("[x][r].\n\n<!-- local -->\n\n[r]: index.md\n", "[y][r].\n\n[r]: ../index.md\n"),
    "footnotes": ("Texte[^1].\n\n<!-- local -->\n\n[^1]: Une note.\n", "Aussi[^1] et[^2].\n\n[^2]: Une note locale.\n"),
    "fence-left-open": ("```\ncode\n\n<!-- local -->\n", "texte\n"),
    "fence-with-mark": ('{{ seam("home") }}\n\n```html\n<div data-seam="0"></div>\n```\n\n<!-- local -->\n', "x\n"),
    "fence-with-hole": ("```\n\x02content\x03 \x02seams/name.html\x03 \x02folder\x03\n```\n\n<!-- local -->\n", "x\n"),
    "table": ("| a | b |\n|---|---|\n| 1 | 2 |\n<!-- local -->\n", "| c | d |\n|---|---|\n| 1 | 2 |\n"),
    "admonition": ("!!! note\n    x\n\n<!-- local -->\n\n    code\n", "    code local\n\n!!! tip\n    y\n"),
    "comment-left-open": ("<!-- ouvert\n\n<!-- local -->\n\nsuite\n", "texte\n"),
    "comments": ("<!-- c -->\nTexte <!-- d --> x\n\n<!-- local -->\n", "<!-- x -->\n\ntexte <!-- y -->\n"),
    "html-left-open": ("<div>\n\n<!-- local -->\n\nsuite\n", "texte\n"),
    "md-in-html": ("<div markdown>\n\n## Dedans {: #dedans }\n\n<!-- local -->\n\n</div>\n", "### Titre\n\nx\n"),
    "acronyms": ("L'AFI.\n\n<!-- local -->\n", "Une AFI, et `AFI`.\n"),
    "definitions": ("Terme\n:   Sens\n\n<!-- local -->\n", ":   Autre sens\n"),
    "entities": ("&amp; < > \" ' &eacute; <b>g</b>\n", "& < > \" ' &amp;\n"),
    "department": ("## Un\n\n## {{ department.name if department else 'Tous' }}\n\nx\n", "x\n"),
    "seam": ('a\n\n{{ seam("contact") }}\n\nb\n', "x\n"),
    "seam-after-text": ('a\n{{ seam("contact") }}\nb\n', "x\n"),
    "seam-in-list": ('- a\n\n    {{ seam("contact") }}\n\n- b\n', "x\n"),
    "seam-as-item": ('- {{ seam("contact") }}\n- b\n', "x\n"),
    "seam-in-text": ('Texte {{ seam("contact") }} suite\n', "x\n"),
    "seam-in-quote": ('> {{ seam("contact") }}\n> b\n', "x\n"),
    "seam-in-admonition": ('!!! note\n    {{ seam("contact") }}\n', "x\n"),
    "seam-in-html": ('<div>\n{{ seam("contact") }}\n</div>\n', "x\n"),
    "seam-in-md-in-html": ('<div markdown="1">\n{{ seam("contact") }}\n</div>\n', "x\n"),
    "seam-in-table": ('| a | b |\n|---|---|\n| 1 | {{ seam("contact") }} |\n', "x\n"),
    "seam-in-code": ('```\n{{ seam("contact") }}\n```\n', "x\n"),
    "seam-in-comment": ('<!--\n{{ seam("contact") }}\n-->\n', "x\n"),
    "seams-in-a-row": ('{{ seam("contact") }}\n{{ seam("home") }}\n{{ seam("contact") }}{{ seam("home") }}\n', "x\n"),
    "seam-empty": ('a\n\n{{ seam("rien") }}\n\nb\n', "x\n"),
    "seam-of-text": ('a\n\n{{ seam("texte") }}\n\nb\n', "x\n"),
    "seam-of-two": ('a\n\n{{ seam("deux") }}\n\nb\n', "x\n"),
    "seam-with-fence": ('a\n\n{{ seam("cloture") }}\n\nb\n', "x\n"),
}  # fmt: skip
"""Texts of a shared page and of an overlay on it, each a trap of Markdown or of the engine."""

SEAMS = {
    "rien": "{% if not department %}{% endif %}\n",
    "texte": "Du *texte* {{ department.name if department else 'national' }}\n",
    "deux": "<div>{{ department.name if department else 'a' }}</div>\n*entre*\n<div>b</div>\n",
    "cloture": "<div>\n```\n{{ department.name if department else 'a' }}\n```\n</div>\n",
}


@pytest.fixture(scope="module")
def nasty(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Difference, ...]]:
    """What differs between engine and stock in a project that has all the NASTY pages; by site."""
    root = copy_fictitious(tmp_path_factory.mktemp("nasty") / "projet")
    for name, (shared, overlay) in NASTY.items():
        change(root, {f"content/logement/{name}.md": page(shared), f"departments/90-dunes/logement/{name}.md": overlay})
    change(root, {f"overrides/seams/content/{name}.html": text for name, text in SEAMS.items()})
    configure(root, CONFIG)
    out_of_menu(root, "/logement/*.md")
    return compare(root, root.parent / "comparé")


@pytest.mark.parametrize("name", NASTY)
def test_nasty_page(nasty: dict[str, tuple[Difference, ...]], name: str) -> None:
    """Whatever trap the texts hold, the page is that of stock MkDocs on the portal and in both departments."""
    assert nasty.keys() == {"portail", "90", "9A"}
    address = f"logement/{name}/index.html"
    assert {site: found for site, all_ in nasty.items() for found in all_ if found.path == address} == {}


def test_all_else_of_the_nasty_sites(nasty: dict[str, tuple[Difference, ...]]) -> None:
    """The search index and all other files are those of stock MkDocs too."""
    pages = {f"logement/{name}/index.html" for name in NASTY}
    assert [found for all_ in nasty.values() for found in all_ if found.path not in pages] == []


TITLES = [
    '"A & B < C > D"',
    '"L\'été \\" et « l\'hiver »"',
    "'*gras* [x](y) & `code` &amp sans fin'",
    '"  espaces  "',
    '"𝒜 \\u00a0 é"',
]


def test_titles(tmp_path: Path) -> None:
    """Titles with & < > ' \" are those of stock MkDocs, in pages, menu, lists and search, of shared and own pages."""
    root = copy_fictitious(tmp_path / "projet")
    for index, title in enumerate(TITLES):
        change(root, {f"content/essai-{index}.md": page("## A & B < `<b>` *c*\n", title)})
        change(root, {f"departments/90-dunes/ma-delegation/essai-{index}.md": own_page("x\n", TITLES[0])})
    change(root, {SHARED: page("x\n", TITLES[0]), "content/logement/index.md": page("x\n", TITLES[1])})
    assert compare(root, tmp_path / "comparé") == {"portail": (), "90": (), "9A": ()}


@pytest.mark.parametrize(
    ("config", "theme"),
    [
        ("site_url: https://exemple.fr/\n", ""),
        ("site_url: https://exemple.fr/sous/dossier\n", ""),
        ("site_url: ''\n", ""),
        ("use_directory_urls: false\nsite_url: https://exemple.fr/a/\n", ""),
        ("repo_url: https://exemple.fr/depot\nedit_uri: edition/\n", "  features: [content.action.edit]\n"),
        ("", "  features: [navigation.tabs, navigation.indexes, navigation.prune, navigation.top]\n"),
        ("", "  features: [navigation.sections, navigation.expand, navigation.path, navigation.footer]\n"),
        ("", "  features: [toc.integrate, navigation.instant, navigation.tracking]\n"),
        ("plugins: [{search: {lang: [fr, en], separator: '[x]'}}]\nextra_css: [a.css]\nextra_javascript: [b.js]\n", ""),
        ("markdown_extensions: [{toc: {permalink: true, title: Sommaire, toc_depth: 3}}]\n", ""),
    ],
    ids=["root", "path", "no address", "files", "edit", "prune", "sections", "integrate", "plugins", "toc"],
)
def test_configuration(tmp_path: Path, config: str, theme: str) -> None:
    """Whatever `mkdocs.yml` says of addresses, theme and extensions, the sites are those of stock MkDocs."""
    root = configure(copy_fictitious(tmp_path / "projet"), config, theme=theme)
    change(root, {"content/a.css": "a {}\n", "content/b.js": "b\n"})
    assert compare(root, tmp_path / "comparé", "90") == {"90": ()}


def test_menus_outside_the_menu(tmp_path: Path) -> None:
    """Pages that are not in the menu have its links right, in whatever folder they are."""
    root = copy_fictitious(tmp_path / "projet")
    shared = {f"content/{name}.md": page("x\n") for name in ("logement/bis", "ma-delegation/bis", "logement/aide/ter")}
    change(root, {**shared, "departments/90-dunes/ma-delegation/autre.md": own_page("x\n")})
    out_of_menu(root, "bis.md", "ter.md")
    assert compare(root, tmp_path / "comparé") == {"portail": (), "90": (), "9A": ()}


def _menu(html: str) -> list[str]:
    return re.findall(r'<nav class="md-nav md-nav--primary.*?\n</nav>|<nav class="md-tabs.*?</nav>', html, re.S)


def test_an_own_page_changes_no_menu(tmp_path: Path) -> None:
    """A page that a department adds changes the menu of no other page: that would undo all sharing."""
    root = configure(copy_fictitious(tmp_path / "projet"), "", theme="  features: [navigation.tabs]\n")
    with_page = write_by_engine(open_bench(root, tmp_path / "avec"), "90")
    (root / "departments" / "90-dunes" / "ma-delegation" / "sortie.md").unlink()
    without = write_by_engine(open_bench(root, tmp_path / "sans"), "90")
    pages = [path.relative_to(without) for path in without.rglob("*.html")]
    assert len(pages) > 5
    for path in pages:
        menu = _menu((without / path).read_text(encoding="utf-8"))
        assert len(menu) == 2
        assert _menu((with_page / path).read_text(encoding="utf-8")) == menu, path


def test_images(tmp_path: Path) -> None:
    """Images of the tree and of a department are where MkDocs puts them, and links to them are right."""
    root = configure(copy_fictitious(tmp_path / "projet"), "exclude_docs: _*\n")
    own = {f"departments/90-dunes/ma-delegation/{name}": PNG + name.encode() for name in ("plan.png", "_secret.png")}
    text = own_page("![plan](plan.png) ![autre](image.png)\n")
    shared = {"content/ma-delegation/image.png": PNG, "content/assets/x/y.jpg": b"\xff\xd8\xff"}
    change(root, {**own, **shared, "departments/90-dunes/ma-delegation/autre.md": text})
    change(root, {OVERLAY: "![p](../ma-delegation/plan.png)\n"})
    assert compare(root, tmp_path / "comparé") == {"portail": (), "90": (), "9A": ()}
    written = tmp_path / "comparé" / "engine-90" / "ma-delegation"
    assert (written / "plan.png").is_file()
    assert not (written / "_secret.png").exists()


def test_one_site_says_nothing_of_another(tmp_path: Path) -> None:
    """Sites made one after the other by one engine are those that engines of their own make."""
    root = in_theme(configure(copy_fictitious(tmp_path / "projet"), "site_url: https://exemple.fr/a/\n"), "<i></i>")
    together = open_bench(root, tmp_path / "ensemble")
    written = {name: write_by_engine(together, name) for name in ("90", "portail", "9A")}
    for name, folder in written.items():
        alone = write_by_engine(open_bench(root, tmp_path / f"seul-{name}"), name)
        for path in (path for path in alone.rglob("*") if path.is_file()):
            assert (folder / path.relative_to(alone)).read_bytes() == path.read_bytes(), (name, path)
    assert "Dunes" not in (written["9A"] / "index.html").read_text(encoding="utf-8")
    entries = json.loads((written["9A"] / "search" / "search_index.json").read_text(encoding="utf-8"))["docs"]
    assert not [entry for entry in entries if "Sableville" in entry["text"]]
