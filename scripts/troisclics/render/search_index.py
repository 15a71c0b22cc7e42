"""Join the entries of pages into the search index of a site."""

from __future__ import annotations

from collections.abc import Iterable


def join_entries(head: str, entries: Iterable[str]) -> bytes:
    """Return the index that starts with `head`, of the entries of pages in this order; "" for a page without any."""
    return f"{head}{','.join(filter(None, entries))}]}}".encode()
