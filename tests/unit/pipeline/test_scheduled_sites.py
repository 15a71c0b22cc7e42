"""What has a first and a last day is in the sites on these days only, however they are built."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest
from watchers import Strict

from troisclics.cache.plan import NEW
from troisclics.checks.published import check_published
from troisclics.checks.site_faults import SiteFault
from troisclics.clicks import files_of, find_sites, load_site
from troisclics.domain.schedule import shown_on
from troisclics.merge.merger import Merger
from troisclics.pipeline.build import Built, build, read_project
from troisclics.pipeline.check import CheckRequest, check
from troisclics.render.comparison import verify_sites
from troisclics.staging.stage import read_origin

from ..commands import copy_fictitious, differences

BEFORE, FIRST, AFTER = date(2026, 11, 22), date(2026, 12, 1), date(2027, 1, 1)
DAYS = (BEFORE, FIRST, AFTER)
WORD = "Zygomatique"
"""A word of all that is dated, and of nothing else."""
DATES = "publish_on: 2026-12-01\nexpires_on: 2026-12-31\n"
MARK = "<!-- du 2026-12-01 au 2026-12-31 -->"
PAGE = f"""\
---
title: {WORD} nouveau
description: Une aide {WORD}.
kind: benefit
owner: pole-fictif
aliases: [logement/ancien/]
{DATES}---

## Pour qui

Pour {WORD}.
"""
OWN = f"---\ntitle: {WORD} local\ndescription: Une fiche.\n{DATES}---\n\nUne fiche {WORD}.\n"
TASK = f"""\
  - id: nouveau
    question: Et {WORD} ?
    answer: logement/nouveau.md#pour-qui
    tempting: [logement/aide.md]
    search: x
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The fictitious project with a page, a local page and a passage that are dated, and what leads to them."""
    root = copy_fictitious(tmp_path / "projet", readers=True)
    (root / "content/logement/nouveau.md").write_text(PAGE, encoding="utf-8")
    (root / "departments/90-dunes/ma-delegation/surprise.md").write_text(OWN, encoding="utf-8")
    with (root / "content/_tasks.yml").open("a", encoding="utf-8") as tasks:
        tasks.write(TASK)
    for name, text in (("index", f"Voir [{WORD}](nouveau.md).\n"), ("aide", f"### {WORD}\n\nUn passage.\n")):
        page = root / f"content/logement/{name}.md"
        page.write_text(f"{page.read_text(encoding='utf-8')}\n{MARK}\n{text}<!-- fin -->\n", encoding="utf-8")
    config = root / "mkdocs.yml"
    menu = config.read_text(encoding="utf-8")
    assert "      - logement/aide.md\n" in menu
    added = "      - logement/aide.md\n      - À venir:\n          - logement/nouveau.md\n"
    config.write_text(menu.replace("      - logement/aide.md\n", added), encoding="utf-8")
    return root


def make(root: Path, day: date) -> Built:
    """Build on top of what is there; the result must be that of a clean build."""
    built = build(root, root.parent / "site", day, Strict(), explain=True)
    clean = root.parent / "clean"
    shutil.rmtree(clean, ignore_errors=True)
    build(root, clean / "site", day, Strict())
    assert differences(root.parent / "site", clean / "site") == []
    return built


def holding(site: Path) -> set[str]:
    """The files of `site` that hold the word, or are named after what is dated."""
    files = {str(path.relative_to(site)): path.read_bytes() for path in site.rglob("*") if path.is_file()}
    return {name for name, text in files.items() if WORD.lower().encode() in text.lower() or "nouveau/" in name}


def published_faults(root: Path, day: date) -> list[SiteFault]:
    """What is wrong with the pages that the sites have on a day."""
    site, project = root.parent / "site", shown_on(read_project(root, day), day)
    sites = (load_site(site, slug, files_of(site, slug, find_sites(site))) for slug in ("", "90-dunes"))
    return [fault for one in sites for fault in check_published(one, project)]


def test_it_appears_and_leaves(root: Path) -> None:
    """Each day is built on the one before, for the reason of the day; on other days the word is in no file."""
    site = root.parent / "site"
    make(root, BEFORE)
    assert holding(site) == set()
    assert published_faults(root, BEFORE) == []

    built = make(root, FIRST)
    assert {reason for done in built.done for _, reason in done.made} == {
        f"menu ou titres : le jour a changé ({BEFORE} → {FIRST})",
        NEW,
    }
    found = holding(site)
    for name in ("logement/nouveau/index.html", "logement/ancien/index.html", "logement/aide/index.html",
                 "logement/index.html", "brochure/index.html", "search/search_index.json", "sitemap.xml",
                 "api/pages.json"):  # fmt: skip
        assert {name, f"90-dunes/{name}"} <= found | {"sitemap.xml", "90-dunes/sitemap.xml"}, name
    assert "nouveau/" in (site / "sitemap.xml").read_text(encoding="utf-8")
    assert "90-dunes/ma-delegation/surprise/index.html" in found
    assert published_faults(root, FIRST) == []

    make(root, AFTER)
    notices = {
        "logement/nouveau/index.html",
        "90-dunes/logement/nouveau/index.html",
        "9a-falaises/logement/nouveau/index.html",
    }
    assert holding(site) == notices  # by their names
    for name in (*notices, "logement/ancien/index.html", "90-dunes/ma-delegation/surprise/index.html"):
        text = (site / name).read_text(encoding="utf-8")
        assert "depuis le 1ᵉʳ\u00a0janvier\u00a02027" in text, name
        assert WORD not in text
    assert 'href="../../logement/">Voir à la place : Logement<' in (site / "logement/nouveau/index.html").read_text(
        "utf-8"
    )
    assert not (site / "ma-delegation/surprise").exists()
    listed = json.loads((site / "90-dunes/api/pages.json").read_text(encoding="utf-8"))["pages"]
    assert {"logement/nouveau.md", "ma-delegation/surprise.md"} & {page["uri"] for page in listed} == set()
    assert published_faults(root, AFTER) == []


def test_a_notice_that_is_missing_is_seen(root: Path) -> None:
    """Without its file, the address of a page that has expired would be lost."""
    build(root, root.parent / "site", AFTER, Strict())
    (root.parent / "site/logement/nouveau/index.html").unlink()
    assert [fault.rule for fault in published_faults(root, AFTER)] == ["page-non-construite"]


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_mkdocs_builds_the_same_bytes(root: Path, day: date) -> None:
    """The exported project of each day has the pages and the menu of that day."""
    project = shown_on(read_project(root, day), day)
    chosen = [None, next(one for one in project.departments if one.code == "90")]
    origin, merger = read_origin(root, project, day), Merger(project, day)
    assert [one.differences for one in verify_sites(origin, merger, chosen, "mkdocs", 1)] == [(), ()]


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_a_mistake_is_seen_before_its_day(root: Path, day: date) -> None:
    """Templates of what is hidden today are checked today, at their lines, in texts of departments too."""
    files = (
        "content/logement/aide.md",
        "content/logement/nouveau.md",
        "departments/90-dunes/ma-delegation/surprise.md",
    )
    wrong = []
    for name in files:
        text = (root / name).read_text(encoding="utf-8")
        end = text.index("<!-- fin -->") if "<!-- fin -->" in text else len(text)
        changed = f'{text[:end]}\n{{{{ fact("rien") }}}}\n{text[end:]}'
        (root / name).write_text(changed, encoding="utf-8")
        line = changed[: changed.index('{{ fact("rien")')].count("\n") + 1
        wrong.append(f"{name}:{line}")
    found = check(CheckRequest(root, day), Strict()).findings
    assert [str(one.place) for one in found if one.rule == "fait-inconnu"] == wrong


def test_a_sound_project_has_no_finding_of_its_dates(root: Path) -> None:
    """Links from passages to pages of the same days, tasks and menu entries of such pages: nothing is wrong."""
    for day in DAYS:
        found = check(CheckRequest(root, day), Strict()).findings
        rules = {one.rule for one in found if one.severity == "error"}
        assert (
            rules & {"lien-date", "lien-introuvable", "menu-page-absente", "tache-page-absente", "fait-inconnu"}
            == set()
        )
