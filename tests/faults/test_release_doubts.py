"""Keys that cannot sign, signers that are not known, a ledger that is cut and links that others planted: each is said,
and nothing is sent, served or deleted that is not sure.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from watchers import Noted

from troisclics.errors import PublishError
from troisclics.model import Target
from troisclics.publish.preflight import connect_target
from troisclics.publish.rollback import plan_rollback, roll_back
from troisclics.publish.signature import NO_SIGNERS, Signers, check, sign
from troisclics.publish.verification import verify_folder

from . import small
from .signed import SIGNER, allow, make_key

pytestmark = pytest.mark.programs

AT = "2026-11-22T08:00:00Z"
TEXT = '{"at": "essai"}'


def releases(desk: small.Desk) -> list[str]:
    """The folders of releases, by name."""
    return sorted(path.name for path in (desk.target / "releases").iterdir())


@pytest.fixture
def keys(tmp_path: Path) -> tuple[Path, Path]:
    """Two keys without passphrase."""
    return make_key(tmp_path, "one"), make_key(tmp_path, "two")


def test_signers(tmp_path: Path, keys: tuple[Path, Path]) -> None:
    """A signature is its signer's, over these bytes, for this purpose, at a moment at which the key was valid."""
    one, two = keys
    signature = sign(one, TEXT)
    both = Signers(allow(tmp_path, one, two), required=True)
    assert check(TEXT, signature, AT, both).signer == SIGNER
    assert "n'est pas la signature" in check(TEXT + " ", signature, AT, both).problem
    assert "n'est pas la signature" in check(TEXT, "rien", AT, both).problem
    assert "n'est pas signée" in check(TEXT, "", AT, both).problem
    assert check(TEXT, "", AT, NO_SIGNERS).text(AT).startswith("Non signée")
    other = Signers(allow(tmp_path, two))
    assert "d'un signataire" in check(TEXT, signature, AT, other).problem
    rotated = Signers(allow(tmp_path, one, options='valid-before="20261201",namespaces="release@troisclics" '))
    assert check(TEXT, signature, AT, rotated).signer == SIGNER
    assert check(TEXT, signature, "2026-12-02T08:00:00Z", rotated).problem
    elsewhere = Signers(allow(tmp_path, one, options='namespaces="git" '))
    assert check(TEXT, signature, AT, elsewhere).problem


CANNOT: dict[str, tuple[Callable[[Path], Path], str]] = {
    "no file": (lambda folder: folder / "absente", "n'existe pas"),
    "a passphrase": (lambda folder: make_key(folder, "key", "secret"), "phrase de passe"),
    "a public key alone": (lambda folder: shutil.move(make_key(folder), folder / "x") and folder / "key.pub", "agent"),
    "no key": (lambda folder: folder / "texte", "ne permet pas de signer"),
}


@pytest.mark.parametrize(("key", "said"), CANNOT.values(), ids=CANNOT)
def test_a_key_that_cannot_sign(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: Callable[[Path], Path], said: str
) -> None:
    """A key that is not there, is locked or is none is said before anything is sent, and nothing is asked for."""
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    (tmp_path / "texte").write_text("x")
    desk = small.make_desk(tmp_path, signing_key=str(key(tmp_path)))
    done = desk.run()
    assert done.returncode == 3
    assert said in done.stderr
    assert "étape « contrôles »" in done.stderr
    assert not any(desk.target.iterdir())


def test_without_ssh_keygen(keys: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Where ssh-keygen is not installed, the message says which package it is in."""
    signature = sign(keys[0], TEXT)
    monkeypatch.setenv("PATH", "/nonexistent")
    for act in (lambda: sign(keys[0], TEXT), lambda: check(TEXT, signature, AT, NO_SIGNERS)):
        with pytest.raises(PublishError) as raised:
            act()
        assert "openssh-client" in raised.value.fix


def test_a_target_that_wants_signatures(tmp_path: Path, keys: tuple[Path, Path]) -> None:
    """Without a key, or with one of nobody, nothing is sent; unsigned is signed anew; a part needs a signed whole."""
    one, two = keys
    desk = small.make_desk(tmp_path)
    assert desk.run().returncode == 0
    desk.described["allowed_signers"] = str(allow(tmp_path, one))
    for key, said in ((None, "publications signées"), (str(two), "ne serait pas reconnue")):
        desk.described["signing_key"] = key
        done = desk.run()
        assert (done.returncode, said in done.stderr) == (3, True), done.stderr
    desk.described["signing_key"] = str(one)
    done = desk.run("50-manche")
    assert (done.returncode, "sans CODE" in done.stderr) == (3, True), done.stderr
    assert not (desk.target / "current" / "release.json.sig").exists()
    assert desk.run().returncode == 0
    assert desk.run("50-manche").returncode == 0
    found = verify_folder(desk.target / "current", Signers(tmp_path / "allowed_signers", required=True))
    assert (found.wrong, found.verdict.signer) == ((), SIGNER)


@pytest.mark.parametrize("kind", ["zip", "tar.zst"])
def test_archives_are_signed(tmp_path: Path, keys: tuple[Path, Path], kind: str) -> None:
    """The signature covers the archives by SHA256SUMS: one byte of one, or a file added, is named."""
    signers = Signers(allow(tmp_path, keys[0]), required=True)
    desk = small.make_desk(tmp_path, kind="archives", format=kind, signing_key=str(keys[0]))
    done = desk.run()
    assert done.returncode == 0, done.stderr
    folder = next((desk.target / "releases").iterdir())
    assert verify_folder(folder, signers).wrong == ()
    assert verify_folder(folder, signers).verdict.signer == SIGNER
    archive = folder / f"50-manche.{kind}"
    archive.write_bytes(archive.read_bytes() + b" ")
    (folder / "faux.zip").write_bytes(b"x")
    assert verify_folder(folder, signers).wrong == (f"50-manche.{kind} : modifié", "faux.zip : en trop")
    sums = folder / "SHA256SUMS"
    sums.write_text(sums.read_text(encoding="utf-8").replace("50-manche", "50-autre"), encoding="utf-8")
    assert "SHA256SUMS : modifié" in verify_folder(folder, signers).wrong


SPOILT: dict[str, Callable[[Path], object]] = {
    "cut": lambda path: path.write_bytes(path.read_bytes()[:100]),
    "lost": lambda path: path.unlink(),
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_a_ledger_that_is_not_sure(tmp_path: Path, spoil: Callable[[Path], object]) -> None:
    """Whatever befell the ledger, it is rebuilt and said, a rollback finds its way, and no release is deleted."""
    desk = small.make_desk(tmp_path, keep=2)
    for number in (1, 2):
        small.write_sites(desk.sites, number)
        assert desk.run().returncode == 0
    before = releases(desk)
    spoil(desk.target / "published.json")
    target = Target("essai", "folder", str(desk.target), keep=2)
    small.write_sites(desk.sites, 3)
    done = desk.run()
    assert done.returncode == 0, done.stderr
    assert "n'est pas sûr" in done.stderr
    assert set(before) < set(releases(desk))
    assert len(releases(desk)) == 3
    spoil(desk.target / "published.json")
    with connect_target(target, "essai", Noted(), write=True) as (host, online):
        plan = plan_rollback(host, target, online, None, NO_SIGNERS)
        roll_back(host, target, online, plan, datetime.now(UTC), Noted())
    assert desk.number() == "2"
    assert len(releases(desk)) == 3
    small.write_sites(desk.sites, 4)
    done = desk.run()
    assert "n'est pas sûr" not in done.stderr
    assert len(releases(desk)) == 2, "sure again: as many as « keep »"


def test_a_release_changed_on_the_target_is_not_gone_back_to(tmp_path: Path) -> None:
    """A kept release whose `release.json` is not the one that the ledger noted is refused, unsigned too."""
    desk = small.make_desk(tmp_path)
    for number in (1, 2):
        small.write_sites(desk.sites, number)
        assert desk.run().returncode == 0
    other = next(name for name in releases(desk) if (desk.target / "current").resolve().name != name)
    path = desk.target / "releases" / other / "release.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"essai"', '"autre"'), encoding="utf-8")
    target = Target("essai", "folder", str(desk.target))
    with (
        connect_target(target, "essai", Noted(), write=True) as (host, online),
        pytest.raises(PublishError, match="modifiée"),
    ):
        plan_rollback(host, target, online, None, NO_SIGNERS)


@pytest.mark.parametrize("name", [".incoming", "2026-11-22-0123456789"])
def test_planted_links_are_refused(tmp_path: Path, name: str) -> None:
    """A link in the place of what comes in, or of a release, is named with what to do, and never followed."""
    desk = small.make_desk(tmp_path)
    assert desk.run().returncode == 0
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "keep.txt").write_text("x")
    (desk.target / "releases" / name).symlink_to(precious)
    small.write_sites(desk.sites, 2)
    done = desk.run()
    assert done.returncode == 3
    assert f"« releases/{name} »" in done.stderr
    assert "le retirer" in done.stderr
    assert (precious / "keep.txt").exists()
    assert desk.number() == "1"
    (desk.target / "releases" / name).unlink()
    assert desk.run().returncode == 0


def test_an_unfinished_release_blocks_nothing(tmp_path: Path) -> None:
    """A folder of the very name of the release to come, without `release.json`, is passed by and tidied."""
    desk = small.make_desk(tmp_path)
    assert desk.run().returncode == 0
    name = releases(desk)[0]
    shutil.rmtree(desk.target)
    (desk.target / "releases" / name / "50-manche").mkdir(parents=True)
    done = desk.run()
    assert done.returncode == 0, done.stderr
    assert releases(desk) == [f"{name}.2"]
