"""Find out whether a publication would undo a later one: two people publish, and one clone is out of date."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from ..messages import finding
from ..model import Finding, Place, Target
from .manifest import Release
from .preflight import Online


def check_order(root: Path, target: Target, online: Online, coming: Release) -> Iterator[Finding]:
    """Find that the project does not contain the commit that is online.

    Without commits (no git on one side), the days of the two builds are compared.

    Args:
        root: the folder of the project.
        target: the target.
        online: its state.
        coming: the release built from the project.
    """
    release = online.release
    if release is None or release.id == coming.id:
        return
    place = Place("publish.yml", target.at.line)
    theirs, ours = release.commit.removesuffix("+"), coming.commit.removesuffix("+")
    entry = online.log.entry(online.folder)
    since = entry.published_at if entry else release.built_on
    if theirs and ours:
        if not _contains(root, theirs):
            yield finding("publication-ancienne", place, online=theirs[:10], ours=ours[:10], since=since)
    elif release.built_on > coming.built_on:
        yield finding("publication-ancienne", place, online=release.built_on, ours=coming.built_on, since=since)


def _contains(root: Path, commit: str) -> bool:
    """Return whether the history of the project at `root` contains `commit`; False if git does not know it."""
    if not re.fullmatch("[0-9a-f]{7,64}", commit):
        return False
    command = ["git", "-C", str(root), "merge-base", "--is-ancestor", commit, "HEAD"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0
