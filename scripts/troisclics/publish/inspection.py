"""Comparing a folder, of this machine or of a target, with what must lie there."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from ..model import Target
from . import remote_scripts
from .expected import ExpectedFile, files
from .folder_listing import ExpectedFolder, FolderEntry, below, differences, list_folder, to_hash
from .manifest import POOL, RELEASE, SIGNATURE, SUMS, SiteManifest, read_release, text_digest
from .transport import Host


@dataclass(frozen=True, slots=True)
class Wanted:
    """What must lie in the folder of a release, and in the folder of the pools that its links lead to."""

    release: ExpectedFolder
    pools: ExpectedFolder


class Store(Protocol):
    """Where releases lie: this machine or another."""

    @property
    def is_served(self) -> bool:
        """Whether a server reads these folders, under another account."""

    def entries(self, folder: str) -> list[FolderEntry]:
        """All that lies in `folder`; nothing if it is not there."""

    def changed(self, folder: str, digests: Mapping[str, str]) -> set[str]:
        """The files below `folder` that do not have these SHA-256."""


@dataclass(frozen=True, slots=True)
class LocalStore:
    """Folders of this machine, below `root`."""

    root: Path

    @property
    def is_served(self) -> bool:
        """As Store.is_served: it may be a copy of one's own."""
        return False

    def entries(self, folder: str) -> list[FolderEntry]:
        """As Store.entries."""
        path = self.root / folder
        return list_folder(path) if path.is_dir() else []

    def changed(self, folder: str, digests: Mapping[str, str]) -> set[str]:
        """As Store.changed. What this account may not read has changed, for all that is known."""
        return {path for path, digest in digests.items() if _digest(self.root / folder / path) != digest}


@dataclass(frozen=True, slots=True)
class TargetStore:
    """Folders of a target."""

    host: Host
    target: Target

    @property
    def is_served(self) -> bool:
        """As Store.is_served: archives are carried elsewhere."""
        return self.target.kind != "archives"

    def entries(self, folder: str) -> list[FolderEntry]:
        """As Store.entries."""
        return remote_scripts.entries(self.host, self.target, folder)

    def changed(self, folder: str, digests: Mapping[str, str]) -> set[str]:
        """As Store.changed."""
        return remote_scripts.changed(self.host, self.target, folder, digests)


def sites_wanted(
    items: Sequence[ExpectedFile],
    manifests: Mapping[str, SiteManifest],
    others: Mapping[str, str],
    *,
    lenient: bool = False,
) -> Wanted:
    """What must lie where `items` are, those of `manifests` (by folder) and of their release.

    `others` are files of the pools of other releases, which may be there; with `lenient`, any other pool may.
    """
    everything = files(items)
    own = {path.partition(f"{POOL}/")[2]: digest for path, digest in everything.items() if f"{POOL}/" in path}
    pools = {**others, **own}
    links = {f"{base}{POOL}": frozenset({pool_link(manifest)}) for base, manifest in manifests.items()}
    return Wanted(ExpectedFolder(everything, links, pools, lenient), ExpectedFolder(own, {}, pools, lenient))


def archives_wanted(text: str, signature: str, sums: str) -> Wanted:
    """What must lie in the folder of a release of archives; `sums` is the text of its SHA256SUMS."""
    release = read_release(text)
    rows = [line.partition("  ") for line in sums.splitlines()] if text_digest(sums) == release.sums else []
    known = {name: digest for digest, _, name in rows} | {RELEASE: text_digest(text), SUMS: release.sums}
    if signature:
        known[SIGNATURE] = text_digest(signature)
    return Wanted(ExpectedFolder(known, {}, {}), ExpectedFolder({}, {}, {}))


def inspect(store: Store, folder: str, wanted: Wanted, pools: str) -> list[str]:
    """What is not as `wanted` has it in `folder` of `store`, and in its folder `pools` if a link of ours leads there.

    Raises PublishError, OSError.
    """
    entries = store.entries(folder)
    expected = below(wanted.release, entries)
    wrong = _compare(store, folder, entries, expected)
    if expected is not wanted.release:
        wrong += [f"assets/{line}" for line in _compare(store, pools, store.entries(pools), wanted.pools)]
    return wrong


def pool_link(manifest: SiteManifest) -> str:
    """Where the `_assets` of a site leads, from the site on."""
    return "../../../assets" if manifest.slug else "../../assets"


def _compare(store: Store, folder: str, entries: Sequence[FolderEntry], expected: ExpectedFolder) -> list[str]:
    changed = store.changed(folder, to_hash(entries, expected))
    return differences(entries, expected, changed, is_served=store.is_served)


def _digest(path: Path) -> str:
    """The SHA-256 of a file; empty if it cannot be read."""
    try:
        with path.open("rb") as handle:
            return hashlib.file_digest(handle, "sha256").hexdigest()
    except OSError:
        return ""
