"""Where reuse ends: files at the edge of their time, of their folder and of their account."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from troisclics.cache import fingerprints
from troisclics.cache.fingerprints import SETTLED, Inputs, read_inputs
from troisclics.cache.store import BuildCache, SiteRecord, find_damaged, identity

from ..samples import TODAY


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of one file that no variable changes."""
    (tmp_path / "mkdocs.yml").write_text("site_name: MA_VARIABLE\n", encoding="utf-8")
    return tmp_path


# --- Inputs


def test_a_stamp_that_served_serves_again(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that was not read again keeps its stamp for the next build."""
    monkeypatch.setattr(fingerprints, "SETTLED", 0)
    before = read_inputs(project, TODAY)
    assert read_inputs(project, TODAY, before).stamps == before.stamps != {}
    fewer = Inputs({}, before.tool, TODAY, before.stamps)
    assert read_inputs(project, TODAY, fewer).files == before.files, "a stamp without a digest says nothing"


@pytest.mark.parametrize(
    ("mtime", "ctime", "kept"), [(-1, -1, True), (0, -1, False), (-1, 0, False), (0, 0, False), (9, -1, False)]
)
def test_a_file_must_have_settled(
    project: Path, monkeypatch: pytest.MonkeyPatch, mtime: int, ctime: int, *, kept: bool
) -> None:
    """Both times of a file must lie far enough back; the very edge is not."""
    monkeypatch.setattr(time, "time_ns", lambda: SETTLED)
    monkeypatch.setattr(fingerprints, "_stamp", lambda _: (1, 1, mtime, ctime))
    assert bool(read_inputs(project, TODAY).stamps) is kept


def test_digests_have_one_length(project: Path) -> None:
    """Keys are made of glued digests, which are cut apart by their length."""
    inputs = read_inputs(project, TODAY)
    digests = (inputs.tool, inputs.theme_digest(), inputs.expansion_digest(), *inputs.files.values())
    assert {len(one) for one in digests} == {16}


def test_variables_count_where_they_are_read(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A word of mkdocs.yml is no variable if nothing there reads one."""
    before = read_inputs(project, TODAY)
    monkeypatch.setenv("MA_VARIABLE", "x")
    assert read_inputs(project, TODAY).tool == before.tool


@pytest.mark.parametrize(("name", "counts"), [("site-packages", True), ("autre", False)])
def test_installed_packages_count(project: Path, monkeypatch: pytest.MonkeyPatch, name: str, *, counts: bool) -> None:
    """A package that is installed changes the tool; a folder of modules beside does not."""
    (project / name / "un-1.dist-info").mkdir(parents=True)
    before = read_inputs(project, TODAY)
    monkeypatch.syspath_prepend(str(project / name))
    assert (read_inputs(project, TODAY).tool != before.tool) is counts


# --- The cache


def test_a_cache_that_is_open_to_others_is_closed(tmp_path: Path) -> None:
    """The state is deleted, and the folder made private, whatever its modes are."""
    cache = BuildCache(tmp_path / "site")
    cache.write("state", "x")
    cache.folder.chmod(0o777)
    cache.invalidate()
    assert (os.listdir(cache.folder), cache.folder.stat().st_mode & 0o777) == ([], 0o700)


def test_records_of_pages(tmp_path: Path) -> None:
    """They come back by name; without any there are none."""
    cache = BuildCache(tmp_path / "site")
    assert cache.page_records("50") == {}
    cache.write_page_records("50", {b"a": 1})
    assert (cache.page_records("50"), cache.page_records("2A")) == ({b"a": 1}, {})


def test_a_cache_with_a_fault_is_left_alone(tmp_path: Path) -> None:
    """Nothing is deleted in it, and nothing that is not there is looked for."""
    cache = BuildCache(tmp_path / "site")
    cache.delete("site-", [])
    cache.write("site-50", "x")
    cache.fault = "essai"
    cache.delete("site-", [])
    assert os.listdir(cache.folder) == ["site-50"]
    cache.fault = ""
    cache.delete("site-", [])
    assert os.listdir(cache.folder) == []


def test_a_folder_that_is_not_there_is_none() -> None:
    """It is told from each that is."""
    assert identity(Path("absent")) == (0, 0)


def test_all_damaged_files_are_found(tmp_path: Path) -> None:
    """One that is missing hides no other; behind a link, nothing is trusted."""
    (tmp_path / "site").mkdir()
    path = tmp_path / "site" / "b"
    path.write_text("x", encoding="utf-8")
    sound = (b"", path.stat().st_mtime_ns, 1)
    record = SiteRecord({"a": (b"", 1, 1), "b": sound, "c": (b"", 1, 1)}, 1)
    assert find_damaged(str(tmp_path / "site"), record) == {"a", "c"}
    (tmp_path / "link").symlink_to("site")
    assert find_damaged(str(tmp_path / "link"), record) == {"a", "b", "c"}
