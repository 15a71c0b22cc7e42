"""A publication that would undo a later one is refused, and says what is online since when."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path

import pytest

from troisclics.model import Place, Target
from troisclics.publish.manifest import Provenance, Release, ReleaseSite, make_release
from troisclics.publish.preflight import Online
from troisclics.publish.release_log import ReleaseLog, log_entry
from troisclics.publish.release_order import check_order
from troisclics.publish.remote_scripts import Probe

PROBE = Probe((), 0, 0, None, "", folder=False, releases=(), links=True, own=(), above=())


def git(root: Path, *args: str) -> str:
    """Run git in `root`; give what it says."""
    command = ["git", "-C", str(root), "-c", "user.name=Essai", "-c", "user.email=essai@projet.example", *args]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def commit(root: Path, name: str) -> str:
    """A new commit in `root`."""
    git(root, "commit", "-q", "--allow-empty", "-m", name)
    return git(root, "rev-parse", "HEAD")


def release(commit: str, day: str = "2026-11-22", content: str = "a") -> Release:
    """A release of one site."""
    site = ReleaseSite("50-manche", content * 64, "0" * 16, 1, 1, 1)
    return make_release([site], set(), Provenance(date.fromisoformat(day), commit, "essai", "{}"))


def said(root: Path, online: Release, ours: Release) -> list[str]:
    """What is said of publishing `ours` where `online` is served."""
    entry = log_entry(online, online.text(), "x", "2026-11-22T10:00:00Z")
    there = Online("x", online, online.text(), "", ReleaseLog("x", (entry,)), is_reliable=True, probe=PROBE)
    target = Target("essai", "folder", "/srv/essai")
    return [found.message for found in check_order(root, target, there, ours)]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A git repository of one commit."""
    git(tmp_path, "init", "-q")
    commit(tmp_path, "un")
    return tmp_path


def test_a_later_commit_goes_over_an_earlier_one(root: Path) -> None:
    """What contains the commit online, even with changes of one's own, is published."""
    first = git(root, "rev-parse", "HEAD")
    second = commit(root, "deux")
    for online, ours in (
        (first, second),
        (f"{first}+", second),
        (first, f"{second}+"),
        (second, second),
        (second, f"{second}+"),
    ):
        assert said(root, release(online), release(ours, content="b")) == []


def test_an_earlier_commit_does_not_undo_a_later_one(root: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A clone that is behind, whether git knows the commit online or not, is told since when what is online."""
    first = git(root, "rev-parse", "HEAD")
    second = commit(root, "deux")
    git(root, "checkout", "-q", first)
    for online in (second, "0123456789" * 4):
        (line,) = said(root, release(online), release(first, content="b"))
        assert f"{online[:10]}" in line
        assert first[:10] in line
        assert online[:11] not in line
        assert first[:11] not in line
        assert "2026-11-22T10:00:00Z" in line
    other = commit(root, "autre branche")
    assert said(root, release(second), release(other, content="b"))
    assert capfd.readouterr() == ("", ""), "what git says of a commit that it does not know is not shown"


def test_the_same_content_undoes_nothing(root: Path) -> None:
    """The same sites from an earlier commit are no step back."""
    first = git(root, "rev-parse", "HEAD")
    second = commit(root, "deux")
    git(root, "checkout", "-q", first)
    assert said(root, release(second), release(first)) == []


def test_days_where_there_is_no_commit(tmp_path: Path) -> None:
    """Outside of git the days of the two builds are compared."""
    assert said(tmp_path, release("", "2026-11-22"), release("", "2026-11-23")) == []
    assert said(tmp_path, release("", "2026-11-22"), release("", "2026-11-22", content="b")) == []
    for commits in (("", ""), ("abcdef0", ""), ("", "abcdef0")):
        theirs, ours = release(commits[0], "2026-11-24"), release(commits[1], "2026-11-22")
        (line,) = said(tmp_path, theirs, ours)
        assert "2026-11-24" in line
        assert said(tmp_path, ours, theirs) == []


def test_since_when_it_is_online(tmp_path: Path) -> None:
    """A release that no log knows is online since its day; the place is that of the target."""
    online = release("", "2026-11-24")
    there = Online("x", online, online.text(), "", ReleaseLog(), is_reliable=True, probe=PROBE)
    target = Target("essai", "folder", "/srv/essai", at=Place("publish.yml", 7))
    (found,) = check_order(tmp_path, target, there, release("", "2026-11-22"))
    assert str(found.place) == "publish.yml:7"
    assert found.message.count("2026-11-24") == 2


def test_a_commit_is_no_option(root: Path) -> None:
    """What the server says of its commit is never an option of git."""
    first = git(root, "rev-parse", "HEAD")
    assert said(root, release("--help"), release(first, content="b"))
