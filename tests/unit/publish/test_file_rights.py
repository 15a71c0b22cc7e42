"""Who can read and change what is served, by the modes of folders."""

from __future__ import annotations

from dataclasses import replace

import pytest

from troisclics.errors import PublishError
from troisclics.publish import remote_scripts
from troisclics.publish.file_rights import check_readable, describe_closed, folder_problems, refuse_closed
from troisclics.publish.folder_listing import OPEN
from troisclics.publish.remote_scripts import HTTP_CHECK, ClosedFolder, Probe
from troisclics.publish.transport import LocalHost

from .desk import Desk

PROBE = Probe((), 0, 0, None, "", folder=False, releases=(), links=True, own=(), above=())
CLOSED, GROUP = ClosedFolder("/srv/releases", "drwx------", ""), ClosedFolder("/srv/assets", "drwxr-x---", "www")


def test_closed_folders(desk: Desk) -> None:
    """A folder that no server can enter is refused, unless its group can, or the address proves otherwise."""
    with pytest.raises(PublishError, match="« /srv/releases »"):
        refuse_closed(desk.target, replace(PROBE, own=(GROUP, CLOSED)))
    refuse_closed(desk.target, replace(PROBE, own=(GROUP,), above=(CLOSED,)))
    for other in (replace(desk.target, url="http://x/"), replace(desk.target, kind="archives")):
        refuse_closed(other, replace(PROBE, own=(CLOSED,)))


def test_closed_folders_are_described(desk: Desk) -> None:
    """Each is named once, in the order of their paths, with who can enter it and how to open the first."""
    text = describe_closed(desk.target, replace(PROBE, own=(CLOSED, GROUP), above=(CLOSED,)))
    assert text.startswith(
        "le dossier « /srv/assets » (drwxr-x---) n'est ouvert qu'au groupe « www »,"
        " le dossier « /srv/releases » (drwx------) est fermé aux autres comptes ; "
    )
    assert "« chmod o+x /srv/assets »" in text
    assert describe_closed(desk.target, PROBE) == ""
    assert describe_closed(replace(desk.target, kind="archives"), replace(PROBE, own=(CLOSED,))) == ""


def test_problems_of_folders(desk: Desk) -> None:
    """The target's own folders must be closed to writers and open to readers; archives need no reader."""
    probe = replace(PROBE, own=(CLOSED, GROUP, ClosedFolder("/srv", "drwx------", "")), writable=("/srv/a\x1b",))
    writable = f"/srv/a\\x1b : {OPEN}"
    closed = "/srv/releases : dossier que le serveur ne peut pas lire"
    assert folder_problems(desk.target, probe) == [writable, closed]
    assert folder_problems(replace(desk.target, kind="archives"), probe) == [writable]


def test_what_nobody_can_read(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last line of the reason is shown; where a group or archives are meant, it is not tried."""
    monkeypatch.setattr(remote_scripts, "try_as_nobody", lambda *_: "un\ndeux")
    with pytest.raises(PublishError) as raised:
        check_readable(LocalHost(), desk.target, replace(PROBE, own=(CLOSED,)))
    assert "(deux)" in raised.value.text
    assert raised.value.step == HTTP_CHECK
    check_readable(LocalHost(), desk.target, replace(PROBE, own=(CLOSED, GROUP)))
    check_readable(LocalHost(), replace(desk.target, kind="archives"), PROBE)
    monkeypatch.setattr(remote_scripts, "try_as_nobody", lambda *_: "")
    check_readable(LocalHost(), desk.target, PROBE)
