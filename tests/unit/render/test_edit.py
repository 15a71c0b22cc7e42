"""Of a site in which texts alone have changed, only their pages are made; where more may have to change, all of it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from troisclics.errors import InputError
from troisclics.pipeline.build import build
from troisclics.render.engine import Engine

from ..commands import copy_fictitious, differences
from .pairs import TODAY, change, own_page, page

SHARED, OTHER = "content/logement/aide.md", "content/restauration/index.md"
OVERLAY, OWN = "departments/90-dunes/logement/aide.md", "departments/90-dunes/ma-delegation/sortie.md"
SITES = ("portail", "90", "9A")


class Count:
    """The sites that an engine has made whole, and those of which it has made what was edited."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.whole: list[str] = []
        self.edited: list[str] = []
        make, edit = Engine.make, Engine.edit

        def count_make(engine: Engine, site, known):  # type: ignore[no-untyped-def]
            self.whole.append(site.name)
            return make(engine, site, known)

        def count_edit(engine: Engine, site, last):  # type: ignore[no-untyped-def]
            made = edit(engine, site, last)
            self.edited += [site.name] if made else []
            return made

        patch.setattr(Engine, "make", count_make)
        patch.setattr(Engine, "edit", count_edit)

    def warn(self, text: str) -> None:
        """The engine must be in use."""
        raise AssertionError(text)

    def done(self, name: str, count: int, total: int) -> None:
        """A site is done."""


@pytest.fixture
def count(monkeypatch: pytest.MonkeyPatch) -> Count:
    """Counts from now on."""
    return Count(monkeypatch)


def rebuild(root: Path, count: Count, files: dict[str, str], *, jobs: int = 1) -> tuple[list[str], list[str]]:
    """Build the project at `root`, with `files` another time, and compare with a clean build; give what was made."""
    out, clean = root.parent / "site", root.parent / "clean" / "site"
    if not out.exists():
        build(root, out, TODAY, count, jobs=jobs)
    count.whole.clear()
    count.edited.clear()
    change(root, files)
    build(root, out, TODAY, count, jobs=jobs)
    made = (sorted(count.whole), sorted(count.edited))
    shutil.rmtree(clean.parent, ignore_errors=True)
    build(root, clean, TODAY, count, jobs=1)
    assert not differences(out, clean)
    return made


def text_of(root: Path, name: str) -> str:
    """The text of a file of the project."""
    return (root / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [SHARED, OTHER, OVERLAY, OWN])
def test_a_sentence_more(tmp_path: Path, count: Count, name: str) -> None:
    """Only the page is made, on all sites or on the one that has it; twice in a row, with the spare output."""
    root = copy_fictitious(tmp_path / "projet")
    sites = ["90"] if name.startswith("departments/") else sorted(SITES)
    for number in range(3):
        text = f"{text_of(root, name)}\nPhrase numéro {number}.\n"
        assert rebuild(root, count, {name: text}) == ([], sites)


def test_several_texts_at_once(tmp_path: Path, count: Count) -> None:
    """Shared pages and overlays together."""
    root = copy_fictitious(tmp_path / "projet")
    files = {name: f"{text_of(root, name)}\nUne phrase de plus.\n" for name in (SHARED, OTHER, OVERLAY, OWN)}
    assert rebuild(root, count, files) == ([], sorted(SITES))


def test_a_page_made_from_others(tmp_path: Path, count: Count) -> None:
    """A page that shows the texts of others is made too."""
    root = copy_fictitious(tmp_path / "projet")
    seen = page('Lu ailleurs :\n\n{{ latest("ma-situation/naissance.md") }}\n')
    config = text_of(root, "mkdocs.yml").replace("  /*.md\n", "  /*.md\n  /logement/lu.md\n")
    change(root, {"content/logement/lu.md": seen, "mkdocs.yml": config})
    news = text_of(root, "content/ma-situation/naissance.md")
    text = news + "\n## 27 novembre 2026 : une nouvelle\n\nElle est là.\n"
    assert rebuild(root, count, {"content/ma-situation/naissance.md": text}) == ([], sorted(SITES))
    assert "nouvelle" in text_of(root.parent, "site/90-dunes/logement/lu/index.html")


ANCHORS = "\nvalidation: {links: {anchors: warn}}\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("## Un titre\n\nTexte.\n", "Texte.\n"),
        ("Texte.\n", "[Un lien](../logement/aide.md#combien) de plus.\n"),
        ("## Un titre\n\nTexte.\n", "## Un autre\n\nTexte.\n"),
    ],
    ids=["a heading gone", "a link to a heading", "a heading renamed"],
)
def test_headings_and_links_to_them(tmp_path: Path, count: Count, before: str, after: str) -> None:
    """Where nobody leads to the heading that is gone, and the one led to is there, nothing else is made."""
    root = copy_fictitious(tmp_path / "projet")
    change(root, {OTHER: text_of(root, OTHER) + "\n" + before, "mkdocs.yml": text_of(root, "mkdocs.yml") + ANCHORS})
    text = text_of(root, OTHER)
    build(root, root.parent / "site", TODAY, count, jobs=1)
    assert rebuild(root, count, {OTHER: text.replace(before, after)}) == ([], sorted(SITES))


@pytest.mark.parametrize("name", [SHARED, OVERLAY])
def test_a_link_to_a_heading_that_goes(tmp_path: Path, count: Count, name: str) -> None:
    """It is refused, as by a clean build, and the output stays as it was."""
    root = copy_fictitious(tmp_path / "projet")
    link = text_of(root, name) + "\nVoir [le titre](../restauration/index.md#un-titre).\n"
    text = text_of(root, OTHER)
    config = text_of(root, "mkdocs.yml") + ANCHORS
    change(root, {name: link, OTHER: text + "\n## Un titre\n\nTexte.\n", "mkdocs.yml": config})
    build(root, root.parent / "site", TODAY, count, jobs=1)
    change(root, {OTHER: text})
    for _ in range(2):  # what the first build made of the page is not taken for good by the second
        with pytest.raises(InputError, match="un-titre") as refused:
            build(root, root.parent / "site", TODAY, count, jobs=1)
        assert [(found.place.file, found.rule) for found in refused.value.findings] == [(name, "ancre-introuvable")]
    assert "un-titre" in text_of(root.parent, "site/restauration/index.html")


def test_more_than_texts(tmp_path: Path, count: Count) -> None:
    """A front matter, a fact, a department: whole sites are made."""
    root = copy_fictitious(tmp_path / "projet")
    title = text_of(root, SHARED).replace("Page fictive pour les tests.", "Une autre description.")
    assert rebuild(root, count, {SHARED: title}) == (sorted(SITES), [])
    department = text_of(root, "departments/90-dunes/department.yml") + "\n# Une remarque.\n"
    assert rebuild(root, count, {"departments/90-dunes/department.yml": department})[1] in ([], ["90"])


def test_a_file_that_somebody_changed(tmp_path: Path, count: Count) -> None:
    """A site that is not as it was written is made whole."""
    root = copy_fictitious(tmp_path / "projet")
    build(root, root.parent / "site", TODAY, count, jobs=1)
    (root.parent / "site/90-dunes/index.html").write_text("Autre chose.\n", encoding="utf-8")
    made = rebuild(root, count, {SHARED: text_of(root, SHARED) + "\nUne phrase.\n"})
    assert made == (["90"], ["9A", "portail"])


def test_a_link_that_leads_nowhere_is_said(tmp_path: Path, count: Count) -> None:
    """What is made before the sites says nothing, and keeps nothing that is wrong: each build refuses it."""
    root = copy_fictitious(tmp_path / "projet")
    change(root, {OTHER: text_of(root, OTHER) + '\n<a href="x">x</a>\n\n![perdue](perdue.svg)\n'})
    for jobs in (1, 2, 2):
        with pytest.raises(Exception, match="perdue"):
            build(root, root.parent / "site", TODAY, count, jobs=jobs)
    assert not (root.parent / "site").exists()


def test_what_is_known_of_other_sites_stays_known(tmp_path: Path, count: Count) -> None:
    """After one department was made whole, an edit of a shared page still makes that page alone, on all sites."""
    root = copy_fictitious(tmp_path / "projet")
    config = text_of(root, "mkdocs.yml").replace("  /*.md\n", "  /*.md\n  /logement/autre.md\n")
    change(root, {"content/logement/autre.md": page("Un texte.\n\n<!-- local -->\n"), "mkdocs.yml": config})
    build(root, root.parent / "site", TODAY, count, jobs=1)
    department = text_of(root, "departments/90-dunes/department.yml").replace("01 99 00", "01 99 00 ", 1)
    new = {"departments/90-dunes/ma-delegation/nouvelle.md": own_page("Un texte.\n")}
    assert rebuild(root, count, {**new, "departments/90-dunes/department.yml": department})[0] == ["90"]
    for number in range(2):
        assert rebuild(root, count, {SHARED: f"{text_of(root, SHARED)}\nPhrase {number}.\n"}) == ([], sorted(SITES))
