"""What a site is to be on the disk: its files, each with a key and a way to make it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ..staging.offline import offline_content, offline_path
from ..system.digests import digest
from .page_record import PageRecord


@dataclass(frozen=True, slots=True)
class Output:
    """A file of a site: its path, the digest of what it is made of, how to make it (bytes, or a file to link to).

    `uri` is the page that it shows, "" for any other file.
    """

    path: str
    key: bytes
    make: Callable[[], bytes | Path]
    uri: str = ""


SiteMemory = dict[bytes, PageRecord]
"""The records of the pages that only one site has, by key."""


@dataclass(frozen=True, slots=True)
class RenderedSite:
    """A site: its files, and the records of its own pages."""

    outputs: list[Output]
    own: SiteMemory


def whole(path: str, content: bytes) -> Output:
    """A file that is made of its content alone."""
    return Output(path, digest(content), lambda: content)


def offline(output: Output) -> Output | None:
    """An output as it is in an offline site; None if it has no use there."""
    path = offline_path(output.path)

    def make() -> bytes | Path:
        made = output.make()
        return offline_content(output.path, made) if isinstance(made, bytes) else made

    return Output(path, output.key, make, output.uri) if path else None
