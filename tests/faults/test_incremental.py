"""Whatever is edited in whatever order, and whatever happens in between, an incremental build equals a clean one."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
from datetime import date
from pathlib import Path
from random import Random

import pytest
from repository import COMMAND
from unit.commands import copy_fictitious
from watchers import Strict

from troisclics.constants import IDENTITIES
from troisclics.errors import InputError
from troisclics.pipeline.build import build

from .edits import EDITS, Desk, mistake
from .projects import Snapshot, differences, snapshot, wait_until

pytestmark = pytest.mark.slow
STEPS = 12


def made(root: Path, out: Path, today: date, jobs: int = 1) -> Snapshot | None:
    """What a build gives; None if the project has errors, in which case the earlier output must still be there."""
    before = snapshot(out) if out.exists() else {}
    try:
        build(root, out, today, Strict(), jobs=jobs)
    except InputError:
        assert not differences(snapshot(out) if out.exists() else {}, before)
        return None
    return snapshot(out)


def damage(draw: Random, desk: Desk, out: Path) -> None:
    """What may befall an output and its memory between two builds."""
    memory = out.with_name(f".{out.name}.memory")
    files = sorted(path for path in memory.glob("*") if path.is_file())
    pages, previous = sorted(out.rglob("*.html")), sorted((memory / "previous").rglob("*.html"))
    what = draw.choice(
        ["nothing", "nothing", "memory gone", "memory cut", "page changed", "page gone", "previous changed", "killed"]
    )
    desk.done.append(what)
    if what == "memory gone":
        shutil.rmtree(memory, ignore_errors=True)
    elif what == "memory cut" and files:
        path = draw.choice(files)
        path.write_bytes(path.read_bytes()[: draw.randint(0, 200)])
    elif what == "page changed" and pages:
        path = draw.choice(pages)
        path.unlink()
        path.write_text("Autre chose.\n", encoding="utf-8")
    elif what == "page gone" and pages:
        draw.choice(pages).unlink()
    elif what == "previous changed" and previous:
        path, other = draw.choice(previous), draw.choice(previous)
        path.unlink()
        path.write_text("Autre chose.\n", encoding="utf-8")
        other.with_name("intrus.html").write_text("x", encoding="utf-8")
    elif what == "killed":
        kill_a_build(desk, out)


def kill_a_build(desk: Desk, out: Path) -> None:
    """Begin a build in a process of its own and kill it once it writes, if it gets so far."""
    command = [COMMAND, "build", "--root", desk.root, "--out", out, "--today", desk.today.isoformat(), "--jobs", "2"]
    aside = out.with_name(f".{out.name}.new")
    with subprocess.Popen(
        [str(part) for part in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as process:
        wait_until(lambda: aside.exists() or process.poll() is not None, 60)
        with contextlib.suppress(ProcessLookupError):  # it may have ended first
            os.killpg(process.pid, signal.SIGKILL)


@pytest.mark.parametrize("seed", range(6))
def test_edits_in_any_order(tmp_path: Path, seed: int) -> None:
    """After each of a dozen drawn edits, with damage in between, the output is that of a clean build, byte for byte."""
    desk = Desk(copy_fictitious(tmp_path / "project", readers=True), Random(seed))  # noqa: S311 - a draw that can be repeated
    out, good = tmp_path / "site", 0
    for step in range(STEPS):
        for edit in desk.draw.sample(EDITS, desk.draw.choice([1, 1, 2, 3])):
            edit(desk)
            desk.done.append(edit.__name__)
        damage(desk.draw, desk, out)
        clean = made(desk.root, tmp_path / f"clean-{step}" / "site", desk.today)
        found = made(desk.root, out, desk.today, 1 + seed % 2)
        assert (found is None) == (clean is None), desk.done
        if clean is None or found is None:
            (desk.root / "content/page-0.md").unlink(missing_ok=True)
            for path in desk.files("departments/*/page-*.md"):
                path.unlink()
            continue
        assert not differences(found, clean), desk.done
        shutil.rmtree(tmp_path / f"clean-{step}")
        good += 1
    assert good >= STEPS // 2, f"too many builds were refused to prove anything: {desk.done}"


def test_the_drawn_edits_change_the_output(tmp_path: Path) -> None:
    """Each edit alone changes what a clean build gives, or makes it refuse: none is an idle gesture."""
    first = copy_fictitious(tmp_path / "first", readers=True)
    (first / "content/page-1.md").write_text("---\ntitle: A\ndescription: B\nowner: pole-fictif\n---\n\nC.\n")
    before = made(first, tmp_path / "before", date(2026, 11, 22))
    assert before is not None
    for edit in EDITS:
        root = tmp_path / edit.__name__
        shutil.copytree(first, root)
        desk = Desk(root, Random(3), number=1)  # noqa: S311
        edit(desk)
        found = made(root, tmp_path / f"{edit.__name__}-site", desk.today)
        assert (found is None) if edit is mistake else (found is not None and differences(found, before)), edit.__name__
        shutil.rmtree(tmp_path / f"{edit.__name__}-site", ignore_errors=True)


def test_a_stale_memory_would_be_seen(tmp_path: Path) -> None:
    """The twin: with the state of a later build put beside an earlier output, the next build makes everything right."""
    root = copy_fictitious(tmp_path / "project")
    out, memory = tmp_path / "site", tmp_path / ".site.memory"
    desk = Desk(root, Random(1))  # noqa: S311
    made(root, out, desk.today)
    shutil.copytree(out, tmp_path / "kept", copy_function=shutil.copy2)
    EDITS[1](desk)
    later = made(root, out, desk.today)
    shutil.copytree(memory, tmp_path / "kept-memory")
    shutil.rmtree(out)
    (tmp_path / "kept").rename(out)
    shutil.rmtree(memory)
    (tmp_path / "kept-memory").rename(memory)
    assert later is not None
    assert differences(snapshot(out), later), "the earlier output must differ, or nothing is shown"
    again = made(root, out, desk.today)
    assert again is not None
    assert not differences(again, later)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"Dunes", de: "des Dunes"', '"Plages", de: "des Plages"'),
        ('region: "Région fictive", seat: "Sableville"', 'region: "Autre région", seat: "Sableville"'),
        ("Sableville", "Autreville"),
        ("zone: metro", "zone: drom"),
    ],
    ids=["name", "region", "seat", "zone"],
)
def test_an_edit_of_the_national_list(tmp_path: Path, old: str, new: str) -> None:
    """A department's name, region, seat or zone changes in every site at once, and stays so after the next edit."""
    root, out, today = copy_fictitious(tmp_path / "project"), tmp_path / "site", date(2026, 11, 22)
    overlay = root / "departments/90-dunes/logement/aide.md"
    overlay.write_text("{{ department.seat }}, {{ department.zone }}\n", encoding="utf-8")
    made(root, out, today)
    text = (root / IDENTITIES).read_text(encoding="utf-8")
    assert text.count(old) == 1
    (root / IDENTITIES).write_text(text.replace(old, new), encoding="utf-8")
    changed = made(root, out, today)
    assert changed == made(root, tmp_path / "clean", today)
    overlay.write_text(overlay.read_text(encoding="utf-8") + "\nEncore.\n", encoding="utf-8")
    assert not differences(made(root, out, today) or {}, made(root, tmp_path / "clean-again", today) or {})
