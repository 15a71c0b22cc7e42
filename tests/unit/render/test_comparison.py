"""Comparing two folders: each difference is found, with its file and its line, and nothing compared proves nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from troisclics.errors import FallbackError, InputError
from troisclics.merge.merger import Merger
from troisclics.render.comparison import Difference, compare_folders, verify_sites
from troisclics.reports.error_messages import explain

from ..commands import copy_fictitious
from .pairs import TODAY, change, configure, open_bench


def folders(tmp_path: Path, engine: dict[str, bytes], stock: dict[str, bytes]) -> tuple[Path, Path]:
    """Two folders with these files."""
    for name, files in (("engine", engine), ("stock", stock)):
        (tmp_path / name).mkdir()
        change(tmp_path / name, files)
    return tmp_path / "engine", tmp_path / "stock"


@pytest.mark.parametrize(
    ("engine", "stock", "expected"),
    [
        ({"a/b.html": b"x\ny\n"}, {"a/b.html": b"x\ny\n"}, ()),
        ({"a.html": b"x\ny\nz"}, {"a.html": b"x\nY\nz"}, (Difference("a.html", 2, "y", "Y"),)),
        ({"a.html": b"x\n"}, {"a.html": b"x\ny"}, (Difference("a.html", 2, "", "y"),)),
        ({"a.html": b"x"}, {"a.html": b"x\n"}, (Difference("a.html", 2, "(fin du fichier)", ""),)),
        ({"a": b"", "b": b""}, {"b": b""}, (Difference("a", 0, "présent", "absent"),)),
        ({"b": b""}, {"b": b"", "c": b""}, (Difference("c", 0, "absent", "présent"),)),
        ({"a": b"\xff"}, {"a": b"\xfe"}, (Difference("a", 0, "octets différents", "octets différents"),)),
        ({"a": b"x\r\ny"}, {"a": b"x\ny"}, (Difference("a", 1, "x", "x"),)),
        ({}, {}, (Difference(".", 0, "aucun fichier", "aucun fichier"),)),
        ({"a": b"x" * 500}, {"a": b"y"}, (Difference("a", 1, "x" * 159 + "…", "y"),)),
    ],
    ids=["same", "line", "more", "last line", "too many", "too few", "bytes", "line ends", "nothing", "long"],
)  # fmt: skip
def test_differences(
    tmp_path: Path, engine: dict[str, bytes], stock: dict[str, bytes], expected: tuple[Difference, ...]
) -> None:
    """Every file of either folder is compared; a difference says where it begins and what is there."""
    verified = compare_folders("50", *folders(tmp_path, engine, stock))
    assert verified.differences == expected
    assert verified.files == len(engine.keys() | stock.keys())


def test_a_folder_that_is_not_there_is_a_difference(tmp_path: Path) -> None:
    """A build that wrote nothing at all does not pass for the same."""
    assert compare_folders("50", tmp_path / "un", tmp_path / "deux").differences
    (tmp_path / "un").mkdir()
    (tmp_path / "un" / "a").write_bytes(b"")
    assert compare_folders("50", tmp_path / "un", tmp_path / "deux").differences == (
        Difference("a", 0, "présent", "absent"),
    )


def test_a_folder_in_the_place_of_a_file(tmp_path: Path) -> None:
    """A path that is a file on one side and a folder on the other is said, not met with a traceback."""
    one, other = folders(tmp_path, {"a": b"x"}, {"a/b": b"x"})
    assert [found.path for found in compare_folders("50", one, other).differences] == ["a", "a/b"]


def test_a_site_that_mkdocs_refuses(tmp_path: Path) -> None:
    """A site that either renderer refuses is not compared: what it says is raised."""
    root = change(copy_fictitious(tmp_path / "projet"), {"departments/90-dunes/logement/aide.md": "[x](perdu.md)\n"})
    bench = open_bench(root, tmp_path / "banc")
    with pytest.raises(InputError, match=r"logement/aide\.md"):
        list(
            verify_sites(
                bench.origin, Merger(bench.origin.project, TODAY), [*bench.origin.project.departments], "mkdocs", 1
            )
        )


def test_sites_that_mkdocs_makes_anyway(tmp_path: Path) -> None:
    """Where MkDocs itself builds the sites, there is nothing to verify, and that is said."""
    root = change(configure(copy_fictitious(tmp_path / "projet"), "hooks: [accroche.py]\n"), {"accroche.py": ""})
    bench = open_bench(root, tmp_path / "banc")
    with pytest.raises(FallbackError) as refused:
        list(verify_sites(bench.origin, Merger(bench.origin.project, TODAY), [None], "mkdocs", 1))
    assert refused.value.reasons == ("l'accroche « accroche.py » (mkdocs.yml, hooks)",)
    assert "retirer ce qui est nommé" in explain(refused.value).text
