"""Describe the files of a site to write, each with a key and a function that makes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ..staging.offline import offline_content, offline_path
from ..system.digests import digest
from .page_record import PageRecord


@dataclass(frozen=True, slots=True)
class Output:
    """A file of a site.

    Attributes:
        path: its path in the site.
        key: the digest of what it is made of.
        make: returns its bytes, or a file to link to.
        uri: the page that it shows; "" for any other file.
    """

    path: str
    key: bytes
    make: Callable[[], bytes | Path]
    uri: str = ""


PageRecords = dict[bytes, PageRecord]
"""The records of the pages specific to one site, by key."""


@dataclass(frozen=True, slots=True)
class RenderedSite:
    """The files of a site, and the records, by key, of the pages specific to it (`Engine._is_specific`)."""

    outputs: list[Output]
    specific: PageRecords


def content_output(path: str, content: bytes) -> Output:
    """Return a file made of its content alone."""
    return Output(path, digest(content), lambda: content)


def offline_output(output: Output) -> Output | None:
    """Return an output as in an offline site; None if it is not used there."""
    path = offline_path(output.path)

    def make() -> bytes | Path:
        made = output.make()
        return offline_content(output.path, made) if isinstance(made, bytes) else made

    return Output(path, output.key, make, output.uri) if path else None
