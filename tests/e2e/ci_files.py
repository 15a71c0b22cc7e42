"""The files for GitLab and GitHub, as data."""

from __future__ import annotations

from typing import Any

import yaml
from repository import REPOSITORY

GITLAB = ".gitlab-ci.yml"
WORKFLOWS = sorted(path.relative_to(REPOSITORY).as_posix() for path in REPOSITORY.glob(".github/workflows/*.yml"))


def load(file: str) -> Any:
    """A YAML file of the repository."""
    return yaml.safe_load((REPOSITORY / file).read_text(encoding="utf-8"))
