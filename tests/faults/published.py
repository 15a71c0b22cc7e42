"""A project that is published for a test: its command line, its target, and what the target holds."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from repository import COMMAND, REPOSITORY
from unit.commands import FAULTLESS

from .projects import TODAY, Project, Snapshot, served_from

SITE, OTHER = "90-dunes", "9a-falaises"
"""Two of the three departments."""
PAGE = "logement/aide"
"""A page that every site has."""


DEPARTMENTS = ("2a-corse-du-sud", "50-manche")
"""What copies of this repository keep."""


@dataclass
class Desk:
    """A project, and the folder that it publishes to under the name « essai »."""

    root: Path
    target: Path

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
        """Change PAGE."""
        page = self.root / "content" / f"{PAGE}.md"
        page.write_text(page.read_text(encoding="utf-8") + f"\n{text}\n", encoding="utf-8")

    def served(self) -> Snapshot:
        """What is served now."""
        return served_from(self.target)

    def release(self) -> str:
        """The folder of the release that is served."""
        return os.readlink(self.target / "current").removeprefix("releases/")


IN_DELEGATION = ("permanences", "restaurants", "agenda", "arbre-de-noel")
ABOUT = ("accessibilite", "donnees-personnelles", "mentions-legales", "sans-ordinateur", "tout-imprimer")
"""Pages that the theme leads to, or that a publication asks for."""
PAGE_TEXT = """\
---
title: {title}
description: Page fictive pour les tests.
owner: pole-fictif
last_reviewed_on: 2026-06-01
review_in: 1 an
---

Cette page imaginaire existe pour que le thème y mène.
"""


def make_desk(folder: Path, url: str = "", more: str = "", kind: str = "folder") -> Desk:
    """A small project without faults in `folder`, with this repository's theme, which publishes to `folder/target`.

    `more` are lines of its target.
    """
    desk = Desk(folder / "project", folder / "target")
    shutil.copytree(FAULTLESS, desk.root)
    shutil.copytree(REPOSITORY / "overrides", desk.root / "overrides", dirs_exist_ok=True)
    with (desk.root / "content/index.md").open("a", encoding="utf-8") as home:
        links = "".join(f"- [Page {name}]({name}.md)\n" for name in ABOUT)
        home.write(f'\n{{{{ seam("departments") }}}}\n\n{links}')
    with (desk.root / "mkdocs.yml").open("a", encoding="utf-8") as config:
        config.write("".join(f"\n      - ma-delegation/{name}.md" for name in IN_DELEGATION))
    for name in (*(f"ma-delegation/{name}" for name in IN_DELEGATION), *ABOUT):
        text = PAGE_TEXT.format(title=name.rpartition("/")[2].replace("-", " ").capitalize())
        (desk.root / f"content/{name}.md").write_text(text, encoding="utf-8")
    desk.target.mkdir()
    describe(desk.root, desk.target, url, more, kind)
    return desk


def copy_desk(project: Project, folder: Path, url: str, more: str = "") -> Desk:
    """A copy of the real `project`, of the departments of DEPARTMENTS, which publishes to `folder/target`."""
    desk = Desk(folder / "project", folder / "target")
    shutil.copytree(project.root, desk.root, ignore=shutil.ignore_patterns(".site.*", "site"))
    for department in (desk.root / "departments").iterdir():
        if department.name not in DEPARTMENTS:
            shutil.rmtree(department)
    desk.target.mkdir()
    describe(desk.root, desk.target, url, more)
    return desk


def describe(root: Path, target: Path, url: str = "", more: str = "", kind: str = "folder") -> None:
    """Write `publish.yml` with one target, « essai »."""
    address = f"    url: {url}\n" if url else ""
    text = f"targets:\n  - id: essai\n    kind: {kind}\n    path: {target}\n{address}{more}"
    (root / "publish.yml").write_text(text, encoding="utf-8")
