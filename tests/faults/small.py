"""Sites of a few files, written in a moment, and what publishes them: for faults of targets, where contents matter
little.
"""

from __future__ import annotations

import fcntl
import json
import os
import random
import re
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from needs import needs

from troisclics.publish.verification import verify_folder

from .projects import Snapshot, served_from

PUBLISHER = Path(__file__).with_name("publisher.py")
Run = subprocess.CompletedProcess[str]
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
        """What is served now."""
        return served_from(self.target)

    def number(self, slug: str = "") -> str:
        """The number that the home page of a site says, as it is served."""
        return (
            (self.target / "current" / slug / "index.html")
            .read_text(encoding="utf-8")
            .split('content="')[1]
            .partition('"')[0]
        )

    def is_free(self) -> bool:
        """Whether nobody holds the target."""
        with (self.target / ".lock").open("a") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
        return True


def make_desk(folder: Path, target: Path | None = None, number: int = 1, picture: int = 0, **described: Any) -> Desk:
    """Small sites in `folder`, which are published to `target`, a new folder there by default."""
    write_sites(folder / "site", number, picture=picture)
    if target is None:
        target = folder / "target"
        target.mkdir()
    return Desk(folder / "site", folder / "cache" / "essai", target, described)


def wrong_in_what_is_served(desk: Desk) -> list[str]:
    """What is not as the release says, but for the fixed files of a release on its way, which the next run removes."""
    wrong = verify_folder(desk.target / "current").wrong
    return [line for line in wrong if not re.fullmatch(r"assets/[0-9a-f]{16} : dossier en trop", line)]


def assert_online(desk: Desk, done: Run, number: int, slugs: tuple[str, ...] = ("", *SLUGS)) -> None:
    """The run ended well, and exactly these sites are served, whole, and of version `number`."""
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    there = {path.parent.name for path in (desk.target / "current").glob("*/manifest.json")}
    assert there == set(slugs) - {""}
    assert (desk.target / "current" / "index.html").exists() == ("" in slugs)
    for slug in slugs:
        assert desk.number(slug) == str(number)
    wrong = verify_folder(desk.target / "current").wrong
    assert wrong == (), wrong
    assert not (desk.target / "releases" / ".incoming").exists()


def assert_log_is_true(target: Path) -> None:
    """The release log of a target says what is served, and names the releases that are kept, all of them."""
    log = json.loads((target / "published.json").read_text(encoding="utf-8"))
    assert os.readlink(target / "current") == f"releases/{log['current']}"
    kept = {entry["folder"] for entry in log["releases"]}
    assert {path.name for path in (target / "releases").iterdir()} == kept


def assert_refused(done: Run, step: str, *words: str) -> None:
    """The run ended with exit code 3 and a message that names the step, these words and a remedy."""
    assert done.returncode == 3, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert f"étape « {step} »" in done.stderr, done.stderr
    assert "\n  → " in done.stderr
    for word in words:
        assert word in done.stderr, done.stderr


def ended(process: subprocess.Popen[str]) -> Run:
    """Wait until a publication has ended."""
    stdout, stderr = process.communicate(timeout=120)
    return subprocess.CompletedProcess([], process.returncode, stdout, stderr)


def steps_of(process: subprocess.Popen[str], until: str = "") -> dict[str, float]:
    """The steps that a publication announces, each with its moment; up to `until`, or all."""
    assert process.stderr is not None
    found = {}
    for line in process.stderr:
        if line.startswith("Étape : "):
            name = line.removeprefix("Étape : ").rstrip("…\n")
            found[name] = time.monotonic()
            if name == until:
                break
    return found


def until(process: subprocess.Popen[str], step: str) -> None:
    """Read what a publication says until `step` begins."""
    assert step in steps_of(process, step)


def command_in_the_way(folder: Path, name: str, condition: str, action: str) -> str:
    """A PATH on which the command `name` does `action` first, where `condition` holds for its arguments (sh)."""
    folder.mkdir(exist_ok=True)
    real = needs(name)
    wrapper = folder / name
    wrapper.write_text(f'#!/bin/sh\nif {condition}; then {action}; fi\nexec {real} "$@"\n', encoding="utf-8")
    wrapper.chmod(0o755)
    return f"{folder}:{os.environ['PATH']}"
