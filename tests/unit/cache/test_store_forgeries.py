"""What somebody else has planted in the cache, or could have, is not even looked into."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from pathlib import Path

import pytest

from troisclics.cache.store import BuildCache
from troisclics.system.owned_files import write_file

from .forgeries import FORGERIES, Forge, Trap
from .outputs import state


@pytest.fixture
def trap(tmp_path: Path) -> Path:
    """What is there once a trap has been sprung."""
    return tmp_path / "piège"


@pytest.mark.parametrize("forge", FORGERIES)
def test_what_is_planted_is_not_run(out: Path, trap: Path, forge: Forge) -> None:
    """Whatever the seal of an entry that we did not write here, it is not even looked into."""
    memory = BuildCache(out)
    memory.write("state", "vrai")
    data = pickle.dumps(Trap(trap))
    write_file(memory.folder, "state", forge(memory, "state", data) + data)
    assert memory.read("state", object) is None
    assert not trap.exists()


def _nothing(memory: BuildCache) -> None:
    """The twin."""


def _others_may_write_it(memory: BuildCache) -> None:
    (memory.folder / "state").chmod(0o666)


def _others_may_write_the_folder(memory: BuildCache) -> None:
    memory.folder.chmod(0o770)


def _is_a_link(memory: BuildCache) -> None:
    (memory.folder / "state").rename(memory.folder / "vrai")
    (memory.folder / "state").symlink_to("vrai")


def _the_folder_is_a_link(memory: BuildCache) -> None:
    memory.folder.rename(memory.out.with_name("ailleurs"))
    memory.folder.symlink_to("ailleurs")


@pytest.mark.parametrize(
    "change",
    [_nothing, _others_may_write_it, _others_may_write_the_folder, _is_a_link, _the_folder_is_a_link],
)
def test_what_others_may_change_is_not_run(out: Path, trap: Path, change: Callable[[BuildCache], None]) -> None:
    """A right seal is not enough: folder and file must be nobody else's, and no links. The twin: the trap does work."""
    memory = BuildCache(out)
    memory.write("state", Trap(trap))
    change(memory)
    memory.read("state", object)
    assert trap.exists() == (change is _nothing)


def test_a_folder_of_another_account_is_left_alone(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is read there, written there or deleted there, and it is said why."""
    BuildCache(out).write("state", state(out))
    (BuildCache(out).previous_output / "a").mkdir(parents=True)
    before = {path: path.stat().st_mtime_ns for path in BuildCache(out).folder.rglob("*")}
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    memory = BuildCache(out)
    assert str(memory.folder) in memory.fault
    assert memory.last("all") is None
    memory.invalidate()
    memory.delete_previous_output()
    memory.write("state", state(out))
    memory.save(state(out))
    memory.delete("st", ())
    assert {path: path.stat().st_mtime_ns for path in memory.folder.rglob("*")} == before


def test_without_a_key_nothing_is_kept(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No home, no key: the memory stays empty, what was there is believed no more, and it is said why."""
    BuildCache(out).write("state", state(out))
    monkeypatch.delenv("XDG_STATE_HOME")
    monkeypatch.delenv("HOME")
    memory = BuildCache(out)
    assert memory.fault.startswith("ni HOME")
    assert memory.last("all") is None
    memory.invalidate()
    memory.save(state(out))
    assert list(memory.folder.iterdir()) == []
