"""With a plugin, hook or theme that the engine does not know, each build equals what MkDocs makes from nothing."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from random import Random

import pytest
from unit.commands import copy_fictitious, mkdocs
from watchers import Noted

from troisclics.merge.merger import Merger
from troisclics.pipeline.build import build, read_project
from troisclics.staging.stage import read_origin, stage

from .edits import EDITS, Desk, mistake
from .projects import Snapshot, differences, snapshot

pytestmark = pytest.mark.slow
BUILDS = {"tags": 4, "hook": 3, "theme": 3}
"""How many builds in a row: they are slow, and every third once failed."""
EACH = 6
"""Edits before a build that come in turn, so that none is left out; two more are drawn."""
HOOK = """
def on_page_markdown(markdown, **kwargs):
    return markdown + "\\nUne phrase de l'accroche.\\n"
"""
READING_THEME = '{% if page and "<table" in page.content %}t{% endif %}'
KINDS = {
    "tags": "plugins: [search, tags]\n",
    "hook": "hooks: [accroche.py]\n",
    "theme": "",
}


def made(root: Path, out: Path, today: date, jobs: int = 1, *, codes: tuple[str, ...] = ()) -> tuple[Snapshot, bool]:
    """What a build gives, and whether MkDocs itself made it."""
    quiet = Noted()
    build(root, out, today, quiet, jobs=jobs, codes=codes)
    return snapshot(out), bool(quiet.warnings)


def prepare(tmp_path: Path, kind: str) -> Desk:
    """The fictitious project with a part that the engine does not know."""
    root = copy_fictitious(tmp_path / "project")
    config = root / "mkdocs.yml"
    config.write_text(config.read_text(encoding="utf-8") + KINDS[kind], encoding="utf-8")
    (root / "accroche.py").write_text(HOOK, encoding="utf-8")
    if kind == "theme":
        main = root / "overrides" / "main.html"
        main.write_text(main.read_text(encoding="utf-8").replace("{{ page.content", READING_THEME + "{{ page.content"))
    return Desk(root, Random(7))  # noqa: S311 - a draw that can be repeated


@pytest.mark.parametrize("kind", KINDS)
def test_builds_in_a_row(tmp_path: Path, kind: str) -> None:
    """After each round of edits, the output is that of a clean build, byte for byte."""
    desk, out = prepare(tmp_path, kind), tmp_path / "site"
    edits = [edit for edit in EDITS if edit is not mistake]
    for number in range(BUILDS[kind]):
        in_turn = (edits * 2)[EACH * number % len(edits) :][:EACH]
        for edit in [*desk.draw.sample(edits, 2), *in_turn]:
            edit(desk)
            desk.done.append(edit.__name__)
        found, by_mkdocs = made(desk.root, out, desk.today, 1 + number % 2)
        clean, _ = made(desk.root, tmp_path / f"clean-{number}" / "site", desk.today)
        assert by_mkdocs
        assert not differences(found, clean), (number, desk.done)
        shutil.rmtree(tmp_path / f"clean-{number}")


def test_each_site_is_what_mkdocs_makes(tmp_path: Path) -> None:
    """After some builds, each site is, byte for byte, what `mkdocs build` makes of its staged project."""
    desk, out = prepare(tmp_path, "tags"), tmp_path / "site"
    for number in range(3):
        made(desk.root, out, desk.today, 2)
        desk.append("content/**/*.md", f"\n\nPhrase {number}.\n")
    made(desk.root, out, desk.today)
    project = read_project(desk.root, desk.today)
    merger, origin = Merger(project, desk.today), read_origin(desk.root, project, desk.today)
    slugs = {department.slug for department in project.departments}
    for department in (None, *project.departments):
        site, staged = merger.merge(department, []), tmp_path / f"staged-{department.slug if department else ''}"
        done = mkdocs(stage(origin, site, staged), tmp_path / f"alone-{site.name}")
        assert done.returncode == 0, done.stderr
        built = snapshot(out / site.slug)
        if department is None:
            built = {path: value for path, value in built.items() if path.partition("/")[0] not in slugs}
        assert not differences(built, snapshot(tmp_path / f"alone-{site.name}")), site.name


def test_plugins_that_come_and_go(tmp_path: Path) -> None:
    """From the engine to MkDocs and back, with edits, one site or all, for a server or not: always as from nothing."""
    desk, out = prepare(tmp_path, "theme"), tmp_path / "site"
    with_plugin, config = [True, False, True, True, False], desk.root / "mkdocs.yml"
    main = desk.root / "overrides" / "main.html"
    main.write_text(main.read_text(encoding="utf-8").replace(READING_THEME, ""), encoding="utf-8")
    plain = config.read_text(encoding="utf-8")
    for number, unknown in enumerate(with_plugin):
        config.write_text(plain + (KINDS["tags"] if unknown else ""), encoding="utf-8")
        desk.append("content/**/*.md", f"\n\nPhrase {number}.\n")
        desk.append("departments/90-dunes/**/*.md", f"\n\nPhrase locale {number}.\n")
        _, by_mkdocs = made(desk.root, out, desk.today, codes=("90",) if number % 3 == 2 else ())
        assert by_mkdocs is unknown
        found, _ = made(desk.root, out, desk.today, 2)
        clean, _ = made(desk.root, tmp_path / f"clean-{number}" / "site", desk.today)
        assert not differences(found, clean), number
        shutil.rmtree(tmp_path / f"clean-{number}")


def test_sites_without_a_server(tmp_path: Path) -> None:
    """The offline sites of an unknown plugin too are those of a clean build, time after time."""
    desk = prepare(tmp_path, "tags")
    for number in range(3):
        desk.append("content/**/*.md", f"\n\nPhrase {number}.\n")
        for out in (tmp_path / "offline", tmp_path / f"clean-{number}"):
            build(desk.root, out, desk.today, Noted(), offline=True)
        assert not differences(snapshot(tmp_path / "offline"), snapshot(tmp_path / f"clean-{number}"))
