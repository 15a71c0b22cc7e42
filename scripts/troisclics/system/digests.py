"""Compute digests of texts and bytes."""

from __future__ import annotations

from hashlib import blake2b

DIGEST_SIZE = 16
"""The length of a digest in bytes."""


def digest(*parts: str | bytes) -> bytes:
    """Return a digest of `parts`, each prefixed with its length."""
    state = blake2b(digest_size=DIGEST_SIZE)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        state.update(len(data).to_bytes(8, "big"))
        state.update(data)
    return state.digest()
