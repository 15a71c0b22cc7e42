"""Files of an output that are no longer what a build has written are found."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from troisclics.cache import store as module
from troisclics.cache.store import BuildCache, find_damaged

from .outputs import record, state


def test_an_output_of_another_account(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of an output that is no more ours nothing is believed; nor of a file in it."""
    memory = BuildCache(out)
    memory.write("state", state(out))
    owners = {str(out): os.getuid() + 1}
    monkeypatch.setattr(module, "is_own_folder", lambda path: str(path) not in owners)
    assert memory.last("all") is None
    entry = record(out)
    assert not find_damaged(str(out), entry)
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    assert find_damaged(str(out), entry) == {"a/index.html"}


def test_a_page_of_another_size(out: Path) -> None:
    """A page that was written over within the same tick of the clock is not the page."""
    entry, page = record(out), out / "a" / "index.html"
    written = page.stat().st_mtime_ns
    page.write_text(f"{page.read_text()} ")
    os.utime(page, ns=(written, written))
    assert find_damaged(str(out), entry) == {"a/index.html"}


def test_a_page_that_has_become_a_link(out: Path) -> None:
    """A link to the same bytes, written at the same time, is not the page."""
    entry = record(out)
    page = out / "a" / "index.html"
    page.rename(out / "vraie.html")
    page.symlink_to("../vraie.html")
    assert find_damaged(str(out), entry) == {"a/index.html"}


def test_what_is_damaged(out: Path) -> None:
    """Of each site, the files that are no longer as they were written; of a site without a record, nothing is told."""
    memory = BuildCache(out)
    assert memory.written(state(out)) == {}, "what MkDocs itself has built leaves no record"
    entry = record(out)
    memory.write_site("portail", entry)
    assert memory.written(state(out)) == {"portail": (entry, frozenset())}
    (out / "a" / "index.html").write_text("autre page")
    assert memory.written(state(out)) == {"portail": (entry, {"a/index.html"})}
    shutil.rmtree(out)
    assert memory.written(state(out)) == {"portail": (entry, {"a/index.html"})}


def test_a_file_is_as_written(out: Path) -> None:
    """The same time and size, or it is another file."""
    path, entry = out / "a" / "index.html", record(out)
    time = entry.files["a/index.html"][1]
    whole, damaged = frozenset[str](), {"a/index.html"}
    assert find_damaged(str(out), entry) == whole
    os.utime(path, ns=(1, time + 1))
    assert find_damaged(str(out), entry) == damaged
    os.utime(path, ns=(1, time))
    assert find_damaged(str(out), entry) == whole
    path.write_text("plus longue")
    os.utime(path, ns=(1, time))
    assert find_damaged(str(out), entry) == damaged
    path.unlink()
    assert find_damaged(str(out), entry) == damaged
