"""Files that anybody may have written: names, links, sizes, encodings."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from troisclics.domain.slugs import ascii_name
from troisclics.load import load_project
from troisclics.load.input_files import MAX_FILE_BYTES, InputFile, find_files, read_text
from troisclics.model import Finding, Place, Project

from .conftest import TODAY, as_text
from .damage import AIDE, DUNES, FILE, OVERLAY, Damage, link, swap, write


def load(root: Path) -> Project:
    """The project at `root`, in which nothing is wrong."""
    project, findings = load_project(root, TODAY)
    assert findings == []
    return project


@pytest.mark.parametrize("name", [AIDE, FILE, OVERLAY, "content/_tasks.yml", "mkdocs.yml"])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"], ids=["no BOM", "BOM"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"], ids=["LF", "CRLF", "CR"])
def test_bom_and_line_ends_change_nothing(project: Callable[[], Path], name: str, bom: bytes, end: bytes) -> None:
    """A file saved by Windows (BOM, CRLF) or an old Mac gives the same model, lines included."""
    plain, root = load(project()), project()
    (root / name).write_bytes(bom + (root / name).read_bytes().replace(b"\n", end))
    assert load(root) == plain


def test_accents_in_two_characters_change_nothing(project: Callable[[], Path]) -> None:
    """A text typed on a Mac (NFD) is the same text."""
    root = project()
    swap(FILE, "délégation", "de\u0301le\u0301gation")(root)
    assert load(root) == load(project())


@pytest.mark.parametrize("target", ["sortie.md", "/", "/proc", "/sys", "boucle.md"])
def test_a_link_is_refused_before_it_is_followed(project: Callable[[], Path], target: str) -> None:
    """A link is refused at its place wherever it leads: into its own folder, to the whole disk, to itself."""
    root = project()
    link("departments/90-dunes/ma-delegation/boucle.md", target)(root)
    _, findings = load_project(root, TODAY)
    assert [(one.rule, one.place.file) for one in findings] == [
        ("lien-symbolique", "departments/90-dunes/ma-delegation/boucle.md")
    ]


def test_hidden_files_are_left_out(said: Callable[..., list[str]]) -> None:
    """What the system or an editor leaves behind (.DS_Store, .gitkeep) is no fault."""
    assert said(write(f"{DUNES}/.DS_Store", b"\0"), write("content/.vscode/x.md", "")) == []


def test_the_largest_file_is_read(tmp_path: Path) -> None:
    """A file of exactly 1 MiB is read."""
    (tmp_path / "a.md").write_bytes(b"a" * MAX_FILE_BYTES)
    assert read_text(InputFile("a.md", tmp_path / "a.md", Place("a.md")), []) == "a" * MAX_FILE_BYTES


@contextmanager
def unprivileged() -> Iterator[None]:
    """Be somebody whom file permissions hold back."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that anyone may enter, unlike tmp_path."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (OVERLAY, [f"{OVERLAY}: fichier-illisible"]),
        ("content/_glossary.yml", ["content/_glossary.yml: fichier-illisible"]),
        (f"{DUNES}/logement", [f"{DUNES}/logement: fichier-illisible"]),
        ("departments", ["departments: fichier-illisible"]),
    ],
)
def test_what_may_not_be_read_is_said(
    project: Callable[[], Path], open_folder: Path, name: str, expected: list[str]
) -> None:
    """A file or folder without read permission is a finding, not a traceback."""
    root = Path(shutil.move(project(), open_folder / "project"))
    mode = (root / name).stat().st_mode
    (root / name).chmod(0)
    try:
        with unprivileged():
            found = as_text(load_project(root, TODAY)[1])
    finally:
        (root / name).chmod(mode)
    assert found == expected


def test_a_folder_in_the_place_of_a_file_is_said(tmp_path: Path) -> None:
    """Reading a folder is a finding, not a traceback."""
    out: list[Finding] = []
    assert read_text(InputFile("a", tmp_path, Place("a")), out) is None
    assert as_text(out) == ["a: fichier-illisible"]


def test_every_name_can_be_printed(said: Callable[..., list[str]]) -> None:
    """A name that is no text on disk gives findings that any terminal can print."""
    damage: list[Damage] = [
        lambda root: (root / "departments" / "9\udce9-x").mkdir(),
        link("content/x.md", "caf\udce9"),
    ]
    found = said(*damage)
    assert found == ["content/x.md: lien-symbolique", "departments/9�-x: departement-inconnu"]
    assert "\n".join(found).encode()


@pytest.mark.parametrize(
    ("name", "better"),
    [
        ("Été 2026.md", "ete-2026.md"),
        ("logement/Prêt  (1).MD", "logement/pret-1.md"),
        ("a..b.md", "a.b.md"),
        ("-a-.md", "a.md"),
        ("_Brouillon.md", "brouillon.md"),
    ],
)
def test_good_names(name: str, better: str) -> None:
    """The name suggested is the one a careful editor would have chosen."""
    assert ascii_name(name) == better


@settings(deadline=None)
@given(st.text(min_size=1, max_size=20).filter(lambda name: "\0" not in name))
def test_a_suggested_name_is_accepted(name: str) -> None:
    """Following the suggestion once is enough: the name suggested for it is itself."""
    assert ascii_name(ascii_name(name)) == ascii_name(name)
    assert ascii_name(name).isascii()


@settings(deadline=None)
@given(st.binary() | st.text().map(str.encode))
@example(b"\xef\xbb\xbf\n\xff")
@example(b"\xff\xfe")
@example(b"\r\r\n\xff")
def test_any_bytes_give_a_text_or_a_finding(raw: bytes) -> None:
    """Whatever the bytes, there is a text with « \\n » line ends, or one finding at a line of the file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.md"
        path.write_bytes(raw)
        out: list[Finding] = []
        text = read_text(InputFile("a.md", path, Place("a.md")), out)
    if text is not None:
        assert not out
        assert "\r" not in text
        return
    assert [found.rule for found in out] == ["encodage"]
    unix = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    assert 1 <= out[0].place.line <= unix.count(b"\n") + 1


@settings(deadline=None)
@given(st.text("ab\r\n", max_size=20), st.booleans())
def test_the_line_of_a_bad_byte(before: str, bom: bool) -> None:
    """The line said is that of the first byte that is not UTF-8, with any line ends, with or without BOM."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.md"
        path.write_bytes((b"\xef\xbb\xbf" if bom else b"") + before.encode() + b"\xe9\nb")
        out: list[Finding] = []
        assert read_text(InputFile("a.md", path, Place("a.md")), out) is None
    lines = before.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert out[0].place.line == len(lines)


def test_files_are_found_in_the_order_of_their_paths(project: Callable[[], Path]) -> None:
    """The order does not depend on the disk."""
    root = project()
    uris = [file.uri for file in find_files(root, root / DUNES, [])]
    assert uris == ["department.yml", "logement/aide.md", "ma-delegation/sortie.md"]
