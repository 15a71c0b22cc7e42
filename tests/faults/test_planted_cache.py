"""What somebody plants beside an output runs nothing and costs only time: the next build equals a clean one."""

from __future__ import annotations

import os
import pickle
import shutil
from datetime import date
from pathlib import Path

import pytest
from unit.cache.forgeries import FORGERIES, Forge, Trap, true_seal
from unit.commands import copy_fictitious
from watchers import Noted

from troisclics.cache.store import BuildCache
from troisclics.errors import ForeignFileError
from troisclics.pipeline.build import build
from troisclics.system.owned_files import write_file

from .projects import Snapshot, differences, snapshot

pytestmark = pytest.mark.slow
TODAY = date(2026, 11, 22)
NOBODY = 65534


def made(root: Path, *codes: str) -> list[str]:
    """Build the project; give what was warned of."""
    watcher = Noted()
    build(root, root / "site", TODAY, watcher, codes=codes)
    return watcher.warnings


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project of the test's own, built twice."""
    root = copy_fictitious(tmp_path / "projet")
    made(root)
    edit(root)
    assert made(root) == []
    assert (root / ".site.memory" / "previous").is_dir()
    return root


def edit(root: Path) -> None:
    """Change a text, so that a build has something to do."""
    page = root / "content" / "index.md"
    page.write_text(page.read_text(encoding="utf-8") + "\nCette phrase est nouvelle.\n", encoding="utf-8")


def clean(root: Path) -> Snapshot:
    """What a build gives in a project that was never built."""
    twin = root.with_name("jumeau")
    shutil.copytree(root, twin, ignore=shutil.ignore_patterns("site", ".site.*"))
    made(twin)
    return snapshot(twin / "site")


def plant(root: Path, forge: Forge) -> Path:
    """Put a trap in the place of every entry of the memory; give what is there once one is sprung."""
    memory, trap = BuildCache(root / "site"), root.with_name("piège")
    names = [path.name for path in memory.folder.iterdir() if path.is_file()]
    assert {name.partition("-")[0] for name in names} >= {
        "state",
        "site",
        "specific",
        "engine",
        "merge",
        "read",
        "templates",
    }
    for name in names:
        data = pickle.dumps(Trap(trap))
        write_file(memory.folder, name, forge(memory, name, data) + data)
    return trap


@pytest.mark.parametrize("forge", FORGERIES)
def test_planted_entries_cost_only_time(root: Path, forge: Forge) -> None:
    """With a trap in the place of every entry, whatever its seal, nothing is run and the build equals a clean one."""
    edit(root)
    trap = plant(root, forge)
    assert made(root) == []
    assert not trap.exists()
    assert not differences(snapshot(root / "site"), clean(root))


def test_the_trap_works(root: Path) -> None:
    """The twin: with the key, the same trap is sprung; it is the seal that stops the others."""
    trap = plant(root, true_seal)
    made(root)
    assert trap.exists()


def test_a_memory_of_another_account(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A memory that belongs to another account is neither read nor changed, and it is said; the build is the same."""
    edit(root)
    trap = plant(root, true_seal)
    folder = root / ".site.memory"
    before = snapshot(folder)
    if os.geteuid():  # only the owner of everything may give a file away: seen from another account, all is another's
        monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    for path in (folder, *folder.rglob("*")) if not os.getuid() else ():
        os.chown(path, NOBODY, NOBODY, follow_symlinks=False)
    (warning,) = made(root)
    assert ".site.memory" in warning or "clé" in warning
    assert not trap.exists()
    assert snapshot(folder) == before
    assert not differences(snapshot(root / "site"), clean(root))


@pytest.mark.parametrize("name", [".site.memory", ".site.memory/state", ".site.memory/previous", ".site.memory/engine"])
def test_links_in_a_memory_lead_nowhere(root: Path, name: str) -> None:
    """A link in the place of the memory, or of anything in it, is neither read, nor written through, nor emptied."""
    edit(root)
    (root / name).rename(root / "ailleurs")
    (root / name).symlink_to(root / "ailleurs")
    before = (root / "ailleurs").read_bytes() if (root / "ailleurs").is_file() else snapshot(root / "ailleurs")
    warnings = made(root)
    assert bool(warnings) == (name == ".site.memory")
    after = (root / "ailleurs").read_bytes() if (root / "ailleurs").is_file() else snapshot(root / "ailleurs")
    assert after == before
    assert not differences(snapshot(root / "site"), clean(root))


@pytest.mark.parametrize("name", ["state", "site-portail", "engine", "previous"])
def test_a_folder_in_the_place_of_an_entry(root: Path, name: str) -> None:
    """Whatever was put in the place of an entry, the build replaces it."""
    edit(root)
    path = root / ".site.memory" / name
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    (path / "a" / "b").mkdir(parents=True)
    assert made(root) == []
    assert not differences(snapshot(root / "site"), clean(root))


def test_without_a_home(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without HOME everything is built each time, and it is said in French; what was kept is not used later."""
    edit(root)
    monkeypatch.delenv("XDG_STATE_HOME")
    monkeypatch.delenv("HOME")
    for _ in range(2):
        (warning,) = made(root)
        assert "ni HOME ni XDG_STATE_HOME" in warning
    assert not differences(snapshot(root / "site"), clean(root))
    assert not (root / ".site.memory" / "state").exists()


def test_an_output_planted_by_another_account(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is kept of a planted output would be served as ours: building one site is refused, all is clean."""
    edit(root)
    if os.getuid():
        monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    else:
        for path in (root / "site", *(root / "site").rglob("*")):
            os.chown(path, NOBODY, NOBODY, follow_symlinks=False)
    with pytest.raises(ForeignFileError, match="site"):
        made(root, "portail")
    made(root)
    assert not differences(snapshot(root / "site"), clean(root))


def test_a_link_planted_in_an_output(root: Path) -> None:
    """A link in an output is not carried over into the next one by a build of one site."""
    (root / "site" / "intrus").symlink_to("/etc")
    with pytest.raises(ForeignFileError, match="intrus"):
        made(root, "portail")
    made(root)
    assert not differences(snapshot(root / "site"), clean(root))
