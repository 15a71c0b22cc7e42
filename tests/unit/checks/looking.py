"""Building a project, and what the rules on built sites say of it."""

from __future__ import annotations

from pathlib import Path

from watchers import Strict

from troisclics.checks.site_survey import survey_sites
from troisclics.load import load_project
from troisclics.model import Finding
from troisclics.pipeline.build import build

from ..samples import TODAY


def build_sites(root: Path) -> None:
    """Build the project at `root` into its `site`."""
    build(root, root / "site", TODAY, Strict())


def look(root: Path) -> tuple[Finding, ...]:
    """What the rules on built sites say of the project at `root`."""
    project, findings = load_project(root, TODAY)
    assert [found for found in findings if found.severity == "error"] == []
    return survey_sites(root, project, root / "site", 1).findings
