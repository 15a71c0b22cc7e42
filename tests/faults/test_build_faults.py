"""Whatever happens to a build, `site/` is the whole earlier site or the whole new one."""

from __future__ import annotations

import contextlib
import errno
import itertools
import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from needs import needs, not_run

from . import disks
from .projects import Project, Snapshot, differences, snapshot, wait_until

pytestmark = pytest.mark.slow

ASIDE = ".site.new"


def files_aside(victim: Project) -> int:
    """How many files the running build has written aside."""
    return sum(len(names) for _, _, names in os.walk(victim.root / ASIDE))


def under_way(victim: Project, process: subprocess.Popen[str], files: int = 1) -> bool:
    """Wait until the build has written so many files aside; False if it ended first."""
    wait_until(lambda: files_aside(victim) >= files or process.poll() is not None, 120)
    return process.poll() is None


def session(leader: int) -> list[int]:
    """The processes of the session that `leader` began, less the dead that nobody has buried."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            state, _, _, member_of = (folder / "stat").read_text().rpartition(")")[2].split()[:4]
            if int(member_of) == leader and state != "Z":
                found.append(int(folder.name))
    return found


def assert_french_failure(done: subprocess.CompletedProcess[str], *codes: int) -> None:
    """The build said in French that it failed, once, and gave exit code 3."""
    assert done.returncode == 3, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.count("Erreur :") == 1
    for code in codes:
        assert os.strerror(code) not in done.stderr, "the system's English is left in the message"


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.95])
def test_kill_leaves_the_earlier_site(victim: Project, before: Snapshot, after: Snapshot, share: float) -> None:
    """`kill -9` of all its processes, at any moment, leaves the earlier site; the next build succeeds and tidies."""
    files = max(1, int(share * sum(1 for digest in before.values() if digest)))
    with victim.building() as process:
        hit = under_way(victim, process, files)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    found = snapshot(victim.site)
    if share < 0.5:
        assert hit, "the kill came too late to prove anything"
        assert not differences(found, before)
    assert not differences(found, before) or not differences(found, after)
    done = victim.build()
    assert done.returncode == 0, done.stderr
    assert not differences(snapshot(victim.site), after)
    assert not victim.beside()


def test_kill_while_reading_leaves_the_earlier_site(victim: Project, before: Snapshot) -> None:
    """`kill -9` before anything is written leaves everything as it was."""
    with victim.building() as process:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(0.3)
        os.killpg(process.pid, signal.SIGKILL)
    assert not differences(snapshot(victim.site), before)


def test_kill_of_the_main_process_leaves_no_worker(victim: Project, before: Snapshot, after: Snapshot) -> None:
    """When the main process alone is killed, its workers end too and do not write into the next build."""
    with victim.building() as process:
        assert under_way(victim, process)
        process.kill()
        assert wait_until(lambda: not session(process.pid), 20), "workers outlive the build"
    assert not differences(snapshot(victim.site), before)
    done = victim.build()
    assert done.returncode == 0, done.stderr
    assert not differences(snapshot(victim.site), after)


def test_killed_worker_ends_the_build(victim: Project, before: Snapshot) -> None:
    """When the system kills one worker (no memory left), the build ends with exit 3 instead of waiting for ever."""
    with victim.building("--jobs", "2") as process:
        assert wait_until(lambda: len(session(process.pid)) > 2 or process.poll() is not None, 120)
        workers = [number for number in session(process.pid) if number != process.pid]
        assert workers, "the build was over before it had workers to kill"
        os.kill(workers[-1], signal.SIGKILL)
        stdout, stderr = process.communicate(timeout=60)
    assert not differences(snapshot(victim.site), before)
    assert_french_failure(subprocess.CompletedProcess([], process.returncode, stdout, stderr))


def test_ctrl_c_leaves_the_earlier_site(victim: Project, before: Snapshot) -> None:
    """Ctrl-C ends the build with exit 3, one French sentence and nothing left aside."""
    with victim.building() as process:
        assert under_way(victim, process)
        os.killpg(process.pid, signal.SIGINT)
        stdout, stderr = process.communicate(timeout=60)
    assert not differences(snapshot(victim.site), before)
    assert_french_failure(subprocess.CompletedProcess([], process.returncode, stdout, stderr))
    assert "interrompu ; le dossier précédent est intact" in stderr
    assert not victim.beside()


def test_termination_leaves_the_earlier_site(victim: Project, before: Snapshot, after: Snapshot) -> None:
    """SIGTERM to the main process (a CI that gives up) ends all of it and leaves the earlier site."""
    with victim.building() as process:
        assert under_way(victim, process)
        process.terminate()
        _, stderr = process.communicate(timeout=60)
        assert wait_until(lambda: not session(process.pid), 20), "workers outlive the build"
    assert process.returncode in {3, -signal.SIGTERM, 128 + signal.SIGTERM}
    assert "Traceback" not in stderr
    assert not differences(snapshot(victim.site), before)
    done = victim.build()
    assert done.returncode == 0, done.stderr
    assert not differences(snapshot(victim.site), after)
    assert not victim.beside()


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


def test_site_half_way_through_a_switch_is_recovered(victim: Project, before: Snapshot) -> None:
    """Where a kill fell between the two renames of the fall-back, the earlier site is back before anything else."""
    victim.site.rename(victim.root / ".site.old")
    (victim.root / ASIDE).mkdir()
    done = victim.build(before=("sh", "-c", 'ulimit -f 100 && exec "$@"', "sh"))
    assert done.returncode == 3, done.stderr
    assert not differences(snapshot(victim.site), before)
    assert not victim.beside()


def test_leftovers_of_a_switch_are_swept(victim: Project, after: Snapshot) -> None:
    """Folders that killed builds left aside go with the next build, and nothing of them gets into the site."""
    for name in (ASIDE, ".site.old"):
        shutil.copytree(victim.site, victim.root / name)
        (victim.root / name / "vieux.html").write_text("vieux", encoding="utf-8")
    done = victim.build()
    assert done.returncode == 0, done.stderr
    assert not differences(snapshot(victim.site), after)
    assert not victim.beside()


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
