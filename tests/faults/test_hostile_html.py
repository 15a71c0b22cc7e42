"""What a delegation wrote is judged on the HTML that it became: each hostile text is refused by that alone."""

from __future__ import annotations

import dataclasses
import re
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import markdown
import material
import pytest
from repository import REPOSITORY
from unit.samples import BODY_LINE, TODAY, make_department, make_fact, make_overlay, make_page, make_project, make_value

from faults.harmless_texts import HARMLESS
from faults.hostile_texts import ADDRESSES, refused_texts
from troisclics.load import load_project
from troisclics.load.overlay_policy import check_overlay_text
from troisclics.merge.merger import merge_all
from troisclics.model import Finding, Overlay, OverlayMeta, Place, Project, Source
from troisclics.sandbox import html_allowlist
from troisclics.sandbox.allowed_hosts import Hosts
from troisclics.sandbox.html_reader import find_problems

NATIONAL = (
    "## Aides\n\nUn Texte national, avec [PLACE] et des Aides.\n\n<!-- local -->\n\n"
    "### Suite\n\n[PLACE] encore.\n\n```\ncode\n```\n\n~~~\ncode\n~~~\n"
)
EXTENSIONS = re.search(r"(?m)^markdown_extensions:\n((?:  .*\n)+)", (REPOSITORY / "mkdocs.yml").read_text("utf-8"))


def project_of(texts: list[str], *, own: bool) -> Project:
    """A department whose texts complete national pages, or are pages of its own (`own`); nothing has read them."""
    names = [f"ma-delegation/p{number}.md" if own else f"p{number}.md" for number in range(len(texts))]
    words: Mapping[str, Any] = {"title": "Titre", "description": "Une page."} if own else {}
    overlays = [make_overlay(text, name, **words) for text, name in zip(texts, names, strict=True)]
    pages = [] if own else [make_page(NATIONAL, name) for name in names]
    project = make_project(
        pages, [make_department("50", *overlays)], facts=[make_fact(make_value(), id_="logement.aide")]
    )
    assert EXTENSIONS is not None
    return dataclasses.replace(project, tree=dataclasses.replace(project.tree, extensions=EXTENSIONS[1]))


def judged(texts: list[str], *, own: bool) -> tuple[dict[str, list[Finding]], dict[str, str]]:
    """By text, what judging alone says of it, and the Markdown of its page."""
    project = project_of(texts, own=own)
    (site,), findings = merge_all(project, list(project.departments), TODAY)
    pages = {page.uri.rpartition("/")[2]: page.marked for page in site.pages}
    said: dict[str, list[Finding]] = {text: [] for text in texts}
    for found in findings:
        said[texts[int(re.findall(r"p(\d+)\.md", found.place.file)[0])]].append(found)
    return said, {text: pages[f"p{number}.md"] for number, text in enumerate(texts)}


HARMLESS_AFTER_ALL = {
    "<!-- ouvert",
    "<!ELEMENT a>",
    "<!x",
    "[a](https://evil.invalid\\.fr)",
    "<//evil.invalid>",
}
"""Texts that look hostile, of which Markdown makes plain text, or a link to a host of the list (« \\. » is a dot)."""
HARMLESS_ALONE = {"```\nouvert", "~~~\nouvert", "````\n```\nencore", "[PLACE]: https://exemple.fr"} | {
    "*[Aides]: autre chose",
    "## Dans la page",
}
"""Texts that change the national page around them, and so do no harm on a page that holds nothing else."""


def test_there_are_many_hostile_texts() -> None:
    """At least 120 hostile texts and 30 harmless ones are tried."""
    assert len(refused_texts()) >= 120
    assert len(HARMLESS) >= 30


@pytest.mark.parametrize("own", [False, True], ids=["in a national page", "on a page of its own"])
def test_the_output_alone_refuses_every_hostile_text(own: bool) -> None:
    """Without the rules on the raw text, each one is refused, at a line of the text; what is not is known."""
    said, _ = judged(refused_texts(), own=own)
    accepted = {text for text, found in said.items() if not found}
    # Fences pair with the next one of the national page, if there is one.
    assert accepted == HARMLESS_AFTER_ALL | (HARMLESS_ALONE if own else set())
    for text, found in said.items():
        lines = {entry.place.line - BODY_LINE for entry in found}
        assert all(0 <= line < len(text.split("\n")) for line in lines), text
        assert all(entry.message.isprintable() and entry.severity == "error" for entry in found), text


def test_with_the_raw_rules_too_every_hostile_text_is_refused() -> None:
    """With the rules on the raw text, which come first, no hostile text is accepted but for those that do no harm."""
    said, _ = judged(refused_texts(), own=True)
    for text in refused_texts():
        out: list[Finding] = []
        check_overlay_text(Overlay("a.md", OverlayMeta(), text, 1, Place("a.md", 1)), "50", is_local_page=True, out=out)
        assert out or said[text] or text in HARMLESS_AFTER_ALL | HARMLESS_ALONE


@pytest.mark.parametrize("own", [False, True], ids=["in a national page", "on a page of its own"])
def test_what_a_delegation_needs_passes(own: bool) -> None:
    """The harmless twins give no finding, on the raw text or on what comes out."""
    said, _ = judged(list(HARMLESS), own=own)
    assert {text: found for text, found in said.items() if found} == {}


def test_the_line_of_a_fault_is_found() -> None:
    """The line is that at which the fault shows: the definition that makes a link of an earlier line run."""
    said, _ = judged(["Un.\n\nDeux [a][b].\n\nTrois.\n\n[b]: javascript:x()\n\nFin."], own=True)
    ((found,),) = said.values()
    assert (found.place.line, found.rule) == (BODY_LINE + 6, "lien-adresse")


def test_each_fault_of_a_text_has_its_line() -> None:
    """Several faults are all said, each at its own line."""
    said, _ = judged(["Un <b>a</b>.\n\n[x](https://evil.invalid/)\n\n![i](https://exemple.fr/a.png)"], own=True)
    ((*found,),) = said.values()
    assert sorted((entry.place.line - BODY_LINE, entry.rule) for entry in found) == [
        (0, "html-refuse"),
        (2, "lien-hote"),
        (4, "image-exterieure"),
    ]


def test_sources_of_a_text_are_plain_text() -> None:
    """The title of a source, which stands below the text, says nothing in Markdown; its address is no way out of it."""
    sources = (Source("[a](javascript:x) <b> *c*", "https://exemple.fr/a)_(b"),)
    project = project_of(["Texte."], own=True)
    (department,) = project.departments
    overlay = dataclasses.replace(department.overlays[0], meta=OverlayMeta("Titre", "Une page.", sources=sources))
    project = dataclasses.replace(project, departments=(dataclasses.replace(department, overlays=(overlay,)),))
    (site,), findings = merge_all(project, list(project.departments), TODAY)
    assert findings == []
    html = markdown.markdown(site.pages[0].marked)
    assert html.count("<a ") == 1
    assert "<b>" not in html
    assert "<em>c" not in html


ADDITIONS = {
    **{
        f"element {name}": ("element", name, "")
        for name in ("script", "iframe", "form", "style", "svg", "h1", "b", "details")
    },
    **{f"attribute {name}": ("attribute", name, "a") for name in ("onclick", "target", "ping")},
    **{
        f"attribute {name}": ("attribute", name, "p")
        for name in ("onclick", "style", "class", "id", "hidden", "data-md-component")
    },
    **{f"attribute {name}": ("attribute", name, "img") for name in ("onerror", "loading", "srcset", "usemap")},
    **{
        f"any value of {tag}/{key}": ("value", key, tag)
        for tag, key in (("h3", "id"), ("div", "class"), ("a", "href"), ("img", "src"))
    },
}
"""Dangerous additions to the list: what is added, its name, and the element that gets it."""
ATTACKS = (
    "<script>x()</script>",
    "<iframe></iframe>",
    "<form></form>",
    "<style></style>",
    "<svg></svg>",
    "<h1>a</h1>",
    "<b>a</b>",
    "<details>a</details>",
    '<a href="a.md" onclick="x()">a</a>',
    '<a href="a.md" target="b">a</a>',
    '<a href="a.md" ping="b">a</a>',
    '<p onclick="x()">a</p>',
    '<p style="position:fixed">a</p>',
    '<p class="md-dialog">a</p>',
    '<p id="__search">a</p>',
    '<p hidden="">a</p>',
    '<p data-md-component="search">a</p>',
    '<img src="a.png" onerror="x()">',
    '<img src="a.png" loading="lazy">',
    '<img src="a.png" srcset="//e.fr/a">',
    '<img src="a.png" usemap="#a">',
    '<h3 id="__search">a</h3>',
    '<div class="md-dialog">a</div>',
    '<a href="javascript:x()">a</a>',
    '<img src="https://e.fr/a.png">',
)
"""What each addition would let through, as it would be written in HTML."""
ANYTHING = re.compile(".*", re.S)


def accepted(attacks: tuple[str, ...] = ATTACKS) -> set[str]:
    """The attacks of which nothing is said."""
    return {html for html in attacks if not list(find_problems(html, Hosts(("fr",)), 1))}


def test_no_attack_is_on_the_list() -> None:
    """As the list is, each of the attacks is refused."""
    assert accepted() == set()


@pytest.mark.parametrize("name", ADDITIONS)
def test_each_dangerous_addition_to_the_list_is_noticed(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With any one of these added to the list, a hostile text passes, so that the test above would fail."""
    kind, key, tag = ADDITIONS[name]
    elements = {element: dict(forms) for element, forms in html_allowlist.ELEMENTS.items()}
    if kind == "element":
        elements[key] = {}
    else:
        elements[tag][key] = ANYTHING
    monkeypatch.setattr(html_allowlist, "ELEMENTS", elements)
    assert accepted()


@pytest.mark.parametrize("host", ["invalid", "evil.invalid"])
def test_each_host_added_is_noticed(host: str) -> None:
    """With one more host on the list, an address that is refused today passes."""
    today = {address for address in ADDRESSES if Hosts(("fr", "example")).refuse_link(address)}
    assert {address for address in today if not Hosts(("fr", "example", host)).refuse_link(address)}


def test_without_a_list_of_hosts_only_the_site_is_left() -> None:
    """A project without `content/_hosts.yml` lets its delegations lead to pages of the site, and nowhere else."""
    assert Hosts(()).refuse_link("https://exemple.fr/") == "hote"
    assert Hosts(()).refuse_link("../logement/aide.md#combien") is None


def test_the_ids_of_the_theme_are_reserved() -> None:
    """No heading of a local text can take an id of our templates, or one of Material's, which begin with « __ »."""
    texts = "".join(path.read_text("utf-8") for path in (REPOSITORY / "overrides").rglob("*.html"))
    texts += (Path(material.__file__).parent / "templates/base.html").read_text("utf-8")
    ids = set(re.findall(r'\bid="([^"{]+)"', texts)) | set(re.findall(r'aria-controls="([^"{]+)"', texts))
    assert len(ids) > 8
    assert all(list(find_problems(f'<h3 id="{name}">a</h3>', Hosts(()), 3)) for name in ids)


FOLDERS = {
    "t1": (
        'seat: "<"\n',
        "## Bonjour\n\n{{ department.seat }}script>document.title='P'{{ department.seat }}/script>\n",
    ),
    "t2": ("", "## Bonjour\n\n[\nfoo]: javascript:&#32;x()\n\n[a][foo]\n\n٣. [bar]: javascript:&#32;y()\n\n[b][bar]\n"),
    "t3": ("", "## Bonjour\n\n<mailto:x/style=position:fixed;display:block/class=md-dialog/id=p>Site fermé\n"),
    "t4": (
        'region: "script:"\nseat: "java"\n',
        "## Bonjour\n\n[a]({{ department.seat }}{{ department.region }}x()//)\n",
    ),
    "t5": ('name: "Allez sur https://evil.invalid"\n', "## Bonjour\n\n{{ department.de }}\n"),
    "t6": ("", "TITLE Essai &lt;img src=x&gt; fin"),
}
"""The folders by which scripts, foreign links and texts came into published pages: `department.yml`, then a page."""


@pytest.mark.parametrize("name", FOLDERS)
def test_each_known_folder_is_refused_at_a_line_in_little_time(name: str, project: Any) -> None:
    """Reading and merging are enough to refuse each of them, with file and line, in less than five seconds."""
    data, text = FOLDERS[name]
    title = text.removeprefix("TITLE ") if text.startswith("TITLE") else "Essai"
    page = "departments/90-dunes/ma-delegation/essai.md"
    sheet = "departments/90-dunes/department.yml"
    root = project({page: f"---\ntitle: {title}\ndescription: Un essai.\n---\n\n{text}\n"})
    (root / sheet).write_text(data + (root / sheet).read_text("utf-8"), encoding="utf-8")
    start = time.monotonic()
    loaded, findings = load_project(root, TODAY)
    _, more = merge_all(loaded, list(loaded.departments), TODAY)
    assert time.monotonic() - start < 5
    errors = [found for found in (*findings, *more) if found.severity == "error"]
    assert errors
    assert all(found.place.line for found in errors)
    assert {found.place.file for found in errors} <= {page, sheet}
