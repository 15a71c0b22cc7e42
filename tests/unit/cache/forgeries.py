"""Seals that somebody without our key may put before an entry of the cache, and an entry that acts when it is read."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from troisclics.cache.fingerprints import program_digest
from troisclics.cache.seal import SEAL_SIZE, Key, seal
from troisclics.cache.store import BuildCache
from troisclics.system.digests import digest

Forge = Callable[[BuildCache, str, bytes], bytes]
"""Gives a seal for the entry of this name and content."""


class Trap:
    """An object that makes a folder when it is unpickled, as it could do anything else."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Callable[[str], None], tuple[str]]:
        return os.mkdir, (str(self.path),)


def public_digest(memory: BuildCache, name: str, data: bytes) -> bytes:
    """The seal of the earlier program, which needed no key."""
    return digest(program_digest(), data)


def no_key(memory: BuildCache, name: str, data: bytes) -> bytes:
    """The seal of a program that has no key."""
    return seal(Key(), program_digest(), os.fsencode(memory.out), os.fsencode(name), data)


def other_key(memory: BuildCache, name: str, data: bytes) -> bytes:
    """All that is known to the attacker, who has not the key."""
    return seal(Key(b"devine"), program_digest(), os.fsencode(memory.out), os.fsencode(name), data)


def copied_seal(memory: BuildCache, name: str, data: bytes) -> bytes:
    """The seal that stood there."""
    return (memory.folder / name).read_bytes()[:SEAL_SIZE]


def other_name(memory: BuildCache, name: str, data: bytes) -> bytes:
    """A seal of ours, for another entry."""
    return memory._seal("autre", data)


def other_project(memory: BuildCache, name: str, data: bytes) -> bytes:
    """A seal of ours, for another output."""
    return BuildCache(memory.out.with_name("autre"))._seal(name, data)


FORGERIES: list[Forge] = [public_digest, no_key, other_key, copied_seal, other_name, other_project]


def true_seal(memory: BuildCache, name: str, data: bytes) -> bytes:
    """The twin: what only we can write."""
    return memory._seal(name, data)
