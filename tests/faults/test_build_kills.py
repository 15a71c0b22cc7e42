"""Whenever a build is killed, `site/` is the whole earlier site, and the next build tidies up."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess

import pytest

from .builds import ASIDE, assert_french_failure, session, under_way
from .projects import Project, Snapshot, differences, snapshot, wait_until

pytestmark = pytest.mark.slow


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
