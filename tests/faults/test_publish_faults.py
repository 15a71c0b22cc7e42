"""Whatever happens during a publication over SSH, what is served stays whole and old, the message says what to do, and
a new run succeeds. The table of `docs/publishing.md` says the same in words.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from needs import needs

from troisclics.publish.remote_scripts import STEPS

from . import disks, web
from .projects import Snapshot, differences, ended_with, wait_until
from .small import (
    Desk,
    assert_log_is_true,
    assert_online,
    assert_refused,
    command_in_the_way,
    ended,
    make_desk,
    until,
    write_sites,
    wrong_in_what_is_served,
)  # fmt: skip

pytestmark = pytest.mark.programs

BEFORE_SWITCH = STEPS[: STEPS.index("bascule")]
INCOMING = "releases/.incoming"
PICTURE = 3_000_000
"""Bytes of a picture that takes a moment to travel."""


@pytest.fixture(scope="module")
def ssh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[web.Ssh]:
    """A real sshd on loopback."""
    with web.sshd(tmp_path_factory.mktemp("ssh")) as server:
        yield server


@pytest.fixture(scope="module")
def online(ssh: web.Ssh, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Sites published over SSH; for copying only."""
    desk = make_desk(tmp_path_factory.mktemp("online"), kind="ssh", **ssh.target)
    assert_online(desk, desk.run(), 1)
    return desk


@pytest.fixture
def desk(online: Desk, tmp_path: Path) -> Desk:
    """Sites of the test's own, published over SSH, which have changed since."""
    for name in ("site", "cache", "target"):
        subprocess.run(["cp", "-a", online.target.with_name(name), tmp_path / name], check=True)
    write_sites(tmp_path / "site", 2)
    return Desk(tmp_path / "site", tmp_path / "cache" / "essai", tmp_path / "target", {**online.described})


@pytest.fixture
def before(desk: Desk) -> Snapshot:
    """What is served before anything happens."""
    served = desk.served()
    assert served
    return served


@contextlib.contextmanager
def in_the_way(desk: Desk, command: str, action: str) -> Iterator[None]:
    """The desk's server replaced by one on which `command` does `action` first."""
    folder, described = desk.target.with_name("other-server"), {**desk.described}
    path = command_in_the_way(folder.with_name("bin"), command, "true", action)
    with web.sshd(folder, f"SetEnv PATH={path}") as ssh:
        desk.described |= ssh.target
        yield
    desk.described = described


def assert_next_run_succeeds(desk: Desk) -> None:
    """A new run puts the changed sites online, whole, leaves nothing beside, and the release log says so."""
    assert_online(desk, desk.run(), 2)
    assert_log_is_true(desk.target)


@contextlib.contextmanager
def publishing(desk: Desk) -> Iterator[subprocess.Popen[str]]:
    """Start a publication, which does not outlive the block."""
    process = desk.start()
    with ended_with(process):
        yield process
    assert wait_until(desk.is_free, 10)


@pytest.mark.parametrize("step", [step for step in STEPS if step != "relecture"])
def test_killed_at_a_step(desk: Desk, before: Snapshot, step: str) -> None:
    """`kill -9` as a step begins: readers get the old release, or from the switch on the new one, whole."""
    with publishing(desk) as process:
        until(process, step)
        os.killpg(process.pid, signal.SIGKILL)
    if step in BEFORE_SWITCH:
        assert not differences(desk.served(), before)
    else:
        assert wrong_in_what_is_served(desk) == []
    assert_next_run_succeeds(desk)


def until_in_transfer(desk: Desk, process: subprocess.Popen[str]) -> None:
    """Wait until files are on their way."""
    incoming = desk.target / INCOMING
    until(process, "envoi")
    assert wait_until(lambda: incoming.exists() and any(incoming.iterdir()), 60)


def test_killed_in_mid_transfer(desk: Desk, before: Snapshot) -> None:
    """`kill -9` while files are on their way: the old release is served, and the next run takes up what has come."""
    write_sites(desk.sites, 2, picture=PICTURE)
    with publishing(desk) as process:
        until_in_transfer(desk, process)
        os.killpg(process.pid, signal.SIGKILL)
    assert any((desk.target / INCOMING).iterdir())
    assert not differences(desk.served(), before)
    assert_next_run_succeeds(desk)


def test_connection_cut_in_mid_transfer(desk: Desk, before: Snapshot, ssh: web.Ssh) -> None:
    """The line breaks while files are on their way: the message says so."""
    write_sites(desk.sites, 2, picture=PICTURE)
    with publishing(desk) as process:
        until_in_transfer(desk, process)
        os.killpg(process.pid, signal.SIGSTOP)
        assert ssh.cut()
        os.killpg(process.pid, signal.SIGCONT)
        assert_refused(ended(process), "envoi", "coupée", "relancer")
    assert not differences(desk.served(), before)
    assert_next_run_succeeds(desk)


@contextlib.contextmanager
def mounted(desk: Desk) -> Iterator[Path]:
    """The target moved to a small disk of its own."""
    kept = desk.target.with_name("kept")
    desk.target.rename(kept)
    with disks.memory(desk.target, "48m"):
        subprocess.run(["cp", "-a", f"{kept}/.", desk.target], check=True)
        shutil.rmtree(kept)
        yield desk.target


def test_no_room_is_seen_before_anything_is_sent(desk: Desk, before: Snapshot) -> None:
    """A disk that is nearly full is refused by the preflight, which says how much is missing."""
    with mounted(desk) as disk:
        filler = disk / "filler"
        filler.write_bytes(b"\0" * (shutil.disk_usage(disk).free - (4 << 20)))
        assert_refused(desk.run(), "contrôles", "Mio sur le serveur", "libérer de la place")
        assert not differences(desk.served(), before)
        assert not (disk / INCOMING).exists()
        filler.unlink()
        assert_next_run_succeeds(desk)


def test_disk_full_in_mid_transfer(desk: Desk, before: Snapshot) -> None:
    """Somebody else fills the disk while files are on their way: the message says so."""
    write_sites(desk.sites, 2, picture=PICTURE)
    with mounted(desk) as disk:
        filler = disk / "filler"
        size = f"$(( $(df --output=avail -B1 '{disk}' | tail -n 1) - 65536 ))"
        with in_the_way(desk, "rsync", f"head -c {size} /dev/zero >'{filler}'"):
            assert_refused(desk.run(), "envoi", "plus de place", "libérer de la place")
        assert not differences(desk.served(), before)
        filler.unlink()
        assert_next_run_succeeds(desk)


def test_read_only_target(desk: Desk, before: Snapshot) -> None:
    """A disk mounted read-only is named as such."""
    with mounted(desk) as disk:
        subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
        assert_refused(desk.run(), "contrôles", "lecture seule", "relancer")
        assert not differences(desk.served(), before)
        subprocess.run(["mount", "-o", "remount,rw", disk], check=True)
        assert_next_run_succeeds(desk)


@pytest.mark.parametrize("known", ["another key", "no key"])
def test_wrong_host_key(desk: Desk, before: Snapshot, ssh: web.Ssh, tmp_path: Path, known: str) -> None:
    """A server whose key is not the known one, or is not known, is never spoken to."""
    wrong = tmp_path / "known_hosts"
    other = (ssh.folder / "user.pub").read_text(encoding="utf-8").split()[1]
    wrong.write_text(f"[127.0.0.1]:{ssh.port} ssh-ed25519 {other}\n" if known == "another key" else "")
    kept = wrong.read_bytes()
    desk.described["known_hosts"] = str(wrong)
    assert_refused(desk.run(), "contrôles", "clé du serveur", "known_hosts")
    assert wrong.read_bytes() == kept, "no key is accepted blindly"
    assert not differences(desk.served(), before)
    desk.described |= ssh.target
    assert_next_run_succeeds(desk)


def test_file_altered_before_the_switch(desk: Desk, before: Snapshot) -> None:
    """A file that changes on the target once it has come is found there, and never served."""
    page = desk.target / INCOMING / "50-manche" / "page-1" / "index.html"
    with in_the_way(desk, "sha256sum", f"echo '<p>Autre chose.</p>' >'{page}'"):
        assert_refused(desk.run(), "vérification", "50-manche/page-1/index.html", "relancer")
    assert not differences(desk.served(), before)
    assert_next_run_succeeds(desk)


@pytest.mark.parametrize("apart", ["-1d", "+1d"])
def test_clock_one_day_off(desk: Desk, before: Snapshot, apart: str) -> None:
    """A publisher whose clock is a day off the server's is refused."""
    assert_refused(desk.run(before=(needs("faketime"), "-f", apart)), "contrôles", "24,0 h", "NTP")
    assert not differences(desk.served(), before)
    assert_next_run_succeeds(desk)
