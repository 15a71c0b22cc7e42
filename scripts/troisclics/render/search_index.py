"""The search index of a site, as the entries of its pages one after the other: those of a page can be replaced."""

from __future__ import annotations

from collections.abc import Mapping

Index = dict[str, int]
"""How many bytes the entries of each page take, in the order of the index; a page without entries is left out."""

_END = b"]}"


def join_entries(head: str, entries: Mapping[str, str]) -> tuple[bytes, Index]:
    """The index that starts with `head`, of the entries of pages in this order, and its sizes."""
    parts = {uri: text.encode() for uri, text in entries.items() if text}
    return head.encode() + b",".join(parts.values()) + _END, {uri: len(part) for uri, part in parts.items()}


def replace_entries(head: str, old: bytes, sizes: Index, entries: Mapping[str, str]) -> tuple[bytes, Index] | None:
    """The index `old`, whose sizes are known, with these entries in the place of those of the same pages.

    None if a page comes into the index or leaves it, or if `old` is not what `sizes` tells.
    """
    start = head.encode()
    length = len(start) + sum(sizes.values()) + max(0, len(sizes) - 1) + len(_END)
    if len(old) != length or not old.startswith(start) or any((uri in sizes) != bool(entries[uri]) for uri in entries):
        return None
    parts: dict[str, bytes] = {}
    place = len(start)
    for uri, size in sizes.items():
        parts[uri] = entries[uri].encode() if uri in entries else old[place : place + size]
        place += size + 1
    return start + b",".join(parts.values()) + _END, {uri: len(part) for uri, part in parts.items()}
