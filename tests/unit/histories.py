"""Scripted git histories: real repositories, with commits on fixed days by fictitious people."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Repository:
    """A git repository in `root` whose commits are dated by the tests."""

    root: Path

    def git(self, *words: str, day: str = "2026-01-01", who: str = "a") -> str:
        """Run git, at noon on `day`, as the fictitious person `who`; give what it says."""
        env = {
            **os.environ,
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_NAME": who, "GIT_COMMITTER_NAME": who,
            "GIT_AUTHOR_EMAIL": f"{who}@exemple.fr", "GIT_COMMITTER_EMAIL": f"{who}@exemple.fr",
            "GIT_AUTHOR_DATE": f"{day}T12:00:00Z", "GIT_COMMITTER_DATE": f"{day}T12:00:00Z",
        }  # fmt: skip
        done = subprocess.run(["git", *words], cwd=self.root, env=env, capture_output=True, text=True, check=True)
        return done.stdout

    def write(self, files: Mapping[str, str | None]) -> None:
        """Write files; None takes one away."""
        for name, text in files.items():
            path = self.root / name
            if text is None:
                path.unlink()
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")

    def commit(self, day: str, files: Mapping[str, str | None], who: str = "a") -> None:
        """Write `files` and record everything on `day`."""
        self.write(files)
        self.git("add", "-A")
        self.git("commit", "-qm", "Essai", day=day, who=who)

    def move(self, day: str, old: str, new: str) -> None:
        """Rename a file, and record it on `day`."""
        (self.root / new).parent.mkdir(parents=True, exist_ok=True)
        self.git("mv", old, new)
        self.git("commit", "-qm", "Renommer", day=day)


def repository(root: Path) -> Repository:
    """A new repository in `root`."""
    root.mkdir(parents=True, exist_ok=True)
    made = Repository(root)
    made.git("init", "-q", "-b", "main")
    return made
