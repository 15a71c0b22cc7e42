"""What others may have put beside an output is never followed, read or taken."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from troisclics.errors import ForeignFileError
from troisclics.system.atomic_folders import atomic_replace, locked

from .outputs import replacing, tree, write


@pytest.mark.parametrize("name", [".site.lock", ".site.new", ".site.scratch", ".site.old"])
@pytest.mark.parametrize("target", ["ailleurs", "nulle-part"])
def test_links_beside_an_output_are_not_followed(tmp_path: Path, name: str, target: str) -> None:
    """A link that somebody put where a build works leads nowhere: it goes, or the build is refused."""
    (tmp_path / "ailleurs").mkdir()
    (tmp_path / "ailleurs" / "précieux.txt").write_text("intact")
    (tmp_path / name).symlink_to(target)
    if name == ".site.lock":
        with pytest.raises(ForeignFileError):
            write(tmp_path / "site", "un")
    else:
        write(tmp_path / "site", "un")
        assert tree(tmp_path / "site") == {"index.html": "un"}
        assert not (tmp_path / name).is_symlink()
    assert tree(tmp_path / "ailleurs") == {"précieux.txt": "intact"}
    assert not (tmp_path / "nulle-part").exists()


@pytest.mark.parametrize("kind", ["folder", "pipe", "link to a file"])
def test_a_lock_is_a_plain_file(tmp_path: Path, kind: str) -> None:
    """Anything else in the place of the lock is refused at once, and is named."""
    lock = tmp_path / ".site.lock"
    if kind == "folder":
        lock.mkdir()
    elif kind == "pipe":
        os.mkfifo(lock)
    else:
        (tmp_path / "fichier").write_text("intact")
        lock.symlink_to("fichier")
    with pytest.raises(ForeignFileError, match=r"\.site\.lock"):
        write(tmp_path / "site", "un")


def test_the_link_of_another_account_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An output may be a link of ours, not one that somebody else has put there."""
    (tmp_path / "ailleurs").mkdir()
    (tmp_path / "site").symlink_to("ailleurs")
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    with pytest.raises(ForeignFileError, match="site"):
        write(tmp_path / "site", "un")
    assert list((tmp_path / "ailleurs").iterdir()) == []


def test_the_former_output_of_another_account_does_not_come_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder « .old » that is not ours is no output that a kill has left half-way."""
    (tmp_path / ".site.old").mkdir()
    (tmp_path / ".site.old" / "index.html").write_text("planté")
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    with pytest.raises(ValueError, match="bug"), replacing(tmp_path / "site"):
        raise ValueError("bug")
    assert not (tmp_path / "site").exists()


def test_a_spare_of_another_account_is_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build begins with the previous output only if it is ours, and no link."""
    out, previous = tmp_path / "site", tmp_path / "previous"
    write(out, "un")
    (tmp_path / "ailleurs").mkdir()
    (tmp_path / "ailleurs" / "planté.html").write_text("planté")
    previous.symlink_to("ailleurs")
    with locked(out) as place, atomic_replace(place, previous=previous) as folders:
        folders.start_from_previous()
        assert tree(folders.new) == {}
    assert tree(tmp_path / "ailleurs") == {"planté.html": "planté"}
    assert tree(previous) == {"index.html": "un"}
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    with locked(out) as place, atomic_replace(place, previous=previous) as folders:
        folders.start_from_previous()
        assert tree(folders.new) == {}
