"""Files that have not changed are linked, all others made; a file that is not as it was left is never used again."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from troisclics.cache.plan import SitePlan, plan_files
from troisclics.cache.store import FileRecord, SiteRecord, find_damaged
from troisclics.render import site_writer
from troisclics.render.site_writer import SiteFolder, static_files

from ..commands import copy_fictitious, files_of
from .pairs import open_bench

Files = dict[str, FileRecord]
Wanted = dict[str, tuple[bytes, Callable[[], bytes | Path]]]


def never() -> bytes:
    """Fail: what is asked for is already there."""
    raise AssertionError("made again")


def give(content: bytes) -> Callable[[], bytes]:
    """What makes a file of `content`."""
    return lambda: content


def bring(
    to: Path, wanted: Wanted, last: tuple[Path, Files] | None = None, previous: Files | None = None, *others: str
) -> Files:
    """Bring the folder `to` to the files of `wanted`, each with its key and how to make it, as a build does."""
    folder, record = SiteFolder(to, frozenset(others)), SiteRecord(last[1] if last else {}, 1, previous or {})
    damaged = find_damaged(str(last[0]), record) if last else frozenset[str]()
    site = SitePlan("90", "90-dunes", ("une raison",), record, damaged)
    planned = plan_files(site, {path: key for path, (key, _) in wanted.items()}, folder.found, lambda path: "autre clé")
    return folder.carry_out(planned, str(last[0] if last else ""), {path: make for path, (_, make) in wanted.items()})


OLD: Wanted = {"a/index.html": (b"key-a", give(b"page a")), "b.txt": (b"key-b", give(b"b"))}
SAME: Wanted = {"a/index.html": (b"key-a", never), "b.txt": (b"key-b", never)}


@pytest.fixture
def old(tmp_path: Path) -> tuple[Path, Files]:
    """A site that was written before, with its records."""
    return tmp_path / "ancien", bring(tmp_path / "ancien", OLD)


def test_what_is_made_is_written_and_noted(old: tuple[Path, Files]) -> None:
    """A file has the bytes that were made for it; its record has its key, time and size."""
    folder, records = old
    assert files_of(folder) == {"a/index.html": b"page a", "b.txt": b"b"}
    status = (folder / "a" / "index.html").stat()
    assert records["a/index.html"] == (b"key-a", status.st_mtime_ns, 6)


def test_the_same_key_is_linked(old: tuple[Path, Files], tmp_path: Path) -> None:
    """Files with the key of last time are the very same, not made again; their records go on; strangers stay behind."""
    folder, records = old
    (folder / "intrus.txt").write_text("x")
    assert bring(tmp_path / "nouveau", SAME, old) == records
    assert files_of(tmp_path / "nouveau") == {"a/index.html": b"page a", "b.txt": b"b"}
    assert all((tmp_path / "nouveau" / path).samefile(folder / path) for path in records)


def test_another_key_is_made_beside_the_old(old: tuple[Path, Files], tmp_path: Path) -> None:
    """A new file never writes into the old one, which may still be shown."""
    folder, _ = old
    bring(tmp_path / "nouveau", {"a/index.html": (b"autre", give(b"page A"))}, old)
    assert files_of(tmp_path / "nouveau") == {"a/index.html": b"page A"}
    assert (folder / "a" / "index.html").read_bytes() == b"page a"


def _edit(path: Path) -> None:
    path.write_bytes(b"PAGE A")


def _edit_and_hide_the_time(path: Path) -> None:
    status = path.stat()
    path.write_bytes(b"plus long")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def _touch(path: Path) -> None:
    os.utime(path, ns=(1, 1))


def _delete(path: Path) -> None:
    path.unlink()


def _become_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("damage", [_edit, _edit_and_hide_the_time, _touch, _delete, _become_a_folder])
def test_a_file_that_was_touched_is_made_again(
    old: tuple[Path, Files], tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    """A file of the last build that has another time or size is not believed, even if its key is the same."""
    damage(old[0] / "a" / "index.html")
    bring(tmp_path / "nouveau", {**SAME, "a/index.html": (b"key-a", give(b"page a"))}, old)
    assert files_of(tmp_path / "nouveau") == {"a/index.html": b"page a", "b.txt": b"b"}


def test_shared_files_are_linked(tmp_path: Path) -> None:
    """A file that is given as a path is linked to, so that a hundred sites have it once on the disk."""
    (tmp_path / "style.css").write_bytes(b"a {}")
    for name in ("un", "deux"):
        bring(tmp_path / name, {"assets/style.css": (b"key", lambda: tmp_path / "style.css")})
    assert (tmp_path / "style.css").stat().st_nlink == 3


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """What the system refuses names the file."""
    (tmp_path / "site" / "a").mkdir(parents=True)
    with pytest.raises(OSError, match="site/a") as refused:
        bring(tmp_path / "site", {"a": (b"key", give(b"x"))}, None, None, "a")
    assert refused.value.errno == errno.EEXIST


def test_sites_share_what_they_have_alike(tmp_path: Path) -> None:
    """The files of the theme are on the disk once for all sites; pages with the department's name are not."""
    bench = open_bench(copy_fictitious(tmp_path / "projet"), tmp_path / "banc")
    static = static_files(bench.engine, tmp_path / "commun")
    for name in ("90", "9A"):
        outputs = [*static, *bench.engine.make(bench.sites[name], {}).outputs]
        bring(tmp_path / name, {output.path: (output.key, output.make) for output in outputs})
    for output in static:
        assert (tmp_path / "90" / output.path).samefile(tmp_path / "9A" / output.path), output.path
    assert len(static) > 10
    assert not (tmp_path / "90" / "index.html").samefile(tmp_path / "9A" / "index.html")


def test_writing_again_makes_nothing(tmp_path: Path) -> None:
    """A site has the same keys again, and the same records of its own pages."""
    bench = open_bench(copy_fictitious(tmp_path / "projet"), tmp_path / "banc")
    first = bench.engine.make(bench.sites["90"], {})
    records = bring(tmp_path / "un", {output.path: (output.key, output.make) for output in first.outputs})
    again = bench.engine.make(bench.sites["90"], first.specific)
    assert again.specific == first.specific
    wanted: Wanted = {output.path: (output.key, never) for output in again.outputs}
    assert bring(tmp_path / "deux", wanted, (tmp_path / "un", records)) == records


# --- What is there already


def previous_of(old: tuple[Path, Files], tmp_path: Path) -> Files:
    """Make the folder `tmp_path / "reste"`, with an earlier version of the site: `a` as in `old`, `b` not."""
    previous = tmp_path / "reste"
    (previous / "a").mkdir(parents=True)
    os.link(old[0] / "a" / "index.html", previous / "a" / "index.html")
    (previous / "b.txt").write_bytes(b"ancien b")
    return {"b.txt": (b"vieux", (previous / "b.txt").stat().st_mtime_ns, 8)}


def test_what_still_serves_stays(old: tuple[Path, Files], tmp_path: Path) -> None:
    """A file that is there, as the output or the previous output has it, is left alone; the others take their place."""
    folder, records = old
    earlier, previous = previous_of(old, tmp_path), tmp_path / "reste"
    number = (previous / "b.txt").stat().st_ino
    found = bring(previous, {**SAME, "b.txt": (b"vieux", never)}, old, earlier)
    assert (previous / "b.txt").stat().st_ino == number
    assert found == {"a/index.html": records["a/index.html"], **earlier}
    assert (folder / "b.txt").read_bytes() == b"b"


def test_nothing_is_written_into_a_file_that_is_there(old: tuple[Path, Files], tmp_path: Path) -> None:
    """A file of the previous output may have other names, the output among them: a new file takes its place."""
    folder, _ = old
    earlier = previous_of(old, tmp_path)
    bring(tmp_path / "reste", {**SAME, "a/index.html": (b"autre", give(b"page A"))}, old, earlier)
    assert files_of(tmp_path / "reste") == {"a/index.html": b"page A", "b.txt": b"b"}
    assert (folder / "a" / "index.html").read_bytes() == b"page a"
    assert (tmp_path / "reste" / "b.txt").samefile(folder / "b.txt")


def test_strangers_go(old: tuple[Path, Files], tmp_path: Path) -> None:
    """What no longer belongs to the site goes, links and folders included; the folders of others are not looked at."""
    previous_of(old, tmp_path)
    previous = tmp_path / "reste"
    for path in ("vieux/profond/x.html", "a/y.html", "50-manche/index.html"):
        (previous / path).parent.mkdir(parents=True, exist_ok=True)
        (previous / path).write_text("x")
    (previous / "lien").symlink_to(previous / "a")
    wanted: Wanted = {"a/index.html": (b"key-a", never), "lien/index.html": (b"k", give(b"x"))}
    bring(previous, wanted, old, None, "50-manche")
    assert files_of(previous) == {"a/index.html": b"page a", "lien/index.html": b"x", "50-manche/index.html": b"x"}
    assert not (previous / "vieux").exists()


@pytest.mark.parametrize("damage", [_edit, _edit_and_hide_the_time, _touch, _delete])
def test_a_spare_that_was_touched_is_not_believed(
    old: tuple[Path, Files], tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    """A file of the previous output with another time or size is made again, where the output has it no more either."""
    earlier, page = previous_of(old, tmp_path), tmp_path / "reste" / "a" / "index.html"
    content = page.read_bytes()
    page.unlink()
    page.write_bytes(content)
    earlier["a/index.html"] = (b"neuf", page.stat().st_mtime_ns, len(content))
    damage(page)
    bring(tmp_path / "reste", {**SAME, "a/index.html": (b"neuf", give(b"page a"))}, old, earlier)
    assert page.read_bytes() == b"page a"


@pytest.mark.parametrize("owner", [os.getuid(), os.getuid() + 1])
def test_a_file_of_another_account_is_made_again(
    old: tuple[Path, Files], monkeypatch: pytest.MonkeyPatch, owner: int
) -> None:
    """What stands in a folder to be brought up to date is believed only if it is ours, whatever its time and size."""
    folder, _ = old
    monkeypatch.setattr(site_writer, "is_own_folder", os.path.isdir)
    monkeypatch.setattr(os, "geteuid", lambda: owner)
    bring(folder, {**OLD, "b.txt": (b"key-b", give(b"B"))}, old)
    assert (folder / "b.txt").read_bytes() == (b"b" if owner == os.getuid() else b"B")


def test_a_folder_of_another_account_goes(old: tuple[Path, Files], tmp_path: Path) -> None:
    """A link, which may be to anywhere, or a folder of others in the place of one of ours is not written into."""
    folder, _ = old
    (folder / "a").rename(tmp_path / "ailleurs")
    (folder / "a").symlink_to(tmp_path / "ailleurs")
    bring(folder, {**SAME, "a/index.html": (b"neuf", give(b"page A"))}, old)
    assert (tmp_path / "ailleurs" / "index.html").read_bytes() == b"page a"
    assert files_of(folder) == {"a/index.html": b"page A", "b.txt": b"b"}


def test_what_others_own_is_swept(old: tuple[Path, Files], monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder of another account is emptied, and nothing in it is believed."""
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    SiteFolder(old[0])
    assert not old[0].exists()
