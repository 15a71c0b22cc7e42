"""What `render/search_sections.py` reads is what Material's own parser reads; what is not sure is left to it."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from material.plugins.search import plugin as material
from mkdocs.structure.toc import AnchorLink

from troisclics.render import mkdocs_internals, search_internals, search_sections

URI = "page.md"
PLAIN = {
    "one paragraph": "<p>Un texte.</p>",
    "lines": "<p>Un\ntexte,\n  deux.</p>\n<p>Autre</p>",
    "text alone": "Un texte.",
    "text around": "avant <p>dedans</p> après",
    "attributes": '<p class="a" hidden>Un <a href="../a/?b=1&amp;c=2" title="a > b">lien</a>.</p>',
    "spaces": "<div>\n<div> \n <p> a </p> <b> </b> <i> </i> </div>\n</div> \n<p>b</p>",
    "lines in a tag": '<p\n  class="a"\n>Un</p>',
    "no-break spaces": "<p>10\u00a0€&nbsp;: 3&#8239;%</p>",
    "references": "<p>&lt;p&gt; &amp; &amp;amp; &quot;a&quot; &eacute; &#233; &#xE9; &unknown; A&B & C > D</p>",
    "a reference at the end": "<p>a</p>b &amp",
    "empty, the first of its kind": "<p></p><p>a</p>",
    "empty after another": "<p>a</p><p> </p><p></p>",
    "empty by reference": "<ul><li>&nbsp;</li></ul>a",
    "a reference to nothing": "<p>&#1;</p>",
    "empty in empty": "<ul>\n<li>\n<b></b></li>\n</ul><p>a</p>",
    "list in list": "<ol>\n<li>a\n<ul>\n<li>b</li>\n<li></li>\n</ul>\n</li>\n</ol>",
    "sub and sup": "<p>H<sub>2</sub>O, 1<sup>er</sup></p>",
    "code": "<p>Un <code>&lt;b&gt; \n x</code></p>",
    "void": '<p>a<br>b<br />c <img alt="d > e" src="f.png" /><wbr/></p>\n<hr>\n<hr />',
    "table": "<table>\n<thead>\n<tr>\n<th>a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>b</td></tr></tbody>\n</table>",
    "heading": '<p>a</p>\n<h2 id="un">Un</h2>\n<p>b</p>',
    "heading first": '<h2 id="un">Un</h2>\n<p>b</p>',
    "heading with markup": '<h3 class="c" id="un">Un &amp; <code>deux</code> <b>trois</b> <i> </i> <i> </i></h3>a',
    "heading with a class after": '<h3 id="un" class="c">Un</h3>a',
    "heading without text": '<h2 id="un"></h2><p>a</p><h3 id="deux"> </h3>',
    "heading of no table of contents": '<h2 id="ailleurs">Un</h2>',
    "heading without id": "<h2>Un</h2>\n<p>a</p>",
    "heading without id, of the same level": '<h2 id="un">Un</h2><p>a</p><h2>Deux <code>c</code></h2><p>b</p>',
    "heading without id, of another level": '<h2 id="un">Un</h2><p>a</p><h3>Deux</h3><p>b</p>',
    "headings": '<h2 id="un">Un</h2>\n<p>a</p>\n<h3 id="deux">Deux</h3>\n<p>b</p>\n<h2 id="un">T</h2>\n<h4>Q</h4>',
    "heading in a block": '<p>a</p><div>b<h2 id="un">Un</h2>c</div>d<p>e</p>',
    "headings in blocks": '<div><section><h2 id="un">Un</h2>a</section>b<h3 id="deux">D</h3>c</div>d<h2>T</h2>e',
    "heading in a block in a section": '<h2 id="un">Un</h2>a<div><h2 id="deux">Deux</h2>b</div>c<h2>d</h2>e',
    "heading in what is kept": '<ul><li>a<h3 id="un">Un</h3></li><li><h3 id="deux">Deux</h3> </li></ul>b',
}
LEFT = {
    "nothing": "",
    "no text": "<div><hr></div>",
    "void alone": "<br>",
    "comment": "<p>a<!-- b --> c</p>",
    "declaration": "<!DOCTYPE html><p>a</p>",
    "instruction": "<?php a ?><p>b</p>",
    "uppercase": "<P>a</P>",
    "not closed": "<p>a",
    "closed in another": "<p><b>a</p></b>",
    "closed twice": "<p>a</p></p>",
    "a sign that opens no tag": "<p>a < b</p>",
    "a tag that does not end": "<p>a</p><b",
    "attribute without quotation marks": "<p class=linenodiv>a</p>",
    "attribute in single quotation marks": "<p class='linenodiv'>a</p>",
    "attributes without a space": '<p lang="fr"dir="ltr">a</p>',
    "a tag in an attribute": '<p title="<b>">a</p>',
    "end tag with an attribute": '<p>a</p class="b">',
    "closed by itself": "<p>a</p><code/>b",
    "closed by itself, and again": "<p>a</p><code/>b</code>",
    "heading closed by itself": '<h2/>a<h2 id="un"/>b',
    "code block": "<pre><code>a\n\n  b</code></pre>",
    "h1": '<h1 id="un">Un</h1><p>a</p>',
    "script": "<p>a</p><script>if (a < b) c</script>",
    "style": "<style>p {}</style><p>a</p>",
    "object": "<object><p>a</p></object><p>b</p>",
    "text area": "<textarea>a</textarea>",
    "drawing": '<svg><title>a</title><path d="M0 0"/></svg>',
    "unknown element": "<x-a>b</x-a>",
    "line numbers": '<p class="linenodiv">1</p><p>a</p>',
    "line numbers by reference": '<p class="&#108;inenodiv">1</p><p>a</p>',
    "link of a heading": '<h2 id="un">Un<a class="headerlink" href="#un">¶</a></h2>',
    "id with a reference": '<h2 id="a&amp;b">Un</h2>',
    "id without value": "<h2 id>Un</h2>",
    "id without text": '<h2 id="">Un</h2>',
    "two ids": '<h2 id="un" id="deux">Un</h2>',
    "heading in a heading": '<h2 id="un">Un<h3 id="deux">Deux</h3></h2>',
}
FATAL = '<div><h3 id="un">Un</h3><h2 id="deux">Deux</h2></div><ul><li>a<h2 id="trois">Trois</h2></li></ul>'
MARKED = '<p>a</p><div data-search-exclude="x"><p>b</p></div>'


@pytest.fixture(scope="module")
def theme(tmp_path_factory: pytest.TempPathFactory) -> mkdocs_internals.Theme:
    """A project of one page."""
    root = tmp_path_factory.mktemp("sections")
    (root / "docs").mkdir()
    (root / "mkdocs.yml").write_text("site_name: Essai\ntheme: material\n", encoding="utf-8")
    return mkdocs_internals.open_theme(mkdocs_internals.read_config(Path(root / "mkdocs.yml"), "essai"), [URI], None)


def ours(html: str) -> list[tuple[str | None, list[str], list[str]]] | None:
    """Id, title and text of each section, as `read_sections` reads them."""
    found = search_sections.read_sections(html)
    return None if found is None else [(section.id, section.title, section.text) for section in found]


def of_material(html: str) -> list[tuple[str | None, list[str], list[str]]]:
    """Id, title and text of each section, as Material's parser reads them."""
    parser: Any = material.Parser()
    parser.feed(html)
    parser.close()
    return [(section.id, section.title, section.text) for section in parser.data]


@pytest.mark.parametrize("html", PLAIN.values(), ids=PLAIN)
def test_plain_html_is_read_as_material_reads_it(html: str) -> None:
    """Each kind of HTML that pages usually have is read, chunk by chunk as by Material."""
    assert ours(html) == of_material(html)


@pytest.mark.parametrize("html", LEFT.values(), ids=LEFT)
def test_other_html_is_left_to_material(html: str) -> None:
    """HTML that Material or `html.parser` may treat in a way of its own is not read here."""
    assert ours(html) is None


def test_html_that_stops_material_is_left_to_it() -> None:
    """Of a section that Material takes up again by mistake it says so itself, as in a stock build."""
    assert ours(FATAL) is None
    with pytest.raises(ValueError, match="<li>"):
        of_material(FATAL)


@pytest.mark.parametrize(
    "meta", [{}, {"title": "Page", "tags": ["a"], "search": {"boost": 2}}, {"search": {"exclude": True}}]
)
@pytest.mark.parametrize("html", [*PLAIN.values(), *LEFT.values(), MARKED])
def test_entries_are_those_of_material(
    theme: mkdocs_internals.Theme, monkeypatch: pytest.MonkeyPatch, meta: dict[str, Any], html: str
) -> None:
    """Entries and content of a page are what Material alone makes of it, whatever its front matter."""
    file, toc = theme.files.src_uris[URI], [AnchorLink("Un", "un", 2), AnchorLink("Deux", "deux", 3)]
    read = search_internals.search_entries(theme, file, meta, html, toc)
    monkeypatch.setattr(search_internals, "_sections", lambda *_: None)
    assert read == search_internals.search_entries(theme, file, meta, html, toc)


def test_material_has_the_elements_that_are_known_here() -> None:
    """The names that Material's parser gives a meaning have the same one here; of code blocks nothing is said."""
    parser: Any = material.Parser()
    assert parser.keep == search_sections._KEPT | {"pre"}
    assert material.void >= search_sections._VOID
    assert search_sections._KNOWN.isdisjoint(parser.skip | material.void | {"pre", "h1"})


# --- HTML made by chance

TEXTS = [
    "a", "été", " ", "\n", " b ", "c\nd", "\n e\n", "&nbsp;", "\u00a0", "&amp;", "&lt;p&gt;", "&#10;", "&#32;&#1;",
    "f & g", "> h", "&copy", "&#xE9;",
]  # fmt: skip
RARE = [
    "<!-- a -->", "a < b", "<", "&", "<P>a</P>", "</p>", "<p>", "</div>", "<b", "<br/>", "<p/>a</p>", "<h2/>", "</br>",
    "<h1 id='a'>b</h1>", '<h1 id="a">b</h1>', "<pre>\n a\n\n</pre>", "<script>a</script>", "<x>a</x>", "<h3 id>a</h3>",
    '<a class="headerlink">¶</a>', "<p id=a>b</p>", '<div class="linenodiv">1</div>', '<h2 id="">a</h2>', "</p >",
    "<p / >a</p>",
]  # fmt: skip
LEAVES = [
    *TEXTS, *TEXTS, "<br>", "<br />", "<hr>", '<img alt="a > b" src="c" />', "<code>a</code>", "<code> </code>",
    "<b> </b>",
]  # fmt: skip
ATTRIBUTES = ["", "", "", ' class="a"', ' id="i"', ' title="a > b"', " hidden", '\n  lang="fr"']
HEADING_ATTRIBUTES = ["", ' class="a"', ' id="i"', ' id="j"', ' class="a" id="k"', ' id="l" class="a"']
ELEMENTS = ["p", "p", "ul", "li", "ol", "code", "sub", "sup", "div", "section", "b", "a", "td"]


def draw(chance: random.Random, depth: int, noise: float) -> str:
    """A few texts and elements, nested; `noise` is how often something strange is among them."""
    return "".join(_draw_one(chance, depth, noise) for _ in range(chance.randint(1, 4)))


def _draw_one(chance: random.Random, depth: int, noise: float) -> str:
    if chance.random() < noise:
        return chance.choice(RARE)
    if depth == 0 or chance.random() < 0.4:
        return chance.choice(LEAVES)
    if chance.random() < 0.3:
        level = chance.choice("2234")
        return f"<h{level}{chance.choice(HEADING_ATTRIBUTES)}>{draw(chance, 0, noise)}</h{level}>"
    tag = chance.choice(ELEMENTS)
    return f"<{tag}{chance.choice(ATTRIBUTES)}>{draw(chance, depth - 1, noise)}</{tag}>"


@pytest.mark.parametrize("noise", [0, 0.05])
def test_html_made_by_chance(noise: float) -> None:
    """Wherever there is an answer it is Material's; and to much of the HTML there is one."""
    chance = random.Random(20261127)  # noqa: S311 - the same texts in each run
    texts = [draw(chance, 4, noise) for _ in range(5000)]
    read = [(html, found) for html in texts if (found := ours(html)) is not None]
    for html, found in read:
        assert found == of_material(html), html
    assert len(read) > 2000
    assert sum(len(found) > 2 for _, found in read) > 300, "few of them have sections"
