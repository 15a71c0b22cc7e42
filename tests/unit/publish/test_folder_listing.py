"""What lies in a folder of a release and should not, or should and does not; who may read and change it."""

from __future__ import annotations

import dataclasses
import stat
import subprocess
from pathlib import Path

import pytest

from troisclics.publish.folder_listing import (
    OPEN,
    ExpectedFolder,
    FolderEntry,
    differences,
    files_to_hash,
    list_folder,
    parse_listing,
    printable,
)
from troisclics.publish.remote_scripts import script

FILE, FOLDER, LINK = stat.S_IFREG | 0o644, stat.S_IFDIR | 0o755, stat.S_IFLNK | 0o777
EXPECTED = ExpectedFolder(
    {"a/b.html": "0" * 64}, {"_assets": frozenset({"../../assets"})}, {"0123456789abcdef/x.js": "1" * 64}
)
SOUND = (
    FolderEntry("", FOLDER),
    FolderEntry("a", FOLDER),
    FolderEntry("a/b.html", FILE),
    FolderEntry("_assets", LINK, "../../assets"),
)
STRANGE = {
    "a file": (FolderEntry("a/c.html", FILE), "a/c.html : en trop"),
    "a folder": (FolderEntry("c", FOLDER), "c : dossier en trop"),
    "a link": (FolderEntry("c", LINK, "/etc\n"), "c : lien vers « /etc\\n », qui n'est pas de la publication"),
    "a device": (FolderEntry("c", stat.S_IFCHR | 0o644), "c : n'est ni un fichier ni un dossier"),
    "twice": (FolderEntry("a/b.html", FILE), "a/b.html : plusieurs entrées de ce nom"),
    "a pool": (FolderEntry("_assets/ffffffffffffffff", FOLDER), "_assets/ffffffffffffffff : dossier en trop"),
}


def test_a_sound_folder() -> None:
    """What must be there, and pools that may be, are no difference; a file of another digest is, and one not there."""
    pooled = (FolderEntry("a/_assets/0123456789abcdef/x.js", FILE), FolderEntry("a/_assets/0123456789abcdef", FOLDER))
    assert differences((*SOUND, *pooled), EXPECTED, set()) == []
    assert differences(SOUND, EXPECTED, {"a/b.html"}) == ["a/b.html : modifié"]
    assert differences(SOUND[:2], EXPECTED, set()) == ["a/b.html : absent"]
    assert files_to_hash((*SOUND, *pooled), EXPECTED) == {"a/b.html": "0" * 64, pooled[0].path: "1" * 64}


@pytest.mark.parametrize(("entry", "line"), STRANGE.values(), ids=STRANGE)
def test_strange_entries(entry: FolderEntry, line: str) -> None:
    """Each thing that is not of the release is named; with `lenient`, pools of others alone are passed over."""
    assert differences((*SOUND, entry), EXPECTED, set()) == [line]
    lenient = differences((*SOUND, entry), dataclasses.replace(EXPECTED, lenient=True), set())
    assert lenient == ([] if "_assets" in entry.path else [line])


@pytest.mark.parametrize(("root", "mode", "said"), [
    (0o755, 0o640, True), (0o700, 0o600, False), (0o700, 0o000, True), (0o755, 0o644, False),
])  # fmt: skip
def test_what_the_server_cannot_read(root: int, mode: int, said: bool) -> None:
    """A file that other accounts cannot read is named where they may enter; one that nobody can read, everywhere."""
    entries = (
        FolderEntry("", stat.S_IFDIR | root),
        FolderEntry("a", FOLDER),
        FolderEntry("a/b.html", stat.S_IFREG | mode),
        SOUND[3],
    )
    assert differences(entries, EXPECTED, set()) == (["a/b.html : illisible par le serveur"] if said else [])


@pytest.mark.parametrize("path", ["", "a", "a/b.html"])
def test_what_anybody_could_change_is_named(path: str) -> None:
    """A folder or a file in which every account of the machine may write is named; its group may."""
    for mode, said in ((0o002, [f"{path or '.'} : {OPEN}"]), (0o020, [])):
        entries = [dataclasses.replace(e, mode=e.mode | mode) if e.path == path else e for e in SOUND]
        assert differences(entries, EXPECTED, set()) == said


def test_a_served_folder_must_be_open() -> None:
    """A closed folder is named where a server reads it, and not in a copy of one's own."""
    entries = (FolderEntry("", stat.S_IFDIR | 0o700), *SOUND[1:])
    assert differences(entries, EXPECTED, set(), is_served=True) == [". : dossier que le serveur ne peut pas lire"]
    assert differences(entries, EXPECTED, set()) == []


def test_listings_are_the_same_here_and_there(tmp_path: Path) -> None:
    """What the script for targets writes says of a folder what Python says; a name of two lines is two strange ones."""
    (tmp_path / "a b").mkdir()
    (tmp_path / "a b" / "é.html").write_text("x")
    (tmp_path / "lien").symlink_to("a b")
    done = subprocess.run(["sh", "-c", script("list"), "sh", tmp_path], capture_output=True, text=True, check=True)
    assert sorted(map(str, parse_listing(done.stdout))) == sorted(map(str, list_folder(tmp_path)))
    assert [entry.path for entry in parse_listing("81a4 ./a\nb\n")] == ["a", "b"]
    assert printable("a\x1b[2J\udcff") == "a\\x1b[2J\\udcff"
