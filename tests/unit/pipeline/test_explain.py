"""After each kind of edit an incremental build equals a clean one, and says the true reason of what it made."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from watchers import Strict

from troisclics.cache import plan
from troisclics.commands.explanation import explain_build
from troisclics.errors import InputError
from troisclics.pipeline.build import Built, build

from ..commands import copy_fictitious, differences
from ..render.pairs import TODAY, change, own_page

SHARED, OTHER = "content/logement/aide.md", "content/restauration/index.md"
NEWS = "content/ma-situation/naissance.md"
DUNES = "departments/90-dunes"
OVERLAY, OWN = f"{DUNES}/logement/aide.md", f"{DUNES}/ma-delegation/sortie.md"
SITES = ("portail", "90", "9A")
SENTENCE = "\nUne phrase de plus.\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The fictitious project, with pages that show others."""
    return copy_fictitious(tmp_path / "projet", readers=True)


def make(root: Path, day: date = TODAY, jobs: int = 1) -> Built:
    """Build the project at `root` on top of what is there."""
    return build(root, root.parent / "site", day, Strict(), jobs=jobs, explain=True)


def rebuild(root: Path, files: dict[str, str], day: date = TODAY, *, jobs: int = 1) -> Built:
    """Build the project at `root`, then with `files` another time; that must equal a clean build."""
    if not (root.parent / "site").exists():
        make(root)
    change(root, files)
    built = make(root, day, jobs)
    equals_clean(root, day)
    return built


def equals_clean(root: Path, day: date = TODAY) -> None:
    """Compare the output with that of a clean build."""
    clean = root.parent / "clean" / "site"
    shutil.rmtree(clean.parent, ignore_errors=True)
    build(root, clean, day, Strict())
    assert not differences(root.parent / "site", clean)


def text_of(root: Path, name: str) -> str:
    """The text of a file of the project."""
    return (root / name).read_text(encoding="utf-8")


def pages_of(built: Built) -> dict[str, dict[str, str]]:
    """By site that was made, its pages that were made, each with its reason."""
    assert built.plan is not None
    made = {site.name for site in built.plan.sites if site.makes}
    assert all(site.name in made or not site.made for site in built.done)
    return {site.name: dict(site.made) for site in built.done if site.name in made}


def reasons_of(built: Built) -> dict[str, tuple[str, ...]]:
    """By site that was made, its reasons."""
    assert built.plan is not None
    return {site.name: site.reasons for site in built.plan.sites if site.makes}


def changed(*names: str) -> str:
    """The reason that these files give."""
    return " ; ".join(f"{name} a changé" for name in names)


# --- What is made, and the reason


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_shared_page(root: Path, jobs: int) -> None:
    """It is made on all sites, with the booklet that shows it; all other pages are reused. Three times in a row."""
    for number in range(3):
        built = rebuild(root, {SHARED: f"{text_of(root, SHARED)}\nPhrase numéro {number}.\n"}, jobs=jobs)
        shown = {"logement/aide.md": changed(SHARED), "brochure.md": f"texte montré ici : {changed(SHARED)}"}
        assert pages_of(built) == dict.fromkeys(SITES, shown)
        assert reasons_of(built) == dict.fromkeys(SITES, (changed(SHARED),))


def test_a_heading_that_another_page_lists(root: Path) -> None:
    """A page that lists the headings of another is made when they change."""
    built = rebuild(root, {NEWS: f"{text_of(root, NEWS)}\n## Le 27 novembre\n\nUne nouvelle.\n"})
    assert pages_of(built)["90"]["dernieres.md"] == f"texte montré ici : {changed(NEWS)}"
    assert "27 novembre" in text_of(root.parent, "site/90-dunes/dernieres/index.html")


@pytest.mark.parametrize(("name", "uri"), [(OVERLAY, "logement/aide.md"), (OWN, "ma-delegation/sortie.md")])
def test_a_text_of_a_department(root: Path, name: str, uri: str) -> None:
    """One page of one site is made, and that site alone is switched; twice in a row."""
    for _ in range(2):
        built = rebuild(root, {name: text_of(root, name) + SENTENCE})
        assert pages_of(built) == {"90": {uri: changed(name)}}
        assert reasons_of(built) == {"90": (changed(name),)}
        assert [site.name for site in built.done] == ["90"]


def test_several_texts_at_once(root: Path) -> None:
    """Shared pages and overlays together: each page has its own reasons."""
    built = rebuild(root, {name: text_of(root, name) + SENTENCE for name in (SHARED, OTHER, OVERLAY)})
    assert pages_of(built)["9A"]["restauration/index.md"] == changed(OTHER)
    assert pages_of(built)["9A"]["logement/aide.md"] == changed(SHARED)
    assert pages_of(built)["90"]["logement/aide.md"] == changed(SHARED, OVERLAY)


def test_a_fact(root: Path) -> None:
    """The pages that tell it are made, and no other."""
    name = "content/_facts/logement.yml"
    built = rebuild(root, {name: text_of(root, name).replace("value: 120.50", "value: 1234")})
    made = {"logement/aide.md": changed(name), "brochure.md": changed(name)}
    assert reasons_of(built) == dict.fromkeys(SITES, (changed(name),))
    assert pages_of(built) == dict.fromkeys(SITES, made) | {"90": made | {"ma-delegation/sortie.md": changed(name)}}


@pytest.mark.parametrize("name", ["mkdocs.yml", "overrides/main.html"])
def test_what_shapes_every_page(root: Path, name: str) -> None:
    """Configuration and templates make every page of every site."""
    text = (
        text_of(root, name).replace("site_name: Action", "site_name: Autre action").replace("</footer>", "!</footer>")
    )
    built = rebuild(root, {name: text})
    assert set(pages_of(built)) == set(SITES)
    assert {reason for pages in pages_of(built).values() for reason in pages.values()} == {changed(name)}
    assert len(pages_of(built)["90"]) == len(pages_of(built)["9A"]) + 1 > 10


def test_a_title(root: Path) -> None:
    """A title is in the menu of every page: the reason says so."""
    built = rebuild(root, {SHARED: text_of(root, SHARED).replace("title: Aide fictive", "title: Aide autre")})
    assert {reason for pages in pages_of(built).values() for reason in pages.values()} == {
        f"menu ou titres : {changed(SHARED)}"
    }


def test_another_day(root: Path) -> None:
    """The day is the reason of every site, and of each page that shows it; the others are reused."""
    day = TODAY + timedelta(days=400)
    built = rebuild(root, {}, day)
    reason = f"le jour a changé ({TODAY} → {day})"
    assert reasons_of(built) == dict.fromkeys(SITES, (reason,))
    assert {told for pages in pages_of(built).values() for told in pages.values()} == {reason}


def test_facts_of_a_department(root: Path) -> None:
    """Its file makes its own site alone, for that reason."""
    name = f"{DUNES}/department.yml"
    built = rebuild(root, {name: text_of(root, name).replace("01 99 00 12", "01 99 00 13")})
    assert reasons_of(built) == {"90": (changed(name),)}
    assert pages_of(built)["90"]
    assert set(pages_of(built)["90"].values()) == {changed(name)}


def test_the_national_list(root: Path) -> None:
    """A name in the national list makes all sites."""
    name = "content/_departments.yml"
    built = rebuild(root, {name: text_of(root, name).replace('"Dunes", de: "des Dunes"', '"Mares", de: "des Mares"')})
    assert reasons_of(built) == dict.fromkeys(SITES, (plan.DEPARTMENTS, changed(name)))


def test_nothing_changed(root: Path) -> None:
    """Everything is reused, and it is said."""
    built = rebuild(root, {})
    assert built.unchanged
    assert pages_of(built) == {}
    assert next(iter(explain_build(built))) == (
        "Pourquoi : 0 site à refaire, 3 sites à reprendre ; fichiers : 0 écrits, 0 repris."
    )
    assert "  rien n'a changé : tout est repris" in explain_build(built)


def test_the_first_build(root: Path) -> None:
    """Without a build to believe everything is made."""
    built = make(root)
    assert reasons_of(built) == dict.fromkeys(SITES, (plan.FIRST,))
    assert {reason for pages in pages_of(built).values() for reason in pages.values()} == {plan.NEW}


def test_a_file_that_somebody_changed(root: Path) -> None:
    """That file is made again, for that reason; in a site that is otherwise reused, too."""
    make(root)
    page = root.parent / "site/90-dunes/logement/aide/index.html"
    for files in ({}, {SHARED: text_of(root, SHARED) + SENTENCE}):
        page.write_text("Autre chose.\n", encoding="utf-8")
        built = rebuild(root, files)
        assert f"logement/aide/index.html : {plan.DAMAGED}" in reasons_of(built)["90"]
    page.unlink()
    assert pages_of(rebuild(root, {})) == {"90": {"logement/aide.md": plan.DAMAGED}}


def test_a_record_that_is_lost(root: Path) -> None:
    """A site of which nothing is known is made whole, alone."""
    make(root)
    (root.parent / ".site.memory/site-90").unlink()
    assert reasons_of(rebuild(root, {})) == {"90": (plan.LOST,)}


def test_an_edit_that_is_undone(root: Path) -> None:
    """What the output before the last has is taken from there, again and again, and after a site switched alone."""
    text, none = text_of(root, OTHER), {name: dict[str, str]() for name in SITES}
    rebuild(root, {OTHER: text + SENTENCE})
    assert pages_of(rebuild(root, {OTHER: text})) == none
    assert pages_of(rebuild(root, {OTHER: text + SENTENCE})) == none
    rebuild(root, {OVERLAY: text_of(root, OVERLAY) + SENTENCE})
    assert pages_of(rebuild(root, {OTHER: text})) == none


def test_what_is_printed(root: Path) -> None:
    """Totals by reason, then sites, then pages, each page once for all sites that have it for the same reason."""
    lines = list(explain_build(rebuild(root, {OVERLAY: text_of(root, OVERLAY) + SENTENCE})))
    assert lines[0].startswith("Pourquoi : 1 site à refaire, 2 sites à reprendre ; fichiers : ")
    assert lines[1:3] == ["Raisons :", f"  {changed(OVERLAY)} : 1 site"]
    assert lines[3] == "Sites :"
    assert "  portail : repris" in lines
    assert lines[-2:] == ["Pages refaites :", f"  logement/aide.md (90) : {changed(OVERLAY)}"]


# --- Links and headings of pages that are reused


ANCHORS = "\nvalidation: {links: {anchors: warn}}\n"


@pytest.mark.parametrize("name", [SHARED, OVERLAY])
def test_a_link_to_a_heading_that_goes(root: Path, name: str) -> None:
    """It is refused, as by a clean build, although the page with the link is reused; the output stays as it was."""
    (root / "content/brochure.md").unlink()  # its own links need an extension that this project does not use
    link = text_of(root, name) + "\nVoir [le titre](../restauration/index.md#un-titre).\n"
    text = text_of(root, OTHER)
    config = text_of(root, "mkdocs.yml") + ANCHORS
    change(root, {name: link, OTHER: text + "\n## Un titre\n\nTexte.\n", "mkdocs.yml": config})
    make(root)
    change(root, {OTHER: text})
    for _ in range(2):  # what the first build made of the page is not taken for good by the second
        with pytest.raises(InputError, match="un-titre") as refused:
            make(root)
        assert (name, "ancre-introuvable") in [(found.place.file, found.rule) for found in refused.value.findings]
    assert "un-titre" in text_of(root.parent, "site/restauration/index.html")


def test_a_link_that_leads_nowhere_is_said(root: Path) -> None:
    """What is made before the sites says nothing, and keeps nothing that is wrong: each build refuses it."""
    change(root, {OTHER: text_of(root, OTHER) + '\n<a href="x">x</a>\n\n![perdue](perdue.svg)\n'})
    for jobs in (1, 2, 2):
        with pytest.raises(Exception, match="perdue"):
            make(root, jobs=jobs)
    assert not (root.parent / "site").exists()


def test_a_host_that_is_no_longer_allowed(root: Path) -> None:
    """A local text that was sound is judged again when the national list of hosts changes, although it is the same."""
    name = "content/_hosts.yml"
    make(root)
    linked = "\n[Un lien](https://autre.example/page) de plus.\n"
    change(root, {OVERLAY: text_of(root, OVERLAY) + linked})
    make(root)
    change(root, {name: text_of(root, name).replace("[fr, example]", "[fr]")})
    with pytest.raises(InputError):
        make(root)


def test_a_page_more_in_one_department(root: Path) -> None:
    """A department that was made alone leaves what is known of the others: an edit then makes one page of each."""
    make(root)
    new = {f"{DUNES}/ma-delegation/nouvelle.md": own_page("Un texte.\n")}
    assert pages_of(rebuild(root, new))["90"]["ma-delegation/nouvelle.md"] == plan.NEW
    built = rebuild(root, {OTHER: text_of(root, OTHER) + SENTENCE})
    assert pages_of(built) == {key: {"restauration/index.md": changed(OTHER)} for key in SITES}
