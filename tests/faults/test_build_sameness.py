"""The same input gives the same bytes, and a part of the sites replaces that part alone."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from .projects import Project, Snapshot, differences, snapshot

pytestmark = pytest.mark.slow


def test_removed_department_goes_at_the_next_full_build(victim: Project) -> None:
    """The folder of a department that is no more disappears with the next full build."""
    assert (victim.site / "01-ain" / "index.html").is_file()
    shutil.rmtree(victim.root / "departments" / "01-ain")
    done = victim.build()
    assert done.returncode == 0, done.stderr
    assert not (victim.site / "01-ain").exists()
    assert (victim.site / "50-manche" / "index.html").is_file()


def test_one_code_replaces_only_its_folder(victim: Project, before: Snapshot, after: Snapshot) -> None:
    """Building one CODE gives its folder of the new site, and leaves all the others as they were."""
    done = victim.build("50")
    assert done.returncode == 0, done.stderr
    found = snapshot(victim.site)
    expected = {path: digest for path, digest in before.items() if path.partition("/")[0] != "50-manche"}
    expected |= {path: digest for path, digest in after.items() if path.partition("/")[0] == "50-manche"}
    assert not differences(found, expected)
    assert differences(found, before)


def test_the_portal_alone_replaces_only_the_portal(victim: Project, before: Snapshot, after: Snapshot) -> None:
    """Building « portail » gives the new portal, and leaves the departments as they were."""
    departments = {path.name for path in (victim.root / "departments").iterdir()}
    done = victim.build("portail")
    assert done.returncode == 0, done.stderr
    expected = {path: digest for path, digest in after.items() if path.partition("/")[0] not in departments}
    expected |= {path: digest for path, digest in before.items() if path.partition("/")[0] in departments}
    assert not differences(snapshot(victim.site), expected)


def test_shards_make_the_full_site(victim: Project, after: Snapshot, tmp_path: Path) -> None:
    """Three shares built apart and merged by `cp -a` are the full build, byte for byte."""
    whole = tmp_path / "whole"
    whole.mkdir()
    for index in (1, 2, 3):
        done = victim.build("--shard", f"{index}/3", "--out", str(tmp_path / f"share-{index}"))
        assert done.returncode == 0, done.stderr
        subprocess.run(["cp", "-a", f"{tmp_path}/share-{index}/.", str(whole)], check=True)
    assert not differences(snapshot(whole), after)


def test_same_input_same_bytes_from_another_folder(victim: Project, after: Snapshot, tmp_path: Path) -> None:
    """The same project and date give the same bytes, wherever the project is."""
    elsewhere = tmp_path / "ailleurs, été" / "un dossier" / "projet"
    shutil.copytree(victim.root, elsewhere, ignore=shutil.ignore_patterns("site", ".site.*"))
    twin = Project(elsewhere)
    done = twin.build()
    assert done.returncode == 0, done.stderr
    assert not differences(snapshot(twin.site), after)


@pytest.mark.parametrize("jobs", ["1", "4"])
def test_same_input_same_bytes_in_another_environment(victim: Project, after: Snapshot, jobs: str) -> None:
    """Neither umask, locale, time zone, hash seed nor the number of processes changes a byte."""
    strange = {"LC_ALL": "C", "LANG": "C", "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "7", "COLUMNS": "40"}
    shutil.rmtree(victim.site)
    done = victim.build("--jobs", jobs, env=strange, umask=0o077)
    assert done.returncode == 0, done.stderr
    assert not differences(snapshot(victim.site), after)


def test_a_web_server_of_another_user_may_read_all(victim: Project) -> None:
    """Whatever the umask, files and folders of the site have the modes 644 and 755, as nginx needs."""
    shutil.rmtree(victim.site)
    subprocess.run(["chmod", "-R", "go=", victim.root], check=True)
    done = victim.build(umask=0o077)
    assert done.returncode == 0, done.stderr
    modes = {(path.is_dir(), path.stat().st_mode & 0o777) for path in (victim.site, *victim.site.rglob("*"))}
    assert modes == {(True, 0o755), (False, 0o644)}
