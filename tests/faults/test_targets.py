"""Targets that are empty, closed, full, read-only, absent or without links: nothing is half-served, the message says
what to do, and a new run succeeds. The table of `docs/publishing.md` says the same in words.
"""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from needs import needs

from . import web
from .disks import fat, memory
from .projects import differences
from .small import SLUGS, Desk, assert_online, assert_refused, command_in_the_way, make_desk, write_sites

pytestmark = pytest.mark.programs


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that other accounts may enter; those of pytest are closed."""
    folder = Path(tempfile.mkdtemp(prefix="troisclics-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


# Some sites, on a target that is empty or holds others.


@pytest.mark.parametrize(
    "order",
    [
        (("50-manche",), ("portail",), ("2a-corse-du-sud", "971-guadeloupe")),
        (("portail",), ("50-manche", "2a-corse-du-sud"), ("portail", "971-guadeloupe")),
        (("portail", "50-manche"), ("971-guadeloupe",), ()),
    ],
)
def test_some_sites_on_an_empty_target(tmp_path: Path, order: tuple[tuple[str, ...], ...]) -> None:
    """Any sites may come first, and others later: what is online is what was asked, each time at once."""
    desk, online = make_desk(tmp_path), set[str]()
    for chosen in order:
        online |= {name.replace("portail", "") for name in chosen} or {"", *SLUGS}
        assert_online(desk, desk.run(*chosen), 1, tuple(online))


def test_some_sites_after_a_kill_on_an_empty_target(tmp_path: Path) -> None:
    """What a killed first publication of all sites left on its way does not get into that of one site."""
    desk = make_desk(tmp_path)
    path = command_in_the_way(tmp_path / "bin", "sha256sum", "true", "kill -9 $PPID $(ps -o ppid= -p $PPID)")
    assert desk.run(PATH=path).returncode < 0
    assert (desk.target / "releases" / ".incoming").exists()
    assert_online(desk, desk.run("50-manche"), 1, ("50-manche",))


# Modes.


def closed(folder: Path) -> list[str]:
    """What another account may not enter or read below `folder`, which is one of ours."""
    paths = (path for path in (folder, *folder.rglob("*")) if not path.is_symlink())
    return [str(path) for path in paths if (5 if path.is_dir() else 4) & ~stat.S_IMODE(path.stat().st_mode)]


def read_as_nobody(path: Path) -> bool:
    """Whether an account without rights can really read a file."""
    command = [needs("setpriv"), "--reuid=65534", "--regid=65534", "--clear-groups", "cat", path]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize("umask", [0o077, 0o027])
def test_umask_of_the_account(place: Path, umask: int) -> None:
    """Whatever the umask of the account that publishes, another account can read all that is served."""
    desk = make_desk(place)
    for number in (1, 2):
        write_sites(desk.sites, number)
        assert_online(desk, desk.run(umask=umask), number)
        assert closed(desk.target) == []
    assert "fermé" not in desk.run(umask=umask).stderr
    if os.geteuid() == 0:
        assert read_as_nobody(desk.target / "current" / "50-manche" / "index.html")


@pytest.mark.parametrize("umask", ["077", "027"])
def test_umask_of_the_account_behind_ssh(place: Path, umask: str) -> None:
    """The same where it is the account on the server that has it."""
    more = f'ForceCommand umask {umask}; eval "$SSH_ORIGINAL_COMMAND"'
    with web.sshd(place / "ssh", more) as ssh:
        desk = make_desk(place, kind="ssh", **ssh.target)
        assert_online(desk, desk.run(), 1)
    assert closed(desk.target) == []


def test_releases_closed_by_an_earlier_program(place: Path) -> None:
    """A target on which `releases` and a release were closed is opened by the next run."""
    desk = make_desk(place)
    assert_online(desk, desk.run(), 1)
    (desk.target / "releases").chmod(0o700)
    page = desk.target / "current" / "50-manche" / "index.html"
    page.chmod(0o600)
    assert_online(desk, desk.run(), 1)
    assert closed((desk.target / "current").resolve()) == []
    assert (desk.target / "releases").stat().st_mode & 0o777 == 0o755


def test_closed_folder_of_the_operator(place: Path) -> None:
    """The folder of the target is the operator's: where nobody else may enter it, it is named, and nothing is sent."""
    desk = make_desk(place)
    desk.target.chmod(0o700)
    assert_refused(desk.run(), "contrôles", f"« {desk.target} » (drwx------)", "chmod o+x")
    assert list((desk.target / "releases").iterdir()) == []
    assert desk.target.stat().st_mode & 0o777 == 0o700
    desk.target.chmod(0o750)
    done = desk.run()
    assert_online(desk, done, 1)
    assert f"« {desk.target} » (drwxr-x---) n'est ouvert qu'au groupe" in done.stderr
    desk.target.chmod(0o711)
    assert "fermé" not in desk.run().stderr
    desk.target.parent.chmod(0o700)
    assert f"« {desk.target.parent} » (drwx------) est fermé aux autres comptes" in desk.run().stderr


def test_what_nobody_can_read_in_spite_of_its_modes(place: Path) -> None:
    """Where modes do not tell (access lists, labels), reading as another account does."""
    desk = make_desk(place)
    if os.geteuid() != 0:
        return
    path = command_in_the_way(place / "bin", "cat", '[ "$(id -u)" = 65534 ]', "echo Permission denied >&2; exit 1")
    assert_refused(desk.run(PATH=path), "relecture", "nobody", "Permission denied", "est en place")
    assert_online(desk, desk.run(), 1)


# Disks.


@pytest.mark.parametrize(
    ("step", "what"), [("envoi", "bytes"), ("envoi", "inodes"), ("bascule", "inodes"), ("registre", "bytes")]
)  # a switch needs no bytes, and gives back the inode that the ledger needs
def test_disk_full(tmp_path: Path, step: str, what: str) -> None:
    """Somebody else fills the disk at this step: what is served is whole, and the message says so."""
    options = {"bytes": ("64m", ""), "inodes": ("64m", ",nr_inodes=900")}[what]
    fill = {
        "bytes": "cat /dev/zero >{0}/filler 2>/dev/null",
        "inodes": "i=0; while : 2>/dev/null >{0}/filler-$i; do i=$((i+1)); done",
    }[what]
    command, condition = {
        "envoi": ("rsync", "true"),
        "bascule": ("ln", '[ "$1" = -sfn ]'),
        "registre": ("mv", 'case "$*" in *" current") true ;; *) false ;; esac'),
    }[step]
    with memory(tmp_path / "target", *options) as disk:
        desk = make_desk(tmp_path, disk, picture=100_000)
        assert_online(desk, desk.run(), 1)
        before = desk.served()
        write_sites(desk.sites, 2, picture=100_000)
        action = f"( {fill.format(disk)} ) 2>/dev/null"
        path = command_in_the_way(tmp_path / "bin", command, condition, action)
        done = desk.run(PATH=path)
        assert_refused(done, step, "plus de place, ou plus d'inodes", "df -i")
        if step == "registre":
            assert "cette publication est en ligne, entière" in done.stderr
            assert desk.number() == "2"
        else:
            assert "ce qui est en ligne n'a pas changé" in done.stderr
            assert not differences(desk.served(), before)
        for filler in disk.glob("filler*"):
            filler.unlink()
        assert_online(desk, desk.run(), 2)


def test_disk_full_while_pages_are_copied(tmp_path: Path) -> None:
    """With « switch: copy », a disk that fills up during the copy leaves the old pages, with their styles."""
    with memory(tmp_path / "target", "64m") as disk:
        desk = make_desk(tmp_path, disk, switch="copy")
        assert_online(desk, desk.run(), 1)
        write_sites(desk.sites, 2, picture=100_000)
        action = f"cat /dev/zero >{disk}/filler 2>/dev/null"
        path = command_in_the_way(
            tmp_path / "bin", "rsync", 'case "$*" in *" current/") true ;; *) false ;; esac', action
        )
        assert_refused(desk.run(PATH=path), "bascule", "plus de place", "peuvent être servies")
        for slug in ("", *SLUGS):
            assert desk.number(slug) == "1"
        (disk / "filler").unlink()
        assert_online(desk, desk.run(), 2)


def test_no_inodes_are_seen_before_anything_is_sent(tmp_path: Path) -> None:
    """A disk on which few files can still be made is refused by the preflight, which says how many are needed."""
    with memory(tmp_path / "target", "64m", ",nr_inodes=200") as disk:
        desk = make_desk(tmp_path, disk)
        assert_refused(desk.run(), "contrôles", "inodes", "libérer")
        assert not (disk / "releases" / ".incoming").exists()
        subprocess.run(["mount", "-o", "remount,nr_inodes=2000", disk], check=True)
        assert_online(desk, desk.run(), 1)


def test_read_only_disk(tmp_path: Path) -> None:
    """A disk mounted read-only is named as such, also where nothing was ever published."""
    with memory(tmp_path / "target", "64m") as disk:
        desk = make_desk(tmp_path, disk)
        subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
        assert_refused(desk.run(), "contrôles", "lecture seule", "remonter en écriture")
        subprocess.run(["mount", "-o", "remount,rw", disk], check=True)
        assert_online(desk, desk.run(), 1)


def test_target_without_rights(place: Path) -> None:
    """An account that may not write, or not even enter, is told to be given the folder."""
    desk = make_desk(place)
    desk.cache.mkdir(parents=True)
    for folder in (place / "cache", desk.cache):
        folder.chmod(0o777)
    before = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups") if os.geteuid() == 0 else ()
    for mode in (0o555, 0o700 if before else 0o000):
        desk.target.chmod(mode)
        done = desk.run(before=before, PYTHONDONTWRITEBYTECODE="1")
        assert_refused(done, "contrôles", "droits insuffisants", "donner ce dossier au compte qui publie")
    desk.target.chmod(0o755)
    assert list(desk.target.iterdir()) == []


def test_target_that_is_not_there(tmp_path: Path) -> None:
    """A folder that does not exist, or is a file, is said to be so, with what to do."""
    desk = make_desk(tmp_path)
    desk.target.rmdir()
    assert_refused(desk.run(), "contrôles", f"« {desk.target} » n'existe pas", f"install -d -o COMPTE {desk.target}")
    desk.target.write_text("un fichier", encoding="utf-8")
    assert_refused(desk.run(), "contrôles", f"« {desk.target} » est un fichier", "path")
    desk.target.unlink()
    desk.target.mkdir()
    assert_online(desk, desk.run(), 1)


# Paths and disks of other kinds.


def test_project_path_that_is_not_utf8(tmp_path: Path) -> None:
    """Sites in a folder whose name is in Latin-1 are published, and their faults are said."""
    desk = make_desk(tmp_path)
    strange = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9"))
    strange.mkdir()
    shutil.move(desk.sites, strange / "site")
    moved = Desk(strange / "site", strange / "cache" / "essai", desk.target)
    assert_online(moved, moved.run(), 1)
    write_sites(moved.sites, 2)
    shutil.rmtree(strange / "cache")
    assert_online(moved, moved.run(), 2)
    page = strange / "site" / "50-manche" / "index.html"
    page.unlink()
    page.mkdir()
    (page / "x").symlink_to("nowhere")
    done = moved.run()
    assert done.returncode == 3
    assert "Traceback" not in done.stderr


def test_disk_without_links(tmp_path: Path) -> None:
    """On FAT « switch: copy » is asked for, and then publishes all, some, and what comes next."""
    with fat(tmp_path / "target", 64) as disk:
        desk = make_desk(tmp_path, disk)
        assert_refused(desk.run(), "contrôles", "liens symboliques", "switch: copy")
        assert not (disk / "current").exists()
        desk.described["switch"] = "copy"
        assert_online(desk, desk.run(), 1)
        write_sites(desk.sites, 2)
        done = desk.run("50-manche")
        assert done.returncode == 0, done.stderr
        assert (desk.number("50-manche"), desk.number()) == ("2", "1")
        assert_online(desk, desk.run(), 2)
