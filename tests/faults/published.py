"""A project that is published for a test: its command line, its target, and what the target holds."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from repository import COMMAND

from .projects import TODAY, Project, Snapshot, served_from

DEPARTMENTS = ("2a-corse-du-sud", "50-manche", "971-guadeloupe")
"""What the projects keep: enough to be several."""


@dataclass
class Desk:
    """A project, and the folder that it publishes to under the name « essai »."""

    root: Path
    target: Path
    url: str = ""

    def command(self, *args: str) -> list[str]:
        """The command line of troisclics with `args`, on the day of the tests."""
        return [str(COMMAND), *args, "--today", TODAY]

    def run(self, *args: str, before: tuple[str, ...] = (), **env: str) -> subprocess.CompletedProcess[str]:
        """Run troisclics to its end, behind the command `before` if there is one."""
        return subprocess.run(
            [*before, *self.command(*args)], cwd=self.root, env={**self.env, **env}, capture_output=True, text=True,
            check=False, timeout=300, stdin=subprocess.DEVNULL,
        )  # fmt: skip

    def start(self, *args: str) -> subprocess.Popen[str]:
        """Start troisclics in a session of its own; its steps are read from `stderr`."""
        return subprocess.Popen(
            self.command(*args), cwd=self.root, env=self.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            stdin=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip

    @property
    def env(self) -> dict[str, str]:
        """The environment of the commands: their lines come as they are written."""
        return {**os.environ, "PYTHONUNBUFFERED": "1"}

    def change(self, text: str = "Cette phrase est nouvelle.") -> None:
        """Change one page that all sites have."""
        page = self.root / "content" / "restauration" / "subvention-repas.md"
        page.write_text(page.read_text(encoding="utf-8") + f"\n{text}\n", encoding="utf-8")

    def served(self) -> Snapshot:
        """What is served now."""
        return served_from(self.target)

    def release(self) -> str:
        """The folder of the release that is served."""
        return os.readlink(self.target / "current").removeprefix("releases/")


def make_desk(project: Project, folder: Path, url: str = "", more: str = "", kind: str = "folder") -> Desk:
    """A copy of `project` in `folder`, which publishes to `folder/target`; `more` are lines of its target."""
    root, target = folder / "project", folder / "target"
    shutil.copytree(project.root, root, ignore=shutil.ignore_patterns(".site.*", "site"))
    for department in (root / "departments").iterdir():
        if department.name not in DEPARTMENTS:
            shutil.rmtree(department)
    target.mkdir()
    describe(root, target, url, more, kind)
    return Desk(root, target, url)


def describe(root: Path, target: Path, url: str = "", more: str = "", kind: str = "folder") -> None:
    """Write `publish.yml` with one target, « essai »."""
    address = f"    url: {url}\n" if url else ""
    text = f"targets:\n  - id: essai\n    kind: {kind}\n    path: {target}\n{address}{more}"
    (root / "publish.yml").write_text(text, encoding="utf-8")
