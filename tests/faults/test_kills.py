"""Readers never get a bad page while publishers are killed, at any step and at any moment within it.

`KILLS=60 pytest tests/faults/test_kills.py -s` makes the figures of `docs/publishing.md`.
"""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections import Counter
from pathlib import Path

import pytest

from troisclics.publish.remote_scripts import STEPS
from troisclics.publish.verification import verify_folder

from . import web
from .projects import wait_until
from .small import SLUGS, Desk, make_desk, steps_of, write_sites, wrong_in_what_is_served
from .test_continuous import Readers

pytestmark = [pytest.mark.slow, pytest.mark.programs]

KILLS, READERS, PAGES = int(os.environ.get("KILLS", "16")), 25, 8
EVERY_STEP = ("préparation", *STEPS)

SERVER = """\
server {{
  listen {port};
  include /etc/nginx/mime.types;
  root {root}/current;
  add_header Content-Security-Policy "default-src 'self'" always;
  add_header X-Content-Type-Options nosniff always;
}}
"""


def lengths(desk: Desk) -> dict[str, float]:
    """How many seconds each step of a publication lasts."""
    process = desk.start()
    moments = list(steps_of(process).items())
    process.communicate()
    assert process.returncode == 0
    ends = [*[moment for _, moment in moments[1:]], time.monotonic()]
    return {name: end - start for (name, start), end in zip(moments, ends, strict=True)}


def kill(desk: Desk, step: str, after: float, whole_group: bool) -> str:
    """Publish, and kill the publisher so many seconds after `step` has begun; give the step that it was at, or ""."""
    process = desk.start()
    reached = steps_of(process, step)
    assert step in reached
    time.sleep(after)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL) if whole_group else process.kill()
    process.wait()
    reached |= steps_of(process)
    process.communicate()
    return list(reached)[-1] if process.returncode == -signal.SIGKILL else ""


def test_kills_spread_over_all_steps(tmp_path: Path) -> None:
    """Every page read meets the style of its own release, none fails, and after each kill what is served is whole.

    A kill counts for the step that the publication was at; a step that all kills missed is aimed at again.
    """
    port = web.free_port()
    desk = make_desk(tmp_path, url=f"http://127.0.0.1:{port}/", keep=3)
    killed: Counter[str] = Counter()
    number = 1

    def change() -> None:
        nonlocal number
        number += 1
        write_sites(desk.sites, number, pages=PAGES, picture=50_000)

    def hit(step: str, after: float, whole_group: bool) -> None:
        change()
        killed[kill(desk, step, after, whole_group)] += 1
        assert readers.wrong == []
        assert wrong_in_what_is_served(desk) == []
        assert wait_until(desk.is_free, 10)

    with web.nginx(tmp_path / "server", SERVER.format(port=port, root=desk.target), port):
        assert desk.run().returncode == 0
        change()
        lasts = lengths(desk)
        paths = [f"/{slug}/page-{page}/".replace("//", "/") for slug in ("", *SLUGS) for page in range(1, 4)]
        readers = Readers(port, paths, READERS)
        for _ in readers.run():
            each = -(-KILLS // len(EVERY_STEP))
            for turn in range(each):
                for index, step in enumerate(EVERY_STEP[: max(0, KILLS - turn * len(EVERY_STEP))]):
                    hit(step, lasts[step] * turn / each, whole_group=(turn + index) % 2 == 0)
                done = desk.run()
                assert done.returncode == 0, done.stderr
                assert desk.number() == str(number)
                assert verify_folder(desk.target / "current").wrong == ()
            for step in EVERY_STEP * 3:
                if step not in killed:
                    hit(step, 0, whole_group=True)
    print(f"\n{killed.total()} kills: {dict(killed)}; {readers.requests} requests, {len(readers.pages)} releases read")
    assert readers.wrong == []
    assert set(EVERY_STEP) <= set(killed), killed
    assert killed[""] * 4 <= KILLS, "most kills must hit a publication that still goes on"
    assert len(readers.pages) > KILLS / 3
