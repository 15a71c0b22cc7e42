"""What `render/mkdocs_internals.py` takes from the inside of MkDocs and Material is still there and the same.

After an upgrade, a test that fails here names what has changed: mend `mkdocs_internals.py`, or pin the version.
"""

from __future__ import annotations

import copy
import inspect
import logging
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jinja2
import material
import pytest
from jinja2 import meta
from material.plugins.search.plugin import SearchIndex, SearchPlugin
from mkdocs.commands import build
from mkdocs.structure import files, nav, pages
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents

from troisclics.render import mkdocs_internals

from .themes import file_of

TEMPLATES = Path(str(material.__file__)).parent / "templates"
NEVER_SHOWN = {"blog.html", "blog-post.html"}
"""Templates of Material's blog plugin, which the engine does not know and leaves to MkDocs."""


# --- MkDocs


@pytest.mark.parametrize(
    ("function", "used"),
    [
        (build.get_context, ["nav", "files", "config", "page", "base_url"]),
        (files.get_files, ["config"]),
        (files.File, ["path", "src_dir", "dest_dir", "use_directory_urls"]),
        (files.set_exclusions, ["files", "config"]),
        (files.file_sort_key, ["f"]),
        (files.Files.add_files_from_theme, ["self", "env", "config"]),
        (nav.get_navigation, ["files", "config"]),
        (pages.Page, ["title", "file", "config"]),
        (pages.Page.render, ["self", "config", "files"]),
        (SearchPlugin.on_page_context, ["self", "context", "page", "config", "nav"]),
        (SearchIndex.create_entry_for_section, ["self", "section", "toc", "url", "page"]),
        (SearchIndex.generate_search_index, ["self", "prev"]),
    ],
    ids=lambda value: getattr(value, "__qualname__", ""),
)
def test_signature(function: Callable[..., Any], used: list[str]) -> None:
    """The function still takes what the engine gives it, by these names, and asks for nothing more."""
    found = inspect.signature(function).parameters.values()
    names = [parameter.name for parameter in found]
    assert [name for name in used if name not in names] == [], f"{function.__qualname__} no longer takes this"
    more = [p.name for p in found if p.name not in used and p.default is p.empty and p.kind not in {2, 4}]
    assert more == [], f"{function.__qualname__} now asks for this too"


def test_the_variables_of_a_template(theme: mkdocs_internals.Theme) -> None:
    """`get_context` gives the variables that templates know, and no other: a new one may change from page to page."""
    file = file_of(theme, "a/un.md")
    context = build.get_context(theme.nav, theme.files, theme.config, file.page)
    assert set(context) == {
        "nav", "pages", "base_url", "extra_css", "extra_javascript", "mkdocs_version", "build_date_utc", "config",
        "page",
    }  # fmt: skip
    assert context["base_url"] == mkdocs_internals.base_url(file) == "../.."
    assert mkdocs_internals.error_page_context(theme)["base_url"] == "/"


def test_pages_come_in_the_order_of_their_sort_key(theme: mkdocs_internals.Theme) -> None:
    """`file_sort_key` is the order of `get_files`, which is the order of pages in the search index."""
    given = files.get_files(theme.config).documentation_pages()
    assert given == sorted(given, key=files.file_sort_key)
    assert len(given) == 7


def test_a_file_knows_where_it_goes(theme: mkdocs_internals.Theme) -> None:
    """`File.dest_uri`, `.url` and `.src_uri` are the paths of the output, of the address and of the source."""
    file = mkdocs_internals.new_file(theme, "ma-delegation/sortie.md")
    assert file.dest_uri == "ma-delegation/sortie/index.html"
    assert file.url == "ma-delegation/sortie/"
    assert file.src_uri == "ma-delegation/sortie.md"
    assert file.page is not None, "a Page no longer ties itself to its file"
    assert file not in theme.files.documentation_pages(), "making a file now adds it to the site"


def test_what_is_not_published(theme: mkdocs_internals.Theme) -> None:
    """`set_exclusions` marks what `exclude_docs` names; the levels that are published are the two that are known."""
    levels = set(files.InclusionLevel) - {files.InclusionLevel.UNDEFINED}
    assert {level for level in levels if level.is_included()} == set(mkdocs_internals._PUBLISHED)
    assert all(hasattr(theme.config, name) for name in ("exclude_docs", "draft_docs"))


def test_what_rendering_a_page_learns(theme: mkdocs_internals.Theme) -> None:
    """`Page.render` leaves the HTML, the headings, the anchors there are and the anchors linked to."""
    text = "# Un\n\n## Deux {: #ici}\n\n<p id='brut'></p>\n\n[x](../b/deux.md#non)\n"
    converted = mkdocs_internals.convert(theme, theme.files, file_of(theme, "a/un.md"), text)
    assert '<h2 id="ici">Deux</h2>' in converted.html
    assert converted.anchors == {"un", "ici", "brut"}
    assert converted.links == (("b/deux.md", "non", "../b/deux.md#non"),)
    (first,) = converted.toc
    assert (first.url, first.level, first.title, [entry.url for entry in first.children]) == ("#un", 1, "Un", ["#ici"])


TEXTS = [
    "Un [lien][a], le CDAS, une note.\n\n[a]: https://exemple.example\n\n*[CDAS]: comité départemental\n",
    "Sans [lien][a], le CDAS n'est plus expliqué ici.\n",
    "## Titre\n\n## Titre\n\n[x](#titre_1) [y](../b/deux.md#la) <a name='nom'></a>\n",
    "## Titre\n\n3. trois\n4. quatre\n\n1. un\n\nTerme\n:   Définition\n",
    "!!! note\n    Un texte.\n\n    Un autre.\n\nAprès.\n",
    "<div markdown>\n**gras** {: #id .classe}\n</div>\n\n<div>*brut*</div>\n",
    "| a | b |\n| - | -: |\n| 1 | 2 |\n\n[TOC]\n",
    "",
    "Fin ouverte : <div>\n\n*x*\n",
    "Un texte ordinaire.\n",
]


@pytest.mark.parametrize("order", [TEXTS, TEXTS[::-1]], ids=["forth", "back"])
def test_converting_is_what_page_render_does(theme: mkdocs_internals.Theme, order: list[str]) -> None:
    """One converter for all texts gives what `Page.render` does with a new one for each, whatever came before."""
    assert theme.markdown is not None, "the extensions of the fixture are known"
    file = file_of(theme, "a/un.md")
    for text in order:
        page = Page(None, copy.copy(file), theme.config)
        page.markdown, page.meta = text, {}
        page.render(theme.config, theme.files)
        links = [(to.src_uri, *link) for to, found in (page.links_to_anchors or {}).items() for link in found.items()]
        converted = mkdocs_internals.convert(theme, theme.files, file, text)
        assert (converted.html, str(converted.toc)) == (page.content, str(page.toc))
        assert (converted.anchors, list(converted.links)) == (page.present_anchor_ids, links)


def test_an_unknown_extension_gets_a_new_converter_for_each_text(theme: mkdocs_internals.Theme) -> None:
    """What an extension remembers of a text is not known: none is used twice then."""
    config = copy.copy(theme.config)
    assert mkdocs_internals.knows_extensions(config)
    config.markdown_extensions = [*config.markdown_extensions, "footnotes"]
    assert not mkdocs_internals.knows_extensions(config)


def test_converting_leaves_the_page_alone(theme: mkdocs_internals.Theme) -> None:
    """Converting a text changes nothing of the page that the menu shows."""
    file = file_of(theme, "a/un.md")
    before = (file.page, file.page and file.page.title, file.page and file.page.content)
    mkdocs_internals.convert(theme, theme.files, file, "# Autre\n")
    assert (file.page, file.page and file.page.title, file.page and file.page.content) == before


def test_the_text_of_a_table_of_contents() -> None:
    """`str(toc)` holds title, address and depth of each heading, all that the theme prints of them."""
    assert set(AnchorLink("t", "i", 2).__dict__) == {"title", "id", "level", "children"}
    one, two = AnchorLink("Un", "un", 2), AnchorLink("Deux", "deux", 3)
    one.children.append(two)
    assert str(TableOfContents([one])) == "Un - #un\n    Deux - #deux\n"


def test_a_missing_anchor_is_a_warning(theme: mkdocs_internals.Theme) -> None:
    """`validation.links.anchors` is a level of `logging`."""
    assert theme.config.validation.links.anchors == logging.WARNING
    assert mkdocs_internals.checks_anchors(theme)


def test_mkdocs_warns_through_its_logger(theme: mkdocs_internals.Theme) -> None:
    """What is wrong with a link is said on the logger « mkdocs »."""
    with mkdocs_internals.Warnings() as said:
        mkdocs_internals.convert(theme, theme.files, file_of(theme, "a/un.md"), "[x](perdu.md)\n")
    assert len(said.texts) == 1
    assert "perdu.md" in said.texts[0]


def test_showing_a_page_leaves_no_trace(theme: mkdocs_internals.Theme) -> None:
    """A page is active while it is rendered, sections above it too, and then no more."""
    file = file_of(theme, "a/un.md")
    template = theme.env.from_string("{{ page.active }} {{ page.parent.active }} {{ page.content }} {{ page.title }}")
    assert mkdocs_internals.render(theme, template, file, {"title": "T"}, "texte", []) == "True True texte T"
    assert file.page is not None
    assert not file.page.active
    assert file.page.parent is not None
    assert not file.page.parent.active
    assert file.page.content is None


# --- Material's templates


def templates_with(pattern: str) -> set[str]:
    """The templates of the installed Material in which `pattern` is found."""
    return {
        path.relative_to(TEMPLATES).as_posix()
        for path in TEMPLATES.rglob("*.html")
        if re.search(pattern, path.read_text(encoding="utf-8"))
    } - NEVER_SHOWN


def test_who_reads_the_headings() -> None:
    """Only the templates of TOC_READERS look at `page.toc`; `_layout` says on what of it they depend."""
    assert templates_with(r"\bpage\.toc\b") == mkdocs_internals.TOC_READERS


def test_what_the_frame_reads_of_the_headings() -> None:
    """Outside the table of contents, templates look at the first heading only: its address, level and children."""
    base = (TEMPLATES / "base.html").read_text(encoding="utf-8")
    assert re.findall(r"\{[%{] [^}]*(?:page\.toc|\bskip\.)[^}]* [%}]\}", base) == [
        "{% if page.toc | first is defined %}",
        "{% set skip = page.toc | first %}",
        "{{ skip.url | url }}",
    ]
    item = (TEMPLATES / "partials" / "nav-item.html").read_text(encoding="utf-8")
    after = item.partition("{% set toc = page.toc %}")[2]
    assert re.findall(r"\{[%{] [^}]*\b(?:toc|first)\b[^}]* [%}]\}", after) == [
        "{% set first = toc | first %}",
        "{% if first and first.level == 1 %}",
        "{% set toc = first.children %}",
        "{% if toc %}",
        "{% if toc %}",
        '{% include "partials/toc.html" %}',
    ]


def test_who_reads_the_text() -> None:
    """Only the template of the text itself looks at `page.content`."""
    assert templates_with(r"\bpage\.content\b") == {"partials/content.html"}


def test_who_lists_the_pages() -> None:
    """No template looks at the list of all pages, in which those of the department would be missing."""
    env = jinja2.Environment()  # noqa: S701 - it only reads
    readers = {
        name
        for name in templates_with(r"\bpages\b")
        for used in meta.find_undeclared_variables(env.parse((TEMPLATES / name).read_text(encoding="utf-8")))
        if used == "pages"
    }
    assert readers == set()


def test_who_prints_the_menu_and_the_headings() -> None:
    """The menu and the table of contents get into a page only through the partials that are stubbed."""
    assert mkdocs_internals.STUBBED_PARTIALS == ("partials/nav.html", "partials/toc.html")
    assert templates_with(r'"partials/nav\.html"') == {"base.html"}
    assert templates_with(r'"partials/toc\.html"') == {"base.html", "partials/nav-item.html"}
    assert templates_with(r'"partials/nav-item\.html"') == {"partials/nav.html"}
    assert templates_with(r'"partials/toc-item\.html"') == {"partials/toc.html", "partials/toc-item.html"}


def test_the_menu_needs_nothing_of_the_layout(theme: mkdocs_internals.Theme) -> None:
    """The partials that are stubbed, rendered alone, use no variable that their page sets besides the two we set."""
    known = {"page", "nav", "config", "base_url", "lang", "features"}
    loader = theme.env.loader
    assert loader is not None
    for name in ("partials/nav.html", "partials/toc.html"):
        used = meta.find_undeclared_variables(theme.env.parse(loader.get_source(theme.env, name)[0]))
        assert used <= known, name


def test_hidden_folders_hold_no_file_of_a_site(theme: mkdocs_internals.Theme) -> None:
    """MkDocs takes the same files of the theme, in the same order, from all that is there and from what is visible."""
    found = []
    for env in (theme.env, theme.env.overlay(loader=mkdocs_internals._Visible(theme.config.theme.dirs))):
        given = files.Files([])
        given.add_files_from_theme(env, theme.config)
        found.append([(file.src_uri, file.abs_src_path) for file in given])
    assert found[0] == found[1]
    assert len(found[0]) > 20
