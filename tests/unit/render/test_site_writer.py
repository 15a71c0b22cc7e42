"""Files that have not changed are linked, all others made; a file that is not as it was left is never used again."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from troisclics.cache.store import FileRecord
from troisclics.render import site_writer
from troisclics.render.site_writer import LastFiles, SiteFolder, copy_static_files, write_site

from ..commands import copy_fictitious, files_of
from .pairs import open_bench


def never() -> bytes:
    """Fail: what is asked for is already there."""
    raise AssertionError("made again")


def give(content: bytes) -> Callable[[], bytes]:
    """What makes a file of `content`."""
    return lambda: content


@pytest.fixture
def old(tmp_path: Path) -> tuple[Path, dict[str, FileRecord]]:
    """A site that was written before, with its records."""
    folder = SiteFolder(tmp_path / "ancien")
    folder.put("a/index.html", b"key-a", give(b"page a"))
    folder.put("b.txt", b"key-b", give(b"b"))
    return tmp_path / "ancien", folder.files


def test_what_is_put_is_written_and_noted(old: tuple[Path, dict[str, FileRecord]]) -> None:
    """A file has the bytes that were made for it; its record has its key, time and size."""
    folder, records = old
    assert files_of(folder) == {"a/index.html": b"page a", "b.txt": b"b"}
    status = (folder / "a" / "index.html").stat()
    assert records["a/index.html"] == (b"key-a", status.st_mtime_ns, 6)


def test_the_same_key_is_linked(old: tuple[Path, dict[str, FileRecord]], tmp_path: Path) -> None:
    """A file with the key of last time is the very same file, not made again, and its record goes on."""
    folder, records = old
    new = SiteFolder(tmp_path / "nouveau", LastFiles(str(folder), records))
    new.put("a/index.html", b"key-a", never)
    assert (tmp_path / "nouveau" / "a" / "index.html").samefile(folder / "a" / "index.html")
    assert new.files["a/index.html"] == records["a/index.html"]
    assert "b.txt" not in new.files


def test_another_key_is_made_beside_the_old(old: tuple[Path, dict[str, FileRecord]], tmp_path: Path) -> None:
    """A new file never writes into the old one, which may still be shown."""
    folder, records = old
    new = SiteFolder(tmp_path / "nouveau", LastFiles(str(folder), records))
    new.put("a/index.html", b"autre", give(b"page A"))
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
    old: tuple[Path, dict[str, FileRecord]], tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    """A file of the last build that has another time or size is not believed, even if its key is the same."""
    folder, records = old
    damage(folder / "a" / "index.html")
    new = SiteFolder(tmp_path / "nouveau", LastFiles(str(folder), records))
    new.put("a/index.html", b"key-a", give(b"page a"))
    assert files_of(tmp_path / "nouveau") == {"a/index.html": b"page a"}


def test_put_all_links_a_whole_site(old: tuple[Path, dict[str, FileRecord]], tmp_path: Path) -> None:
    """A site in which nothing has changed is linked file by file, with its records; strangers are left behind."""
    folder, records = old
    (folder / "intrus.txt").write_text("x")
    new = SiteFolder(tmp_path / "nouveau", LastFiles(str(folder), records))
    new.put_all()
    assert files_of(tmp_path / "nouveau") == {"a/index.html": b"page a", "b.txt": b"b"}
    assert new.files == records


def test_shared_files_are_linked(tmp_path: Path) -> None:
    """A file that is given as a path is linked to, so that a hundred sites have it once on the disk."""
    (tmp_path / "style.css").write_bytes(b"a {}")
    for name in ("un", "deux"):
        SiteFolder(tmp_path / name).put("assets/style.css", b"key", lambda: tmp_path / "style.css")
    assert (tmp_path / "style.css").stat().st_nlink == 3


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """What the system refuses names the file."""
    (tmp_path / "site" / "a").mkdir(parents=True)
    with pytest.raises(OSError, match="site/a") as refused:
        SiteFolder(tmp_path / "site").put("a", b"key", give(b"x"))
    assert refused.value.errno == errno.EEXIST


def test_sites_share_what_they_have_alike(tmp_path: Path) -> None:
    """The files of the theme are on the disk once for all sites; pages with the department's name are not."""
    bench = open_bench(copy_fictitious(tmp_path / "projet"), tmp_path / "banc")
    static = copy_static_files(bench.engine, tmp_path / "commun")
    for name in ("90", "9A"):
        write_site(bench.engine, bench.sites[name], SiteFolder(tmp_path / name), static, {})
    for path in static:
        assert (tmp_path / "90" / path).samefile(tmp_path / "9A" / path), path
    assert len(static) > 10
    assert not (tmp_path / "90" / "index.html").samefile(tmp_path / "9A" / "index.html")


def test_writing_again_makes_nothing(tmp_path: Path) -> None:
    """A site written again from its records is the same files, every one of them."""
    bench = open_bench(copy_fictitious(tmp_path / "projet"), tmp_path / "banc")
    static = copy_static_files(bench.engine, tmp_path / "commun")
    first = SiteFolder(tmp_path / "un")
    own = write_site(bench.engine, bench.sites["90"], first, static, {}).own
    second = SiteFolder(tmp_path / "deux", LastFiles(str(tmp_path / "un"), first.files))
    assert write_site(bench.engine, bench.sites["90"], second, static, own).own == own
    assert second.files == first.files
    assert all((tmp_path / "deux" / path).samefile(tmp_path / "un" / path) for path in first.files)
    assert files_of(tmp_path / "deux").keys() == first.files.keys()


# --- What is there already


def spare_of(old: tuple[Path, dict[str, FileRecord]], tmp_path: Path) -> SiteFolder:
    """The folder `tmp_path / "reste"`, in which an earlier version of the site is: `a` as in `old`, `b` not."""
    folder, _ = old
    spare = tmp_path / "reste"
    (spare / "a").mkdir(parents=True)
    os.link(folder / "a" / "index.html", spare / "a" / "index.html")
    (spare / "b.txt").write_bytes(b"ancien b")
    status = (spare / "b.txt").stat()
    return SiteFolder(spare, LastFiles(str(folder), old[1], {"b.txt": (b"vieux", status.st_mtime_ns, 8)}))


def test_what_still_serves_stays(old: tuple[Path, dict[str, FileRecord]], tmp_path: Path) -> None:
    """A file that is there, as the output or the spare has it, is left alone; the others take their place."""
    folder, records = old
    before = (tmp_path / "reste").as_posix()
    new = spare_of(old, tmp_path)
    number = os.stat(f"{before}/b.txt").st_ino
    new.keep_only(["a/index.html", "b.txt"])
    new.put("a/index.html", b"key-a", never)
    new.put("b.txt", b"vieux", never)
    assert os.stat(f"{before}/b.txt").st_ino == number
    assert new.files["a/index.html"] == records["a/index.html"]
    assert new.files["b.txt"][0] == b"vieux"
    assert (folder / "b.txt").read_bytes() == b"b"


def test_nothing_is_written_into_a_file_that_is_there(old: tuple[Path, dict[str, FileRecord]], tmp_path: Path) -> None:
    """A file of the spare may have other names, those of the output among them: a new file takes its place."""
    folder, _ = old
    new = spare_of(old, tmp_path)
    new.put("a/index.html", b"autre", give(b"page A"))
    new.put("b.txt", b"key-b", never)
    assert files_of(tmp_path / "reste") == {"a/index.html": b"page A", "b.txt": b"b"}
    assert (folder / "a" / "index.html").read_bytes() == b"page a"
    assert (tmp_path / "reste" / "b.txt").samefile(folder / "b.txt")


def test_strangers_go(old: tuple[Path, dict[str, FileRecord]], tmp_path: Path) -> None:
    """What no longer belongs to the site goes, links and folders included; the folders of others are not looked at."""
    spare_of(old, tmp_path)
    spare = tmp_path / "reste"
    for path in ("vieux/profond/x.html", "a/y.html", "50-manche/index.html"):
        (spare / path).parent.mkdir(parents=True, exist_ok=True)
        (spare / path).write_text("x")
    (spare / "lien").symlink_to(spare / "a")
    new = SiteFolder(spare, LastFiles(str(old[0]), old[1]), frozenset({"50-manche"}))
    new.keep_only(["a/index.html", "lien/index.html"])
    new.put("lien/index.html", b"k", give(b"x"))
    assert files_of(spare) == {"a/index.html": b"page a", "lien/index.html": b"x", "50-manche/index.html": b"x"}
    assert not (spare / "vieux").exists()


@pytest.mark.parametrize("damage", [_edit, _edit_and_hide_the_time, _touch, _delete])
def test_a_spare_that_was_touched_is_not_believed(
    old: tuple[Path, dict[str, FileRecord]], tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    """A file of the spare with another time or size is made again."""
    spare_of(old, tmp_path)
    damage(tmp_path / "reste" / "a" / "index.html")
    new = SiteFolder(tmp_path / "reste", LastFiles("", old[1]))
    new.put("a/index.html", b"key-a", give(b"page a"))
    assert (tmp_path / "reste" / "a" / "index.html").read_bytes() == b"page a"


@pytest.mark.parametrize("owner", [os.getuid(), os.getuid() + 1])
def test_a_file_of_another_account_is_made_again(
    old: tuple[Path, dict[str, FileRecord]], monkeypatch: pytest.MonkeyPatch, owner: int
) -> None:
    """What stands in a folder to be brought up to date is believed only if it is ours, whatever its time and size."""
    folder, records = old
    monkeypatch.setattr(site_writer, "is_own_folder", os.path.isdir)
    monkeypatch.setattr(os, "geteuid", lambda: owner)
    again = SiteFolder(folder, LastFiles(str(folder), records))
    again.put("b.txt", b"key-b", give(b"B"))
    assert (folder / "b.txt").read_bytes() == (b"b" if owner == os.getuid() else b"B")


def test_a_folder_of_another_account_goes(old: tuple[Path, dict[str, FileRecord]], tmp_path: Path) -> None:
    """A link, which may be to anywhere, or a folder of others in the place of one of ours is not written into."""
    folder, records = old
    (folder / "a").rename(tmp_path / "ailleurs")
    (folder / "a").symlink_to(tmp_path / "ailleurs")
    again = SiteFolder(folder, LastFiles(str(folder), records))
    again.keep_only(records)
    again.put("a/index.html", b"neuf", give(b"page A"))
    assert (tmp_path / "ailleurs" / "index.html").read_bytes() == b"page a"
    assert files_of(folder) == {"a/index.html": b"page A", "b.txt": b"b"}


def test_what_others_own_is_swept(old: tuple[Path, dict[str, FileRecord]], monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder of another account is emptied, and nothing in it is believed."""
    folder, records = old
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    SiteFolder(folder, LastFiles(str(folder), records))
    assert not folder.exists()
