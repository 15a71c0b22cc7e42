"""What is decided around a publication, each decision on its own: what may pass, what is sent, what is gone back to."""

from __future__ import annotations

import io
import os
import tarfile
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import zstandard
from faults.small import SLUGS, write_sites

from troisclics.commands.publish import refuse
from troisclics.errors import PublishError
from troisclics.messages import finding
from troisclics.messages.publishing_rules import FOREIGN
from troisclics.model import Place, Target
from troisclics.publish.manifest import Provenance, Release, make_release
from troisclics.publish.pack import Packed, pack
from troisclics.publish.payload import build_payload
from troisclics.publish.preflight import Online
from troisclics.publish.release_log import ReleaseLog, add_release, log_entry
from troisclics.publish.remote_scripts import Probe
from troisclics.publish.rollback import plan_rollback
from troisclics.publish.signature import NO_SIGNERS
from troisclics.publish.transport import LocalHost

DAY = date(2026, 11, 22)
NOON = "2026-11-22T12:00:00Z"


def test_refusals_are_what_is_not_allowed(capsys: pytest.CaptureFixture[str]) -> None:
    """What forbids a publication ends it, unless its rule is allowed; the other way round nothing would."""
    found = [finding("publication-menu", Place("site/90-dunes"), "90")]
    refuse([], ())
    refuse(found, ("publication-menu",))
    with pytest.raises(SystemExit) as ended:
        refuse(found, ("publication-perte",))
    assert ended.value.code == 1
    assert "Publication refusée" in capsys.readouterr().err


def test_foreign_content_is_never_allowed() -> None:
    """No option lets a page pass that holds what the theme does not."""
    with pytest.raises(SystemExit):
        refuse([finding(FOREIGN, Place("site/90-dunes/index.html"), what="un script", count=1)], (FOREIGN,))


# --- Archives


@pytest.fixture
def packed(tmp_path: Path) -> Callable[[], Packed]:
    """A function that packs small sites, each time as if another machine had built them."""
    write_sites(tmp_path / "site", 1)

    def make() -> Packed:
        for number, path in enumerate(sorted((tmp_path / "site").rglob("*.*"))):
            path.chmod(0o600)
            os.utime(path, (number, number))
        origin = Provenance(DAY, "abc", "essai", "{}\n")
        return pack(tmp_path / "site", ("", *SLUGS), tmp_path / "pack", origin, (), 1, lambda *_: None)

    return make


@pytest.mark.parametrize("kind", ["tar.zst", "zip"])
def test_an_archive_is_its_files_alone(packed: Callable[[], Packed], kind: str) -> None:
    """Its files are those of the site, readable by all, of the day of the build, whatever the machine's clock says."""
    made = packed()
    target = Target(id="essai", kind="archives", path="/srv", format=kind)  # type: ignore[arg-type]
    payload = build_payload(target, made, made.release, made.manifests, made.manifests, NOON, None)
    raw = (payload.folder / f"50-manche.{kind}").read_bytes()
    if kind == "zip":
        found = {
            entry.filename: (entry.external_attr >> 16, datetime(*entry.date_time, tzinfo=UTC))
            for entry in zipfile.ZipFile(io.BytesIO(raw)).infolist()
        }
    else:
        content = zstandard.ZstdDecompressor().stream_reader(io.BytesIO(raw)).read()
        with tarfile.open(fileobj=io.BytesIO(content)) as archive:
            found = {entry.name: (entry.mode, datetime.fromtimestamp(entry.mtime, UTC)) for entry in archive}
    assert {f"50-manche/{file.path}" for file in made.manifests["50-manche"].files} <= found.keys()
    assert set(found.values()) == {(0o644, datetime(2026, 11, 22, tzinfo=UTC))}
    if kind == "zip":
        entries = zipfile.ZipFile(io.BytesIO(raw)).infolist()
        how = {(entry.create_system, entry.compress_type) for entry in entries}
        assert how == {(3, zipfile.ZIP_DEFLATED)}, "other systems than Unix (3) have no modes"


# --- Going back


def release(day: int) -> Release:
    """A release without sites, of a day of November."""
    return make_release((), (), Provenance(date(2026, 11, day), "abc", "essai", "{}\n"))


@pytest.fixture
def online(tmp_path: Path) -> Online:
    """A target in `tmp_path` with two releases, of which the second is served."""
    log = ReleaseLog()
    for day in (21, 22):
        made = release(day)
        folder = tmp_path / "releases" / made.id
        folder.mkdir(parents=True)
        (folder / "release.json").write_text(made.text(), encoding="utf-8")
        log = add_release(log, log_entry(made, made.text(), made.id, NOON), made, 5)
    text, folders = release(22).text(), tuple(entry.folder for entry in log.releases)
    probe = Probe((), 0, 0, None, folders[1], False, folders, True, (), ())
    return Online(folders[1], release(22), text, "", log, True, probe)


def back(online: Online, folder: Path, to: str | None = None) -> str:
    """The folder of the release that is gone back to."""
    target = Target(id="essai", kind="folder", path=str(folder))
    return plan_rollback(LocalHost(), target, online, to, NO_SIGNERS).entry.folder


def test_the_release_before_is_gone_back_to(online: Online, tmp_path: Path) -> None:
    """Without a name it is the one before that which is served; that which is served is none."""
    assert back(online, tmp_path) == release(21).id
    assert back(online, tmp_path, release(21).id) == release(21).id
    for name in (release(22).id, "2026-01-01-0000000000"):
        with pytest.raises(PublishError, match="n'est pas sur le serveur"):
            back(online, tmp_path, name)


def test_a_release_that_was_altered_is_not_gone_back_to(online: Online, tmp_path: Path) -> None:
    """A release.json that is still one, but not the one that the ledger noted, is named."""
    path = tmp_path / "releases" / release(21).id / "release.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"abc"', '"abd"'), encoding="utf-8")
    with pytest.raises(PublishError, match="modifiée sur le serveur"):
        back(online, tmp_path)
    path.unlink()
    with pytest.raises(PublishError, match="modifiée sur le serveur"):
        back(online, tmp_path)
