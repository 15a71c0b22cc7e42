"""What is asked of a target's machine, what is read in its answers, and what its failures mean."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from troisclics.errors import UNCHANGED, PublishError
from troisclics.model import Target
from troisclics.publish import remote_scripts, transport
from troisclics.publish.remote_scripts import HTTP_CHECK, PREFLIGHT, SWITCH, UPLOAD, VERIFY, ClosedFolder, Probe
from troisclics.publish.transport import LocalHost, LockedHost, failed, run

FOLDER = Target("essai", "folder", "/srv/essai")


def test_a_lock_that_is_lost_stops_everything(tmp_path: Path) -> None:
    """No script runs once somebody else has the lock; while it is ours, scripts may ask."""
    lock = tmp_path / "a lock"
    host = LockedHost(LocalHost(), str(lock), "moi, à 12 h")
    lock.write_text("moi, à 12 h\n", encoding="utf-8")
    assert run(host, UPLOAD, "held; echo $1", "ok") == "ok\n"
    lock.write_text("un autre\n", encoding="utf-8")
    with pytest.raises(PublishError) as raised:
        run(host, UPLOAD, "echo ok")
    assert "une autre publication a commencé entre-temps (un autre)" in str(raised.value)
    assert raised.value.served == "c'est elle qui décide de ce qui est en ligne"


def test_scripts_read_and_write_bytes() -> None:
    """What is given is the input; what is no UTF-8 is replaced."""
    assert run(LocalHost(), UPLOAD, "cat", given="é".encode()) == "é"
    assert run(LocalHost(), UPLOAD, "printf '\\377'") == "\ufffd"


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("echo a; echo b >&2; exit 3", "b"),
        ("echo a; exit 3", "a"),
        ("exit 3", "code 3"),
        ("printf '\\377' >&2; exit 3", "�"),
    ],
)
def test_the_words_of_a_failure(script: str, said: str) -> None:
    """The errors of a script, else its output, else its code say what happened."""
    with pytest.raises(PublishError) as raised:
        run(LocalHost(), VERIFY, script)
    assert (raised.value.step, raised.value.served) == (VERIFY, UNCHANGED)
    assert raised.value.text == f"une commande a échoué : {said}"


REASONS = {
    "absent: /srv/x": ("le dossier « /srv/x » n'existe pas", "COMPTE /srv/x »"),
    "no folder: /srv/x": ("« /srv/x » est un fichier", "path"),
    "Host key verification failed.": ("la clé du serveur", "known_hosts"),
    "moi@serveur: Permission denied (publickey).": ("le serveur refuse la clé SSH", "ssh-add"),
    "write: No space left on device": ("il n'y a plus de place", "libérer"),
    "Read-only file system": ("lecture seule", "remonter"),
    "mkdir: Permission denied": ("droits insuffisants", "donner ce dossier"),
    "Connection reset by peer": ("la connexion au serveur", "relancer"),
    "sh: rsync: not found": ("il manque une commande", "installer"),
    "un\ndeux \n": ("une commande a échoué : deux", "lire ce message"),
    " \n": ("une commande a échoué : aucune explication", "lire ce message"),
}


@pytest.mark.parametrize(("output", "said"), REASONS.items(), ids=REASONS)
def test_what_failures_mean(output: str, said: tuple[str, str]) -> None:
    """Each known message has a reason and a remedy in French; of others the last line is shown."""
    error = failed(UPLOAD, f"quelque chose\n{output}" if output.strip() else output)
    assert said[0] in error.text
    assert said[1] in error.fix
    assert error.step == UPLOAD


RSYNC = """#!/bin/sh
printf '%s\\n' "$@" >"{folder}/arguments"
cat <<'END'
> a/
> a/b.html
> c
autre chose
Number of files: 3 (reg: 2, dir: 1)
Number of regular files transferred: 1,234
Total bytes sent: 5,678.00
Total bytes received: 12
END
"""


def test_a_transfer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are compared by content; each file counts, no folder does, and the sums are read whatever their points."""
    path = tmp_path / "rsync"
    path.write_text(RSYNC.format(folder=tmp_path), encoding="utf-8")
    path.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    seen: list[int] = []
    source = tmp_path / "source"
    sent = transport.send(LocalHost(), UPLOAD, ["--delete"], source, "/there", lambda: seen.append(1))
    assert (sent.files, sent.bytes, len(seen)) == (1234, 567812, 2)
    assert (tmp_path / "arguments").read_text(encoding="utf-8").splitlines() == [
        "--recursive", "--checksum", "--perms", "--chmod=D755,F644", "--stats", "--out-format=> %n", "--delete",
        f"{source}/", "/there/",
    ]  # fmt: skip
    path.write_text("#!/bin/sh\nexit 0\n", encoding="utf-8")
    assert transport.send(LocalHost(), UPLOAD, [], source, "/there", lambda: None) == transport.Sent(0, 0)
    path.write_text("#!/bin/sh\necho 'rsync: Broken pipe' >&2; exit 12\n", encoding="utf-8")
    with pytest.raises(PublishError, match="la connexion au serveur"):
        transport.send(LocalHost(), UPLOAD, [], source, str(tmp_path), lambda: None)
    path.write_text("#!/bin/sh\necho 'absent: /x' >&2; exit 12\n", encoding="utf-8")
    with pytest.raises(PublishError, match="« /x » n'existe pas"):
        transport.send(LocalHost(), UPLOAD, [], source, str(tmp_path), lambda: None)


# --- What the scripts say

SAID = """missing=flock
now=1000
free=7
inodes=12
current=releases/2026-11-22-0123456789
links=yes
release=a
release=b
foreign=releases/x
unfinished=c
unfinished=.incoming
own=drwxr-x---|www|/srv/essai
own=drwxr-xr-t|www|releases
own=drwxrwxrwx|www|assets
above=drwx--s---|www|/srv
above=drwx------|www|/
above=drwxr-xr-x|www|/a|b
"""


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], list[Any]]:
    """A function that sets what scripts answer, and gives the list of what they were asked."""

    def set_to(text: str) -> list[Any]:
        asked: list[Any] = []

        def ran(*arguments: Any, **keys: Any) -> str:
            asked.append((*arguments[1:2], *arguments[3:], *keys.values()))
            return text

        monkeypatch.setattr(remote_scripts, "run", ran)
        return asked

    return set_to


Answer = Callable[[str], list[Any]]


def test_a_probe_is_read(answer: Answer) -> None:
    """Each line has its meaning; numbers that are missing are none."""
    asked = answer(SAID)
    assert remote_scripts.probe(LocalHost(), FOLDER, write=True) == Probe(
        missing=("flock",), now=1000, free=7168, inodes=12, current="2026-11-22-0123456789", folder=False,
        releases=("a", "b"), links=True, own=(ClosedFolder("/srv/essai", "drwxr-x---", "www"),),
        above=(ClosedFolder("/srv", "drwx--s---", "www"), ClosedFolder("/", "drwx------", "")),
        foreign=("releases/x",), unfinished=("c",), writable=("/srv/essai/assets",),
    )  # fmt: skip
    assert asked == [(PREFLIGHT, "/srv/essai", "write")]
    asked = answer("folder=yes\ninodes=-\nnow=\n")
    found = remote_scripts.probe(LocalHost(), FOLDER, write=False)
    assert found == Probe((), 0, 0, None, "", folder=True, releases=(), links=None, own=(), above=())
    assert asked == [(PREFLIGHT, "/srv/essai", "look")]
    answer("")
    found = remote_scripts.probe(LocalHost(), FOLDER, write=True)
    assert (found.links, found.now, found.free, found.folder) == (False, 0, 0, False)


def test_texts_are_read(answer: Answer) -> None:
    """One text a path, whatever else is said; nothing is asked for nothing."""
    asked = answer("a\nb\0\0autre\0reste")
    assert remote_scripts.read_texts(LocalHost(), FOLDER, "x", ["1", "2"]) == ["a\nb", ""]
    assert remote_scripts.read(LocalHost(), FOLDER, "1") == "a\nb"
    assert asked == [(PREFLIGHT, "/srv/essai/x", "1", "2"), (PREFLIGHT, "/srv/essai/.", "1")]
    assert remote_scripts.read_texts(LocalHost(), FOLDER, "x", []) == []
    assert len(asked) == 2


def test_changed_files(answer: Answer) -> None:
    """The files that `sha256sum` does not find sound; if it has not read all, that is an error."""
    asked = answer("b: x: FAILED\nc: FAILED open or read\n1\n")
    digests = {"a": "1", "b: x": "2", "c": "3"}
    assert remote_scripts.changed(LocalHost(), FOLDER, "x", digests) == {"b: x", "c"}
    assert asked == [(VERIFY, "/srv/essai/x", b"1  a\n2  b: x\n3  c\n")]
    answer("b: x: FAILED\n1\n")
    with pytest.raises(PublishError, match="pas tout lu") as raised:
        remote_scripts.changed(LocalHost(), FOLDER, "x", digests)
    assert raised.value.step == VERIFY
    asked = answer("")
    assert remote_scripts.changed(LocalHost(), FOLDER, "x", {}) == set()
    assert asked == []


def test_what_readers_get_after_a_switch_that_failed(answer: Answer, monkeypatch: pytest.MonkeyPatch) -> None:
    """The link says it; without an answer it may be either, and a copy may be both."""

    def served(target: Target = FOLDER) -> str:
        return remote_scripts.served(LocalHost(), target, "a")

    answer("releases/a\n")
    assert served() == "cette publication est en ligne, entière"
    assert served(replace(FOLDER, switch="copy")) == "des pages des deux publications peuvent être servies"
    answer("releases/b\n")
    assert served() == "ce qui est en ligne n'a pas changé"

    def fail(*_: object) -> str:
        raise PublishError(SWITCH, "", "", known)

    monkeypatch.setattr(remote_scripts, "run", fail)
    known = UNCHANGED
    assert "« troisclics status » le dira" in served()
    known = "autre chose"
    assert served() == "autre chose"


def test_what_scripts_are_asked(answer: Answer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each function asks for one thing, of the target and in the order of names."""
    monkeypatch.setattr(remote_scripts, "script", lambda name: name)
    asked: list[Any] = []
    monkeypatch.setattr(remote_scripts, "run", lambda *one, **two: str(asked.append((*one[1:], *two.values())) or ""))
    host, copy = LocalHost(), replace(FOLDER, switch="copy")
    remote_scripts.switch(host, FOLDER, "a", new=True)
    remote_scripts.switch(host, copy, "a", new=False)
    remote_scripts.tidy(host, FOLDER, ["b", "a"], {"d", "c"})
    remote_scripts.write_release_log(host, FOLDER, "é")
    remote_scripts.start_incoming(host, FOLDER, "a")
    remote_scripts.delete_incoming(host, FOLDER)
    assert (remote_scripts.try_as_nobody(host, FOLDER), remote_scripts.entries(host, FOLDER, "x")) == ("", [])
    assert asked == [
        ("bascule", "switch", "/srv/essai", "a", "new"), ("bascule", "copy", "/srv/essai", "a", "old"),
        ("ménage", "tidy", "/srv/essai", "a b", "c d"), ("registre", "write_release_log", "/srv/essai", "é".encode()),
        ("envoi", "start_incoming", "/srv/essai", "a"), ("ménage", "delete_incoming", "/srv/essai"),
        (HTTP_CHECK, "as_anybody", "/srv/essai"), (VERIFY, "list", "/srv/essai/x"),
    ]  # fmt: skip


def test_a_target_that_cannot_be_locked(tmp_path: Path) -> None:
    """A folder that is not there is said as such, before anything is asked."""
    target = replace(FOLDER, path=str(tmp_path / "absent"))
    with pytest.raises(PublishError) as raised, remote_scripts.locked(LocalHost(), target, "moi"):
        pass
    assert (raised.value.step, "n'existe pas" in raised.value.text) == (PREFLIGHT, True)
