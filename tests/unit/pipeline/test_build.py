"""The whole build, seen from its output: everything, the same everywhere, and all or nothing."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troisclics.errors import UnknownCodeError
from troisclics.pipeline.build import Shard, choose

from ..commands import DAY, copy_fictitious, differences, files_of, mkdocs, troisclics
from ..samples import make_department, make_project

DEPARTMENTS = ("90-dunes", "9a-falaises")
SHORT = ("90", "9a")
"""The folders that lead to those of the departments."""
PROJECT = make_project(
    departments=[
        make_department("01", slug="01-ain", name="Ain"),
        make_department("2A", slug="2a-corse-du-sud", name="Corse-du-Sud"),
        make_department("50", slug="50-manche"),
    ]
)


def build(root: Path, *arguments: object, code: int = 0) -> str:
    """Run `troisclics build` on the project at `root` and give what it says; it must end with `code`."""
    run = troisclics("build", "--root", root, "--today", DAY, *arguments)
    assert run.returncode == code, run.stderr
    return run.stderr if code else run.stdout


def pages(site: Path) -> list[str]:
    """The addresses of the pages of one site, without those of the sites below it."""
    below = {name for name in (*DEPARTMENTS, *SHORT) if (site / name).is_dir()}
    return [name for name in files_of(site) if name.endswith("index.html") and name.partition("/")[0] not in below]


# --- What is built


def test_a_folder_for_each_department(whole: Path) -> None:
    """The portal is at the top, and each department has a folder with a whole site, and one that leads to it."""
    site = whole / "site"
    numbered = {path.name for path in site.iterdir() if path.is_dir() and path.name[0].isdigit()}
    assert numbered == {*DEPARTMENTS, *SHORT}
    assert all([path.name for path in (site / name).iterdir()] == ["index.html"] for name in SHORT)
    for folder in (site, *(site / name for name in DEPARTMENTS)):
        for name in ("index.html", "404.html", "sitemap.xml", "api/pages.json", "search/search_index.json"):
            assert (folder / name).is_file(), f"{folder.name}: {name}"


def test_the_same_addresses_everywhere(whole: Path) -> None:
    """All sites have the same pages at the same addresses, but for the pages that a department adds."""
    site = whole / "site"
    shared = pages(site)
    added = {"90-dunes": ["ma-delegation/sortie/index.html"], "9a-falaises": []}
    assert "logement/aide/index.html" in shared
    for name in DEPARTMENTS:
        assert sorted([*shared, *added[name]]) == pages(site / name)


@pytest.mark.parametrize("code", ["90", "9A", "portail"])
def test_a_site_is_what_mkdocs_makes_of_its_staged_project(whole: Path, tmp_path: Path, code: str) -> None:
    """Whatever builds the sites, each is byte for byte what stock MkDocs gives, without our package."""
    staged, out = tmp_path / "projet", tmp_path / "site"
    assert troisclics("stage", code, "--out", staged, "--root", whole, "--today", DAY).returncode == 0
    run = mkdocs(staged / "mkdocs.yml", out)
    assert run.returncode == 0, run.stderr
    folder = {"90": "90-dunes", "9A": "9a-falaises", "portail": ""}[code]
    built = tmp_path / "built"
    shutil.copytree(whole / "site" / folder, built, ignore=None if folder else lambda *_: DEPARTMENTS)
    assert differences(out, built) == []


def test_two_builds_are_the_same_bytes(whole: Path, tmp_path: Path) -> None:
    """The same input on the same day gives the same bytes, whatever the folder and the number of processes."""
    other = copy_fictitious(tmp_path / "ailleurs" / "un autre nom")
    build(other, "--jobs", 3)
    assert differences(whole / "site", other / "site") == []


def test_a_second_build_changes_nothing(whole: Path, built: Path) -> None:
    """Building again over the output gives the same output."""
    build(built)
    assert differences(whole / "site", built / "site") == []


# --- A part of it


def test_some_sites_are_built_and_the_others_kept(built: Path) -> None:
    """`build CODE` writes that site anew and leaves every other as it is."""
    before = files_of(built / "site")
    page = built / "content" / "logement" / "aide.md"
    page.write_text(page.read_text().replace("# Aide fictive", "# Aide changée"))
    build(built, "9A")
    after = files_of(built / "site")
    assert before.keys() == after.keys()
    changed = {name for name in after if after[name] != before[name]}
    assert "9a-falaises/logement/aide/index.html" in changed
    assert {name.partition("/")[0] for name in changed} == {"9a-falaises"}


def test_the_portal_alone_keeps_the_departments(built: Path) -> None:
    """`build portail` drops what the portal no longer has, and keeps the folders of the departments."""
    (built / "site" / "vieille-page").mkdir()
    (built / "site" / "vieille-page" / "index.html").write_text("vieux")
    before = {name: files_of(built / "site" / name) for name in DEPARTMENTS}
    build(built, "portail")
    assert not (built / "site" / "vieille-page").exists()
    assert {name: files_of(built / "site" / name) for name in DEPARTMENTS} == before


def test_a_whole_build_drops_a_department_that_is_gone(built: Path) -> None:
    """After a whole build there is no site of a department that no longer exists."""
    shutil.rmtree(built / "departments" / "90-dunes")
    build(built)
    assert not (built / "site" / "90-dunes").exists()
    assert (built / "site" / "9a-falaises").is_dir()


def test_shares_merge_into_the_whole(whole: Path, root: Path) -> None:
    """The shares that several machines build have no file in common, and together are the whole build."""
    merged: dict[str, bytes] = {}
    for index in (1, 2, 3, 4):
        build(root, "--shard", f"{index}/4", "--out", root / f"part-{index}")
        part = files_of(root / f"part-{index}")
        assert not merged.keys() & part.keys()
        merged |= part
    assert merged == files_of(whole / "site")


@settings(deadline=None, max_examples=50)
@given(st.integers(1, 150), st.integers(1, 120))
def test_shares_are_a_partition(departments: int, count: int) -> None:
    """Each site is in one share, whatever their numbers, and no share has two sites more than another."""
    project = make_project(departments=[make_department(f"{number:03}") for number in range(departments)])
    shares = [choose(project, (), Shard(index, count)) for index in range(1, count + 1)]
    together = [site for share in shares for site in share]
    assert len(together) == len(set(together)) == departments + 1
    assert set(together) == {None, *project.departments}
    assert max(map(len, shares)) - min(map(len, shares)) <= 1


# --- Which sites a CODE names


@pytest.mark.parametrize(
    ("code", "slug"),
    [
        ("50", "50-manche"),
        ("2A", "2a-corse-du-sud"),
        ("2a", "2a-corse-du-sud"),
        ("2a-corse-du-sud", "2a-corse-du-sud"),
        ("50-Manche", "50-manche"),
        ("01", "01-ain"),
        ("manche", "50-manche"),
        ("Corse du Sud", "2a-corse-du-sud"),
        ("CORSE-DU-SUD", "2a-corse-du-sud"),
        ("50 manche", "50-manche"),
        ("portail", ""),
        ("PORTAIL", ""),
    ],
)
def test_what_a_code_names(code: str, slug: str) -> None:
    """A CODE is a department's code or folder, in either case, or « portail »."""
    (department,) = choose(PROJECT, [code], None)
    assert (department.slug if department else "") == slug


@pytest.mark.parametrize("code", ["", "1", "5", "050", "Man", "2", "../50-manche", "50/"])
def test_what_names_nothing(code: str) -> None:
    """Anything else is refused: a number without its zero could be another department."""
    with pytest.raises(UnknownCodeError) as refused:
        choose(PROJECT, [code], None)
    assert refused.value.known == ["portail", "01", "2A", "50"]


def test_a_site_named_twice_is_built_once() -> None:
    """Codes are put in order, and one that is given twice counts once."""
    chosen = choose(PROJECT, ("50", "portail", "2a", "50-manche"), None)
    assert [department.code if department else "portail" for department in chosen] == ["portail", "2A", "50"]


# --- All or nothing


@pytest.mark.parametrize(
    ("file", "text", "code", "said"),
    [
        (
            "departments/90-dunes/logement/aide.md",
            "<script>alert(1)</script>\n",
            2,
            "departments/90-dunes/logement/aide.md:1",
        ),
        ("content/logement/aide.md", '{{ fact("non") }}\n', 2, "content/logement/aide.md:"),
        ("content/logement/aide.md", "[perdu](nulle-part.md)\n", 2, "logement/aide.md"),
        ("mkdocs.yml", "theme: {name: aucun-theme}\n", 2, "aucun-theme"),
    ],
    ids=["overlay", "template", "link", "configuration"],
)
def test_a_fault_leaves_the_former_output(built: Path, file: str, text: str, code: int, said: str) -> None:
    """Whatever is wrong is named, the exit code says whose fault it is, and the output stays as it was."""
    before = files_of(built / "site")
    path = built / file
    old = path.read_text()
    if file == "mkdocs.yml":
        path.write_text(
            old.replace("  name: material\n  custom_dir: overrides\n  language: fr\n", "  name: aucun-theme\n")
        )
    else:
        front = "" if file.startswith("departments/") else old[: old.index("---\n", 4) + 4]
        path.write_text(front + text)
    message = build(built, code=code)
    assert said in message
    assert "Traceback" not in message
    assert files_of(built / "site") == before
    assert [
        entry.name
        for entry in built.iterdir()
        if entry.name.startswith(".") and not entry.name.endswith((".lock", ".memory"))
    ] == []


def test_all_faults_are_said_at_once(root: Path) -> None:
    """A run names every fault of every file, sorted by place, not the first one only."""
    (root / "departments" / "90-dunes" / "perdu.md").write_text("Perdu.\n")
    (root / "departments" / "9a-falaises" / "department.yml").write_text("code: [\n")
    (root / "content" / "logement" / "aide.md").write_text("Sans en-tête.\n")
    said = build(root, code=2)
    places = [line.partition(" ")[0] for line in said.splitlines() if "erreur[" in line]
    assert places == sorted(places)
    for place in (
        "content/logement/aide.md:",
        "departments/90-dunes/perdu.md",
        "departments/9a-falaises/department.yml:",
    ):
        assert any(found.startswith(place) for found in places)


# --- pages.json and sitemap.xml of the built sites


def test_pages_json_names_every_page_of_its_site(whole: Path) -> None:
    """Each address in `api/pages.json` is a page that is there, and every page is in it."""
    site = whole / "site"
    for folder in (site, *(site / name for name in DEPARTMENTS)):
        listed = json.loads((folder / "api" / "pages.json").read_text(encoding="utf-8"))["pages"]
        assert sorted(f"{page['url']}index.html" for page in listed) == pages(folder)
