"""What the last pack made is taken again only while it is intact."""

from __future__ import annotations

import dataclasses
import os
from pathlib import Path

from troisclics.publish.compression import is_fixed, is_unmodified, write_published


def test_a_file_that_was_packed_is_intact(tmp_path: Path) -> None:
    """What the last pack made is taken again only if each file has its size, and the first its moment too."""
    (tmp_path / "source.html").write_text("<p>essai</p>" * 99)
    (tmp_path / "to").mkdir()
    made = write_published(tmp_path / "source.html", "a.html", "x", "0" * 16, set(), tmp_path / "to")
    assert len(made.files) == 3
    assert is_unmodified(made, tmp_path / "to")
    assert not is_unmodified(dataclasses.replace(made, mtime=made.mtime + 1), tmp_path / "to")
    for known in made.files:
        path = tmp_path / "to" / known.path
        content, status = path.read_bytes(), path.stat()
        path.write_bytes(content + b" ")
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
        assert not is_unmodified(made, tmp_path / "to"), known.path
        path.write_bytes(content)
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert is_unmodified(made, tmp_path / "to")
    assert is_fixed("assets/a.js")
