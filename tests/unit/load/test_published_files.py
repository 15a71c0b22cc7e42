"""Files that may be published: what is sound is let through, from `content/` as from a department."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from troisclics.load.published_files import extension, publishes

from .damage import DUNES, write


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plan.png", b"\x89PNG\r\n\x1a\n"),
        ("bulletin.pdf", b"%PDF-1.7\n1 0 obj\nstream\n\x00/JS /JavaScript\x01endstream\n"),
        ("bulletin.odt", b"PK\x03\x04content.xml"),
        ("bulletin.xlsx", b"PK\x03\x04xl/workbook.xml"),
    ],
)
@pytest.mark.parametrize("folder", ["content", DUNES])
def test_a_sound_file(said: Callable[..., list[str]], folder: str, name: str, content: bytes) -> None:
    """Images, PDF and forms are published from « ma-delegation »; what a PDF has packed may be any bytes."""
    assert said(write(f"{folder}/ma-delegation/{name}", content)) == []


@pytest.mark.parametrize(
    ("uri", "national", "local"),
    [
        ("logement/plan.png", True, False),
        ("logement/dossier.pdf", True, False),
        ("logement/form.odt", False, False),
        ("ma-delegation/form.odt", True, True),
        ("ma-delegation/plan.svg", True, False),
        ("film.mp4", True, False),
        ("sans-extension", False, False),
        ("v1.2/sans-extension", False, False),
        ("a.docm", False, False),
    ],
)
def test_what_may_be_published(uri: str, national: bool, local: bool) -> None:
    """The rule on documents is the same on both sides; departments publish from one folder."""
    assert (publishes(uri, national=True), publishes(uri, national=False)) == (national, local)


def test_extension() -> None:
    """The last one counts; a dot in a folder is none."""
    assert [extension(uri) for uri in ("a/b.tar.gz", "a.b/c", "c.md")] == ["gz", "", "md"]
