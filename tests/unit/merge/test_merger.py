"""Merging the shared tree with a department: what an overlay may do, and what it never does."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troisclics.load import load_project
from troisclics.merge.merger import MergeCache, Merger, merge_all
from troisclics.model import Department, Finding, Overlay, Page, Project, Site, Term

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


# --- What is true of every project

WORDS = st.sampled_from(
    ["Aide", "prêt", "PIM", "\n\n", "été", "- un", "1 %", "<b>", "\\1", "*[", "&amp;", "}", "## Titre", "|"]
)
TEXTS = st.lists(WORDS, min_size=1, max_size=8).map(" ".join).filter(lambda text: text.strip())
URIS = ("aide.md", "logement/index.md", "logement/pret.md", "ma-delegation/contacts.md")
OWN_URIS = ("ma-delegation/sortie.md", "ma-delegation/atelier.md")


@st.composite
def projects(draw: st.DrawFn) -> Project:
    """Projects of shared pages with or without marker, replaceable or not, and departments with any overlays."""
    pages = []
    for uri in draw(st.sets(st.sampled_from(URIS), min_size=1)):
        body = f"Début {draw(TEXTS)}\n" + draw(st.sampled_from(["", "\n<!-- local -->\n"])) + f"\nFin {draw(TEXTS)}\n"
        pages.append(make_page(body, uri, title=f"Titre {uri}", local=draw(st.sampled_from(["fill", "replace"]))))
    departments = []
    for code in draw(st.sets(st.sampled_from(["01", "2A", "50", "976"]), min_size=1)):
        folder = f"{code.lower()}-dep"
        shared = draw(st.sets(st.sampled_from([page.uri for page in pages])))
        overlays = [make_overlay(draw(TEXTS), uri, folder) for uri in sorted(shared)]
        for uri in sorted(draw(st.sets(st.sampled_from(OWN_URIS)))):
            overlays.append(make_overlay(draw(TEXTS), uri, folder, title="Sortie", description="Une sortie."))
        departments.append(make_department(code, *overlays, slug=folder, name=f"Dep{code}"))
    terms = (Term("PIM", "prestation interministérielle", "Une aide."),)
    departments.sort(key=lambda department: department.code)
    return make_project(pages, departments, terms=terms, menu=[page.uri for page in pages])


def sites_of(project: Project) -> tuple[Site, ...]:
    """All sites of a project, the portal first; of faults, there are those that the HTML of local texts has."""
    sites, findings = merge_all(project, [None, *project.departments], TODAY)
    assert {found.rule for found in findings} <= {"html-refuse", "texte-deborde"}
    return sites


def overlay_of(department: Department | None, uri: str) -> Overlay | None:
    """The overlay of `uri` in `department`."""
    overlays = department.overlays if department else ()
    return next((overlay for overlay in overlays if overlay.uri == uri), None)


@settings(deadline=None)
@given(projects())
def test_shared_text_survives(project: Project) -> None:
    """Every word of a shared page is on every site, before and after its local part, unless it may be replaced."""
    for site in sites_of(project):
        texts = {page.uri: page.markdown for page in site.pages}
        for page in project.tree.pages:
            if page.meta.local == "replace" and overlay_of(site.department, page.uri):
                continue
            begin, _, end = page.body.partition("<!-- local -->")
            text = texts[page.uri]
            assert text.startswith(begin.strip())
            assert end.strip() in text
            assert "<!-- local -->" not in text


@settings(deadline=None)
@given(projects())
def test_local_text_is_where_it_belongs(project: Project) -> None:
    """The text of each overlay is on its page of its own site."""
    for site in sites_of(project):
        texts = {page.uri: page.markdown for page in site.pages}
        for overlay in site.department.overlays if site.department else ():
            assert overlay.body.strip("\n") in texts[overlay.uri]


@settings(deadline=None)
@given(projects())
def test_identity_of_shared_pages_never_changes(project: Project) -> None:
    """Title, owner, menu, file and all metadata of a shared page are the same on every site."""
    shared = {page.uri: page for page in project.tree.pages}
    for site in sites_of(project):
        found = {page.uri: page for page in site.pages if page.uri in shared}
        assert found.keys() == shared.keys()
        for uri, page in found.items():
            assert page.meta == shared[uri].meta
            assert page.edit == shared[uri].at.file
            assert page.in_menu == (uri in project.tree.menu)


@settings(deadline=None)
@given(projects())
def test_all_sites_have_the_same_pages(project: Project) -> None:
    """A site has each shared page once, and besides only the pages that its department adds, out of the menu."""
    shared = {page.uri for page in project.tree.pages}
    for site in sites_of(project):
        uris = [page.uri for page in site.pages]
        added = (
            {overlay.uri for overlay in site.department.overlays if overlay.meta.title} if site.department else set()
        )
        assert len(uris) == len(set(uris))
        assert set(uris) == shared | added
        assert not [page.uri for page in site.pages if page.uri in added and page.in_menu]


@settings(deadline=None)
@given(projects(), st.randoms(use_true_random=False))
def test_order_does_not_matter(project: Project, random: object) -> None:
    """Pages are sorted, and a site is the same whichever sites are merged with it, in whichever order."""
    sites = {site.name: site for site in sites_of(project)}
    everyone: list[Department | None] = [None, *project.departments]
    random.shuffle(everyone)  # type: ignore[attr-defined]
    shuffled, _ = merge_all(project, everyone, TODAY)
    for site in shuffled:
        assert [page.uri for page in site.pages] == sorted(page.uri for page in site.pages)
        assert [(page.uri, page.markdown) for page in site.pages] == [
            (page.uri, page.markdown) for page in sites[site.name].pages
        ]
    for department in everyone:
        alone, _ = merge_one(project, department)
        assert [page.markdown for page in alone.pages] == [page.markdown for page in sites[alone.name].pages]


def test_merging_reads_no_file(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    """Merging needs nothing but its arguments: in an empty folder the result is the same."""
    project = make_project([make_page("<!-- local -->\n")], [make_department("50", make_overlay())])
    here = [page.markdown for site in sites_of(project) for page in site.pages]
    monkeypatch.chdir(str(tmp_path))
    assert [page.markdown for site in sites_of(project) for page in site.pages] == here


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
