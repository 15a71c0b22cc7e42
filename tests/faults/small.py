"""Sites of a few files, written in a moment, and what publishes them: for faults of targets, where contents matter
little.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .projects import Snapshot, snapshot

PUBLISHER = Path(__file__).with_name("publisher.py")
SLUGS = ("2a-corse-du-sud", "50-manche", "971-guadeloupe")

PAGE = """<!doctype html><html lang="fr"><head><title>{title}</title><meta name="essai" content="{number}">
<link rel="stylesheet" href="{up}assets/essai.css"></head><body><p>{title}, version {number}.</p></body></html>
"""


def write_sites(folder: Path, number: int, slugs: tuple[str, ...] = SLUGS, pages: int = 4, picture: int = 0) -> None:
    """Write the portal and the sites `slugs`: pages and style say `number`, a picture has so many bytes."""
    for slug in ("", *slugs):
        site = folder / slug
        for page in range(pages):
            path = site / (f"page-{page}/index.html" if page else "index.html")
            path.parent.mkdir(parents=True, exist_ok=True)
            text = PAGE.format(title=f"{slug or 'Portail'}, page {page}", number=number, up="../" if page else "")
            path.write_text(text, encoding="utf-8")
        for name in ("assets", "api"):
            (site / name).mkdir(exist_ok=True)
        (site / "assets" / "essai.css").write_text(f":root {{ --essai: {number} }}\n", encoding="utf-8")
        if picture:
            (site / "assets" / "plan.png").write_bytes(random.Random(f"{slug} {number}").randbytes(picture))  # noqa: S311 - bytes to send
        (site / "api" / "pages.json").write_text(json.dumps({"department": slug[:2], "pages": [], "n": number}))


@dataclass
class Desk:
    """Small sites, their pack, and a target that is described by `described`, as a line of `publish.yml` is."""

    sites: Path
    cache: Path
    target: Path
    described: dict[str, Any] = field(default_factory=dict)

    def command(self, *slugs: str) -> list[str]:
        """The command that publishes the sites, or only `slugs`."""
        target = {"id": "essai", "kind": "folder", "path": str(self.target), **self.described}
        return [sys.executable, str(PUBLISHER), str(self.sites), str(self.cache), json.dumps(target), *slugs]

    def run(
        self, *slugs: str, before: tuple[str, ...] = (), umask: int = -1, **env: str
    ) -> subprocess.CompletedProcess[str]:
        """Publish, behind the command `before` if there is one."""
        return subprocess.run(
            [*before, *self.command(*slugs)], env={**os.environ, **env}, capture_output=True, text=True, check=False,
            umask=umask, timeout=120,
        )  # fmt: skip

    def start(self, *slugs: str, **env: str) -> subprocess.Popen[str]:
        """Start publishing in a session of its own; the steps are read from `stderr`."""
        return subprocess.Popen(
            self.command(*slugs), env={**os.environ, "PYTHONUNBUFFERED": "1", **env}, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True, start_new_session=True,
        )  # fmt: skip

    def served(self) -> Snapshot:
        """The hash of each file that is served now, links followed."""
        current = self.target / "current"
        return snapshot(current.resolve()) if current.exists() else {}

    def number(self, slug: str = "") -> str:
        """The number that the home page of a site says, as it is served."""
        return (
            (self.target / "current" / slug / "index.html")
            .read_text(encoding="utf-8")
            .split('content="')[1]
            .partition('"')[0]
        )


def make_desk(folder: Path, target: Path | None = None, number: int = 1, picture: int = 0, **described: Any) -> Desk:
    """Small sites in `folder`, which are published to `target`, a new folder there by default."""
    write_sites(folder / "site", number, picture=picture)
    if target is None:
        target = folder / "target"
        target.mkdir()
    return Desk(folder / "site", folder / "cache" / "essai", target, described)
