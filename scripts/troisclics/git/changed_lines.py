"""List the lines changed since a revision."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

from ..errors import RevisionError
from .command import PATCH, explain, git_command, git_environment

_FILE = re.compile(r'\+\+\+ "?(?:b/)?(.*?)"?\t?')
_HUNK = re.compile(r"@@ -\S+ \+(\d+)(?:,(\d+))? @@")


def changed_lines(root: Path, revision: str, folders: Sequence[str]) -> dict[str, frozenset[int]]:
    """Return the lines changed since a revision.

    Args:
        root: the folder of the project.
        revision: the base revision.
        folders: the folders to compare, relative to `root`.

    Returns:
        Line numbers by file; all lines of files that git does not track.

    Raises:
        RevisionError: git is missing, or knows neither the revision nor the project.
    """
    _git(root, revision, "rev-parse", "--verify", f"{revision}^{{commit}}")  # `git diff` would compare files without it
    diff = _git(root, revision, "diff", *PATCH, revision, "--", *folders)
    lines: dict[str, set[int]] = {}
    file = ""
    for line in diff.split("\n"):
        if match := _FILE.fullmatch(line):
            file = match[1]
        elif match := _HUNK.match(line):
            start, count = int(match[1]), int(match[2] or 1)
            lines.setdefault(file, set()).update(range(start, start + count))
    new = _git(root, revision, "ls-files", "--others", "--exclude-standard", "-z", "--", *folders)
    for name in filter(None, new.split("\0")):
        lines[name] = set(range(1, (root / name).read_bytes().count(b"\n") + 2))
    return {name: frozenset(numbers) for name, numbers in lines.items()}


def _git(root: Path, revision: str, *arguments: str) -> str:
    try:
        done = subprocess.run(
            git_command(*arguments), cwd=root, env=git_environment(), capture_output=True, check=False
        )
    except FileNotFoundError:
        raise RevisionError(revision, "git n'est pas installé") from None
    if done.returncode:
        message = done.stderr.decode("utf-8", "replace").strip()
        raise RevisionError(revision, explain(message) or message.split("\n")[0])
    return done.stdout.decode("utf-8", "replace")
