"""Whatever the projects, merging keeps shared and local texts, and each page its identity, on every site."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troisclics.merge.merger import merge_all
from troisclics.model import Department, Overlay, Project, Site, Term

from ..samples import TODAY, make_department, make_overlay, make_page, make_project, merge_one

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
