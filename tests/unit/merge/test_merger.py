"""Merging the shared tree with a department: what an overlay may do, and what it never does."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from troisclics.load import load_project
from troisclics.merge.merger import MergeCache, Merger, merge_all
from troisclics.model import Finding, Overlay, Page, Term

from ..commands import copy_fictitious
from ..samples import TODAY, make_department, make_overlay, make_page, make_project, merge_one, only_page

SAID = "Texte local, à confirmer par la délégation."


def merged(page: Page, *overlays: Overlay, portal: bool = False, terms: tuple[Term, ...] = ()) -> str:
    """The Markdown of `page` on the site of a department with `overlays`, or on the portal."""
    department = make_department("50", *overlays)
    site, findings = merge_one(make_project([page], [department], terms=terms), None if portal else department)
    assert findings == []
    return {entry.uri: entry.markdown for entry in site.pages}[page.uri]


# --- Where a local text goes


def test_a_local_text_takes_the_place_of_the_marker() -> None:
    """The text goes where the shared page says, and the marker does not show."""
    text = merged(make_page("Avant.\n\n<!-- local -->\n\nAprès.\n"), make_overlay("Ici.\n"))
    assert text == f"Avant.\n\nIci.\n\n*{SAID}*\n\nAprès.\n"


def test_a_local_text_without_marker_goes_to_the_end() -> None:
    """Without a marker it comes last, under a heading that says whose it is."""
    assert merged(make_page("Avant.\n"), make_overlay("Ici.\n")) == (
        f"Avant.\n\n## Dans votre département\n\nIci.\n\n*{SAID}*\n"
    )


def test_an_empty_local_part_says_whom_to_ask() -> None:
    """Where a department has written nothing, its site says so and leads to its contacts; the portal to the choice."""
    page = make_page("Avant.\n\n<!-- local -->\n", "logement/aide.md")
    assert "(../ma-delegation/contacts.md)" in merged(page)
    assert "(../index.md#votre-departement)" in merged(page, portal=True)


def test_nothing_is_added_where_nothing_local_is_expected() -> None:
    """A page without marker and without overlay is the same on the portal and in a department."""
    page = make_page("Texte.\n")
    assert merged(page) == merged(page, portal=True) == "Texte.\n"


def test_a_page_may_let_itself_be_replaced() -> None:
    """With `local: replace` the overlay is the whole text; without an overlay the shared text stays."""
    page = make_page("National.\n", local="replace")
    assert merged(page, make_overlay("Local.\n")) == f"Local.\n\n*{SAID}*\n"
    assert merged(page) == merged(page, portal=True) == "National.\n"


def test_only_a_line_of_its_own_is_a_marker() -> None:
    """A page that explains the marker, in a sentence or in an indented example, is not filled there."""
    body = "On écrit <!-- local --> ainsi :\n\n    <!-- local -->\n"
    assert merged(make_page(body), make_overlay("Ici.\n")).startswith(body.rstrip())


def test_only_the_first_marker_is_filled() -> None:
    """A local text shows once, even if an editor left two markers."""
    assert merged(make_page("<!-- local -->\n\n<!-- local -->\n"), make_overlay("Ici.\n")).count("Ici.") == 1


@pytest.mark.parametrize("text", [r"Un \1 et \g<0>.", "C:\\temp\\new", "<!-- local -->"])
def test_a_local_text_is_taken_as_it_is(text: str) -> None:
    """Back-slashes and look-alike markers of an overlay are plain text."""
    assert merged(make_page("<!-- local -->\n"), make_overlay(text)).startswith(f"{text}\n")


def test_a_local_template_runs_only_in_its_own_text() -> None:
    """An overlay's expressions know the department; the shared page is not expanded a second time."""
    page = make_page("{% raw %}{{ department.name }}{% endraw %}\n\n<!-- local -->\n")
    assert merged(page, make_overlay("{{ department.name }}\n")).startswith("{{ department.name }}\n\nManche\n")


def test_a_local_text_says_where_it_comes_from() -> None:
    """Under each local text stand who says it, how sure it is, and its sources."""
    assert merged(make_page("<!-- local -->\n"), make_overlay("Ici.\n", as_of=2024)).endswith(
        "\n\n*Texte local, à confirmer par la délégation (information de 2024).*\n"
    )


# --- Pages that a department adds


def test_an_added_page_is_its_departments_alone() -> None:
    """It is on that site only, answered for by its delegation, out of the menu, and opens its own file to be edited."""
    own = make_overlay("Texte.\n", "ma-delegation/sortie.md", title="Sortie", description="À la mer.")
    one, two = make_department("50", own), make_department("51", name="Marne")
    project = make_project([make_page()], [one, two], menu=["aide.md"])
    sites, findings = merge_all(project, [None, one, two], TODAY)
    assert findings == []
    assert [[page.uri for page in site.pages] for site in sites] == [
        ["aide.md"],
        ["aide.md", "ma-delegation/sortie.md"],
        ["aide.md"],
    ]
    page = sites[1].pages[1]
    assert (page.meta.title, page.meta.owner, page.meta.kind) == ("Sortie", "delegation", "delegation")
    assert (page.in_menu, page.edit) == (False, "departments/50-manche/ma-delegation/sortie.md")


# --- Provenance and acronyms


def test_each_page_knows_its_files() -> None:
    """« Modifier cette page » opens the shared file; the overlay that took part is known too."""
    department = make_department("50", make_overlay())
    project = make_project([make_page(), make_page(uri="autre.md")], [department], menu=["autre.md"])
    site, _ = merge_one(project, department)
    assert [(page.edit, str(page.local) if page.local else None, page.in_menu) for page in site.pages] == [
        ("content/aide.md", "departments/50-manche/aide.md:1", False),
        ("content/autre.md", None, True),
    ]


TERMS = (
    Term("PIM", "prestation interministérielle", "Une aide."),
    Term("RIA", "restaurant inter-administratif", "Une cantine."),
)


@pytest.mark.parametrize(
    ("body", "defined"),
    [
        ("La PIM.", ["PIM"]),
        ("La PIM et le RIA.", ["PIM", "RIA"]),
        ("PIMENT, xPIM, PIM2.", []),
        ("(PIM), « RIA »…", ["PIM", "RIA"]),
        ("L'ARIA.", []),
    ],
)
def test_acronyms_are_defined_where_they_stand(body: str, defined: list[str]) -> None:
    """A page defines the acronyms that it uses, whole words only, and no other."""
    text = merged(make_page(body + "\n"), terms=TERMS)
    expansions = {term.term: term.expansion for term in TERMS}
    assert [line for line in text.splitlines() if line.startswith("*[")] == [
        f"*[{term}]: {expansions[term]}" for term in defined
    ]


def test_acronyms_of_a_local_text_are_defined_too() -> None:
    """An acronym that only the overlay uses is explained on that page."""
    assert "*[RIA]:" in merged(make_page("Texte.\n"), make_overlay("Le RIA.\n"), terms=TERMS)


def test_one_page_site() -> None:
    """The smallest project has a portal."""
    assert only_page(merge_one(make_project([make_page()]), None)[0]).markdown == "Texte national.\n"


@pytest.mark.parametrize("name", ["logement/aide.md", "ma-situation/naissance.md"])
def test_a_page_that_shows_others_follows_them(tmp_path: Path, name: str) -> None:
    """With texts expanded before an edit, the pages that show the edited one are what they are without them."""
    root = copy_fictitious(tmp_path / "projet", readers=True)
    before = Merger(load_project(root, TODAY)[0], TODAY)
    before.merge(None, [])
    path = root / "content" / name
    path.write_text(path.read_text(encoding="utf-8") + "\n## 27 novembre\n\nUne phrase de plus.\n", encoding="utf-8")
    after = load_project(root, TODAY)[0]
    fresh = Merger(after, TODAY).merge(None, [])
    assert Merger(after, TODAY, before.cache()).merge(None, []) == fresh
    assert len([page for page in fresh.pages if "27 novembre" in page.markdown]) == 2


def test_what_a_later_run_need_not_expand_again() -> None:
    """The texts that all departments share, of the portal and of a department; none that names a department."""
    pages = [make_page("A {{ department.name }}", "a.md"), make_page("B", "b.md"), make_page("C", "c.md")]
    department = make_department()
    project = make_project(pages, [department])
    merger = Merger(project, TODAY)
    out: list[Finding] = []
    for one in (None, department):
        merger.merge(one, out)
    assert sorted(body.text for body in merger.cache().bodies.values()) == ["B", "B", "C", "C"]
    fewer = Merger(make_project(pages[1:2], [department]), TODAY, merger.cache())
    assert [body.text for body in fewer.cache().bodies.values()] == ["B", "B"]


def test_the_outline_of_all_sites() -> None:
    """Every shared page, by its path, without its text."""
    project = make_project([make_page("A", "b.md"), make_page("B", "a.md", title="Titre")])
    project = replace(project, tree=replace(project.tree, pages=project.tree.pages[::-1]))
    outline = Merger(project, TODAY).outline()
    assert [(page.uri, page.meta.title, page.markdown) for page in outline.pages] == [
        ("a.md", "Titre", ""), ("b.md", "Aide", ""),
    ]  # fmt: skip
    assert outline.department is None


def test_seams_of_a_text_that_was_expanded_before() -> None:
    """A page that shows another one has its seams, whether that one was expanded now or by an earlier run."""
    one = make_page('Un. {{ seam("x") }}', "un.md", kind="benefit")
    pages = [make_page('{{ seam("y") }} {{ booklet() }}', "tout.md", kind="print"), one]
    project = make_project(pages, seams={"content/x": "<p>{{ portal }}</p>", "content/y": "y"}, menu=["un.md"])
    first = Merger(project, TODAY)
    fresh = first.merge(None, [])
    (whole,) = [page for page in fresh.pages if page.uri == "tout.md"]
    assert whole.seams == ("y", "<p>../../</p>")
    bodies = {key: body for key, body in first.cache().bodies.items() if body.text.startswith("Un.")}
    assert len(bodies) == 1
    assert Merger(project, TODAY, MergeCache(bodies)).merge(None, []) == fresh


def test_a_video_of_a_page() -> None:
    """Its files are found among those of the project, and its addresses lead there from the page."""
    project = make_project([make_page('{{ video("b/film") }}', "a/aide.md")])
    project = replace(project, tree=replace(project.tree, assets=("b/film.mp4",)))
    site, findings = merge_one(project, None)
    assert findings == []
    assert 'src="../../b/film.mp4"' in only_page(site).markdown
