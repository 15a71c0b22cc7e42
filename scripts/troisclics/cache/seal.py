"""Seal cache entries with a key of this account, to recognise entries that others have planted.

The key lies outside every project, so that an account that can write into a project cannot read it.
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
    """The key of this account; if there is none, `secret` is empty and `fault` gives the reason in French."""

    secret: bytes = b""
    fault: str = ""


def seal(key: Key, *parts: bytes | memoryview) -> bytes:
    """Return the keyed digest of `parts`; each is preceded by its length, so that they cannot be shifted."""
    state = blake2b(key=key.secret, digest_size=SEAL_SIZE, person=b"troisclics-cache")
    for part in parts:
        state.update(len(part).to_bytes(8, "big"))
        state.update(part)
    return state.digest()


def find_key() -> Key:
    """Return the key of this account, creating it if necessary."""
    home, state = os.environ.get("HOME", ""), os.environ.get("XDG_STATE_HOME", "")
    if os.path.isabs(state):
        return _key_in(Path(state))
    if os.path.isabs(home):
        return _key_in(Path(home, ".local", "state"))
    return Key(fault="ni HOME ni XDG_STATE_HOME ne disent où est la clé de ce compte")


@cache
def _key_in(state: Path) -> Key:
    """Return the key stored below `state`, the folder for the state of programs (XDG)."""
    folder = state / "troisclics"
    path = folder / _NAME
    there = next(parent for parent in (folder, *folder.parents) if os.path.lexists(parent))
    try:
        if os.stat(there).st_uid != os.geteuid():  # under sudo, do not write into another user's home
            return Key(fault=f"« {there} », où serait la clé de ce compte, appartient à un autre")
        return Key(_read(folder) or _make(folder))
    except NotOwnedError:
        return Key(fault=f"la clé « {path} » appartient à un autre compte, ou lui est ouverte ; la supprimer")
    except OSError:
        return Key(fault=f"la clé « {path} » ne peut être ni lue ni créée")


def _read(folder: Path) -> bytes:
    """Return the key stored in `folder`; empty if there is none or it is incomplete."""
    try:
        secret = read_file(folder, _NAME, forbidden=OTHERS_READ)
    except FileNotFoundError:
        return b""
    return secret if len(secret) == KEY_SIZE else b""


def _make(folder: Path) -> bytes:
    """Create a key in `folder` atomically and return the stored one, which another process may have replaced."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    name = f"{_NAME}.{os.getpid()}"
    write_file(folder, name, os.urandom(KEY_SIZE))
    with open_folder(folder) as place:
        os.rename(name, _NAME, src_dir_fd=place, dst_dir_fd=place)
    return _read(folder)
