"""Reading a release back: from a folder, a copy of one, or an address."""

from __future__ import annotations

import http.client
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from troisclics.errors import PublishError
from troisclics.publish import verification
from troisclics.publish.found_release import find_release, other_pools
from troisclics.publish.http_check import HttpResponse
from troisclics.publish.inspection import expected_archives
from troisclics.publish.manifest import (
    MANIFEST,
    Provenance,
    Release,
    SiteManifest,
    finish,
    make_release,
    read_release,
    site_of,
    text_digest,
)
from troisclics.publish.remote_scripts import VERIFY
from troisclics.publish.verification import verify_folder, verify_url

from .desk import DAY, SITES, Desk

THIRD = SITES[2]
"""A site: « 50-manche »."""


@pytest.fixture
def online(desk: Desk) -> Desk:
    """A desk that has published twice."""
    desk.publish(1)
    desk.publish(2)
    return desk


def test_a_folder_is_verified(online: Desk) -> None:
    """The release, a copy of it, and one site of it."""
    current = online.place / "current"
    found = verify_folder(current)
    assert (found.wrong, found.compared) == ((), 34)
    assert (found.name, found.at) == (online.log()["current"], "2026-11-22T12:00:00Z")
    for slug in ("50-manche", "2a-corse-du-sud"):
        (current / slug / "index.html").write_text("x", encoding="utf-8")
    assert verify_folder(current).wrong == ("2a-corse-du-sud/index.html : modifié", "50-manche/index.html : modifié")


def test_sites_without_a_release_are_verified(desk: Desk) -> None:
    """Archives unpacked have no `release.json`: each site is compared with its own manifest, and has its name."""
    desk.publish()
    current = desk.place / "current"
    for name in ("release.json", "sbom.cdx.json"):
        (current / name).unlink()
    found = verify_folder(current)
    assert (found.wrong, found.compared) == ((), 32)
    assert (found.name, found.at) == (str(current), "")
    (current / "release.json").write_text("{", encoding="utf-8")
    assert "release.json : illisible" in verify_folder(current).wrong


def test_archives_unpacked_are_verified(desk: Desk, tmp_path: Path) -> None:
    """Archives in one folder are a release; a list of sums in a release of sites is a file too many."""
    desk.target = replace(desk.target, kind="archives", format="zip")
    desk.publish()
    (folder,) = (desk.place / "releases").iterdir()
    assert verify_folder(folder).wrong == ()
    for path in folder.glob("*.zip"):
        shutil.unpack_archive(path, tmp_path / "unpacked")
    for name in ("release.json", "sbom.cdx.json"):
        shutil.copy(folder / name, tmp_path / "unpacked")
    assert verify_folder(tmp_path / "unpacked").wrong == ()
    desk.target = replace(desk.target, kind="folder")
    desk.publish(2)
    (desk.place / "current" / "SHA256SUMS").write_text("x", encoding="utf-8")
    assert verify_folder(desk.place / "current").wrong == ("SHA256SUMS : en trop",)


def test_a_copy_beside_the_releases_is_verified(online: Desk) -> None:
    """A copy has the pools of all releases that are kept; without them, or without any pool, each is named."""
    served = online.place / "served"
    shutil.copytree(online.place / "current", served)
    assert verify_folder(served).wrong == ()
    (online.place / "releases").rename(online.place / "elsewhere")
    wrong = verify_folder(served).wrong
    assert len(wrong) == 4
    assert all(line.endswith(" : dossier en trop") for line in wrong)
    (online.place / "elsewhere").rename(online.place / "releases")
    shutil.rmtree(online.place / "assets")
    (line,) = verify_folder(online.place / "current").wrong
    assert line.endswith("/assets/essai.css : absent")


def test_what_is_no_release_is_refused(tmp_path: Path) -> None:
    """A folder without a description cannot be verified; nor one whose description is a link."""
    with pytest.raises(PublishError, match=r"ne contient ni « release\.json »") as raised:
        verify_folder(tmp_path)
    assert (raised.value.step, "« release.json »" in raised.value.fix) == (VERIFY, True)
    (tmp_path / "elsewhere").write_bytes(b"\xff")
    (tmp_path / MANIFEST).symlink_to("elsewhere")
    with pytest.raises(PublishError):
        verify_folder(tmp_path)
    (tmp_path / MANIFEST).unlink()
    (tmp_path / "elsewhere").rename(tmp_path / MANIFEST)
    with pytest.raises(PublishError):
        verify_folder(tmp_path)


def test_an_address_is_verified(online: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything is asked for below it; what is not there is empty, and what does not answer is an error."""
    current = online.place / "current"
    monkeypatch.setattr(verification, "check_responses", lambda url, wanted, advance: [url, str(len(wanted))])

    def get(_: object, path: str) -> HttpResponse:
        file = current / path.removeprefix("/base/")
        return HttpResponse(200, {}, file.read_bytes()) if file.is_file() else HttpResponse(404, {}, b"non")

    monkeypatch.setattr("troisclics.publish.http_check.HttpClient.get", get)
    for url in ("http://a.example/base", "http://a.example/base//"):
        found = verify_url(url)
        assert (found.wrong, found.compared) == (("http://a.example/base/", "34"), 34)
    (current / "release.json").unlink()
    (current / MANIFEST).unlink()
    with pytest.raises(PublishError, match=r"« http://a\.example/base/ » ne contient ni"):
        verify_url("http://a.example/base")
    for error in (OSError("essai"), http.client.HTTPException("essai")):
        monkeypatch.setattr("troisclics.publish.http_check.HttpClient.get", lambda *_, error=error: raise_(error))
        with pytest.raises(PublishError, match=r"ne répond pas \(essai\)") as raised:
            verify_url("http://a.example/base")
        assert raised.value.step == VERIFY


def raise_(error: Exception) -> None:
    """Raise `error`."""
    raise error


@pytest.fixture
def described(desk: Desk) -> tuple[Release, dict[str, str], dict[str, SiteManifest]]:
    """A release, its texts by path, and its manifests by folder."""
    packed = desk.pack()
    manifests = {f"{slug}/" if slug else "": manifest for slug, manifest in packed.manifests.items()}
    texts = {"release.json": packed.release.text(), "release.json.sig": "s"}
    return packed.release, texts | {f"{base}{MANIFEST}": one.text() for base, one in manifests.items()}, manifests


Described = tuple[Release, dict[str, str], dict[str, SiteManifest]]


def getter(texts: dict[str, str]) -> Callable[..., list[str]]:
    """Reads `texts`; what is not there is empty."""
    return lambda paths: [texts.get(path, "") for path in paths]


def test_a_release_is_found(described: Described) -> None:
    """Its text, its signature and all its manifests; what is altered is named, and what it says is not compared."""
    release, texts, manifests = described
    found = find_release(getter(texts))
    assert (found.release, found.signature, found.manifests, found.wrong) == (release, "s", manifests, ())
    assert (found.name, found.at) == (release.id, "")
    base = f"{THIRD}/"
    for text, said in (("", "absent"), ("{}", "modifié")):
        found = find_release(getter(texts | {f"{base}{MANIFEST}": text}))
        assert found.wrong == (f"{base}{MANIFEST} : {said} ; les fichiers de ce site n'ont pas pu être comparés",)
        assert set(found.manifests) == {"", *(f"{slug}/" for slug in SITES[1:] if slug != THIRD)}
        lines = [f"{base}a : en trop", "a : en trop"]
        assert found.comparable(lines) == lines[1:]
    assert find_release(getter(texts)).comparable(lines) == lines
    altered = texts["release.json"].replace('"essai"', '"autre"')
    assert find_release(getter(texts | {"release.json": altered})).wrong == ()
    stated = replace(release, digest="0" * 64).text()
    assert find_release(getter(texts | {"release.json": stated})).wrong == ("release.json : modifié",)


def test_sites_are_found_without_a_release(described: Described) -> None:
    """One site has its name, several have none; what cannot be read is no release."""
    _, texts, manifests = described
    bare = {path: text for path, text in texts.items() if "release" not in path}
    one = find_release(getter(bare), [f"{THIRD}/"])
    assert (one.release, one.name, one.at, one.wrong) == (None, THIRD, "", ())
    assert one.comparable(["a"]) == ["a"]
    both = find_release(getter(bare), ["", f"{THIRD}/"])
    assert (both.name, both.manifests) == ("", {"": manifests[""], f"{THIRD}/": manifests[f"{THIRD}/"]})
    assert [item.path for item in one.items()][:2] == [f"{THIRD}/{MANIFEST}", f"{THIRD}/api/pages.json"]
    assert len(both.items()) == 2 * len(one.items())
    assert find_release(getter(bare | {"release.json": "{"})).wrong == ("release.json : illisible",)
    with pytest.raises(ValueError):  # noqa: PT011 - pydantic's
        find_release(getter({}))


def test_pools_of_other_releases(described: Described) -> None:
    """Files of the pools of other releases are known by sound manifests, each pool once, but for one's own."""
    release, texts, manifests = described
    (pool,) = {one.assets for one in manifests.values()}
    (css,) = (file for file in manifests[""].files if file.fixed)
    there = {f"a/{path}": text for path, text in texts.items()} | {"b/release.json": "{"}
    asked: list[str] = []

    def get(paths: list[str]) -> list[str]:
        asked.extend(paths)
        return getter(there)(paths)

    assert other_pools(get, ["b", "a"], set()) == {f"{pool}/{css.path}": css.sha256}
    assert asked == ["b/release.json", "a/release.json", "a/manifest.json"]
    assert other_pools(get, ["a"], {pool}) == {}
    assert other_pools(getter({}), ["a"], set()) == {}
    other = replace(manifests[""], assets="0123456789abcdef")
    later = make_release([*release.sites, site_of(other)], (), Provenance(DAY, "", "", ""))
    both = there | {"c/release.json": later.text(), f"c/{MANIFEST}": other.text()}
    pools = other_pools(getter(both), ["a", "c"], set())
    assert pools == {f"{name}/{css.path}": css.sha256 for name in (pool, other.assets)}
    assert other_pools(getter(there | {"a/manifest.json": texts[f"{THIRD}/{MANIFEST}"]}), ["a"], set()) == {}
    assert read_release(there["a/release.json"]) == release
    found = release.site(THIRD)
    assert found is not None
    assert (found.slug, release.site("absent")) == (THIRD, None)


def test_sums_of_archives_are_believed_if_the_release_says_so(described: Described) -> None:
    """They are named with their digests, two blanks apart; other sums say nothing."""
    sums = "a  portail.zip\nb  2  blancs.zip\n"
    release = finish(described[0], "2026-11-22T12:00:00Z", text_digest(sums))
    text, empty = release.text(), {}
    fixed = {"release.json": text_digest(text), "SHA256SUMS": text_digest(sums), "release.json.sig": text_digest("s")}
    wanted = expected_archives(text, "s", sums)
    assert wanted.release.files == {"portail.zip": "a", "2  blancs.zip": "b"} | fixed
    assert (wanted.pools.files, wanted.release.links, wanted.release.pools) == (empty, empty, empty)
    assert expected_archives(text, "s", f"{sums} ").release.files == fixed
    assert "release.json.sig" not in expected_archives(text, "", sums).release.files
