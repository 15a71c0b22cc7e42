"""The rules on built sites, over the real sites: a fault of one among 101, and what LinkChecker sees of one."""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

import pytest
from repository import REPOSITORY, run_command

from troisclics.checks.site_survey import survey_sites
from troisclics.clicks import files_of, find_sites, load_site
from troisclics.clicks.page_reader import parse_part
from troisclics.load import load_project
from troisclics.model import Project

from .served import Served, serve

pytestmark = pytest.mark.slow

ODD = "33-gironde"
SEEDED = {
    "no such page": ('<a href="../rien/">là</a>', "lien-casse"),
    "another case": ('<a href="../Logement/">là</a>', "lien-majuscules"),
    "no such image": ('<img src="rien.png" alt="">', "image-absente"),
    "no such anchor": ('<a href="../logement/#rien">là</a>', "ancre-absente"),
}


@pytest.fixture(scope="module")
def project() -> Project:
    """The project of the repository."""
    return load_project(REPOSITORY, date.today())[0]


@pytest.fixture(scope="module")
def copies(sites: Served, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All sites again, as links to the same files; to damage one, take it away first."""
    out = tmp_path_factory.mktemp("copies") / "site"
    shutil.copytree(sites.folder, out, copy_function=os.link)
    return out


def test_our_own_sites_are_sound(sites: Served, project: Project) -> None:
    """No rule on built sites has anything to say of what the repository makes."""
    found = survey_sites(REPOSITORY, project, sites.folder).findings
    assert [f"{entry.place}: {entry.rule} {entry.message}" for entry in found] == []


def test_one_more_department_is_few_more_texts(sites: Served) -> None:
    """Nearly all of a department was parsed with those before it: pages are cut where departments enter."""
    first, second, third = find_sites(sites.folder)[1:4]
    for slug in (first, second):
        load_site(sites.folder, slug, files_of(sites.folder, slug, ()))
    before = parse_part.cache_info().misses
    pages = load_site(sites.folder, third, files_of(sites.folder, third, ())).pages
    assert parse_part.cache_info().misses - before < len(pages) / 2


def test_a_menu_swapped_in_one_department_of_101(copies: Path, project: Project) -> None:
    """The one is named, with the page and the entry; the other hundred are not."""
    for path in (copies / ODD).rglob("index.html"):
        text = path.read_text(encoding="utf-8")
        swapped = re.sub(r"(<li class=.md-tabs__item.*?</li>)(\s*)(<li.*?</li>)", r"\3\2\1", text, count=1, flags=re.S)
        path.unlink()
        path.write_text(swapped, encoding="utf-8")
    (found,) = [entry for entry in survey_sites(REPOSITORY, project, copies).findings if entry.rule == "menu-different"]
    assert found.department == "33"
    assert "« Logement » vers « logement/index.html »" in found.message
    assert "« Restauration » vers « restauration/index.html »" in found.message
    assert "sur le site du département 33" in found.message


def test_linkchecker_finds_nothing_that_we_missed(sites: Served) -> None:
    """On a real department, where we find nothing, an independent program finds nothing either."""
    assert linkchecker(sites.url("50-manche/"), anchors=False) == set()


def test_seeded_faults_are_found_by_both(tmp_path: Path) -> None:
    """A dead link, another case, a lost image and a lost anchor are named by LinkChecker and by us."""
    root = Path(shutil.copytree(REPOSITORY / "tests" / "fixtures" / "faultless", tmp_path / "projet"))
    assert run_command("build", "--root", root).returncode == 0
    page = root / "site" / "90-dunes" / "qui-fait-quoi" / "index.html"
    seeds = "".join(html for html, _ in SEEDED.values())
    page.write_text(page.read_text(encoding="utf-8").replace("</article>", f"{seeds}</article>"), encoding="utf-8")
    with serve(root / "site") as served:
        theirs = linkchecker(served.url("90-dunes/"), anchors=True)
    found = survey_sites(root, load_project(root, date.today())[0], root / "site").findings
    ours = {entry.rule for entry in found}
    assert theirs == {"rien/", "Logement/", "qui-fait-quoi/rien.png", "logement/#rien"}
    assert ours == {rule for _, rule in SEEDED.values()}


def linkchecker(address: str, *, anchors: bool) -> set[str]:
    """The addresses below `address` that LinkChecker, an independent program, finds broken."""
    program = Path(sys.executable).with_name("linkchecker")
    other_hosts = "^(?!http://127)"
    config = f"[checking]\nmaxrequestspersecond=100000\n[filtering]\nignore={other_hosts}\n"
    with tempfile.NamedTemporaryFile("w", suffix=".conf") as file:
        file.write(config + ("[AnchorCheck]\n" if anchors else ""))
        file.flush()
        command = [program, "-f", file.name, "-t", "4", "-o", "csv", "--no-status", address]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
    lines = [line for line in run.stdout.splitlines() if line and not line.startswith("#")]
    rows = list(csv.DictReader(lines, delimiter=";"))
    assert rows or run.returncode == 0, run.stderr
    return {row["url"].removeprefix(address) for row in rows}
