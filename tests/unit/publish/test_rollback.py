"""Going back to an earlier release, and the verification of what is served, each with its broken twins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from troisclics.errors import PublishError
from troisclics.publish import publication, rollback
from troisclics.publish.preflight import connect_target
from troisclics.publish.remote_scripts import HTTP_CHECK, PREFLIGHT, RECORD, SWITCH, TIDY, VERIFY
from troisclics.publish.rollback import Status, find_status, plan_rollback, roll_back
from troisclics.publish.signature import NO_SIGNERS, Signers
from troisclics.publish.verification import verify_folder

from .desk import Desk


@pytest.fixture
def twice(desk: Desk) -> Desk:
    """A desk that has published twice."""
    for number in (1, 2):
        desk.publish(number)
    return desk


def go_back(desk: Desk, to: str | None = None) -> publication.Published:
    """Serve an earlier release again."""
    with desk.connect() as (host, online):
        plan = plan_rollback(host, desk.target, online, to, NO_SIGNERS)
        assert plan.refusals == ()
        return roll_back(host, desk.target, online, plan, datetime(2026, 11, 23, tzinfo=UTC), desk.observer)


def status(desk: Desk, signers: Signers = NO_SIGNERS) -> Status:
    """What is wrong with what is served."""
    with desk.connect(write=False) as (host, online):
        return find_status(host, desk.target, online, signers, desk.observer)


def folder(desk: Desk, number: int) -> Path:
    """The folder of a release, by its number in the log."""
    return desk.place / "releases" / desk.log()["releases"][number]["folder"]


def test_the_release_before_is_served_again(twice: Desk) -> None:
    """It is verified, switched to and noted; nothing travels, and both releases stay."""
    done = go_back(twice)
    assert (twice.served(), twice.served("50-manche")) == ("1", "1")
    assert twice.observer.steps == [PREFLIGHT, VERIFY, SWITCH, HTTP_CHECK, RECORD, TIDY]
    assert (done.sent, done.read, done.total, done.release.id) == (None, 0, 0, folder(twice, 0).name)
    assert twice.log()["current"] == done.release.id
    assert len(twice.log()["releases"]) == 2
    assert 0 <= done.seconds < 60
    assert go_back(twice, folder(twice, 1).name).release.id == folder(twice, 1).name
    assert twice.served() == "2"


def test_an_address_is_read_after_going_back(twice: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """All files of the earlier release are asked for; if one differs, the later one is served again."""
    twice.target = replace(twice.target, url="http://intranet.example/")
    monkeypatch.setattr("troisclics.publish.rollback.check_policy", lambda *_: [])
    monkeypatch.setattr(publication, "check_responses", lambda *_: [])
    done = go_back(twice)
    assert (done.read, done.total) == (34, 34)
    monkeypatch.setattr(publication, "check_responses", lambda *_: ["/ : réponse 404"])
    with pytest.raises(PublishError) as raised:
        go_back(twice, folder(twice, 1).name)
    assert raised.value.served == "la publication précédente est de nouveau en ligne"
    assert twice.served() == "1"


def test_a_release_that_is_damaged_is_not_served(twice: Desk) -> None:
    """Each file of it is compared first; the message shows three."""
    for slug in ("", "2a-corse-du-sud", "50-manche", "971-guadeloupe"):
        (folder(twice, 0) / slug / "index.html").write_text("x", encoding="utf-8")
    with pytest.raises(PublishError) as raised:
        go_back(twice)
    assert (raised.value.step, "--to" in raised.value.fix) == (VERIFY, True)
    assert raised.value.text.count("modifié") == 3
    assert twice.served() == "2"


def test_a_manifest_that_is_damaged_is_named(twice: Desk) -> None:
    """A site whose manifest was changed cannot be compared: going back is refused."""
    (folder(twice, 0) / "50-manche" / "manifest.json").write_text("{}", encoding="utf-8")
    with pytest.raises(PublishError, match=r"50-manche/manifest\.json : modifié"):
        go_back(twice)


def test_archives_are_gone_back_to(desk: Desk) -> None:
    """A release of archives is compared with its sums, not with the manifests of its sites."""
    desk.target = replace(desk.target, kind="archives")
    for number in (1, 2):
        desk.publish(number)
    assert go_back(desk).release.id == folder(desk, 0).name
    assert status(desk).wrong == ()
    (folder(desk, 0) / "portail.tar.zst").write_bytes(b"x")
    assert status(desk).wrong == ("portail.tar.zst : modifié",)
    (folder(desk, 1) / "sbom.cdx.json").write_text("x", encoding="utf-8")
    with pytest.raises(PublishError, match=r"sbom\.cdx\.json : modifié"):
        go_back(desk, folder(desk, 1).name)


@pytest.mark.parametrize("key", ["sums", "at", "digest"])
def test_a_byte_of_the_description_of_archives_is_named(desk: Desk, key: str) -> None:
    """`release.json` is named, on the target and as a folder, even where a sum in it is no longer one."""
    desk.target = replace(desk.target, kind="archives")
    desk.publish()
    path = folder(desk, 0) / "release.json"
    text = path.read_text(encoding="utf-8")
    at = text.index(f'"{key}": "') + len(key) + 5
    path.write_text(f"{text[:at]}g{text[at + 1 :]}", encoding="utf-8")
    assert "release.json : modifié" in status(desk).wrong
    assert "release.json : modifié" in verify_folder(folder(desk, 0)).wrong


def test_what_is_not_there_is_not_gone_back_to(desk: Desk) -> None:
    """The message says what there is to choose from."""
    desk.publish()
    for to, said in ((None, "la publication précédente"), ("2020", "« 2020 »")):
        with pytest.raises(PublishError) as raised:
            go_back(desk, to)
        assert raised.value.text == f"{said} n'est pas sur le serveur"
        assert raised.value.fix == f"choisir parmi : {folder(desk, 0).name}"


def test_a_signature_that_is_wanted_is_missed(twice: Desk, tmp_path: Path) -> None:
    """Where signatures are required, an unsigned release is not served again, and is named by the verification."""
    (tmp_path / "signers").write_text("", encoding="utf-8")
    signers = Signers(tmp_path / "signers", required=True)
    with twice.connect() as (host, online), pytest.raises(PublishError) as raised:
        plan_rollback(host, twice.target, online, None, signers)
    assert raised.value.text == f"la publication {folder(twice, 0).name} : cette publication n'est pas signée"
    found = status(twice, signers)
    assert found.wrong == ("release.json.sig : cette publication n'est pas signée",)
    assert found.verdict.problem


# --- Verification


def test_what_is_sound(twice: Desk) -> None:
    """Nothing is said of what is as published; the files on the target are counted."""
    found = status(twice)
    assert (found.wrong, found.compared, found.read) == ((), 34, 0)
    assert twice.observer.steps == [PREFLIGHT, VERIFY]


def test_the_address_is_read(twice: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """With an address, each response is compared too."""
    twice.target = replace(twice.target, url="http://intranet.example/")
    asked: list[int] = []

    def check(_url: str, wanted: list[object], advance: Callable[[int], None]) -> list[str]:
        asked.append(len(wanted))
        advance(10)
        advance(99)
        return ["/ : réponse 404"]

    monkeypatch.setattr(rollback, "check_responses", check)
    found = status(twice)
    assert (found.wrong, found.read, asked) == (("/ : réponse 404",), 34, [34])
    assert twice.observer.steps[-1] == HTTP_CHECK
    assert twice.observer.counts == [(10, 34), (34, 34)]


def retarget(desk: Desk) -> None:
    """Make `current` lead out of the releases."""
    other = desk.place / "ailleurs"
    (desk.place / "current").resolve().rename(other)
    (desk.place / "current").unlink()
    (desk.place / "current").symlink_to("ailleurs")


def write(name: str, text: str = "x") -> Callable[[Desk], object]:
    """A function that writes a file into what is served."""
    return lambda desk: (desk.place / "current" / name).write_text(text, encoding="utf-8")


WRONG: dict[str, tuple[Callable[[Desk], object], str]] = {
    "a page": (write("50-manche/index.html"), "50-manche/index.html : modifié"),
    "a file more": (write("50-manche/faux.html"), "50-manche/faux.html : en trop"),
    "a manifest": (write("50-manche/manifest.json", "{}"), "50-manche/manifest.json : modifié ; les fichiers"),
    "a pool": (
        lambda desk: (desk.place / "assets" / "0123456789abcdef").mkdir(),
        "assets/0123456789abcdef : dossier en trop",
    ),
    "a link": (lambda desk: (desk.place / "releases" / "x").symlink_to("/"), "releases/x : un lien, ou autre chose"),
    "a writable folder": (lambda desk: (desk.place / "releases").chmod(0o777), "releases : tout compte"),
    "a closed folder": (lambda desk: (desk.place / "assets").chmod(0o700), "assets : dossier que le serveur"),
    "a log": (
        lambda desk: (desk.place / "published.json").write_text(
            (desk.place / "published.json").read_text(encoding="utf-8").replace('"essai"', '"autre"'), encoding="utf-8"
        ),
        "release.json : ce n'est pas celui que le registre a noté",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("spoil", "line"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_named(twice: Desk, spoil: Callable[[Desk], object], line: str) -> None:
    """Each thing that is not as published is named, once."""
    spoil(twice)
    found = status(twice).wrong
    assert any(line in one for one in found), found
    assert len(found) == 1 + ("closed" in line or "assets : dossier" in line)


def test_a_link_out_of_the_releases_is_named(twice: Desk) -> None:
    """What is served must be one of the releases of the target."""
    retarget(twice)
    assert "current : lien vers « ailleurs », qui n'est pas une publication d'ici" in status(twice).wrong


def test_nothing_readable_is_served(desk: Desk) -> None:
    """Without a release there is nothing to compare."""
    found = status(desk)
    assert found.wrong == ("current/release.json : illisible : rien d'autre n'a pu être comparé",)
    assert (found.compared, found.read) == (0, 0)
    desk.target = replace(desk.target, kind="archives")
    assert status(desk).wrong[0].startswith("releases//release.json")


def test_a_rebuilt_log_is_not_compared(twice: Desk) -> None:
    """A log that was just rebuilt from the releases says nothing against them."""
    (twice.place / "published.json").unlink()
    assert status(twice).wrong == ()


def test_a_target_can_be_read_without_a_lock(twice: Desk) -> None:
    """Two can look at once; only one can publish."""
    with connect_target(twice.target, "un", twice.observer, write=True):
        assert status(twice).wrong == ()
        with pytest.raises(PublishError, match=r"une autre publication est en cours \(un\)"), twice.connect():
            pass
