"""Publishers far from their target, several at once, or at another time: nothing is half-served or undone in silence.

The table of `docs/publishing.md` says the same in words.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import time
from pathlib import Path

import pytest
from needs import needs

from . import web
from .projects import differences, wait_until
from .relay import relay
from .small import assert_online, assert_refused, command_in_the_way, ended, make_desk, until, write_sites

pytestmark = pytest.mark.programs


@pytest.mark.slow
def test_line_cut_in_mid_transfer(tmp_path: Path) -> None:
    """The line breaks after so many bytes: the message says so, and the next run sends the rest."""
    with web.sshd(tmp_path / "ssh") as ssh, relay(ssh.port) as line:
        desk = make_desk(tmp_path, kind="ssh", **ssh.target)
        assert_online(desk, desk.run(), 1)
        before = desk.served()
        write_sites(desk.sites, 2, picture=200_000)
        desk.described["port"] = line.port
        ssh.trust(line.port)
        line.limit = 300_000
        done = desk.run()
        assert line.cuts
        assert_refused(done, "envoi", "a été coupée", "vérifier le réseau", "ce qui est en ligne n'a pas changé")
        assert not differences(desk.served(), before)
        line.mend()
        assert_online(desk, desk.run(), 2)


@pytest.mark.slow
@pytest.mark.parametrize("comes_back", [True, False])
def test_line_cut_during_the_switch(tmp_path: Path, comes_back: bool) -> None:
    """The script of the switch goes on without us: the message says what is served, or that it does not know."""
    at_it, go_on = tmp_path / "at it", tmp_path / "go on"
    action = f"touch '{at_it}'; i=0; while [ ! -e '{go_on}' ] && [ $i -lt 300 ]; do sleep 0.1; i=$((i+1)); done"
    path = command_in_the_way(tmp_path / "bin", "mv", 'case "$*" in *" current") true ;; *) false ;; esac', action)
    with web.sshd(tmp_path / "ssh", f"SetEnv PATH={path}") as ssh, relay(ssh.port) as line:
        desk = make_desk(tmp_path, kind="ssh", **{**ssh.target, "port": line.port})
        ssh.trust(line.port)
        go_on.touch()
        assert_online(desk, desk.run(), 1)
        for sign in (at_it, go_on):
            sign.unlink()
        write_sites(desk.sites, 2)
        process = desk.start()
        assert wait_until(at_it.exists, 60)
        line.cut()
        if comes_back:
            line.mend()
            time.sleep(0.5)  # the publisher asks what is served while the switch still goes on
            go_on.touch()
        done = ended(process)
        go_on.touch()
        words = "cette publication est en ligne, entière" if comes_back else "« troisclics status » le dira"
        assert_refused(done, "bascule", "coupée", words)
        assert wait_until(lambda: desk.number() == "2", 10)
        line.mend()
        assert_online(desk, desk.run(), 2)


@pytest.mark.parametrize("sessions", [10, 1])
def test_one_connection(tmp_path: Path, sessions: int) -> None:
    """A publication connects once; where the server refuses several sessions on one connection, as often as needed."""
    with web.sshd(tmp_path / "ssh", f"MaxSessions {sessions}\nLogLevel VERBOSE") as ssh:
        desk = make_desk(tmp_path, kind="ssh", **ssh.target)
        assert_online(desk, desk.run(), 1)
    accepted = (tmp_path / "ssh" / "log").read_text(encoding="utf-8").count("Accepted publickey")
    assert accepted == 1 if sessions > 1 else accepted > 5


@pytest.mark.parametrize("kind", ["folder", "ssh"])
def test_two_publishers_at_once(tmp_path: Path, kind: str) -> None:
    """From two machines' clones: one wins, the other is told who is at it, and publishes afterwards."""
    with web.sshd(tmp_path / "ssh") if kind == "ssh" else contextlib.nullcontext() as ssh:
        described = {"kind": "ssh", **ssh.target} if ssh else {}
        one = make_desk(tmp_path, **described)
        (tmp_path / "other").mkdir()
        other = make_desk(tmp_path / "other", one.target, number=2, **described)
        process = one.start()
        until(process, "envoi")
        os.killpg(process.pid, signal.SIGSTOP)
        done = other.run()
        os.killpg(process.pid, signal.SIGCONT)
        assert_refused(done, "contrôles", f"processus {process.pid}", "attendre qu'elle finisse")
        assert_online(one, ended(process), 1)
        assert_online(other, other.run(), 2)


@pytest.mark.parametrize("step", ["envoi", "vérification", "bascule", "registre", "ménage"])
def test_a_publisher_that_lost_its_lock_undoes_nothing(tmp_path: Path, step: str) -> None:
    """A publisher that slept, whose lock another has taken since, changes nothing more, and is told who has it."""
    desk = make_desk(tmp_path)
    assert_online(desk, desk.run(), 1)
    write_sites(desk.sites, 2)
    lock = desk.target / ".lock"
    command, condition = {
        "envoi": ("rsync", 'case "$*" in *.incoming*) true ;; *) false ;; esac'),
        "vérification": ("sha256sum", "true"),
        "bascule": ("sha256sum", "true"),
        "registre": ("mv", 'case "$*" in *" current") true ;; *) false ;; esac'),
        "ménage": ("mv", 'case "$*" in *published.json) true ;; *) false ;; esac'),
    }[step]
    path = command_in_the_way(tmp_path / "bin", command, condition, f"echo 'quelqu’un d’autre' >'{lock}'")
    done = desk.run(PATH=path)
    assert done.returncode == 3, done.stderr
    assert "une autre publication a commencé entre-temps (quelqu’un d’autre)" in done.stderr
    assert "c'est elle qui décide de ce qui est en ligne" in done.stderr
    assert desk.number() == ("2" if step in {"registre", "ménage"} else "1")
    assert_online(desk, desk.run(), 2)


@pytest.mark.parametrize("apart", ["-2d", "+2d"])
@pytest.mark.parametrize("whose", ["the publisher", "the target"])
def test_clock_two_days_off(tmp_path: Path, apart: str, whose: str) -> None:
    """Whichever machine is wrong, both times are shown, and nothing is sent."""
    clock = needs("faketime")
    more = f'ForceCommand {clock} -f {apart} sh -c "$SSH_ORIGINAL_COMMAND"' if whose == "the target" else ""
    with web.sshd(tmp_path / "ssh", more) as ssh:
        desk = make_desk(tmp_path, kind="ssh", **ssh.target)
        done = desk.run(before=() if more else (clock, "-f", apart))
        assert_refused(done, "contrôles", "48,0 h", "NTP", time.strftime("%Y-%m-%d", time.gmtime()))
        assert not (desk.target / "current").exists()


def test_order_of_releases_does_not_come_from_clocks(tmp_path: Path) -> None:
    """Where both clocks are wrong, releases stay in the order in which they were published."""
    desk, clock = make_desk(tmp_path), needs("faketime")
    for number, apart in enumerate(("+0d", "+2d", "-2d", "+0d"), 1):
        write_sites(desk.sites, number)
        assert_online(desk, desk.run(before=(clock, "-f", apart)), number)
    ledger = json.loads((desk.target / "published.json").read_text(encoding="utf-8"))
    homes = [desk.target / "releases" / entry["folder"] / "index.html" for entry in ledger["releases"]]
    assert [home.read_text(encoding="utf-8").split('content="')[1][0] for home in homes] == ["1", "2", "3", "4"]
