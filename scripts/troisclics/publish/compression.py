"""Produce the published form of a built file: the file itself, and compressed copies where they save bytes."""

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

from ..system.file_trees import link_file
from .asset_urls import pool_references
from .csp import PageInspection, inspect_page
from .manifest import POOL, File

_FIXED = {".css", ".js", ".mjs", ".svg", ".png", ".jpg", ".jpeg", ".webp", ".gif", ".ico", ".woff", ".woff2"}
_SQUEEZED = {".html", ".css", ".js", ".mjs", ".json", ".xml", ".svg", ".txt", ".ics", ".webmanifest"}
_SMALL = 512
"""The size in bytes below which files are not compressed."""

_COPIES: dict[str, Callable[[bytes], bytes]] = {
    ".gz": lambda raw: gzip.compress(raw, 9, mtime=0),
    ".br": lambda raw: brotli.compress(raw, quality=6),
}
"""The compressor of each suffix. Above quality 6, Brotli takes ten times longer to save two percent."""

MEDIA = {
    ".avif": "image/avif", ".br": "application/x-brotli", ".css": "text/css", ".gif": "image/gif",
    ".gz": "application/gzip", ".html": "text/html", ".ico": "image/x-icon", ".ics": "text/calendar",
    ".jpeg": "image/jpeg", ".jpg": "image/jpeg", ".js": "text/javascript", ".json": "application/json",
    ".mjs": "text/javascript", ".mp4": "video/mp4", ".pdf": "application/pdf", ".png": "image/png",
    ".svg": "image/svg+xml", ".txt": "text/plain", ".vtt": "text/vtt", ".webm": "video/webm",
    ".csv": "text/csv", ".mp3": "audio/mpeg", ".sig": "application/octet-stream",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet", ".odt": "application/vnd.oasis.opendocument.text",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".webmanifest": "application/manifest+json", ".webp": "image/webp", ".woff": "font/woff",
    ".woff2": "font/woff2", ".xml": "text/xml",
}  # fmt: skip
"""Media types by file suffix, written in manifests and server configurations."""


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """The published form of a built file.

    Attributes:
        source: the digest of the built file.
        assets: the pool its references point to; empty if it is not a page.
        inspected: the result of the inspection of a page.
        files: the published files; the first is the file itself.
        mtime: the modification time of the first, in nanoseconds.
    """

    source: str
    assets: str
    inspected: PageInspection
    files: tuple[File, ...]
    mtime: int


def is_fixed(path: str) -> bool:
    """Return whether pages load this file as a fixed asset. Files below `search/` are data, which change with pages."""
    return Path(path).suffix.lower() in _FIXED and not path.startswith("search/")


def media_of(path: str) -> str:
    """Return the media type by extension, ignoring the system's MIME database."""
    return MEDIA.get(Path(path).suffix.lower(), "application/octet-stream")


def write_published(source: Path, path: str, digest: str, assets: str, fixed: Set[str], to: Path) -> PublishedFile:
    """Write the published form of a built file: redirected references, compressed copies.

    Args:
        source: the built file.
        path: its path below its site.
        digest: its SHA-256.
        assets: the pool for the references of a page.
        fixed: the paths of the fixed assets of the site.
        to: the folder to write to.

    Returns:
        What was written.

    Raises:
        OSError: a file cannot be read or written.
    """
    target = to / path
    raw = source.read_bytes()
    inspected = PageInspection((), ())
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


def is_unmodified(published: PublishedFile, folder: Path) -> bool:
    """Return whether the files of `published` are unmodified in `folder`, by size and modification time."""
    try:
        first = (folder / published.files[0].path).stat()
        return (first.st_mtime_ns, first.st_size) == (published.mtime, published.files[0].size) and all(
            (folder / file.path).stat().st_size == file.size for file in published.files[1:]
        )
    except OSError:
        return False


def write_state(path: Path, published: dict[str, PublishedFile]) -> None:
    """Save the published files of a site for the next pack."""
    rows = {
        name: (
            entry.source,
            entry.assets,
            (entry.inspected.scripts, entry.inspected.foreign),
            [(file.path, file.size, file.sha256, file.media, file.fixed) for file in entry.files],
            entry.mtime,
        )
        for name, entry in published.items()
    }
    path.write_text(json.dumps(rows), encoding="utf-8")


def read_state(path: Path) -> dict[str, PublishedFile]:
    """Return the published files of a site at the last pack; empty if they cannot be read."""
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        return {
            name: PublishedFile(
                source, assets, PageInspection(*map(tuple, inspected)), tuple(File(*file) for file in files), mtime
            )
            for name, (source, assets, inspected, files, mtime) in rows.items()
        }
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def digest_of(path: str | os.PathLike[str]) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with open(path, "rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _replace(path: Path, content: bytes) -> None:
    """Write a new file without writing in place: an existing file may be hard-linked elsewhere."""
    path.unlink(missing_ok=True)
    path.write_bytes(content)


def _file(path: str, content: bytes) -> File:
    return File(path, len(content), hashlib.sha256(content).hexdigest(), media_of(path))
