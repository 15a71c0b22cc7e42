"""What a publication would change, what forbids it, and whether the target has room and may be changed."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from troisclics.errors import PublishError
from troisclics.model import PublishSettings
from troisclics.publish import preparation, remote_scripts
from troisclics.publish.folder_listing import OPEN
from troisclics.publish.preflight import MAX_CLOCK_SECONDS
from troisclics.publish.remote_scripts import PREFLIGHT, ClosedFolder
from troisclics.publish.signature import NO_SIGNERS, Signing, Verdict

from .desk import SITES, Desk

MIB = 1 << 20


def test_what_changes(desk: Desk) -> None:
    """Each site is counted: what is new, what differs, what goes, and the bytes to send."""
    first = desk.prepare(desk.pack())
    assert [(one.slug, one.added, one.changed, one.removed, one.pages) for one in first.changes] == [
        (slug, 6, 0, 0, 4) for slug in sorted(SITES)
    ]
    assert (first.is_signed, first.refusals) == (False, ())
    desk.publish()
    same = desk.prepare(desk.pack())
    assert [(one.added, one.changed, one.removed, one.bytes) for one in same.changes] == [(0, 0, 0, 0)] * 4
    assert same.is_signed
    assert set(same.manifests) == set(SITES)


def test_sites_that_are_left_out_stay(desk: Desk) -> None:
    """With some sites chosen, the release and the manifests hold the others as they are online."""
    desk.publish()
    packed = desk.pack(2)
    part = desk.prepare(packed, ("50-manche",))
    assert {site.slug for site in part.release.sites} == set(SITES)
    assert set(part.manifests) == set(SITES)
    assert part.manifests["50-manche"] == packed.manifests["50-manche"]
    assert part.manifests[""] != packed.manifests[""]
    assert [one.slug for one in part.changes] == ["50-manche"]
    fewer = desk.prepare(desk.pack(2, SITES[:2]))
    assert {site.slug for site in fewer.release.sites} == set(SITES[:2]), "a complete publication leaves nothing over"
    assert set(fewer.manifests) == set(SITES[:2])


def test_refusals_of_pages_and_menus(desk: Desk) -> None:
    """What is online limits what may be lost; foreign content, found when packing, is refused too."""
    desk.publish()
    packed = desk.pack(2)
    assert desk.prepare(packed, settings=PublishSettings(mandatory=("page-9/",), loss=100)).refusals[0].rule == (
        "publication-page-absente"
    )
    again = replace(
        packed, refusals=desk.prepare(packed, settings=PublishSettings(mandatory=("page-9/",), loss=100)).refusals
    )
    assert len(desk.prepare(again).refusals) == 4


def test_a_part_of_an_unsigned_whole_is_not_signed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A signed part would vouch for the rest, which nobody signed: only a whole publication may."""
    desk.publish()
    signing = Signing(desk.folder / "key", NO_SIGNERS)
    for verdict, refused in ((Verdict(), True), (Verdict(key="x"), True), (Verdict("moi", "x"), False)):
        monkeypatch.setattr(preparation, "check", lambda *_, verdict=verdict: verdict)
        if refused:
            with pytest.raises(PublishError, match="reviendrait à le signer"):
                desk.prepare(desk.pack(2), ("50-manche",), signing=signing)
        else:
            desk.prepare(desk.pack(2), ("50-manche",), signing=signing)
        desk.prepare(desk.pack(2), signing=signing)
        desk.prepare(desk.pack(2), ("50-manche",))


@pytest.mark.parametrize(
    ("verdict", "key", "is_signed"),
    [(Verdict(), None, True), (Verdict(), "key", False), (Verdict(problem="x"), None, False)],
)
def test_whether_the_release_online_is_signed_as_wanted(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, verdict: Verdict, key: str | None, *, is_signed: bool
) -> None:
    """An unsigned release is sound where no key is set; with a key, or a doubt, it is published again."""
    desk.publish()
    monkeypatch.setattr(preparation, "check", lambda *_: verdict)
    signing = Signing(Path(key) if key else None, NO_SIGNERS)
    assert desk.prepare(desk.pack(), signing=signing).is_signed == is_signed


# --- What was found on the target


@pytest.fixture
def probed(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """A function that changes what is found on the target."""
    real = remote_scripts.probe

    def change(**values: Any) -> None:
        monkeypatch.setattr(remote_scripts, "probe", lambda *one, **two: replace(real(*one, **two), **values))

    return change


Probed = Callable[..., None]
REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "a command": ({"missing": ("rsync", "flock")}, "il manque au serveur : rsync, flock"),
    "no links": (
        {"links": False},
        "les liens symboliques n'y sont pas possibles : la bascule ne serait pas instantanée",
    ),
    "a folder": ({"folder": True}, "« current » est un dossier : la bascule ne serait pas instantanée"),
    "a stranger": ({"foreign": ("releases/x\x1b",)}, "« releases/x\\x1b » : un lien, ou autre chose"),
    "a closed folder": ({"own": (ClosedFolder("/srv", "drwx------", ""),)}, "« /srv » (drwx------) est fermé"),
}


@pytest.mark.parametrize(("values", "text"), REFUSED.values(), ids=REFUSED)
def test_targets_that_may_not_be_changed(desk: Desk, probed: Probed, values: dict[str, Any], text: str) -> None:
    """Each is refused before anything is sent."""
    probed(**values)
    with pytest.raises(PublishError) as raised:
        desk.publish()
    assert raised.value.step == PREFLIGHT
    assert text in raised.value.text
    assert not (desk.place / "current").exists()


@pytest.mark.parametrize("values", [{"folder": True}, {"links": False}])
def test_copies_need_no_links(desk: Desk, probed: Probed, values: dict[str, Any]) -> None:
    """With `switch: copy`, a folder in place of the link will do; so it does for those who only look."""
    probed(**values)
    with desk.connect(write=False):
        pass
    desk.target = replace(desk.target, switch="copy")
    with desk.connect():
        pass


def test_a_writable_folder_is_warned_of(desk: Desk, probed: Probed) -> None:
    """Anybody could serve anything there; those who only look are not told."""
    probed(writable=("/srv\x1b",))
    with desk.connect():
        assert [line for line in desk.observer.warnings if OPEN in line and "\x1b" not in line]
    with desk.connect(write=False):
        assert desk.observer.warnings == []


@pytest.mark.parametrize(("apart", "refused"), [(0, False), (200, False), (-200, False), (400, True), (-400, True)])
def test_clocks(desk: Desk, probed: Probed, apart: int, *, refused: bool) -> None:
    """Clocks that are far apart are refused, whichever is late."""
    assert MAX_CLOCK_SECONDS == 300
    probed(now=int(time.time()) + apart)
    if not refused:
        desk.publish()
        return
    with pytest.raises(PublishError, match=r"l'horloge du serveur .* et la nôtre .* diffèrent de 0,1 h"):
        desk.publish()


@pytest.mark.parametrize("kind", ["folder", "archives"])
def test_a_publication_that_was_killed_is_noted_by_the_next(desk: Desk, kind: Any) -> None:
    """What is served, but was not noted, is noted with the time that it states."""
    desk.target = replace(desk.target, kind=kind)
    desk.publish(1)
    log = (desk.place / "published.json").read_bytes()
    done = desk.publish(2, hour=15)
    (desk.place / "published.json").write_bytes(log)
    with desk.connect() as (_, online):
        assert (online.folder, online.release) == (done.release.id, done.release)
        entry = online.log.entry(online.folder)
        assert entry is not None
        assert entry.published_at == "2026-11-22T15:00:00Z"
        assert len(online.log.releases) == 2
        assert online.is_reliable


def test_a_release_that_cannot_be_read_is_none(desk: Desk) -> None:
    """The next publication is then like a first one."""
    desk.publish()
    (desk.place / "current" / "release.json").write_text("{", encoding="utf-8")
    with desk.connect() as (_, online):
        assert (online.folder, online.release, online.text, online.signature) == ("", None, "", "")


def test_a_copy_is_known_by_its_text(desk: Desk) -> None:
    """Where `current` is a folder, the release with the same text is the one served, if there is one."""
    ids = [desk.publish(number).release.id for number in (1, 2)]
    (desk.place / "published.json").unlink()
    (desk.place / "current").unlink()
    (desk.place / "current").mkdir()
    text = (desk.place / "releases" / ids[0] / "release.json").read_text(encoding="utf-8")
    for written, folder in ((text, ids[0]), ("{}", "")):
        (desk.place / "current" / "release.json").write_text(written, encoding="utf-8")
        with desk.connect(write=False) as (_, online):
            assert online.log.current == online.folder == folder


# --- Room

ROOM, FILE = 16 * MIB, 4096


def test_room(desk: Desk, probed: Probed) -> None:
    """Exactly what the changed files, their folders and a reserve need is enough; one byte or file less is not."""
    packed = desk.pack()
    prepared = desk.prepare(packed)
    files = sum(one.added for one in prepared.changes)
    folders = sum(
        len({parent for file in site.files for parent in Path(file.path).parents}) for site in packed.manifests.values()
    )
    need = sum(one.bytes for one in prepared.changes) + (files + folders + 256) * FILE + ROOM
    for free, inodes, said in (
        (need, None, ""),
        (need - 1, None, f"il faudrait {need >> 20} Mio sur le serveur, il en reste {(need - 1) >> 20}"),
        (need, files + folders + 256, ""),
        (need, files + folders + 255, f"créer {files + folders + 256} fichiers"),
        (need, 0, "que 0 inodes"),
    ):
        probed(free=free, inodes=inodes)
        if not said:
            desk.prepare(packed)
            continue
        with pytest.raises(PublishError) as raised:
            desk.prepare(packed)
        assert said in raised.value.text
        assert raised.value.step == PREFLIGHT


@pytest.mark.parametrize(
    ("allowed", "scripts", "said"),
    [
        (None, ("sha256-a",), ""),
        ({"sha256-a"}, ("sha256-a",), ""),
        ({"sha256-b", "sha256-c"}, ("sha256-a",), "1 absent 2 en trop"),
        (set(), ("sha256-a", "sha256-b"), "2 absent 0 en trop"),
    ],
)
def test_the_policy_of_the_server(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, allowed: set[str] | None, scripts: tuple[str, ...], said: str
) -> None:
    """A server that allows other scripts than the theme has is named, unless it says nothing or has no address."""
    release = replace(desk.pack().release, scripts=scripts)
    seen: list[Any] = []
    monkeypatch.setattr(preparation, "allowed_scripts", lambda _: allowed)
    monkeypatch.setattr(preparation, "finding", lambda *_, **keys: seen.append(keys))
    assert preparation.check_policy(desk.target, release) == []
    preparation.check_policy(replace(desk.target, url="http://intranet.example/"), release)
    assert [f"{one['missing']} absent {one['extra']} en trop" for one in seen] == ([said] if said else [])
