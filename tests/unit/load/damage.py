"""Ways to damage a project: each gives a function that takes the project's root."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

Damage = Callable[[Path], object]
Twin = tuple[str, Damage, list[str]]
"""A fault: its name, the damage, and all that is said of it, as « place: rule »."""

AIDE = "content/logement/aide.md"
FACTS = "content/_facts/logement.yml"
TASKS = "content/_tasks.yml"
DUNES = "departments/90-dunes"
FILE = f"{DUNES}/department.yml"
LIST = "content/_departments.yml"
OVERLAY = f"{DUNES}/logement/aide.md"
OWN_PAGE = f"{DUNES}/ma-delegation/sortie.md"


def write(name: str, text: str | bytes) -> Damage:
    """Write the file `name`."""

    def damage(root: Path) -> None:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)

    return damage


def swap(name: str, old: str, new: str) -> Damage:
    """Replace `old`, which must stand once in the file `name`, by `new`."""

    def damage(root: Path) -> None:
        text = (root / name).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        (root / name).write_text(text.replace(old, new), encoding="utf-8")

    return damage


def append(name: str, text: str) -> Damage:
    """Add `text` at the end of the file `name`."""
    return lambda root: (root / name).write_bytes((root / name).read_bytes() + text.encode())


def remove(name: str) -> Damage:
    """Remove the file or folder `name`."""
    return lambda root: shutil.rmtree(root / name) if (root / name).is_dir() else (root / name).unlink()


def rename(name: str, new: str) -> Damage:
    """Rename `name`."""
    return lambda root: (root / name).rename(root / new)


def copy(name: str, new: str) -> Damage:
    """Copy the folder `name`."""
    return lambda root: shutil.copytree(root / name, root / new)


def folder(name: str) -> Damage:
    """Make an empty folder."""
    return lambda root: (root / name).mkdir(parents=True)


def link(name: str, target: str) -> Damage:
    """Make a symbolic link."""
    return lambda root: (root / name).symlink_to(target)


def pipe(name: str) -> Damage:
    """Make a named pipe, which nobody will ever write to."""
    return lambda root: os.mkfifo(root / name)


def overlay(text: str) -> Damage:
    """Write the text of the overlay of `logement/aide.md`; its first line is line 1."""
    return write(OVERLAY, text)


def several(*damages: Damage) -> Damage:
    """Several damages, one after the other."""
    return lambda root: [damage(root) for damage in damages]


def identity_entry(code: str, slug: str, name: str) -> str:
    """A department of this code, slug and name, as a line of the national list."""
    entry = f"code: '{code}', slug: {slug}, name: {name}, de: de {name}, region: Fictive, seat: Ville, zone: metro"
    return f"  - {{{entry}}}\n"
