"""Manifests, releases and the ledger: what is read, kept, doubted and rebuilt."""

from __future__ import annotations

import dataclasses

import pytest

from troisclics.publish.manifest import ReleaseSite, is_unaltered, read_manifest, read_release
from troisclics.publish.release_log import (
    UNKNOWN,
    ReleaseLog,
    add_release,
    log_entry,
    log_problem,
    parse_release_log,
    rebuild,
)

from .releases import DAY, SITE, digest, file, release


def test_a_release_says_whether_it_is_whole() -> None:
    """One letter changed anywhere in `release.json` is seen without a signature, in a release made before too."""
    text = release().text()
    assert is_unaltered(text)
    for before, after in (('"abc"', '"abd"'), ("troisclics 1", "troisclics 2"), ('"sites"', ' "sites"')):
        assert not is_unaltered(text.replace(before, after))
    old = dataclasses.replace(release(), at="", digest="").text()
    assert '"at"' not in old
    assert is_unaltered(old)


@pytest.mark.parametrize("path", ["../x", "/x", "a/../x", "a//x", "x\n0  y", "x\x1b"])
def test_paths_of_manifests_stay_in_their_site(path: str) -> None:
    """A manifest with a path that leaves its site, or is two lines, is none."""
    assert read_manifest(SITE.text()) == SITE
    with pytest.raises(ValueError, match="path"):
        read_manifest(dataclasses.replace(SITE, files=(file(path),)).text())


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"sites": 5}', '"x"', release().text().replace("90-dunes", "../x")])
def test_what_is_no_release(text: str) -> None:
    """Anything else than a release is a ValueError, never another error."""
    with pytest.raises(ValueError):  # noqa: PT011 - json's and pydantic's
        read_release(text)


def ledger_of(*days: int, keep: int = 9) -> ReleaseLog:
    """The ledger once releases of these days have been served."""
    log = ReleaseLog()
    for day in days:
        made = release(day)
        entry = log_entry(made, made.text(), made.id, made.at)
        log = add_release(log, entry, made, keep)
    return log


@pytest.mark.parametrize(("keep", "days"), [(2, [23, 24]), (3, [22, 23, 24]), (9, [21, 22, 23, 24])])
def test_the_latest_releases_are_kept(keep: int, days: list[int]) -> None:
    """The ledger keeps so many releases in all, the latest, and always the one that is served."""
    assert [entry.built_on[-2:] for entry in ledger_of(21, 22, 23, 24, keep=keep).releases] == [
        str(day) for day in days
    ]
    back = ledger_of(21, 22, 23)
    first = release(21)
    after = add_release(back, back.releases[0], first, 2)
    assert after.current == first.id
    assert [entry.built_on[-2:] for entry in after.releases] == ["21", "23"]


def test_a_ledger_is_rebuilt_from_the_releases() -> None:
    """Lost, it is what it was: releases in order, what is served, since when; moments that nobody noted are unknown."""
    texts = {release(day).id: release(day).text() for day in (23, 21, 22)}
    assert rebuild({**texts, "x": "{"}, release(23).id) == ledger_of(21, 22, 23)
    back = rebuild(texts, release(22).id)
    assert (back.current, back.before(back.current)) == (release(22).id, ledger_of(21).releases[0])
    assert len(back.releases) == 3
    old = dataclasses.replace(release(22), at="", digest="")
    assert rebuild({old.id: old.text()}, old.id).releases[0].published_at == UNKNOWN
    assert rebuild(texts, "").current == ""


def test_a_ledger_is_doubted() -> None:
    """Absent beside releases, cut, damaged, or naming a folder that is not there: each says why. Otherwise not."""
    log = ledger_of(21, 22)
    text, folders = log.text(), [entry.folder for entry in log.releases]
    assert parse_release_log(text) == log
    assert log_problem(text, log, folders) == ""
    assert log_problem("", None, []) == ""
    assert "absent" in log_problem("", parse_release_log(""), folders)
    for damaged in (text[:100], "{}", "[]", text.replace(folders[0], "../../etc"), text.replace('"abc"', "5")):
        assert parse_release_log(damaged) is None, damaged
        assert "illisible" in log_problem(damaged, None, folders)
    assert parse_release_log(log.text().replace(DAY, "\\u001b[2J", 1)) is None, "it would act on a terminal"
    assert folders[0] in log_problem(text, log, folders[1:])


def test_a_site_of_a_release_is_its_manifest() -> None:
    """A release holds the digest of each manifest, and so of all."""
    assert release().sites == (ReleaseSite("90-dunes", digest(SITE.text().encode()), SITE.assets, 8, 2, 66),)
