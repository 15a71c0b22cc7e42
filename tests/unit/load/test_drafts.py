"""Drafts: pages that are written but in no site, and what may not lead to them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from troisclics.checks import Subject, run_checks
from troisclics.checks.page_links import PAGE_LINKS
from troisclics.load import load_project

from .conftest import TODAY

AIDE = "content/logement/aide.md"


def draft(root: Path) -> list[tuple[str, str]]:
    """What is said, with its place, once the page AIDE is a draft."""
    page = root / AIDE
    page.write_text(page.read_text(encoding="utf-8").replace("---\n", "---\ndraft: true\n", 1), encoding="utf-8")
    project, found = load_project(root, TODAY)
    assert project.tree.drafts == ("logement/aide.md",)
    assert "logement/aide.md" not in {page.uri for page in project.tree.pages} | {*project.tree.menu}
    return [(one.place.file, one.rule) for one in found]


def test_a_draft_is_one_warning_and_leaves_no_task_without_answer(project: Callable[..., Path]) -> None:
    """A task cannot be answered by a draft; the entry of the menu is left alone."""
    said = draft(project())
    assert (AIDE, "page-brouillon") in said
    assert {rule for _, rule in said} == {"page-brouillon", "tache-page-absente"}


def test_marks_in_a_draft_are_not_checked(project: Callable[..., Path]) -> None:
    """They are once the page is no draft."""
    root = project()
    page = root / AIDE
    page.write_text(page.read_text(encoding="utf-8") + "\nUn mot. <!-- fin -->\n", encoding="utf-8")
    assert "passage-marque" in {found.rule for found in load_project(root, TODAY)[1]}
    assert "passage-marque" not in {rule for _, rule in draft(root)}


def test_a_link_to_a_draft_says_so(project: Callable[..., Path]) -> None:
    """The path is right: what is wrong is that the page is in no site yet."""
    root = project()
    draft(root)
    loaded, _ = load_project(root, TODAY)
    dead = run_checks([PAGE_LINKS], Subject(root, loaded, TODAY)).findings
    said = [found.message for found in dead if "aide.md" in found.message]
    assert said
    assert all("est un brouillon" in message for message in said)


def test_a_published_page_is_no_draft_again(project: Callable[..., Path]) -> None:
    """Its address would be lost, which is an error."""
    root = project({"content/_addresses.yml": "addresses:\n  - logement/aide/\n"})
    assert ("content/_addresses.yml", "adresse-perdue") in draft(root)


def test_false_is_no_draft(project: Callable[..., Path]) -> None:
    """`draft: false` says nothing; anything else than true or false is refused."""
    for value, rules in (("false", []), ("peut-être", ["valeur-refusee"])):
        root = project()
        page = root / AIDE
        page.write_text(page.read_text("utf-8").replace("---\n", f"---\ndraft: {value}\n", 1), encoding="utf-8")
        assert [one.rule for one in load_project(root, TODAY)[1]][:1] == rules
