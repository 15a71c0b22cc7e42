"""A publication from top to bottom, in this process: what is sent, verified, served, noted and deleted."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from troisclics.errors import UNCHANGED, PublishError
from troisclics.publish import publication, remote_scripts
from troisclics.publish.expected import Request
from troisclics.publish.remote_scripts import HTTP_CHECK, PREFLIGHT, RECORD, STEPS, SWITCH, TIDY, UPLOAD, VERIFY

from .desk import SITES, Desk

FIXED = ["--delete", "--filter=P /*"]


def test_a_first_publication(desk: Desk) -> None:
    """All files travel, the steps are named in order, and the log says what is served since when."""
    done = desk.publish()
    assert (desk.observer.steps, done.read, done.total) == (list(STEPS), 0, 0)
    assert done.sent is not None
    assert done.sent.files == 31
    assert desk.observer.counts[-1] == (24, 24), "files of the pools travel too, and are not counted twice"
    assert desk.observer.counts[0] == (1, 24)
    assert desk.options == [FIXED, ["--delete", "--links"]]
    assert {desk.served(slug) for slug in SITES} == {"1"}
    log = desk.log()
    assert (log["current"], [one["folder"] for one in log["releases"]]) == (done.release.id, [done.release.id])
    assert {site["since"] for site in log["sites"]} == {"2026-11-22T12:00:00Z"}
    assert 0 <= done.seconds < 60
    assert "pas d'« url »" in desk.observer.warnings[0]


def test_the_same_again_sends_nothing(desk: Desk) -> None:
    """What is online is verified, and neither sent nor switched; the log stays as it is."""
    first = desk.publish()
    log = desk.log()
    done = desk.publish(hour=15)
    assert (done.sent, done.release) == (None, first.release)
    assert desk.observer.steps == [PREFLIGHT, VERIFY, HTTP_CHECK, RECORD, TIDY]
    assert (desk.log(), desk.options) == (log, [])


def test_the_same_again_mends_what_is_damaged(desk: Desk) -> None:
    """A file that changed online makes the same release travel again, to a folder of another name."""
    first = desk.publish()
    page = desk.place / "current" / "50-manche" / "index.html"
    page.write_text("abîmé", encoding="utf-8")
    done = desk.publish(hour=15)
    assert desk.observer.steps == [PREFLIGHT, VERIFY, *STEPS[1:]]
    assert os.readlink(desk.place / "current") == f"releases/{first.release.id}.2"
    assert desk.served("50-manche") == "1"
    assert done.sent is not None
    page.write_text("abîmé", encoding="utf-8")
    desk.publish(hour=16)
    assert os.readlink(desk.place / "current") == f"releases/{first.release.id}.3", "both other names are taken"


def test_what_has_changed_travels(desk: Desk) -> None:
    """A changed page is the only one that travels; releases beyond `keep` go, and pools that nobody needs."""
    ids = [desk.publish(number, hour=number).release.id for number in (1, 2, 3)]
    assert desk.options[1] == ["--delete", f"--link-dest=../{ids[1]}/", "--links"]
    assert {path.name for path in (desk.place / "releases").iterdir()} == set(ids[1:])
    assert len(list((desk.place / "assets").iterdir())) == 2
    assert (desk.place / "current" / "_assets").is_symlink()
    assert [site["release"] for site in desk.log()["sites"]] == [ids[2]] * 4


def test_a_log_that_was_rebuilt_deletes_nothing(desk: Desk) -> None:
    """After the log is lost, all releases stay this once, and the next publication keeps as many as usual."""
    for number in (1, 2):
        desk.publish(number)
    (desk.place / "published.json").unlink()
    desk.publish(3)
    assert "n'est pas sûr : il est absent" in desk.observer.warnings[0]
    assert "2 publication(s)" in desk.observer.warnings[0]
    assert len(list((desk.place / "releases").iterdir())) == len(desk.log()["releases"]) == 3
    desk.publish(4)
    assert len(list((desk.place / "releases").iterdir())) == 2


def test_a_release_that_cannot_be_read_stops_the_deletions(desk: Desk) -> None:
    """The pools of a release that is damaged are unknown: only what was on its way goes."""
    desk.target = replace(desk.target, keep=3)
    for number in (1, 2):
        desk.publish(number)
    old = desk.place / "releases" / desk.log()["releases"][0]["folder"]
    (old / "release.json").write_text("{", encoding="utf-8")
    (desk.place / "assets" / "0123456789abcdef").mkdir()
    desk.publish(3)
    assert (desk.place / "assets" / "0123456789abcdef").exists()
    assert old.exists()
    assert not (desk.place / "releases" / ".incoming").exists()


def test_one_site_alone(desk: Desk) -> None:
    """Only the chosen site changes; the release holds the others as they were."""
    desk.publish(1)
    done = desk.publish(2, chosen=("50-manche",))
    assert [desk.served(slug) for slug in SITES] == ["1", "1", "2", "1"]
    assert len(done.release.sites) == 4
    names = ("release.json", "release.json.sig", "sbom.cdx.json", "50-manche/***")
    assert desk.options[1][-5:] == [*(f"--include=/{name}" for name in names), "--exclude=/*"]
    assert desk.observer.counts[-1] == (6, 6)
    changed = [site["slug"] for site in desk.log()["sites"] if site["release"] == done.release.id]
    assert changed == ["50-manche"]
    done = desk.publish(3, chosen=("",))
    assert [desk.served(slug) for slug in SITES] == ["3", "1", "2", "1"]
    assert desk.options[1][-3:] == [
        "--exclude=/2a-corse-du-sud/",
        "--exclude=/50-manche/",
        "--exclude=/971-guadeloupe/",
    ]


def test_without_links_no_pool_travels_apart(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """With `switch: copy`, links are followed and the pools are not sent by themselves."""
    desk.target = replace(desk.target, switch="copy")
    monkeypatch.setattr(publication, "switch", lambda *_, **__: None)  # it needs rsync
    monkeypatch.setattr(publication, "check_readable", lambda *_: None)
    done = desk.publish()
    assert desk.options == [["--delete", "--copy-links"]]
    assert done.sent is not None
    assert done.sent.files == 34


def test_archives_are_sent_alone(desk: Desk) -> None:
    """One archive a site, without pools; the same again is known by the sums, another content travels."""
    desk.target = replace(desk.target, kind="archives")
    done = desk.publish()
    assert desk.options == [["--delete"]]
    assert done.release.sums
    assert desk.publish().sent is None
    assert desk.publish(2).sent is not None
    assert desk.options == [["--delete", f"--link-dest=../{done.release.id}/"]]
    desk.target = replace(desk.target, format="zip")
    assert desk.publish(2).sent is not None, "the same sites, in archives of another kind"


@pytest.fixture
def damaged(desk: Desk) -> Desk:
    """A desk one of whose files changes on its way, once a release is online."""
    desk.publish()

    def damage(folder: Path) -> None:
        if folder.name == ".incoming":
            (folder / "50-manche" / "index.html").write_text("x", encoding="utf-8")

    desk.after_sending = damage
    return desk


def test_what_was_damaged_on_its_way_is_not_served(damaged: Desk) -> None:
    """The file is named, and what is online does not change."""
    with pytest.raises(PublishError) as raised:
        damaged.publish(2)
    assert (raised.value.step, raised.value.served) == (VERIFY, UNCHANGED)
    assert "50-manche/index.html : modifié" in raised.value.text
    assert damaged.observer.steps[-1] == VERIFY
    assert damaged.served() == "1"


# --- What is served


Answers = list[list[str]]


@pytest.fixture
def answers(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Answers:
    """The desk has an address; the differences that are found there, one list a publication. Empty: none."""
    desk.target = replace(desk.target, url="http://intranet.example/")
    found: Answers = []

    def check(url: str, wanted: Sequence[Request], advance: Callable[[int], None]) -> list[str]:
        assert url == "http://intranet.example/"
        advance(20)
        advance(len(wanted))
        return found.pop() if found else []

    monkeypatch.setattr(publication, "check_responses", check)
    return found


@pytest.mark.usefixtures("answers")
def test_what_is_served_is_read(desk: Desk) -> None:
    """All files are asked for, or with a `sample` some; the progress never exceeds them."""
    done = desk.publish()
    assert (done.read, done.total) == (34, 34)
    assert desk.observer.counts[-2:] == [(20, 34), (34, 34)]
    assert desk.observer.warnings == []
    desk.target = replace(desk.target, sample=1)
    done = desk.publish(2)
    assert (done.read, done.total) == (19, 34)


def test_what_is_served_wrongly_is_taken_back(desk: Desk, answers: Answers) -> None:
    """Where a response differs, the release before is served again; there is none before the first."""
    answers.append([f"/{number} : réponse 404" for number in range(7)])
    with pytest.raises(PublishError) as raised:
        desk.publish(1)
    assert (raised.value.step, raised.value.served) == (HTTP_CHECK, "la publication reste en ligne")
    assert raised.value.text.startswith("7 différence(s)")
    assert raised.value.text.count("réponse 404") == 5
    assert desk.served() == "1"
    desk.publish(1)
    answers.append(["/ : réponse 404"])
    with pytest.raises(PublishError, match="1 différence") as raised:
        desk.publish(2)
    assert raised.value.served == "la publication précédente est de nouveau en ligne"
    assert desk.served() == "1"


def test_what_was_online_before_is_not_taken_back(desk: Desk, answers: Answers) -> None:
    """The same release again, wrongly served, stays: there is nothing to go back to."""
    desk.publish(1)
    answers.append(["/ : réponse 404"])
    with pytest.raises(PublishError) as raised:
        desk.publish(1)
    assert raised.value.served == "la publication reste en ligne"


def fail(step: str, served: str = UNCHANGED) -> Callable[..., None]:
    """A function that fails at a step."""

    def act(*_: object, **__: object) -> None:
        raise PublishError(step, "essai", "essai", served)

    return act


@pytest.mark.parametrize(("name", "step"), [("write_release_log", RECORD), ("tidy", TIDY)])
def test_a_failure_after_the_switch_says_what_is_served(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, name: str, step: str
) -> None:
    """The new release is online, whole, although the log or the deletions failed; what is known better is kept."""
    monkeypatch.setattr(remote_scripts, name, fail(step))
    with pytest.raises(PublishError) as raised:
        desk.publish()
    assert raised.value.served.startswith("cette publication est en ligne, entière")
    monkeypatch.setattr(remote_scripts, name, fail(step, "autre chose"))
    with pytest.raises(PublishError) as raised:
        desk.publish(2)
    assert raised.value.served == "autre chose"


def test_a_switch_that_fails_says_what_is_served(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the failure, the target is asked what it serves."""
    desk.publish()
    monkeypatch.setattr(remote_scripts, "switch", fail(SWITCH))
    with pytest.raises(PublishError) as raised:
        desk.publish(2)
    assert (raised.value.step, raised.value.served) == (SWITCH, "ce qui est en ligne n'a pas changé")


def test_a_later_day_alone_makes_no_release(desk: Desk) -> None:
    """The same sites of a later day are those online; of an earlier day they are a release of their own."""
    first = desk.publish().release.id
    desk.observer.steps.clear()
    assert desk.publish(day=date(2026, 11, 23)).release.id == first
    assert UPLOAD not in desk.observer.steps
    assert desk.publish(day=date(2026, 11, 21)).release.id[:10] == "2026-11-21"
    assert UPLOAD in desk.observer.steps
