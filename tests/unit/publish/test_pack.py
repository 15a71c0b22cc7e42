"""Packing what has changed, and nothing else."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from faults.small import write_sites

from troisclics.errors import PublishError
from troisclics.publish.compression import read_state
from troisclics.publish.manifest import MANIFEST
from troisclics.publish.pack import Packed

from .desk import SITES, Desk

THIRD = SITES[2]
"""A site: « 50-manche »."""


def names(folder: Path) -> set[str]:
    """The names in a folder."""
    return {path.name for path in folder.iterdir()}


def test_a_pack_is_the_release(desk: Desk) -> None:
    """One folder a site, a link to the pool in each, and the pool of their fixed files."""
    packed = desk.pack()
    assert packed.tree == desk.folder / "pack" / "releases" / "next"
    assert names(packed.tree / THIRD) == {
        "_assets", "api", "assets", "index.html", "manifest.json", "page-1", "page-2", "page-3",
    }  # fmt: skip
    assert os.readlink(packed.tree / THIRD / "_assets") == "../../../assets"
    assert os.readlink(packed.tree / "_assets") == "../../assets"
    (pool,) = names(packed.folder / "assets")
    assert {one.assets for one in packed.manifests.values()} == {pool}
    assert (packed.folder / "assets" / pool / "assets" / "essai.css").read_text(encoding="utf-8").endswith("1 }\n")
    assert {file.path for file in packed.manifests[""].files} == {
        "api/pages.json", "assets/essai.css", "index.html", "page-1/index.html", "page-2/index.html",
        "page-3/index.html",
    }  # fmt: skip
    page = (packed.tree / THIRD / "page-1" / "index.html").read_text(encoding="utf-8")
    assert f'href="../_assets/{pool}/assets/essai.css"' in page
    assert [site.slug for site in packed.release.sites] == sorted(SITES)
    assert packed.refusals == ()


def marked(packed: Packed) -> dict[str, int]:
    """The inode of each page of the pack, which a page that is written again does not keep."""
    return {str(path.relative_to(packed.tree)): path.stat().st_ino for path in packed.tree.rglob("index.html")}


def test_what_has_not_changed_is_not_written_again(desk: Desk) -> None:
    """Only the page that changed is; a manifest that is gone, or a page that was altered, is written again."""
    packed = desk.pack()
    first = marked(packed)
    assert marked(desk.pack()) == first
    page = packed.tree / THIRD / "page-2" / "index.html"
    page.write_text("x" * 2000, encoding="utf-8")
    (packed.tree / THIRD / MANIFEST).unlink()
    again = desk.pack()
    assert "Page" not in page.read_text(encoding="utf-8")
    assert "version 1" in page.read_text(encoding="utf-8")
    assert (again.manifests, again.release) == (packed.manifests, packed.release)
    assert (packed.tree / THIRD / MANIFEST).read_text(encoding="utf-8") == packed.manifests[THIRD].text()


def test_a_new_pool_changes_the_pages(desk: Desk) -> None:
    """Pages refer to the pool by its name; the old pool goes."""
    (old,) = names(desk.pack().folder / "assets")
    packed = desk.pack(2)
    (new,) = names(packed.folder / "assets")
    assert old != new
    for page in packed.tree.rglob("index.html"):
        assert f"_assets/{new}/" in page.read_text(encoding="utf-8")


def test_what_is_gone_is_deleted(desk: Desk) -> None:
    """Pages and sites that are no longer built leave the pack, and folders that become empty, and no other."""
    desk.pack()
    (desk.folder / "site" / THIRD / "page-3" / "index.html").unlink()
    (desk.folder / "site" / THIRD / "page-3").rmdir()
    packed = desk.pack_built(SITES[:3])
    assert "page-3" not in names(packed.tree / THIRD)
    assert {"page-2", "assets", "api"} <= names(packed.tree / THIRD)
    assert SITES[3] not in names(packed.tree)
    assert names(packed.folder / "state-2") == {"portail.json", *(f"{slug}.json" for slug in SITES[1:3])}
    packed = desk.pack_built(SITES[1:2])
    assert names(packed.tree) == {SITES[1]}


def test_a_pack_that_was_interrupted_is_made_anew(desk: Desk) -> None:
    """A site without a state was being written: what it holds is not trusted, nor a state that cannot be read."""
    packed = desk.pack()
    (packed.folder / "state-2" / f"{THIRD}.json").unlink()
    (packed.folder / "state-2" / "portail.json").unlink()
    for slug in ("", THIRD):
        (packed.tree / slug / "reste.html").write_text("x", encoding="utf-8")
    (packed.folder / "state-2" / f"{SITES[1]}.json").write_text("[", encoding="utf-8")
    again = desk.pack()
    assert not list(again.tree.rglob("reste.html"))
    assert again.manifests == packed.manifests
    for text in ("[", "[]", '{"a": 5}', '{"a": []}'):
        (desk.folder / "state").write_text(text, encoding="utf-8")
        assert read_state(desk.folder / "state") == {}
    assert read_state(desk.folder / "absent") == {}
    assert len(read_state(packed.folder / "state-2" / "portail.json")) == 6


def test_progress_is_told(desk: Desk) -> None:
    """Each site is counted as it is packed."""
    seen: list[tuple[str, int, int]] = []
    write_sites(desk.folder / "site", 1)
    desk.pack_built(SITES, lambda *one: seen.append(one))
    assert seen == [(slug, number, 4) for number, slug in enumerate(SITES, 1)]


def test_a_disk_without_links_is_refused(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is named with a remedy; another failure of the disk is what it is."""
    code = 0

    def fail(*_: object) -> None:
        raise OSError(code, "essai")

    monkeypatch.setattr(Path, "symlink_to", fail)
    for known in (errno.EPERM, errno.ENOSYS, errno.ENOTSUP):
        code = known
        with pytest.raises(PublishError, match="n'a pas de liens symboliques") as raised:
            desk.pack()
        assert raised.value.step == "préparation"
    code = errno.EIO
    with pytest.raises(OSError, match="essai"):
        desk.pack()


def test_foreign_content_is_named_once(desk: Desk) -> None:
    """At the first page that has it, with their number; a script of the theme is none."""
    script = "<script>x()</script>"
    write_sites(desk.folder / "site", 1)
    for number in (1, 2):
        page = desk.folder / "site" / THIRD / f"page-{number}" / "index.html"
        page.write_text(page.read_text(encoding="utf-8") + f"<iframe></iframe>{script}", encoding="utf-8")
    found = desk.pack_built(SITES).refusals
    assert [str(one.place) for one in found] == [f"site/{THIRD}/page-1/index.html"] * 2
    assert "<iframe>" in found[0].message
    assert "2 page" in found[0].message
    (own,) = desk.pack_built(SITES).manifests[THIRD].scripts
    assert len(desk.pack_built(SITES, scripts=(own,)).refusals) == 1
