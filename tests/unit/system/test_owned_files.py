"""What another account owns, may change or has linked is neither read nor written through."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from troisclics.system.owned_files import OTHERS_READ, NotOwnedError, is_own_folder, open_folder, read_file, write_file


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one file."""
    write_file(tmp_path / "cache", "a", b"un")
    return tmp_path / "cache"


def test_what_is_written_is_ours_alone(folder: Path) -> None:
    """Folder and file are closed to others, whatever the umask, and are read back."""
    before = os.umask(0)
    try:
        write_file(folder.with_name("autre"), "b", b"deux")
    finally:
        os.umask(before)
    assert read_file(folder.with_name("autre"), "b") == b"deux"
    for place, name in ((folder, "a"), (folder.with_name("autre"), "b")):
        assert place.stat().st_mode & 0o777 == 0o700
        assert (place / name).stat().st_mode & 0o777 == 0o600


def _open_to_others(path: Path) -> None:
    path.chmod(0o777)


def _group(path: Path) -> None:
    path.chmod(0o770)


def _behind_a_link(path: Path) -> None:
    path.rename(path.with_name("ailleurs"))
    path.symlink_to("ailleurs")


@pytest.mark.parametrize("name", ["", "a"])
@pytest.mark.parametrize("change", [_open_to_others, _group, _behind_a_link])
def test_what_is_not_ours_alone_is_not_read(folder: Path, name: str, change: Callable[[Path], None]) -> None:
    """A folder or a file that others may change, or that is a link, is refused."""
    change(folder / name)
    with pytest.raises(OSError, match=r".+"):
        read_file(folder, "a")


def test_another_account(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What belongs to another account is refused, its folder is not one of ours, and nothing is written into it."""
    assert is_own_folder(folder)
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    assert not is_own_folder(folder)
    with pytest.raises(NotOwnedError):
        read_file(folder, "a")
    with pytest.raises(NotOwnedError):
        write_file(folder, "a", b"deux")
    assert (folder / "a").read_bytes() == b"un"


def test_a_file_of_another_account_in_our_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The owner of each file counts, not of its folder alone."""
    us, answers = os.getuid(), iter([os.getuid(), os.getuid() + 1])
    monkeypatch.setattr(os, "geteuid", lambda: next(answers, us))
    with pytest.raises(NotOwnedError):
        read_file(folder, "a")


def test_rights_can_be_asked_for(folder: Path) -> None:
    """A file that others may read is refused where that is asked for."""
    (folder / "a").chmod(0o644)
    assert read_file(folder, "a") == b"un"
    with pytest.raises(NotOwnedError):
        read_file(folder, "a", forbidden=OTHERS_READ)


def test_a_pipe_is_not_awaited(folder: Path) -> None:
    """A pipe in the place of a file is refused at once."""
    os.mkfifo(folder / "tube", 0o600)
    with pytest.raises(NotOwnedError):
        read_file(folder, "tube")


@pytest.mark.parametrize("kind", ["link", "folder", "pipe", "file"])
def test_writing_replaces_whatever_is_there(folder: Path, kind: str) -> None:
    """A new file takes the place of what has its name; nothing is written where a link leads."""
    target, path = folder.with_name("cible"), folder / "b"
    target.write_bytes(b"intact")
    if kind == "link":
        path.symlink_to(target)
    elif kind == "folder":
        (path / "c").mkdir(parents=True)
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        os.link(target, path)
    write_file(folder, "b", b"deux")
    assert read_file(folder, "b") == b"deux"
    assert target.read_bytes() == b"intact"


def test_a_folder_is_not_written_through_a_link(folder: Path) -> None:
    """A link in the place of the folder stops a writing."""
    _behind_a_link(folder)
    with pytest.raises(OSError, match=r".+"):
        write_file(folder, "b", b"deux")
    assert not (folder / "b").exists()


def test_a_folder_of_ours_is_closed_before_it_is_used(folder: Path) -> None:
    """A folder that an older program left open to others is closed by the first writing."""
    folder.chmod(0o777)
    with open_folder(folder, make=True):
        assert folder.stat().st_mode & 0o777 == 0o700
    assert not is_own_folder(folder / "a")
    assert not is_own_folder(folder / "nulle-part")


def test_several_may_write_the_same_file(folder: Path) -> None:
    """Processes that share the work may keep the same template at the same time: one of theirs stays, whole."""
    contents = [bytes([number]) * 5000 for number in range(8)]

    def write(content: bytes) -> None:
        for _ in range(100):
            write_file(folder, "a", content)
            assert read_file(folder, "a") in contents

    with ThreadPoolExecutor(len(contents)) as pool:
        list(pool.map(write, contents))
    assert read_file(folder, "a") in contents
    assert [path.name for path in folder.iterdir()] == ["a"]
