"""What a build is made from: any change of it is seen, and nothing else is."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from troisclics.cache.fingerprints import Inputs, read_inputs
from troisclics.system.digests import digest

from ..samples import TODAY

OVERLAY = "departments/90-dunes/logement/aide.md"


def write(root: Path, name: str, text: str = "x") -> None:
    """Write a file of the project."""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def changed(root: Path, change: Callable[[], object]) -> frozenset[str]:
    """The files that `change()` changes, as the next build sees it."""
    before = read_inputs(root, TODAY)
    change()
    return read_inputs(root, TODAY).changed_files(before)


# --- What is seen


def test_nothing_changed(root: Path) -> None:
    """Two readings of the same project are equal, though files are touched or copied over themselves."""
    before = read_inputs(root, TODAY)
    for path in root.rglob("*.md"):
        os.utime(path, ns=(1, 1))
        path.write_bytes(path.read_bytes())
    assert read_inputs(root, TODAY) == before
    assert read_inputs(root, TODAY).changed_files(before) == frozenset()


@pytest.mark.parametrize(
    "name",
    [
        "mkdocs.yml", "content/logement/aide.md", "content/_glossary.yml", "content/_facts/logement.yml", OVERLAY,
        "departments/90-dunes/department.yml", "overrides/main.html", "overrides/seams/name.html",
        "overrides/assets/troisclics.css", "content/nouveau.md", "departments/91-neuf/department.yml",
        "departments/90-dunes/ma-delegation/plan.png", "content/dossier/profond/x.png", "overrides/partials/y.html",
    ],
)  # fmt: skip
def test_a_file_is_edited_or_added(root: Path, name: str) -> None:
    """A file of any kind, anywhere in the input, that is edited or new is named, and it alone."""
    assert changed(root, lambda: write(root, name, "# autre\n")) == {name}


def test_a_file_is_deleted_or_renamed(root: Path) -> None:
    """A deleted file is named; a renamed one by both its names."""
    assert changed(root, (root / OVERLAY).unlink) == {OVERLAY, "departments/90-dunes/logement"}, (
        "its folder is empty now"
    )
    page = root / "content" / "logement" / "aide.md"
    names = {"content/logement/aide.md", "content/logement/autre.md"}
    assert changed(root, lambda: page.rename(page.with_name("autre.md"))) == names


def test_two_files_are_exchanged(root: Path) -> None:
    """Two files that take each other's name and place are both named, though all contents are still there."""
    one, two = root / "content" / "logement" / "aide.md", root / "content" / "logement" / "index.md"

    def exchange() -> None:
        text = one.read_bytes()
        one.write_bytes(two.read_bytes())
        two.write_bytes(text)

    assert changed(root, exchange) == {"content/logement/aide.md", "content/logement/index.md"}


def test_an_edit_that_hides(root: Path) -> None:
    """An edit that changes neither size nor time of a file is seen: contents are compared."""

    def edit() -> None:
        path = root / OVERLAY
        status = path.stat()
        path.write_bytes(path.read_bytes().replace(b"bureau", b"BUREAU"))
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))

    assert changed(root, edit) == {OVERLAY}


def test_an_empty_folder(root: Path) -> None:
    """A new folder without files is seen: a department without its file is a fault."""
    assert changed(root, (root / "departments" / "91-vide").mkdir) == {"departments/91-vide"}


def test_what_is_no_input(root: Path) -> None:
    """Files beside the input, outputs among them, change nothing."""
    assert (
        changed(root, lambda: [write(root, name) for name in ("site/a.html", "LISEZMOI.md", ".site.memory/x")]) == set()
    )


def test_links(root: Path, tmp_path: Path) -> None:
    """A link counts by where it leads, and is never followed: neither to a file, nor to a folder, nor in circles."""
    write(tmp_path, "ailleurs/partiel.html", "un")
    os.symlink(tmp_path / "ailleurs", root / "overrides" / "lien")
    os.symlink("..", root / "overrides" / "haut")
    os.symlink("/", root / "departments" / "racine")
    assert changed(root, lambda: write(tmp_path, "ailleurs/partiel.html", "deux")) == frozenset()

    def turn() -> None:
        (root / "overrides" / "lien").unlink()
        os.symlink("/proc", root / "overrides" / "lien")

    assert changed(root, turn) == {"overrides/lien"}


def test_what_cannot_be_read(root: Path) -> None:
    """A broken link or a pipe in the place of a file is a change, and is not waited for."""
    (root / OVERLAY).unlink()
    os.mkfifo(root / OVERLAY)
    assert read_inputs(root, TODAY).files[OVERLAY] != read_inputs(root, TODAY).files["mkdocs.yml"]
    assert changed(root, lambda: os.symlink("perdu", root / "content" / "lien.md")) == {"content/lien.md"}


def test_a_project_without_anything(tmp_path: Path) -> None:
    """A folder that is no project can be asked: the loader will say what is missing."""
    assert set(read_inputs(tmp_path, TODAY).files) == {"mkdocs.yml"}


# --- What makes everything doubtful


def test_another_day(root: Path) -> None:
    """On another day the inputs are others: dates may show anywhere."""
    assert read_inputs(root, date(2026, 11, 23)) != read_inputs(root, TODAY)


def test_another_place(root: Path, tmp_path: Path) -> None:
    """A project that was moved or copied is another: what is remembered has paths in it."""
    copy = shutil.copytree(root, tmp_path / "copie")
    assert read_inputs(copy, TODAY).tool != read_inputs(root, TODAY).tool


@pytest.mark.parametrize(
    "line", ['site_url: !ENV [SITE_URL, "x"]', "site_url: !ENV\n  - SITE_URL\n  - x", "site_url: !ENV site_url"]
)
def test_variables_of_the_environment(root: Path, monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    """A variable that `mkdocs.yml` reads is an input, however that is written; one that it does not read is not."""
    with (root / "mkdocs.yml").open("a", encoding="utf-8") as config:
        config.write(f"{line}\n")
    name = "site_url" if line.endswith("site_url") else "SITE_URL"
    before = read_inputs(root, TODAY)
    monkeypatch.setenv("AUTRE_VARIABLE", "x")
    assert read_inputs(root, TODAY) == before
    for value in ("https://un.fr/", "https://deux.fr/", ""):
        monkeypatch.setenv(name, value)
        now = read_inputs(root, TODAY)
        assert now.tool != before.tool
        before = now


# --- Which parts


def make(*files: str, tool: bytes = b"") -> Inputs:
    """Inputs with these files, each as `name` or `name=content`."""
    return Inputs({name.partition("=")[0]: name.encode() for name in files}, tool, TODAY)


@pytest.mark.parametrize(
    ("name", "theme", "words"),
    [
        ("mkdocs.yml", True, True),
        ("overrides/main.html", True, True),
        ("overrides/seams/content/home.html", True, True),
        ("content/assets/x.png", True, True),
        ("content/_facts/a.yml", False, True),
        ("content/_glossary.yml", False, True),
        ("content/_departments.yml", False, True),
        ("content/logement/aide.md", False, False),
        ("content/index.md", False, False),
        ("departments/50-manche/department.yml", False, False),
        ("departments/50-manche/ma-delegation/x.png", False, False),
    ],
)
def test_what_shapes_what(name: str, theme: bool, words: bool) -> None:
    """The theme's digest changes with what shapes every page; that of words, with what texts are expanded with too."""
    one, other = make(f"{name}=1"), make(f"{name}=2")
    assert (one.theme_digest() != other.theme_digest()) is theme
    assert (one.expansion_digest() != other.expansion_digest()) is words
    assert one.theme_digest() != make(f"{name}=1", tool=b"autre").theme_digest()


@given(st.lists(st.text() | st.binary(), max_size=4), st.lists(st.text() | st.binary(), max_size=4))
def test_digests_tell_lists_apart(one: list[str | bytes], other: list[str | bytes]) -> None:
    """Two lists of parts have the same digest only if they are the same parts, cut in the same places."""
    plain = [[part.encode() if isinstance(part, str) else part for part in parts] for parts in (one, other)]
    assert (digest(*one) == digest(*other)) is (plain[0] == plain[1])


def test_a_name_that_is_no_text(root: Path) -> None:
    """A file whose name is not UTF-8 has a digest like any other."""
    before = read_inputs(root, TODAY)
    Path(os.fsdecode(os.fsencode(root / "overrides") + b"/caf\xe9.html")).write_bytes(b"x")
    now = read_inputs(root, TODAY)
    assert now.theme_digest() != before.theme_digest()
    assert now.by_part() != before.by_part()
    assert now.expansion_digest() != before.expansion_digest()


def test_the_digest_of_everything(root: Path) -> None:
    """It changes with any file, with the day and with the program; that of a department with its own files only."""
    files = {name: name.encode() for name in ("mkdocs.yml", "content/a.md", "departments/50-x/b.md")}
    base = Inputs(files, b"", TODAY)
    others = [Inputs(files | {name: b"autre"}, b"", TODAY) for name in files]
    others += [Inputs(files, b"autre", TODAY), Inputs(files, b"", date(2026, 11, 23)), Inputs({}, b"", TODAY)]
    assert len({tuple(found.by_part().items()) for found in (base, *others)}) == 1 + len(others)
    keys, changed = base.by_part(), others[0].by_part()
    assert (keys[""] == changed[""], keys["50-x"] == changed["50-x"]) == (False, True)
    keys, changed = base.by_part(), others[2].by_part()
    assert (keys[""] == changed[""], keys["50-x"] == changed["50-x"]) == (True, False)


# --- What is not read again


def test_a_file_just_written_is_read_again(root: Path) -> None:
    """A file that was written while it was read, or just before, has no stamp: it may change without another time."""
    write(root, "content/neuf.md")
    assert "content/neuf.md" not in read_inputs(root, TODAY).stamps


def test_a_stamp_saves_reading(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the same number, size and times, the digest of last time serves; the result is that of a full reading."""
    monkeypatch.setattr("troisclics.cache.fingerprints.SETTLED", 0)
    before = read_inputs(root, TODAY)
    assert before.stamps.keys() == before.files.keys()
    false = Inputs(dict.fromkeys(before.files, b"autre"), before.tool, before.today, before.stamps)
    assert set(read_inputs(root, TODAY, false).files.values()) == {b"autre"}
    assert read_inputs(root, TODAY, before) == before


@pytest.mark.parametrize("how", ["in place", "by another file"])
def test_a_hidden_change_is_seen(root: Path, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    """A text of the same length, its time set back: the system keeps the time of change, which nobody can set."""
    monkeypatch.setattr("troisclics.cache.fingerprints.SETTLED", 0)
    path = root / "content/logement/aide.md"
    before, status = read_inputs(root, TODAY), path.stat()
    text = path.read_text(encoding="utf-8").swapcase()
    if how == "in place":
        path.write_text(text, encoding="utf-8")
    else:
        path.unlink()
        path.write_text(text, encoding="utf-8")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert path.stat().st_size == status.st_size
    assert read_inputs(root, TODAY, before).changed_files(before) == {"content/logement/aide.md"}


def test_a_link_is_always_read(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a link leads to may change without the link."""
    monkeypatch.setattr("troisclics.cache.fingerprints.SETTLED", 0)
    (root / "content/lien.txt").symlink_to(root / "mkdocs.yml")
    before = read_inputs(root, TODAY)
    assert "content/lien.txt" not in before.stamps
