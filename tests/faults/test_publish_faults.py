"""Whatever happens during a publication, what is served stays whole and old, the message says what to do, and a new
run succeeds. The table of `docs/publishing.md` says the same in words.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from needs import needs

from troisclics.publish.remote_scripts import STEPS

from . import disks, web
from .projects import Project, Snapshot, differences, wait_until
from .published import Desk, describe, make_desk

pytestmark = pytest.mark.programs

INCOMING = "releases/.incoming"


@pytest.fixture(scope="module")
def ssh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[web.Ssh]:
    """A real sshd on loopback."""
    with web.sshd(tmp_path_factory.mktemp("ssh")) as server:
        yield server


@pytest.fixture(scope="module")
def online(built_once: Project, ssh: web.Ssh, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A project published over SSH; for copying only."""
    desk = make_desk(built_once, tmp_path_factory.mktemp("online"), more=ssh.keys, kind="ssh")
    done = desk.run("publish", "essai")
    assert done.returncode == 0, done.stderr
    return desk


@pytest.fixture
def desk(online: Desk, ssh: web.Ssh, tmp_path: Path) -> Desk:
    """A project of the test's own, published over SSH, in which one page has changed since."""
    root, target = tmp_path / "project", tmp_path / "target"
    for source, to in ((online.root, root), (online.target, target)):
        subprocess.run(["cp", "-a", source, to], check=True)
    describe(root, target, more=ssh.keys, kind="ssh")
    desk = Desk(root, target)
    desk.change()
    return desk


@contextlib.contextmanager
def publishing(desk: Desk, *args: str) -> Iterator[subprocess.Popen[str]]:
    """Start a publication, which does not outlive the block."""
    process = desk.start("publish", "essai", *args)
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def until(process: subprocess.Popen[str], step: str) -> str:
    """Read what a publication says until `step` begins; what it said."""
    assert process.stderr is not None
    said = ""
    for line in process.stderr:
        said += line
        if line.startswith(f"Étape : {step}"):
            return said
    raise AssertionError(said)


def assert_whole_and_old(desk: Desk, before: Snapshot) -> None:
    """What is served has not changed by a byte."""
    assert before
    assert not differences(desk.served(), before)


def assert_next_run_succeeds(desk: Desk, before: Snapshot) -> None:
    """A new run puts the changed page online, leaves nothing beside, and the ledger says what is served."""
    done = desk.run("publish", "essai")
    assert done.returncode == 0, done.stdout + done.stderr
    changed = differences(desk.served(), before)
    assert "50-manche/restauration/subvention-repas/index.html" in changed
    assert not (desk.target / INCOMING).exists()
    verified = desk.run("status", str(desk.target / "current"))
    assert verified.returncode == 0, verified.stdout
    ledger = json.loads((desk.target / "published.json").read_text(encoding="utf-8"))
    assert ledger["current"] == desk.release()
    kept = {entry["folder"] for entry in ledger["releases"]}
    assert {path.name for path in (desk.target / "releases").iterdir()} == kept


def assert_refused(said: str, code: int, step: str, *words: str) -> None:
    """The message names the step and the remedy, and is no traceback."""
    assert code == 3, said
    assert f"étape « {step} »" in said, said
    assert "  → " in said
    assert "Traceback" not in said
    for word in words:
        assert word in said, said


BEFORE_SWITCH = STEPS[: STEPS.index("bascule")]


@pytest.mark.parametrize("step", [step for step in STEPS if step != "relecture"])
def test_killed_at_a_step(desk: Desk, step: str) -> None:
    """`kill -9` as a step begins: readers get the old release, or from the switch on the new one, whole."""
    before = desk.served()
    with publishing(desk) as process:
        until(process, step)
        os.killpg(process.pid, signal.SIGKILL)
    if step in BEFORE_SWITCH:
        assert_whole_and_old(desk, before)
    else:
        verified = desk.run("status", str(desk.target / "current"))
        assert verified.returncode == 0, verified.stdout
    assert_next_run_succeeds(desk, before)


def test_killed_in_mid_transfer(desk: Desk) -> None:
    """`kill -9` while files are on their way: the old release is served, and the next run takes up what has come."""
    before = desk.served()
    incoming = desk.target / INCOMING
    with publishing(desk) as process:
        until(process, "envoi")
        assert wait_until(lambda: incoming.exists() and any(incoming.iterdir()), 60)
        os.killpg(process.pid, signal.SIGKILL)
    assert_whole_and_old(desk, before)
    assert_next_run_succeeds(desk, before)


def test_connection_cut_in_mid_transfer(desk: Desk, ssh: web.Ssh) -> None:
    """The line breaks while files are on their way: the message says so."""
    before = desk.served()
    with publishing(desk) as process:
        until(process, "envoi")
        assert wait_until((desk.target / INCOMING).exists, 60)
        assert ssh.cut()
        _, said = process.communicate(timeout=60)
        assert_refused(said, process.returncode, "envoi", "coupée", "relancer")
    assert_whole_and_old(desk, before)
    assert_next_run_succeeds(desk, before)


@contextlib.contextmanager
def mounted(desk: Desk, size: str) -> Iterator[Path]:
    """The target moved to a small disk of its own."""
    kept = desk.target.with_name("kept")
    desk.target.rename(kept)
    with disks.memory(desk.target, size):
        subprocess.run(["cp", "-a", f"{kept}/.", desk.target], check=True)
        shutil.rmtree(kept)
        yield desk.target


def test_no_room_is_seen_before_anything_is_sent(desk: Desk) -> None:
    """A disk that is nearly full is refused by the preflight, which says how much is missing."""
    used = sum(path.stat().st_size for path in desk.target.rglob("*") if path.is_file() and not path.is_symlink())
    with mounted(desk, str(used + (48 << 20))) as disk:
        before = desk.served()
        filler = disk / "filler"
        filler.write_bytes(b"\0" * (disk_free(disk) - (4 << 20)))
        done = desk.run("publish", "essai")
        assert_refused(done.stderr, done.returncode, "contrôles", "Mio sur le serveur", "libérer de la place")
        assert_whole_and_old(desk, before)
        assert not (disk / INCOMING).exists()
        filler.unlink()
        assert_next_run_succeeds(desk, before)


def disk_free(disk: Path) -> int:
    """Bytes that are free on a disk."""
    return shutil.disk_usage(disk).free


def test_disk_full_in_mid_transfer(desk: Desk) -> None:
    """Somebody else fills the disk while files are on their way: the message says so."""
    for page in (desk.root / "content" / "logement").glob("*.md"):
        page.write_text(page.read_text(encoding="utf-8") + "\nAutre phrase.\n", encoding="utf-8")
    with mounted(desk, "96m") as disk:
        before = desk.served()
        filler = disk / "filler"
        with publishing(desk) as process:
            until(process, "envoi")
            filler.write_bytes(b"\0" * max(0, disk_free(disk) - (64 << 10)))
            _, said = process.communicate(timeout=60)
            assert_refused(said, process.returncode, "envoi", "plus de place", "libérer de la place")
        assert_whole_and_old(desk, before)
        filler.unlink()
        assert_next_run_succeeds(desk, before)


def test_read_only_target(desk: Desk) -> None:
    """A disk mounted read-only is named as such."""
    with mounted(desk, "96m") as disk:
        before = desk.served()
        subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
        done = desk.run("publish", "essai")
        assert_refused(done.stderr, done.returncode, "contrôles", "lecture seule", "relancer")
        assert_whole_and_old(desk, before)
        subprocess.run(["mount", "-o", "remount,rw", disk], check=True)
        assert_next_run_succeeds(desk, before)


@pytest.mark.parametrize("known", ["another key", "no key"])
def test_wrong_host_key(desk: Desk, ssh: web.Ssh, tmp_path: Path, known: str) -> None:
    """A server whose key is not the known one, or is not known, is never spoken to."""
    before = desk.served()
    right = ssh.folder / "known_hosts"
    wrong = tmp_path / "known_hosts"
    other = (ssh.folder / "user.pub").read_text(encoding="utf-8").split()[1]
    wrong.write_text(f"[127.0.0.1]:{ssh.port} ssh-ed25519 {other}\n" if known == "another key" else "")
    describe(desk.root, desk.target, more=ssh.keys.replace(str(right), str(wrong)), kind="ssh")
    kept = wrong.read_bytes()
    done = desk.run("publish", "essai")
    assert_refused(done.stderr, done.returncode, "contrôles", "clé du serveur", "known_hosts")
    assert wrong.read_bytes() == kept, "no key is accepted blindly"
    assert_whole_and_old(desk, before)
    describe(desk.root, desk.target, more=ssh.keys, kind="ssh")
    assert_next_run_succeeds(desk, before)


def test_two_publishers_at_once(desk: Desk, tmp_path: Path) -> None:
    """The second is refused and told who is at it; the first one goes through."""
    before = desk.served()
    other = Desk(tmp_path / "other", desk.target)
    subprocess.run(["cp", "-a", desk.root, other.root], check=True)
    with publishing(desk) as process:
        until(process, "envoi")
        os.killpg(process.pid, signal.SIGSTOP)
        done = other.run("publish", "essai")
        os.killpg(process.pid, signal.SIGCONT)
        assert_refused(done.stderr, done.returncode, "contrôles", "une autre publication est en cours", "processus")
        assert_whole_and_old(desk, before)
        _, said = process.communicate(timeout=120)
        assert process.returncode == 0, said
    assert_next_run_succeeds(other, before)


def test_file_altered_before_the_switch(desk: Desk) -> None:
    """A file that changes on the target once it has come is found there, and never served."""
    before = desk.served()
    page = desk.target / INCOMING / "50-manche" / "restauration" / "subvention-repas" / "index.html"
    over = threading.Event()

    def alter() -> None:
        while not over.is_set():
            if page.exists():
                page.write_bytes(b"<p>Autre chose.</p>")
                return
            time.sleep(0.001)

    thread = threading.Thread(target=alter)
    thread.start()
    done = desk.run("publish", "essai")
    over.set()
    thread.join()
    assert_refused(done.stderr, done.returncode, "vérification", "subvention-repas/index.html", "relancer")
    assert_whole_and_old(desk, before)
    assert_next_run_succeeds(desk, before)


@pytest.mark.parametrize("apart", ["-1d", "+1d"])
def test_clock_one_day_off(desk: Desk, apart: str) -> None:
    """A publisher whose clock is a day off the server's is refused."""
    before = desk.served()
    clock = needs("faketime")
    done = desk.run("publish", "essai", before=(clock, "-f", apart))
    assert_refused(done.stderr, done.returncode, "contrôles", "24,0 h", "NTP")
    assert_whole_and_old(desk, before)
    assert_next_run_succeeds(desk, before)


def test_server_that_answers_wrong(built_once: Project, tmp_path: Path) -> None:
    """What is read again over HTTP is not what was published: the earlier release is served again, at once."""
    port = web.free_port()
    desk = make_desk(built_once, tmp_path, f"http://127.0.0.1:{port}/")
    assert desk.run("export", "servers", "essai", "--out", str(tmp_path / "conf")).returncode == 0
    sites = (tmp_path / "conf" / "nginx.conf").read_text(encoding="utf-8")
    with web.nginx(tmp_path / "server", sites, port):
        assert desk.run("publish", "essai").returncode == 0
    before = desk.served()
    desk.change()
    with web.nginx(tmp_path / "server", sites.replace("nosniff", "sniff"), port):
        done = desk.run("publish", "essai")
        assert_refused(done.stderr, done.returncode, "relecture", "x-content-type-options", "de nouveau en ligne")
    assert_whole_and_old(desk, before)
    with web.nginx(tmp_path / "server", sites, port):
        with publishing(desk) as process:
            until(process, "relecture")
            os.killpg(process.pid, signal.SIGKILL)
        assert_next_run_succeeds(desk, before)


def test_no_links_on_the_target(built_once: Project, tmp_path: Path) -> None:
    """A disk without symbolic links is refused, never fallen back from; with « switch: copy » it is copied in order."""
    desk = make_desk(built_once, tmp_path)
    with disks.memory(desk.target, "160m", ",nosymfollow"):
        done = desk.run("publish", "essai")
        assert_refused(done.stderr, done.returncode, "contrôles", "liens symboliques", "switch: copy")
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
