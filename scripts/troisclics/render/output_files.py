"""What a site is to be on the disk: its files, each with a key and a way to make it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ..staging.offline import offline_content, offline_path
from ..system.digests import digest
from .page_record import PageRecord
from .search_index import Index


@dataclass(frozen=True, slots=True)
class Output:
    """A file of a site: its path, the digest of what it is made of, and how to make it."""

    path: str
    key: bytes
    make: Callable[[], bytes]


SiteMemory = dict[bytes, PageRecord]
"""The records of the pages that only one site has, by key."""


@dataclass(frozen=True, slots=True)
class RenderedSite:
    """A site, or what has changed in it: its files, the records of its own pages, the sizes in its search index."""

    outputs: list[Output]
    own: SiteMemory
    index: Index


@dataclass(frozen=True, slots=True)
class LastRenderedSite:
    """A site as the last build left it: the key of each file, which is that of its page and then of its site; its pages
    (how many, the records of its own, the search index with its sizes).
    """

    keys: Mapping[str, bytes]
    pages: int
    own: SiteMemory
    index: Index
    search: bytes


def whole(path: str, content: bytes) -> Output:
    """A file that is made of its content alone."""
    return Output(path, digest(content), lambda: content)


def offline(output: Output) -> Output | None:
    """An output as it is in an offline site; None if it has no use there."""
    path = offline_path(output.path)
    return Output(path, output.key, lambda: offline_content(output.path, output.make())) if path else None
