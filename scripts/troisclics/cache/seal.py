"""The seal of what a build keeps: only who holds the key of this account can have made it.

The key is outside of every project: whoever can write into a project, or plant files in it, cannot read it.
"""

from __future__ import annotations

import os
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from ..system.owned_files import OTHERS_READ, NotOwnedError, open_folder, read_file, write_file

KEY_SIZE = SEAL_SIZE = 32
"""Bytes of a key and of a seal."""

_NAME = "key"


class Key(NamedTuple):
    """The key of this account; `secret` is empty when there can be none, and `fault` then says why, in French."""

    secret: bytes = b""
    fault: str = ""


def seal(key: Key, *parts: bytes | memoryview) -> bytes:
    """Return the seal of `parts`, each kept apart from the next."""
    state = blake2b(key=key.secret, digest_size=SEAL_SIZE, person=b"troisclics-cache")
    for part in parts:
        state.update(len(part).to_bytes(8, "big"))
        state.update(part)
    return state.digest()


def find_key() -> Key:
    """Return the key of this account, which is made if there is none yet."""
    home, state = os.environ.get("HOME", ""), os.environ.get("XDG_STATE_HOME", "")
    if os.path.isabs(state):
        return _key_in(Path(state))
    if os.path.isabs(home):
        return _key_in(Path(home, ".local", "state"))
    return Key(fault="ni HOME ni XDG_STATE_HOME ne disent où est la clé de ce compte")


@cache
def _key_in(state: Path) -> Key:
    """Return the key kept below `state`, the folder for what programs keep for this account."""
    folder = state / "troisclics"
    path = folder / _NAME
    there = next(parent for parent in (folder, *folder.parents) if os.path.lexists(parent))
    try:
        if os.stat(there).st_uid != os.geteuid():  # under sudo: nothing of ours goes into the home of another
            return Key(fault=f"« {there} », où serait la clé de ce compte, appartient à un autre")
        return Key(_read(folder) or _make(folder))
    except NotOwnedError:
        return Key(fault=f"la clé « {path} » appartient à un autre compte, ou lui est ouverte ; la supprimer")
    except OSError:
        return Key(fault=f"la clé « {path} » ne peut être ni lue ni créée")


def _read(folder: Path) -> bytes:
    """Return the key kept in `folder`; nothing if there is none, or if the system has stopped while it was written."""
    try:
        secret = read_file(folder, _NAME, forbidden=OTHERS_READ)
    except FileNotFoundError:
        return b""
    return secret if len(secret) == KEY_SIZE else b""


def _make(folder: Path) -> bytes:
    """Make a key in `folder`, all at once. When two processes do so, the last one's is kept."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    name = f"{_NAME}.{os.getpid()}"
    write_file(folder, name, os.urandom(KEY_SIZE))
    with open_folder(folder) as place:
        os.rename(name, _NAME, src_dir_fd=place, dst_dir_fd=place)
    return _read(folder)
