"""Compute URLs of pages and relative links between them."""

from __future__ import annotations

import posixpath
from functools import lru_cache


@lru_cache(maxsize=4096)
def page_url(uri: str) -> str:
    """Return the URL of a page relative to its site: `logement/index.md` and `logement.md` give `logement/`."""
    folder, name = posixpath.split(uri.removesuffix(".md"))
    parts = [part for part in (folder, "" if name == "index" else name) if part]
    return "".join(f"{part}/" for part in parts)


@lru_cache(maxsize=16384)
def relative_url(from_uri: str, to_uri: str) -> str:
    """Return the link from the HTML of the page `from_uri` to the page `to_uri`."""
    here, there = page_url(from_uri), page_url(to_uri)
    link = posixpath.relpath(there or ".", here or ".")
    return link if link == "." else f"{link}/"


def relative_path(from_uri: str, to_uri: str) -> str:
    """Return the link from the Markdown of the page `from_uri` to the page `to_uri`."""
    return posixpath.relpath(to_uri, posixpath.dirname(from_uri) or ".")
