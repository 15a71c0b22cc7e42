"""Faults of a publication as the whole command meets them, with texts: it builds, checks, publishes, verifies and rolls
back. `test_publish_faults.py` does more of them to small sites; the table of `docs/publishing.md` has both.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from . import disks, web
from .projects import Snapshot, differences, ended_with
from .published import PAGE, SITE, Desk, describe, make_desk
from .small import assert_log_is_true, assert_refused, until

pytestmark = [pytest.mark.programs, pytest.mark.slow]


@contextlib.contextmanager
def publishing(desk: Desk) -> Iterator[subprocess.Popen[str]]:
    """Start a publication, which does not outlive the block."""
    process = desk.start("publish", "essai")
    with ended_with(process):
        yield process


def assert_next_run_succeeds(desk: Desk, before: Snapshot) -> None:
    """A new run puts the changed page online, leaves nothing beside, and the release log says what is served."""
    done = desk.run("publish", "essai")
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{SITE}/{PAGE}/index.html" in differences(desk.served(), before)
    assert not (desk.target / "releases" / ".incoming").exists()
    verified = desk.run("status", str(desk.target / "current"))
    assert verified.returncode == 0, verified.stdout
    assert_log_is_true(desk.target)


def test_killed_then_two_publishers_at_once(tmp_path: Path) -> None:
    """Over SSH: `kill -9` leaves the old release; a second publisher is told who is at it; then each goes through."""
    with web.sshd(tmp_path / "ssh") as ssh:
        desk = make_desk(tmp_path, more=ssh.keys, kind="ssh")
        done = desk.run("publish", "essai")
        assert done.returncode == 0, done.stderr
        before = desk.served()
        other = Desk(tmp_path / "other", desk.target)
        subprocess.run(["cp", "-a", desk.root, other.root], check=True)
        for each in (desk, other):
            each.change()
        with publishing(desk) as process:
            until(process, "vérification")
            os.killpg(process.pid, signal.SIGKILL)
        assert not differences(desk.served(), before)
        with publishing(desk) as process:
            until(process, "envoi")
            os.killpg(process.pid, signal.SIGSTOP)
            done = other.run("publish", "essai")
            os.killpg(process.pid, signal.SIGCONT)
            assert_refused(done, "contrôles", "une autre publication est en cours", "processus")
            assert not differences(desk.served(), before)
            _, said = process.communicate(timeout=120)
            assert process.returncode == 0, said
        other.change("Cette phrase est d'ailleurs.")
        assert_next_run_succeeds(other, before)


def test_server_that_answers_wrong(tmp_path: Path) -> None:
    """What is read again over HTTP is not what was published: the earlier release is served again, at once."""
    port = web.free_port()
    desk = make_desk(tmp_path, f"http://127.0.0.1:{port}/")
    assert desk.run("export", "servers", "essai", "--out", str(tmp_path / "conf")).returncode == 0
    sites = (tmp_path / "conf" / "nginx.conf").read_text(encoding="utf-8")
    with web.nginx(tmp_path / "server", sites, port):
        assert desk.run("publish", "essai").returncode == 0
    before = desk.served()
    desk.change()
    with web.nginx(tmp_path / "server", sites.replace("nosniff", "sniff"), port):
        done = desk.run("publish", "essai")
        assert_refused(done, "relecture", "x-content-type-options", "de nouveau en ligne")
    assert not differences(desk.served(), before)
    with web.nginx(tmp_path / "server", sites, port):
        with publishing(desk) as process:
            until(process, "relecture")
            os.killpg(process.pid, signal.SIGKILL)
        assert_next_run_succeeds(desk, before)


def test_no_links_on_the_target(tmp_path: Path) -> None:
    """A disk without symbolic links is refused, never fallen back from; with « switch: copy » it is copied in order."""
    desk = make_desk(tmp_path)
    with disks.memory(desk.target, "160m", ",nosymfollow"):
        assert_refused(desk.run("publish", "essai"), "contrôles", "liens symboliques", "switch: copy")
        assert not (desk.target / "current").exists()
        describe(desk.root, desk.target, more="    switch: copy\n")
        done = desk.run("publish", "essai")
        assert done.returncode == 0, done.stderr
        assert not any(path.is_symlink() for path in desk.target.rglob("*"))
        before = desk.served()
        desk.change()
        with publishing(desk) as process:
            until(process, "bascule")
            os.killpg(process.pid, signal.SIGKILL)
        done = desk.run("publish", "essai")
        assert done.returncode == 0, done.stderr
        assert differences(desk.served(), before)
        assert desk.run("status", str(desk.target / "current")).returncode == 0
        assert desk.run("rollback", "essai").returncode == 0
        assert not {path for path in differences(desk.served(), before) if "/_assets/" not in path}
