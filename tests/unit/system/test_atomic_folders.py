"""An output is replaced in whole or not at all."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from troisclics.errors import BusyError
from troisclics.system.atomic_folders import atomic_replace, locked

from .outputs import left_over, replacing, tree, write


def test_the_new_takes_the_place_of_the_old(tmp_path: Path) -> None:
    """After a build that ends well, the output holds the new files only, and nothing is left beside it."""
    out = tmp_path / "deep" / "site"
    write(out, "un")
    (out / "stale.html").write_text("reste")
    write(out, "deux")
    assert tree(out) == {"index.html": "deux"}
    assert left_over(out.parent) == []


def test_the_old_stays_until_the_end(tmp_path: Path) -> None:
    """While a build runs, whoever reads the output reads the former one, whole."""
    out = tmp_path / "site"
    write(out, "un")
    with replacing(out) as folders:
        (folders.new / "index.html").write_text("deux")
        assert tree(out) == {"index.html": "un"}
    assert tree(out) == {"index.html": "deux"}


@pytest.mark.parametrize("failure", [OSError(28, "No space left on device"), KeyboardInterrupt(), ValueError("bug")])
def test_a_failure_leaves_the_old(tmp_path: Path, failure: BaseException) -> None:
    """A build that fails, however it fails, leaves the output as it was and nothing beside it."""
    out = tmp_path / "site"
    write(out, "un")
    with pytest.raises(type(failure)), replacing(out) as folders:  # noqa: PT012 - the block is what fails
        (folders.new / "index.html").write_text("deux")
        raise failure
    assert tree(out) == {"index.html": "un"}
    assert left_over(tmp_path) == []


def test_a_first_build_that_fails_leaves_nothing(tmp_path: Path) -> None:
    """Without a former output, a failed build creates none."""
    with pytest.raises(ValueError, match="bug"), replacing(tmp_path / "site"):
        raise ValueError("bug")
    assert not (tmp_path / "site").exists()


def test_two_builds_at_once(tmp_path: Path) -> None:
    """A second build of the same output is refused at once; one of another output is not."""
    with replacing(tmp_path / "site") as folders:
        (folders.new / "index.html").write_text("un")
        with pytest.raises(BusyError, match="site"), replacing(tmp_path / "site"):
            pass
        write(tmp_path / "autre", "ailleurs")
    assert tree(tmp_path / "site") == {"index.html": "un"}
    assert tree(tmp_path / "autre") == {"index.html": "ailleurs"}


def test_a_killed_build_is_swept_by_the_next(tmp_path: Path) -> None:
    """A build killed without warning leaves the output as it was, and no lock that stops the next."""
    out = tmp_path / "site"
    write(out, "un")
    code = (
        "import os, pathlib, sys; from troisclics.system.atomic_folders import atomic_replace, locked\n"
        "with locked(pathlib.Path(sys.argv[1])) as place, atomic_replace(place) as folders:\n"
        "    (folders.new / 'index.html').write_text('deux'); os.kill(os.getpid(), 9)"
    )
    assert subprocess.run([sys.executable, "-c", code, str(out)], check=False).returncode == -9
    assert tree(out) == {"index.html": "un"}
    write(out, "trois")
    assert tree(out) == {"index.html": "trois"}
    assert left_over(tmp_path) == []


def test_a_kill_between_two_renames_is_mended(tmp_path: Path) -> None:
    """Where folders cannot be exchanged at once, an output that only exists as « .old » comes back."""
    out = tmp_path / "site"
    write(out, "un")
    out.rename(tmp_path / ".site.old")
    with pytest.raises(ValueError, match="bug"), replacing(out):
        raise ValueError("bug")
    assert tree(out) == {"index.html": "un"}
    assert left_over(tmp_path) == []


def test_a_kill_before_the_old_is_deleted_is_mended(tmp_path: Path) -> None:
    """An output whose successor is in its place already stays that; the « .old » beside it goes."""
    out = tmp_path / "site"
    write(out, "un")
    out.rename(tmp_path / ".site.old")
    out.mkdir()
    (out / "index.html").write_text("deux", encoding="utf-8")
    with pytest.raises(ValueError, match="bug"), replacing(out):
        raise ValueError("bug")
    assert tree(out) == {"index.html": "deux"}
    assert left_over(tmp_path) == []


@pytest.mark.parametrize("at", ["while it is copied", "while it is deleted", "once it is replaced"])
def test_a_kill_while_an_output_is_copied_is_mended(tmp_path: Path, at: str) -> None:
    """Where an output cannot be renamed, a copy stands for it as soon as it is whole, and not before."""
    out = tmp_path / "site"
    write(out, "un")
    copy = tmp_path / (".site.copying" if at == "while it is copied" else ".site.copy")
    copy.mkdir()
    if at == "while it is copied":
        (copy / "half").touch()
    else:
        (out / "index.html").rename(copy / "index.html")
    if at == "once it is replaced":
        (out / "index.html").write_text("deux")
    with pytest.raises(ValueError, match="bug"), replacing(out):
        raise ValueError("bug")
    assert tree(out) == {"index.html": "un"}
    assert left_over(tmp_path) == []


def test_modes_do_not_come_from_the_umask(tmp_path: Path) -> None:
    """A web server of another account can read the output, whatever the umask; that of the process stays."""
    before = os.umask(0o077)
    try:
        with replacing(tmp_path / "site") as folders:
            (folders.new / "50-manche").mkdir()
            (folders.new / "50-manche" / "index.html").write_text("un")
        assert os.umask(0o077) == 0o077
    finally:
        os.umask(before)
    modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "site", *(tmp_path / "site").rglob("*"))}
    assert modes == {"site": 0o755, "50-manche": 0o755, "index.html": 0o644}


def test_an_output_behind_a_link(tmp_path: Path) -> None:
    """An output that is a link to a folder elsewhere stays one: the folder it leads to is replaced, again and again."""
    (tmp_path / "srv").mkdir()
    out = tmp_path / "site"
    out.symlink_to(tmp_path / "srv")
    for text in ("un", "deux", "trois"):
        write(out, text)
        assert tree(tmp_path / "srv") == {"index.html": text}
    assert out.is_symlink()
    assert left_over(tmp_path) == []


def test_the_former_output_is_the_start_of_the_next(tmp_path: Path) -> None:
    """A build may begin with the output before the last; the last one is then kept in its turn."""
    out, previous = tmp_path / "site", tmp_path / "previous"
    found = []
    for text in ("un", "deux", "trois", "quatre"):
        with locked(out) as place, atomic_replace(place, previous=previous) as folders:
            folders.start_from_previous()
            found.append(tree(folders.new))
            (folders.new / "index.html").unlink(missing_ok=True)
            (folders.new / "index.html").write_text(text)
    assert found == [{}, {}, {"index.html": "un"}, {"index.html": "deux"}]
    assert tree(out) == {"index.html": "quatre"}
    assert tree(previous) == {"index.html": "trois"}


def test_a_build_that_does_not_ask_begins_with_nothing(tmp_path: Path) -> None:
    """The twin: who does not ask for the previous output gets an empty folder, and none is left for the next."""
    out, previous = tmp_path / "site", tmp_path / "previous"
    for number in range(4):
        with locked(out) as place, atomic_replace(place, previous=previous) as folders:
            if number < 2:
                folders.start_from_previous()
            assert tree(folders.new) == {}
            (folders.new / "index.html").write_text(str(number))
        assert previous.exists() is (number == 1)


def test_a_failure_costs_the_spare_alone(tmp_path: Path) -> None:
    """A build that fails while it updates the previous output leaves the output unmodified, and no previous one."""
    out, previous = tmp_path / "site", tmp_path / "previous"
    for text in ("un", "deux"):
        with locked(out) as place, atomic_replace(place, previous=previous) as folders:
            folders.start_from_previous()
            (folders.new / "index.html").write_text(text)
    with pytest.raises(ValueError, match="bug"), locked(out) as place, atomic_replace(place, None, previous) as folders:  # noqa: PT012
        folders.start_from_previous()
        (folders.new / "index.html").write_text("trois")
        raise ValueError("bug")
    assert tree(out) == {"index.html": "deux"}
    assert not previous.exists()
    assert left_over(tmp_path) == []
