"""Going back to a release that the target has kept, and saying what it serves."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from ..errors import PublishError
from ..model import Finding, Target
from . import remote
from .cargo import SUMS, Sums, sums_of
from .host import Host
from .ledger import Entry
from .look import Online, Watcher
from .manifest import Release, SiteManifest, read_release
from .publication import Published, check_policy, confirm, record, switch, wrong_in
from .remote import PREFLIGHT, REREAD, SWITCH, VERIFY
from .reread import Address, addresses, reread, served_release


@dataclass(frozen=True, slots=True)
class Way:
    """A way back: the release to serve again, where it lies, its manifests, and what forbids it."""

    entry: Entry
    release: Release
    manifests: dict[str, SiteManifest]
    refusals: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Status:
    """The `release.json` served at the target's `url`, what differs from what lies on the target, addresses read."""

    served: str
    wrong: tuple[str, ...]
    read: int


def find_way_back(host: Host, target: Target, online: Online, to: str | None) -> Way:
    """The release `to` of the ledger, or the one before that which is served. Raises PublishError."""
    entry = online.ledger.entry(to) if to else online.ledger.before(online.folder)
    if entry is None or entry.folder == online.folder:
        known = ", ".join(other.id for other in online.ledger.releases) or "aucune"
        wanted = f"« {to} »" if to else "la publication précédente"
        raise PublishError(PREFLIGHT, f"{wanted} n'est pas sur le serveur", f"choisir parmi : {known}")
    text = remote.read(host, target, remote.release_path(entry.folder))
    if hashlib.sha256(text.encode()).hexdigest() != entry.sha256:
        mend = "choisir une autre publication avec --to, ou publier à nouveau"
        raise PublishError(PREFLIGHT, f"la publication {entry.id} a été modifiée sur le serveur", mend)
    release = read_release(text)
    slugs = [site.slug for site in release.sites] if target.kind != "archives" else []
    manifests = remote.read_manifests(host, target, f"releases/{entry.folder}", slugs)
    return Way(entry, release, manifests, tuple(check_policy(target, release)))


def roll_back(host: Host, target: Target, online: Online, way: Way, now: datetime, watcher: Watcher) -> Published:
    """Serve an earlier release again, once it is verified where it lies. Raises PublishError."""
    start, folder = time.monotonic(), f"releases/{way.entry.folder}"
    watcher.step(VERIFY)
    if target.kind == "archives":
        sums = Sums(tuple(remote.read(host, target, f"{folder}/{SUMS}").splitlines()), len(way.release.sites))
    else:
        sums = sums_of(target, way.release, way.manifests)
    if wrong := wrong_in(host, target, folder, sums):
        mend = "choisir une autre publication avec --to, ou publier à nouveau"
        raise PublishError(VERIFY, f"la publication {way.entry.id} est abîmée ({' ; '.join(wrong[:3])})", mend)
    watcher.step(SWITCH)
    switch(host, target, way.entry.folder, new=False)
    read = confirm(host, target, online, _addresses(target, way.release, way.manifests), watcher, back=True)
    record(host, target, online, way.entry.folder, way.release, now, watcher)
    return Published(way.release, None, read, time.monotonic() - start)


def find_status(host: Host, target: Target, online: Online, watcher: Watcher) -> Status:
    """Compare what the target says with what is served: every page and fixed file, or a sample. Raises PublishError."""
    if online.release is None or not target.url:
        return Status("", (), 0)
    served = served_release(target.url)
    slugs = [site.slug for site in online.release.sites]
    manifests = remote.read_manifests(host, target, f"releases/{online.folder}", slugs)
    wanted = _addresses(target, online.release, manifests)
    watcher.step(REREAD)
    wrong = reread(wanted, lambda _: None)
    if served != online.release.text():
        wrong.insert(0, f"{target.url}release.json : une autre publication est servie")
    return Status(served, tuple(wrong), len(wanted))


def _addresses(target: Target, release: Release, manifests: Mapping[str, SiteManifest]) -> list[Address]:
    url = target.url or ""
    return [
        address for manifest in manifests.values() for address in addresses(url, manifest, target.sample, release.id)
    ]
