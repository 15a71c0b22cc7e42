"""From one built file to what is published of it: the file itself, and compressed copies where they save bytes."""

from __future__ import annotations

import dataclasses
import gzip
import hashlib
import json
import os
from collections.abc import Callable, Set
from dataclasses import dataclass
from pathlib import Path

import brotli

from ..system.atomic_folders import link_file
from .asset_urls import pool_references
from .csp import Inspected, inspect_page
from .manifest import POOL, File

_FIXED = {".css", ".js", ".mjs", ".svg", ".png", ".jpg", ".jpeg", ".webp", ".gif", ".ico", ".woff", ".woff2"}
_SQUEEZED = {".html", ".css", ".js", ".mjs", ".json", ".xml", ".svg", ".txt", ".ics", ".webmanifest"}
_SMALL = 512
"""Bytes below which a compressed copy is not worth a file."""

_COPIES: dict[str, Callable[[bytes], bytes]] = {
    ".gz": lambda raw: gzip.compress(raw, 9, mtime=0),
    ".br": lambda raw: brotli.compress(raw, quality=6),
}
"""Suffix and making of each compressed copy. Beyond quality 6, Brotli takes ten times longer for two percent."""

MEDIA = {
    ".avif": "image/avif", ".br": "application/x-brotli", ".css": "text/css", ".gif": "image/gif",
    ".gz": "application/gzip", ".html": "text/html", ".ico": "image/x-icon", ".ics": "text/calendar",
    ".jpeg": "image/jpeg", ".jpg": "image/jpeg", ".js": "text/javascript", ".json": "application/json",
    ".mjs": "text/javascript", ".mp4": "video/mp4", ".pdf": "application/pdf", ".png": "image/png",
    ".svg": "image/svg+xml", ".txt": "text/plain", ".vtt": "text/vtt", ".webm": "video/webm",
    ".sig": "application/octet-stream",
    ".webmanifest": "application/manifest+json", ".webp": "image/webp", ".woff": "font/woff",
    ".woff2": "font/woff2", ".xml": "text/xml",
}  # fmt: skip
"""The media type of each kind of file: the manifests say them, and the servers are told them."""


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """What was made of a built file: its digest, the pool its references go to (empty where there are none), what it
    holds if it is a page, the published files, and the time of the first as it was written.
    """

    source: str
    assets: str
    inspected: Inspected
    files: tuple[File, ...]
    stamp: int


def is_fixed(path: str) -> bool:
    """Whether pages load this file for themselves. What lies below `search/` is data, which changes as pages do."""
    return Path(path).suffix.lower() in _FIXED and not path.startswith("search/")


def media_of(path: str) -> str:
    """The media type of a file of this name, whatever the machine believes."""
    return MEDIA.get(Path(path).suffix.lower(), "application/octet-stream")


def wrap(source: Path, path: str, digest: str, assets: str, fixed: Set[str], to: Path) -> PublishedFile:
    """Write below `to` what is published of the built file `source`, whose path in its site is `path`.

    The references of a page to files of `fixed` go to the pool `assets`. Raises OSError.
    """
    target = to / path
    raw = source.read_bytes()
    inspected = Inspected((), ())
    if path.endswith(".html"):
        content = pool_references(raw, path, fixed, f"{POOL}/{assets}")
        inspected = inspect_page(content)
        _replace(target, content)
    else:
        content = raw
        target.unlink(missing_ok=True)
        link_file(source, target)
    files = [_file(path, content)]
    if target.suffix in _SQUEEZED and len(content) >= _SMALL:
        for suffix, squeeze in _COPIES.items():
            smaller = squeeze(content)
            if len(smaller) < len(content):
                _replace(target.with_name(target.name + suffix), smaller)
                files.append(_file(path + suffix, smaller))
    if path in fixed:
        files = [dataclasses.replace(file, fixed=True) for file in files]
    return PublishedFile(digest, assets, inspected, tuple(files), target.stat().st_mtime_ns)


def is_intact(made: PublishedFile, folder: Path) -> bool:
    """Whether the published files of `made` lie below `folder` as they were left."""
    try:
        first = (folder / made.files[0].path).stat()
        return (first.st_mtime_ns, first.st_size) == (made.stamp, made.files[0].size) and all(
            (folder / file.path).stat().st_size == file.size for file in made.files[1:]
        )
    except OSError:
        return False


def write_made(path: Path, made: dict[str, PublishedFile]) -> None:
    """Keep what was made of the files of a site, for the next pack."""
    rows = {
        name: (
            entry.source,
            entry.assets,
            (entry.inspected.scripts, entry.inspected.foreign),
            [(file.path, file.size, file.sha256, file.media, file.fixed) for file in entry.files],
            entry.stamp,
        )
        for name, entry in made.items()
    }
    path.write_text(json.dumps(rows), encoding="utf-8")


def read_made(path: Path) -> dict[str, PublishedFile]:
    """What the last pack made of the files of a site; nothing if that cannot be read."""
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        return {
            name: PublishedFile(
                source, assets, Inspected(*map(tuple, inspected)), tuple(File(*file) for file in files), stamp
            )
            for name, (source, assets, inspected, files, stamp) in rows.items()
        }
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def digest_of(path: str | os.PathLike[str]) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with open(path, "rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _replace(path: Path, content: bytes) -> None:
    """Write a new file: what was there may be linked from elsewhere."""
    path.unlink(missing_ok=True)
    path.write_bytes(content)


def _file(path: str, content: bytes) -> File:
    return File(path, len(content), hashlib.sha256(content).hexdigest(), media_of(path))
