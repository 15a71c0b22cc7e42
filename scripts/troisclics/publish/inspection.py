"""Compare a folder, local or on a target, with its expected content."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from ..model import Target
from . import remote_scripts
from .expected import ExpectedFile, files
from .folder_listing import ExpectedFolder, FolderEntry, differences, files_to_hash, list_folder, without_linked
from .manifest import POOL, RELEASE, SIGNATURE, SUMS, SiteManifest, read_release, text_digest
from .transport import Host

_DIGEST = re.compile(r"[0-9a-f]{64}")
"""The form of a SHA-256: `sha256sum` refuses to read a list with anything else, and no file has it."""


@dataclass(frozen=True, slots=True)
class ExpectedLayout:
    """The expected content of the folder of a release, and of the pools its links point to."""

    release: ExpectedFolder
    pools: ExpectedFolder


class Store(Protocol):
    """A place that holds releases: this machine or a target."""

    @property
    def is_served(self) -> bool:
        """Whether a server reads these folders under another account."""

    def entries(self, folder: str) -> list[FolderEntry]:
        """Return all entries below `folder`; none if it does not exist."""

    def changed(self, folder: str, digests: Mapping[str, str]) -> set[str]:
        """Return the files below `folder` whose SHA-256 differs."""


@dataclass(frozen=True, slots=True)
class LocalStore:
    """Folders of this machine, below `root`."""

    root: Path

    @property
    def is_served(self) -> bool:
        """Implement Store.is_served: it may be a private copy."""
        return False

    def entries(self, folder: str) -> list[FolderEntry]:
        """Implement Store.entries."""
        path = self.root / folder
        return list_folder(path) if path.is_dir() else []

    def changed(self, folder: str, digests: Mapping[str, str]) -> set[str]:
        """Implement Store.changed. A file that cannot be read counts as changed."""
        return {path for path, digest in digests.items() if _digest(self.root / folder / path) != digest}


@dataclass(frozen=True, slots=True)
class TargetStore:
    """Folders of a target."""

    host: Host
    target: Target

    @property
    def is_served(self) -> bool:
        """Implement Store.is_served: archives are not served from there."""
        return self.target.kind != "archives"

    def entries(self, folder: str) -> list[FolderEntry]:
        """Implement Store.entries."""
        return remote_scripts.entries(self.host, self.target, folder)

    def changed(self, folder: str, digests: Mapping[str, str]) -> set[str]:
        """Implement Store.changed."""
        return remote_scripts.changed(self.host, self.target, folder, digests)


def expected_sites(
    items: Sequence[ExpectedFile],
    manifests: Mapping[str, SiteManifest],
    others: Mapping[str, str],
    *,
    lenient: bool = False,
) -> ExpectedLayout:
    """Return the expected content of the folder of a release.

    Args:
        items: the files of the release and its sites.
        manifests: the manifests of the sites, by folder.
        others: the files allowed in the pools of other releases.
        lenient: whether any other pool is allowed.
    """
    everything = files(items)
    own = {path.partition(f"{POOL}/")[2]: digest for path, digest in everything.items() if f"{POOL}/" in path}
    pools = {**others, **own}
    links = {f"{base}{POOL}": frozenset({pool_link(manifest)}) for base, manifest in manifests.items()}
    return ExpectedLayout(ExpectedFolder(everything, links, pools, lenient), ExpectedFolder(own, {}, pools, lenient))


def expected_archives(text: str, signature: str, sums: str) -> ExpectedLayout:
    """Return the expected content of the folder of a release of archives.

    Args:
        text: the text of `release.json`.
        signature: its signature, or "".
        sums: the text of `SHA256SUMS`.
    """
    release = read_release(text)
    rows = [line.partition("  ") for line in sums.splitlines()] if text_digest(sums) == release.sums else []
    known = {name: digest for digest, _, name in rows} | {RELEASE: text_digest(text), SUMS: release.sums}
    if signature:
        known[SIGNATURE] = text_digest(signature)
    return ExpectedLayout(ExpectedFolder(known, {}, {}), ExpectedFolder({}, {}, {}))


def compare_folder(store: Store, folder: str, wanted: ExpectedLayout, pools: str) -> list[str]:
    """Return the differences between a folder and its expected content.

    Args:
        store: holds the folder.
        folder: the folder.
        wanted: its expected content.
        pools: the folder of the pools, compared if links of the release point there.

    Raises:
        PublishError: a command on the target fails.
        OSError: a local folder cannot be read.
    """
    entries = store.entries(folder)
    expected = without_linked(wanted.release, entries)
    wrong = _compare(store, folder, entries, expected)
    if expected is not wanted.release:
        wrong += [f"assets/{line}" for line in _compare(store, pools, store.entries(pools), wanted.pools)]
    return wrong


def pool_link(manifest: SiteManifest) -> str:
    """Return the target of the `_assets` link of a site, relative to the site."""
    return "../../../assets" if manifest.slug else "../../assets"


def _compare(store: Store, folder: str, entries: Sequence[FolderEntry], expected: ExpectedFolder) -> list[str]:
    digests = files_to_hash(entries, expected)
    unusable = {path for path, digest in digests.items() if not _DIGEST.fullmatch(digest)}
    changed = store.changed(folder, {path: digest for path, digest in digests.items() if path not in unusable})
    return differences(entries, expected, changed | unusable, is_served=store.is_served)


def _digest(path: Path) -> str:
    """Return the SHA-256 of a file; "" if it cannot be read."""
    try:
        with path.open("rb") as handle:
            return hashlib.file_digest(handle, "sha256").hexdigest()
    except OSError:
        return ""
