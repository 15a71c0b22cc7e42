"""Whatever stops a build (a full disk, a right, an error in the input), `site/` is the whole earlier site."""

from __future__ import annotations

import contextlib
import errno
import itertools
import os
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from needs import needs, not_run

from . import disks
from .builds import assert_french_failure, under_way
from .projects import Project, Snapshot, differences, snapshot

pytestmark = pytest.mark.slow


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[int], Path]]:
    """Mount file systems in memory, of a given size in bytes, for the time of the test."""
    with contextlib.ExitStack() as mounted:
        count = itertools.count()
        yield lambda size: mounted.enter_context(disks.memory(tmp_path / f"disk-{next(count)}", str(size)))


@pytest.mark.parametrize("room", [0.0, 0.05, 0.5, 0.9])
def test_full_disk_leaves_the_earlier_site(
    victim: Project, before: Snapshot, small_disk: Callable[[int], Path], room: float
) -> None:
    """A disk that fills up during the build leaves the earlier site, says so in French and ends with exit 3."""
    blocks = sum(-(-path.stat().st_size // 4096) for path in victim.site.rglob("*") if path.is_file())
    disk = small_disk(int((2 + room) * blocks * 4096))
    shutil.copytree(victim.site, disk / "site")
    ballast = shutil.disk_usage(disk).free - int(room * blocks * 4096)
    (disk / "ballast").write_bytes(bytes(ballast))
    done = victim.build("--out", str(disk / "site"))
    assert not differences(snapshot(disk / "site"), before)
    assert_french_failure(done, errno.ENOSPC)
    assert {path.name for path in disk.iterdir()} <= {"site", "ballast", ".site.lock", ".site.memory"}
    (disk / "ballast").unlink()


def test_file_too_large_leaves_the_earlier_site(victim: Project, before: Snapshot) -> None:
    """A quota on file sizes (`ulimit -f`) is met like a full disk, on machines where nothing can be mounted too."""
    done = victim.build(before=("sh", "-c", 'ulimit -f 100 && exec "$@"', "sh"))
    assert not differences(snapshot(victim.site), before)
    assert_french_failure(done, errno.EFBIG)
    assert not victim.beside()


def without_privileges() -> tuple[str, ...]:
    """The command that makes root obey the rights of files; nothing for other users, who obey anyway."""
    return (needs("setpriv"), "--bounding-set=-all", "--inh-caps=-all") if os.geteuid() == 0 else ()


def test_read_only_folder_is_said(victim: Project, before: Snapshot, tmp_path: Path) -> None:
    """An output folder that may not be written is named in French with exit 3, and stays as it was."""
    locked = tmp_path / "locked"
    shutil.copytree(victim.site, locked / "site")
    locked.chmod(0o555)
    done = victim.build("--out", str(locked / "site"), before=without_privileges())
    locked.chmod(0o755)
    assert not differences(snapshot(locked / "site"), before)
    assert_french_failure(done, errno.EACCES)
    assert str(locked) in done.stderr


def test_second_build_at_once_is_refused(victim: Project, after: Snapshot) -> None:
    """While a build runs, a second one ends with exit 3 and a French message; the first one finishes."""
    with victim.building() as process:
        assert under_way(victim, process)
        os.killpg(process.pid, signal.SIGSTOP)
        done = victim.build()
        os.killpg(process.pid, signal.SIGCONT)
        _, stderr = process.communicate(timeout=300)
    assert process.returncode == 0, stderr
    assert_french_failure(done)
    assert "une autre construction est en cours" in done.stderr
    assert not differences(snapshot(victim.site), after)


def test_input_errors_leave_the_earlier_site(victim: Project, before: Snapshot) -> None:
    """Errors in the input are all said, with exit 2, and nothing is built."""
    (victim.root / "departments" / "50-manche" / "inconnu.md").write_text("Texte.\n", encoding="utf-8")
    department = victim.root / "departments" / "01-ain" / "department.yml"
    department.write_text(department.read_text(encoding="utf-8") + "telephone: 01\n", encoding="utf-8")
    done = victim.build()
    assert done.returncode == 2, done.stderr
    assert "departments/50-manche/inconnu.md: erreur[overlay-orphelin]" in done.stderr
    assert "departments/01-ain/department.yml:" in done.stderr
    assert "Traceback" not in done.stderr
    assert not differences(snapshot(victim.site), before)
    assert not victim.beside()


def test_errors_of_reading_and_of_merging_are_said_together(victim: Project) -> None:
    """A wrong overlay and an unknown fact are found in one run: an editor mends once, not twice."""
    (victim.root / "departments" / "50-manche" / "inconnu.md").write_text("Texte.\n", encoding="utf-8")
    page = victim.root / "content" / "restauration" / "index.md"
    page.write_text(page.read_text(encoding="utf-8") + '\n{{ fact("inconnu.fait") }}\n', encoding="utf-8")
    done = victim.build()
    assert done.returncode == 2, done.stderr
    assert "departments/50-manche/inconnu.md: erreur[overlay-orphelin]" in done.stderr
    assert "content/restauration/index.md:" in done.stderr


WITHOUT_EXCHANGE = """
import ctypes, os, struct, sys
number = {"x86_64": 316, "aarch64": 276}[os.uname().machine]
load, equal, give = 0x20, 0x15, 0x06  # BPF: load the number of the call; is it renameat2? give an answer
answers = {"no such call": 0x00050000 | 38, "allowed": 0x7FFF0000}
program = b"".join(struct.pack("HBBI", *step) for step in [
    (load, 0, 0, 0), (equal, 0, 1, number), (give, 0, 0, answers["no such call"]), (give, 0, 0, answers["allowed"]),
])
kept = ctypes.create_string_buffer(program)
libc = ctypes.CDLL(None, use_errno=True)
filter = ctypes.create_string_buffer(struct.pack("HxxxxxxP", 4, ctypes.addressof(kept)))
if libc.prctl(38, 1, 0, 0, 0) or libc.prctl(22, 2, filter, 0, 0):
    sys.exit("no seccomp: " + os.strerror(ctypes.get_errno()))
libc.renameat2(-100, b"a", -100, b"b", 2)
assert ctypes.get_errno() in {22, 38}, "the filter does nothing"  # glibc says 22 for it
os.execv(sys.argv[1], sys.argv[1:])
"""
"""Runs its arguments as on a kernel that has no renameat2 (a seccomp filter answers ENOSYS)."""


def test_switch_without_exchange(victim: Project, after: Snapshot) -> None:
    """Where the system cannot exchange two folders, the new site still takes the place of the earlier one."""
    if os.uname().machine not in {"x86_64", "aarch64"}:
        not_run("the seccomp filter is written for x86_64 and aarch64")
    done = victim.build(before=(needs("python3"), "-c", WITHOUT_EXCHANGE))
    assert done.returncode == 0, done.stderr
    assert not differences(snapshot(victim.site), after)
    assert not victim.beside()


def test_output_that_is_a_link(victim: Project, after: Snapshot, tmp_path: Path) -> None:
    """An output that is a symbolic link stays one: what it points to is replaced, twice in a row."""
    real = tmp_path / "www" / "site"
    real.parent.mkdir()
    shutil.move(victim.site, real)
    victim.site.symlink_to(real)
    for _ in range(2):
        done = victim.build()
        assert done.returncode == 0, done.stderr
        assert victim.site.is_symlink()
        assert not differences(snapshot(real), after)
    assert not victim.beside()
    assert {path.name for path in real.parent.iterdir()} <= {"site", ".site.lock", ".site.memory"}


@pytest.mark.parametrize("out", ["content", ".", "departments", "mkdocs.yml"])
def test_output_that_is_something_else_is_refused(victim: Project, out: str) -> None:
    """`--out` never replaces a folder that holds something else than sites: exit 2, and all is as it was."""
    kept = snapshot(victim.root / "content") | snapshot(victim.root / "departments")
    done = victim.build("50", "--out", out)
    full = victim.build("--out", out)
    assert (victim.root / "mkdocs.yml").is_file()
    assert not differences(snapshot(victim.root / "content") | snapshot(victim.root / "departments"), kept)
    assert done.returncode == full.returncode == 2, done.stderr + full.stderr
    assert "Traceback" not in done.stderr + full.stderr
