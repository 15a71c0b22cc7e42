"""The key of an account is made once, is nobody else's, and without it there is no seal."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from troisclics.cache.seal import KEY_SIZE, Key, find_key, seal


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home without any key; the folder for the state of programs, in it."""
    monkeypatch.delenv("XDG_STATE_HOME", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path / ".local" / "state"


def made(state: Path) -> Path:
    """The file of a key that was just made."""
    assert len(find_key().secret) == KEY_SIZE
    return state / "troisclics" / "key"


def elsewhere(state: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A key copied to another home; its folder. A process asks for the key of a place once."""
    home = state.parents[1].with_name(f"{state.parents[1].name}-autre")
    (home / ".local").mkdir(parents=True)
    made(state)
    state.rename(home / ".local" / "state")
    monkeypatch.setenv("HOME", str(home))
    return home / ".local" / "state" / "troisclics"


def test_a_key_is_made_once(state: Path) -> None:
    """The first use makes a key of random bytes, closed to all others; later uses find it, in other processes too."""
    path = made(state)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert path.read_bytes() == find_key().secret
    code = "import sys; from troisclics.cache.seal import find_key; sys.stdout.buffer.write(find_key().secret)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout == path.read_bytes()
    assert [found.name for found in path.parent.iterdir()] == ["key"]


def test_the_place_that_is_asked_for(state: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """XDG_STATE_HOME comes first, unless it is relative, which its standard has ignored."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "xdg"))
    assert find_key().secret == (tmp_path / "xdg" / "troisclics" / "key").read_bytes()
    monkeypatch.setenv("XDG_STATE_HOME", "xdg")
    assert find_key().secret == made(state).read_bytes()


def test_no_home_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing says whose home it is, there is no key, and it is said in French."""
    monkeypatch.delenv("XDG_STATE_HOME", raising=False)
    monkeypatch.delenv("HOME", raising=False)
    assert find_key() == Key(fault="ni HOME ni XDG_STATE_HOME ne disent où est la clé de ce compte")


def _link(path: Path) -> None:
    path.rename(path.with_name("autre"))
    path.symlink_to("autre")


def _folder_link(path: Path) -> None:
    path.parent.rename(path.parent.with_name("autre"))
    path.parent.symlink_to("autre")


def _readable(path: Path) -> None:
    path.chmod(0o640)


def _writable(path: Path) -> None:
    path.chmod(0o602)


def _folder_writable(path: Path) -> None:
    path.parent.chmod(0o770)


def _directory(path: Path) -> None:
    path.unlink()
    path.mkdir(mode=0o700)


@pytest.mark.parametrize("change", [_link, _folder_link, _readable, _writable, _folder_writable, _directory])
def test_a_key_that_others_may_know_is_refused(
    state: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path], None]
) -> None:
    """A key behind a link, or that others may read or change, is no key; it is named, and not replaced."""
    path = elsewhere(state, monkeypatch) / "key"
    change(path)
    before = sorted(path.parent.iterdir())
    key = find_key()
    assert key.secret == b""
    assert str(path) in key.fault
    assert sorted(path.parent.iterdir()) == before


def test_a_key_cut_short_is_made_again(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A key of another length, as a crash of the system leaves it, is replaced."""
    path = elsewhere(state, monkeypatch) / "key"
    path.write_bytes(b"court")
    assert find_key().secret == path.read_bytes() != b"court"


def test_a_home_of_another_account(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is made in the home of another account, as under sudo: the person could not use it any more."""
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    key = find_key()
    assert key.secret == b""
    assert "appartient à un autre" in key.fault
    assert not state.exists()


def test_a_home_that_cannot_be_written(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file in the place of a folder, or a disk that is read only, means no key, and no failure."""
    state.parent.mkdir()
    state.touch()
    assert "ne peut être ni lue ni créée" in find_key().fault
    monkeypatch.setenv("HOME", "/proc/1")
    assert find_key().secret == b""


def test_a_seal_is_of_all_its_parts() -> None:
    """Another key, another part, or the same bytes cut otherwise give another seal."""
    key = Key(b"k" * KEY_SIZE)
    seals = [
        seal(key, b"un", b"deux"), seal(key, b"un", b"trois"), seal(key, b"und", b"eux"), seal(key, b"un"),
        seal(key, b"deux", b"un"), seal(Key(b"l" * KEY_SIZE), b"un", b"deux"), seal(Key(), b"un", b"deux"),
    ]  # fmt: skip
    assert len(set(seals)) == len(seals)
