"""Staging a site as a user does, and reading the configuration that it gets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mkdocs.utils import yaml_load

from ..commands import DAY, troisclics


def stage(root: Path, code: str, to: Path) -> Path:
    """Stage the site `code` of the project at `root` into `to`, and give `to`."""
    run = troisclics("stage", code, "--out", to, "--root", root, "--today", DAY)
    assert run.returncode == 0, run.stderr
    return to


def config_of(staged: Path) -> dict[str, Any]:
    """The staged configuration as MkDocs reads it."""
    return dict(yaml_load((staged / "mkdocs.yml").read_text(encoding="utf-8")))
