"""The machine of a target, what runs there, and how it is reached."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from troisclics.model import Target
from troisclics.publish.transport import LocalHost, LockedHost, SshHost, host_for, shared_connection

SSH = Target("essai", "ssh", "/srv/essai", host="serveur.example")
FOLDER = Target("essai", "folder", "/srv/essai")
TIMEOUTS = ("-o", "ConnectTimeout=15", "-o", "ServerAliveInterval=10", "-o", "ServerAliveCountMax=3")
SURE = ("-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=yes", *TIMEOUTS)


def test_hosts() -> None:
    """A folder is on this machine; behind SSH no key is accepted blindly, and each setting is an option."""
    assert host_for(FOLDER) == host_for(replace(SSH, host=None)) == host_for(replace(FOLDER, host="x")) == LocalHost()
    assert host_for(SSH) == SshHost("serveur.example", SURE)
    full = replace(SSH, known_hosts="/k", key="/c", user="moi", port=2222)
    more = ("-o", "UserKnownHostsFile=/k", "-i", "/c", "-o", "IdentitiesOnly=yes", "-l", "moi", "-p", "2222")
    assert host_for(full) == SshHost("serveur.example", (*SURE, *more))


def test_commands() -> None:
    """Scripts run with a known umask and language; arguments reach a far shell as they are."""
    start = "umask 022; export LC_ALL=C; held() { :; }; "
    assert LocalHost().command("id", "a b") == ["sh", "-c", f"{start}id", "sh", "a b"]
    there = SshHost("serveur", ("-p", "1")).command("id", "a b")
    assert there[:4] == ["ssh", "-p", "1", "serveur"]
    assert there[4].endswith("sh 'a b'")
    assert subprocess.run(["sh", "-c", "echo umask"], check=True, capture_output=True).stdout == b"umask\n"


def test_destinations() -> None:
    """An IPv6 address is bracketed; the lock changes nothing."""
    assert LocalHost().destination("/a") == ([], "/a/")
    options = ["--compress", "-e", "ssh -p 1"]
    assert SshHost("serveur", ("-p", "1")).destination("/a") == (options, "serveur:/a/")
    assert SshHost("fe80::1", ("-p", "1")).destination("/a") == (options, "[fe80::1]:/a/")
    assert LockedHost(SshHost("serveur", ("-p", "1")), "/l", "moi").destination("/a") == (options, "serveur:/a/")


def test_a_publication_is_one_connection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first command opens it, the others use it while it lasts; the account's settings have no say."""
    with shared_connection(SshHost("serveur", ("-p", "1"))) as (opening, shared):
        first, other = opening.command("id"), shared.command("id")
        assert first[:3] == ["ssh", "-o", "ControlMaster=yes"]
        assert other[:3] == ["ssh", "-o", "ControlMaster=no"]
        assert first[3:9] == other[3:9]
        assert (first[4].partition("=")[0], first[6]) == ("ControlPath", "ControlPersist=no")
        folder = Path(first[4].partition("=")[2]).parent
        assert folder.stat().st_mode & 0o777 == 0o700
        assert first[4] in shared.destination("/a")[0][-1]
    assert not folder.exists()
    (tmp_path / ("x" * 90)).mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / ("x" * 90)))
    for host in (SshHost("serveur", ("-p", "1")), LocalHost()):
        with shared_connection(host) as found:
            assert found == (host, host), "a path too long for a socket, or no connection at all"
