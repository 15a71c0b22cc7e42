"""What the cache keeps of the output `out`, which has one site of one file."""

from __future__ import annotations

from pathlib import Path

from troisclics.cache.fingerprints import Inputs, LayoutDigests
from troisclics.cache.store import OutputState, SiteRecord, identity

from ..samples import TODAY


def record(out: Path) -> SiteRecord:
    """The record of the site in `out`."""
    status = (out / "a" / "index.html").stat()
    return SiteRecord({"a/index.html": (b"key", status.st_mtime_ns, status.st_size)}, 1)


def state(out: Path, request: object = "all") -> OutputState:
    """The state of an output with one site."""
    return OutputState(
        request, Inputs({}, b"tool", TODAY), b"", LayoutDigests(b"", b""), identity(out), (("portail", ""),)
    )
