"""Which sites are made again after an edit: never fewer than those that it changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from watchers import Strict

from troisclics.pipeline.build import build

from ..commands import differences
from ..samples import TODAY

OWN = ("departments/90-dunes/ma-delegation/sortie.md", "departments/9a-falaises/logement/aide.md")


@pytest.mark.parametrize("edited", [OWN[:1], OWN], ids=["one", "two"])
def test_departments_that_are_edited(root: Path, edited: tuple[str, ...], tmp_path: Path) -> None:
    """One department edited, or two at once: each is as a clean build makes it."""
    build(root, root / "site", TODAY, Strict())
    for name in edited:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        path.write_text(f"{before}\nUne phrase nouvelle.\n", encoding="utf-8")
    for out in (root / "site", tmp_path / "clean"):
        build(root, out, TODAY, Strict())
    assert differences(root / "site", tmp_path / "clean") == []
    for name in edited:
        page = root / "site" / name.removeprefix("departments/").replace(".md", "/index.html")
        assert "Une phrase nouvelle." in page.read_text(encoding="utf-8")
