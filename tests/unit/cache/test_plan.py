"""Each decision of the plan, alone: which sites, which files, for which reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from troisclics.cache import plan as module
from troisclics.cache.fingerprints import Inputs, LayoutDigests
from troisclics.cache.plan import Changes, Plan, SitePlan, explain_page, find_changes, plan_files, plan_sites
from troisclics.cache.store import OutputState, SiteRecord
from troisclics.model import IDENTITIES

from ..samples import TODAY

LAYOUT = LayoutDigests(b"theme", b"menu")
FILES = {"content/a.md": b"a", "content/b.md": b"b", "departments/50-manche/a.md": b"c", "mkdocs.yml": b"d"}
INPUTS = Inputs(FILES, b"tool", TODAY)
STATE = OutputState("all", INPUTS, b"department_index", LAYOUT, (1, 1), (("portail", ""), ("50", "50-manche")))
RECORD = SiteRecord({"a/index.html": (b"key", 1, 2)}, 1)
SITES = (("portail", ""), ("50", "50-manche"), ("2A", "2a-corse-du-sud"))
WRITTEN = {name: (RECORD, frozenset[str]()) for name, _ in SITES}


def changes(*, today: date = TODAY, tool: bytes = b"tool", department_index: bytes = b"department_index",
            layout: LayoutDigests = LAYOUT, **files: bytes) -> Changes:  # fmt: skip
    """What has changed since STATE."""
    return find_changes(STATE, Inputs(FILES | files, tool, today), department_index, layout)


def planned(found: Changes, out: Path, *, whole: bool = True, damaged: str = "", lost: str = "") -> Plan:
    """The plan for SITES, of which the 50's folder is in `out`; the record of one may be lost, a file damaged."""
    (out / "50-manche").mkdir(exist_ok=True)
    written = {name: known for name, known in WRITTEN.items() if name != lost}
    if damaged:
        written[damaged] = (RECORD, frozenset({"a/index.html"}))
    return plan_sites(found, SITES, LAYOUT, written, out, whole=whole)


def made(plan: Plan) -> dict[str, tuple[str, ...]]:
    """By name, the reasons of the sites that are made."""
    return {site.name: site.reasons for site in plan.sites if site.makes}


def test_nothing_changed(tmp_path: Path) -> None:
    """Everything is reused."""
    plan = planned(changes(), tmp_path)
    assert plan.nothing
    assert plan.trusted
    assert (plan.only, made(plan)) == (None, {})


def test_no_build_to_believe(tmp_path: Path) -> None:
    """Everything is made, and nothing takes the place of a previous output."""
    plan = planned(find_changes(None, INPUTS, b"department_index", LAYOUT), tmp_path)
    assert made(plan) == {name: (module.FIRST,) for name, _ in SITES}
    assert (plan.trusted, plan.only, plan.rotates) == (False, None, False)
    (tmp_path / "50-manche").mkdir(exist_ok=True)
    first = find_changes(None, INPUTS, b"department_index", LAYOUT)
    alone = plan_sites(first, SITES[1:2], LAYOUT, {}, tmp_path, whole=False)
    assert alone.only is None
    assert made(alone) == {"50": (module.FIRST,)}, "that nothing is known of it goes without saying"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"today": date(2026, 11, 23)}, "le jour a changé (2026-11-22 → 2026-11-23)"),
        ({"tool": b"autre"}, module.PROGRAM),
        ({"department_index": b"autre"}, module.DEPARTMENTS),
        ({"content/a.md": b"autre"}, "content/a.md a changé"),
        ({"content/neuf.md": b"neuf"}, "content/neuf.md a changé"),
        ({"mkdocs.yml": b"autre"}, "mkdocs.yml a changé"),
    ],
    ids=["day", "program", "department_index", "page", "new page", "configuration"],
)
def test_what_makes_all_sites(tmp_path: Path, change: dict[str, Any], reason: str) -> None:
    """What is national makes every site, and the output takes the place of the previous one."""
    found = changes(**change)
    plan = planned(found, tmp_path)
    assert made(plan) == {name: (reason,) for name, _ in SITES}
    assert plan.rotates
    assert plan.rendered == plan.sites
    assert not planned(found, tmp_path, whole=False).rotates


def test_what_every_page_shows() -> None:
    """A change of the theme is told from one of the menu; without an earlier build both have changed."""
    found = changes(layout=LayoutDigests(b"autre", b"menu")), changes(layout=LayoutDigests(b"theme", b"autre"))
    assert [(one.theme, one.menu) for one in found] == [(True, False), (False, True)]
    first = find_changes(None, INPUTS, b"department_index", LAYOUT)
    assert (first.first, first.theme, first.menu) == (True, True, True)


def test_one_department(tmp_path: Path) -> None:
    """What belongs to a department makes its site alone, which is switched alone if its folder is there."""
    found = changes(**{"departments/50-manche/a.md": b"autre"})
    plan = planned(found, tmp_path)
    assert made(plan) == {"50": ("departments/50-manche/a.md a changé",)}
    assert (plan.only, plan.rotates, [site.name for site in plan.rendered]) == ("50-manche", False, ["50"])
    (tmp_path / "50-manche").rmdir()
    assert plan_sites(found, SITES, LAYOUT, WRITTEN, tmp_path, whole=True).only is None


@pytest.mark.parametrize("name", ["departments/50-manche/department.yml", "departments/50-manche"])
def test_what_belongs_to_a_department(tmp_path: Path, name: str) -> None:
    """Any file in its folder, or one in the place of it; a folder whose name only starts so is another's."""
    assert set(made(planned(changes(**{name: b"autre"}), tmp_path))) == {"50"}
    assert made(planned(changes(**{"departments/50-manche-bis/a.md": b"autre"}), tmp_path)) == {}


def test_two_departments(tmp_path: Path) -> None:
    """Two folders are not switched one by one."""
    found = changes(**{"departments/50-manche/a.md": b"x", "departments/2a-corse-du-sud/a.md": b"x"})
    plan = planned(found, tmp_path)
    assert (set(made(plan)), plan.only, plan.rotates) == ({"50", "2A"}, None, True)


def test_the_portal_is_never_switched_alone(tmp_path: Path) -> None:
    """It holds the others."""
    assert planned(changes(), tmp_path, damaged="portail").only is None


def test_a_site_that_is_not_as_it_was_written(tmp_path: Path) -> None:
    """A file that was touched, or a record that is gone, makes the site."""
    assert made(planned(changes(), tmp_path, damaged="50")) == {"50": (f"a/index.html : {module.DAMAGED}",)}
    assert made(planned(changes(), tmp_path, lost="2A")) == {"2A": (module.LOST,)}


def test_of_many_damaged_files_three_are_shown() -> None:
    """The first by name."""
    files = frozenset({"d", "c", "b", "a"})
    (site,) = plan_sites(changes(), SITES[1:2], LAYOUT, {"50": (RECORD, files)}, Path(), whole=False).sites
    assert site.reasons == tuple(f"{name} : {module.DAMAGED}" for name in "abc")
    assert site.damaged == files


# --- Files

SITE = SitePlan("50", "50-manche", ("raison",), RECORD)


def one(site: SitePlan, key: bytes, found: dict[str, tuple[int, int]], path: str = "a/index.html") -> tuple[str, bool]:
    """The reason to make one file, and whether it is kept in its place."""
    (file,) = plan_files(site, {path: key}, found, lambda path: f"pourquoi {path}")
    return file.reason, file.kept is not None


def test_the_same_key() -> None:
    """The file is linked; kept where it is already."""
    assert one(SITE, b"key", {}) == ("", False)
    assert one(SITE, b"key", {"a/index.html": (1, 2)}) == ("", True)
    assert one(SITE, b"key", {"a/index.html": (1, 3)}) == ("", False)


def test_another_key() -> None:
    """The file is made, and it is asked why, even if it is intact."""
    assert one(SITE, b"autre", {"a/index.html": (1, 2)}) == ("pourquoi a/index.html", False)


def test_a_file_more() -> None:
    """A file that was not there is new."""
    assert one(SITE, b"key", {}, "b.html") == (module.NEW, False)


def test_a_damaged_file() -> None:
    """It is made again, unless the previous output has it intact."""
    damaged = replace(SITE, damaged=frozenset({"a/index.html"}))
    assert one(damaged, b"key", {}) == (module.DAMAGED, False)
    assert one(damaged, b"key", {"a/index.html": (1, 2)}) == ("", True)


def test_a_file_of_the_output_before_the_last() -> None:
    """It is kept if it has the key and is intact."""
    site = replace(SITE, last=replace(RECORD, earlier={"a/index.html": (b"avant", 5, 6)}))
    assert one(site, b"avant", {"a/index.html": (5, 6)}) == ("", True)
    assert one(site, b"avant", {"a/index.html": (5, 7)}) == ("pourquoi a/index.html", False)
    assert one(site, b"key", {"a/index.html": (5, 6)}) == ("", False)


# --- Reasons of pages

FACTS = "departments/50-manche/department.yml"
PAGE, SEAMS = b"p" * 16, b"s" * 16
TEXT = (PAGE + SEAMS, b"q" * 16 + SEAMS)
"""Keys of a page whose own part has changed."""
SEAM = (PAGE + SEAMS, PAGE + b"t" * 16)
"""Keys of a page in which only what its site puts into the seams has changed."""


@pytest.mark.parametrize(
    ("files", "keys", "said"),
    [
        (["content/a.md"], TEXT, "content/a.md a changé"),
        (["content/a.md", "content/b.md"], TEXT, "content/a.md a changé"),
        (["departments/50-manche/a.md"], TEXT, "departments/50-manche/a.md a changé"),
        (["content/_facts/x.yml"], TEXT, "content/_facts/x.yml a changé"),
        ([FACTS], TEXT, f"{FACTS} a changé"),
        ([FACTS, "content/a.md"], SEAM, f"{FACTS} a changé"),
        ([FACTS, "content/b.md"], SEAM, f"{FACTS} a changé"),
        ([IDENTITIES], SEAM, f"{IDENTITIES} a changé"),
        ([FACTS, "mkdocs.yml"], SEAM, f"{FACTS} a changé"),
    ],
)  # fmt: skip
def test_why_a_page_is_made(files: list[str], keys: tuple[bytes, bytes], said: str) -> None:
    """Only what the changed part of its key is made of is named."""
    assert explain_page(Changes(files=frozenset(files)), "50-manche", "a.md", keys) == said


def test_why_a_page_that_shows_others_is_made() -> None:
    """The texts that it may show are named as such."""
    found = Changes(files=frozenset({"content/b.md", "content/_facts/x.yml"}))
    said = "texte montré ici : content/b.md a changé ; content/_facts/x.yml a changé"
    assert explain_page(found, "50-manche", "a.md", TEXT, shows_others=True) == said
    assert explain_page(found, "50-manche", "a.md", TEXT) == "content/_facts/x.yml a changé"


def test_why_every_page_is_made() -> None:
    """The theme, the program and the menu come before the text."""
    files = frozenset({"overrides/main.html", "content/a.md"})
    theme = replace(changes(tool=b"autre"), files=files, theme=True)
    assert explain_page(theme, "", "a.md", TEXT) == f"{module.PROGRAM} ; overrides/main.html a changé"
    both = replace(theme, menu=True)
    said = f"{module.PROGRAM} ; overrides/main.html a changé ; menu ou titres : content/a.md a changé"
    assert explain_page(both, "", "b.md", TEXT) == said
    menu = Changes(files=files, menu=True)
    assert explain_page(menu, "", "b.md", TEXT) == "menu ou titres : content/a.md a changé"


def test_the_day_is_a_reason() -> None:
    """Where nothing else explains it, and never for a page whose key is the theme's alone."""
    found = changes(today=date(2026, 11, 23))
    assert explain_page(found, "50-manche", "a.md", TEXT) == found.day
    assert explain_page(found, "50-manche", "a.md", SEAM) == found.day
    both = replace(found, files=frozenset({"content/a.md"}))
    assert explain_page(both, "50-manche", "a.md", TEXT) == f"content/a.md a changé ; {found.day}"
    assert explain_page(Changes(), "50-manche", "a.md", TEXT) == module.CONTENT
