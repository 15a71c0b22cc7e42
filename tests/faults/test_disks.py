"""Outputs and packs on disks of other kinds: the layer of a container image, disks without links. Each is whole."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from unit.system.outputs import tree

from troisclics.system.atomic_folders import atomic_replace, locked

from .disks import fat, layered
from .projects import Project, Snapshot, differences, snapshot
from .small import make_desk, write_sites

pytestmark = pytest.mark.programs


def left_over(folder: Path) -> set[str]:
    """What is beside the output `site`."""
    return {path.name for path in folder.iterdir()} - {"site", ".site.lock", "previous"}


@pytest.mark.parametrize("only", [None, "50-manche"])
def test_output_of_an_image_layer(tmp_path: Path, only: str | None) -> None:
    """A folder that came with an image cannot be renamed (EXDEV): the new one takes its place all the same, twice."""
    lower = tmp_path / "image"
    for name in ("site/50-manche", "site/autre", "previous/50-manche"):
        (lower / name).mkdir(parents=True)
        (lower / name / "index.html").write_text("vieux")
    with layered(lower, tmp_path / "container") as merged:
        out, previous = merged / "site", merged / "previous"
        for text in ("un", "deux"):
            with locked(out) as place, atomic_replace(place, only, None if only else previous) as folders:
                shutil.rmtree(folders.new / "50-manche", ignore_errors=True)
                (folders.new / "50-manche").mkdir()
                (folders.new / "50-manche" / "index.html").write_text(text)
            expected = {"50-manche/index.html": text} | ({"autre/index.html": "vieux"} if only else {})
            assert tree(out) == expected
            assert left_over(merged) == set()


@pytest.mark.slow
def test_build_in_a_container(victim: Project, after: Snapshot, tmp_path: Path) -> None:
    """A project that was built in an image is built again in its container, and again."""
    with layered(victim.root, tmp_path / "container") as merged:
        project = Project(merged)
        for _ in range(2):
            done = project.build()
            assert done.returncode == 0, done.stderr
            assert not differences(snapshot(project.site), after)
            assert not project.beside()


def test_publication_from_a_container(tmp_path: Path) -> None:
    """A project that was published from an image is published again from its container; the target may lie there."""
    (tmp_path / "image").mkdir()
    image = make_desk(tmp_path / "image")
    assert image.run().returncode == 0
    with layered(tmp_path / "image", tmp_path / "container") as merged:
        desk = type(image)(merged / "site", merged / "cache" / "essai", merged / "target")
        for number in (2, 3):
            write_sites(desk.sites, number)
            done = desk.run()
            assert done.returncode == 0, done.stderr
            assert desk.number("50-manche") == str(number)


@pytest.mark.slow
def test_output_on_a_disk_without_links(victim: Project, after: Snapshot, tmp_path: Path) -> None:
    """On FAT a build gives the same files, again and again; sites that FAT would mix up do not exist."""
    with fat(tmp_path / "disk", 200) as disk:
        for _ in range(2):
            done = victim.build("--out", str(disk / "site"))
            assert done.returncode == 0, done.stderr
            assert not differences(snapshot(disk / "site"), after)
        assert {path.name for path in disk.iterdir()} <= {"site", ".site.lock", ".site.memory"}
    names = [path.casefold() for path in after]
    assert len(names) == len(set(names))


def test_project_on_a_disk_without_links(tmp_path: Path) -> None:
    """Publishing keeps links beside the project: on a disk that has none, the message says to put it elsewhere."""
    (tmp_path / "here").mkdir()
    with fat(tmp_path / "disk", 32) as disk:
        desk = make_desk(tmp_path / "here")
        subprocess.run(["cp", "-r", desk.sites, disk / "site"], check=True)
        moved = type(desk)(disk / "site", disk / "cache" / "essai", desk.target)
        done = moved.run()
        assert done.returncode == 3, done.stderr
        assert "pas de liens symboliques" in done.stderr
        assert "Traceback" not in done.stderr
        assert not (desk.target / "current").exists()
