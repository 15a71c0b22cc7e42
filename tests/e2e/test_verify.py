"""What the engine writes of the real project is what stock MkDocs and ProperDocs write, byte for byte."""

from __future__ import annotations

import re

import pytest
from repository import run_command

pytestmark = pytest.mark.slow

DIFFERENT = ("75", "2A", "971", "50", "84", "24")
"""A city alone, a code with a letter and nothing local, overseas, rich in local facts, several overlays."""


@pytest.mark.parametrize(("renderer", "codes"), [("mkdocs", (*DIFFERENT, "portail")), ("properdocs", ("50", "2A"))])
def test_the_engine_writes_what_the_stock_renderer_writes(renderer: str, codes: tuple[str, ...]) -> None:
    """Every file of these sites is compared, and none differs."""
    done = run_command("verify", *codes, "--renderer", renderer)
    assert done.returncode == 0, done.stdout + done.stderr
    compared = re.findall(r"^(\w+) : (\d+) fichiers, 0 différent\(s\)$", done.stdout, re.M)
    assert {code for code, _ in compared} == set(codes)
    assert all(int(files) > 100 for _, files in compared)
