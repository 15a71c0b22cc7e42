"""The digest of the program: any edit of a module changes it, and nothing else does."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from troisclics.cache import fingerprints


@pytest.fixture
def code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the program in the place of the one that runs."""
    ours = Path(fingerprints.PACKAGE)
    copy = Path(shutil.copytree(ours, tmp_path / "code", ignore=shutil.ignore_patterns("__pycache__")))
    monkeypatch.setattr(fingerprints, "PACKAGE", str(copy))
    return copy


def found() -> bytes:
    """The digest as a process that starts now finds it."""
    fingerprints.program_digest.cache_clear()
    try:
        return fingerprints.program_digest()
    finally:
        fingerprints.program_digest.cache_clear()


def test_the_place_is_nothing(code: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy of the program is the same program; so is one with other times, and with its bytecode."""
    before = found()
    assert before == found()
    for path in code.rglob("*.py"):
        os.utime(path, (1, 1))
    (code / "__pycache__").mkdir()
    (code / "__pycache__" / "inputs.cpython-311.pyc").write_bytes(b"x")
    assert found() == before
    code.rename(code.with_name("ailleurs"))
    monkeypatch.setattr(fingerprints, "PACKAGE", str(code.with_name("ailleurs")))
    assert found() == before


def _edit_in_place(path: Path) -> None:
    """Another text of the same length, in the same file, with the same time."""
    status = path.stat()
    with path.open("r+b") as handle:
        handle.write(b"#")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    now = path.stat()
    assert (now.st_ino, now.st_size, now.st_mtime_ns) == (status.st_ino, status.st_size, status.st_mtime_ns)


CHANGES: list[Callable[[Path], object]] = [
    _edit_in_place,
    lambda path: path.unlink(),
    lambda path: path.rename(path.with_name("autre.py")),
    lambda path: shutil.copy(path, path.with_name("neuf.py")),
    lambda path: path.write_bytes(path.read_bytes() + b"\n"),
]


@pytest.mark.parametrize("name", ["cache/store.py", "load/overlay_policy.py"])
@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_seen(code: Path, name: str, change: Callable[[Path], object]) -> None:
    """A module edited in place without another size or time, deleted, renamed, added or longer is another program."""
    before = found()
    change(code / name)
    assert found() != before
