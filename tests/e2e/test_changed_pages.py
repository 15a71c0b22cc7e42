"""The pictures of a change: which pages it alters, what the report shows, and what it says without a browser."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import changed_pages
import pytest
from changed_pages import MOST, Pair, report
from playwright.sync_api import Browser
from unit.commands import copy_fictitious

PAGE = "<nav>menu {menu}</nav><div class='md-content'><p>{text}</p></div>"


def site(folder: Path, pages: dict[str, str], menu: str = "a") -> Path:
    """Sites in `folder`: the text of each page by its path."""
    for path, text in pages.items():
        (folder / path).mkdir(parents=True, exist_ok=True)
        (folder / path / "index.html").write_text(PAGE.format(menu=menu, text=text), encoding="utf-8")
    for slug in {path.partition("/")[0] for path in pages if path.startswith("5")}:
        (folder / slug / "api").mkdir()
        (folder / slug / "api/pages.json").write_text("{}", encoding="utf-8")
    return folder


def found(old: Path, new: Path) -> dict[str, str]:
    """What happens to each changed page."""
    return {pair.address: pair.what for pair in changed_pages.changed_pages(old, new)}


def test_pages_that_change(tmp_path: Path) -> None:
    """A page is told by its text, not by its menu; once for all sites, unless it changes in one of them alone."""
    old = site(tmp_path / "old", {"a": "un", "b": "un", "vieux": "un", "50-x/a": "un", "50-x/c": "un", "51-y/c": "un"})
    pages = {"a": "deux", "b": "un", "neuf": "un", "50-x/a": "deux", "50-x/c": "deux", "51-y/c": "un"}
    new = site(tmp_path / "new", pages, menu="b")
    assert found(old, new) == {"a/": "modifiée", "neuf/": "nouvelle", "vieux/": "supprimée", "50-x/c/": "modifiée"}
    assert found(old, old) == {}


def test_the_report_shows_both(tmp_path: Path, browser: Browser) -> None:
    """Two pictures of a page that changed, one of a new one; it loads nothing and has no script."""
    old, new = site(tmp_path / "old", {"a": "un"}), site(tmp_path / "new", {"a": "deux", "neuf": "<b>un</b>"})
    text = "".join(report(changed_pages.changed_pages(old, new), browser))
    pictures = re.findall(r'alt="(\w+) : (\S+)" src="data:image/webp;base64,([^"]{40,})"', text)
    assert [(label, address) for label, address, _ in pictures] == [
        ("Avant", "a/"),
        ("Après", "a/"),
        ("Après", "neuf/"),
    ]
    assert pictures[0][2] != pictures[1][2]
    assert "<script" not in text
    assert "http" not in text


def test_a_long_list_is_cut_aloud(tmp_path: Path, browser: Browser) -> None:
    """All pages are listed, and the report says how many have pictures."""
    new = site(tmp_path / "new", {f"page-{number:02}": "un" for number in range(MOST + 1)})
    text = "".join(report(changed_pages.changed_pages(tmp_path / "old", new), browser))
    assert (text.count("<li>"), text.count("<img")) == (MOST + 1, MOST)
    assert f"Images des {MOST} premières" in text


def test_without_a_browser_it_is_said(tmp_path: Path) -> None:
    """The list is written all the same, and the command fails: a change that nobody could see is not green."""
    old, new = site(tmp_path / "old", {"a": "un"}), site(tmp_path / "new", {"a": "deux"})
    command = [sys.executable, changed_pages.__file__, str(old), str(new)]
    done = subprocess.run(command, cwd=tmp_path, env={"PATH": ""}, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    assert "Aucune image" in done.stderr
    text = (tmp_path / "reports/pictures.html").read_text(encoding="utf-8")
    assert "Sans images" in text
    assert "a/ : page modifiée" in text
    assert "<img" not in text


def test_a_page_of_one_side_only() -> None:
    """A page is new or gone if it is on one side only."""
    assert (Pair("a", None, Path("a")).what, Pair("a", Path("a"), None).what) == ("nouvelle", "supprimée")


def test_a_revision_is_built_beside_what_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both sides are built, with the departments that changed and no other; the repository is left as it was."""
    root = copy_fictitious(tmp_path / "projet")
    who = ("-c", "user.name=x", "-c", "user.email=x@exemple.example")
    for arguments in (("init", "-q"), ("add", "-A"), (*who, "commit", "-qm", "x")):
        subprocess.run(["git", *arguments], cwd=root, check=True)
    for name in ("content/logement/aide.md", "departments/90-dunes/logement/aide.md"):
        with (root / name).open("a", encoding="utf-8") as text:
            text.write("\nUne phrase de plus.\n")
    monkeypatch.setattr(changed_pages, "REPOSITORY", root)
    before, after = changed_pages.build_both("HEAD", tmp_path)
    assert found(before, after) == {"logement/aide/": "modifiée"}
    assert sorted(path.parent.parent.name for path in after.glob("*/api/pages.json")) == ["90-dunes"]
    trees = subprocess.run(["git", "worktree", "list"], cwd=root, check=True, capture_output=True, text=True).stdout
    assert len(trees.splitlines()) == 1
