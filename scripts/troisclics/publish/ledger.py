"""`published.json`, on the target: which department runs which release since when, and which releases are kept."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass

from .manifest import Release


@dataclass(frozen=True, slots=True)
class Entry:
    """A release on the target: its folder below `releases/`, when it was first switched to (ISO, UTC), its digest."""

    id: str
    folder: str
    published_at: str
    built_on: str
    commit: str
    tool: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Running:
    """The release in which the site `slug` last changed, since when it is served (ISO, UTC), and its digest."""

    slug: str
    release: str
    since: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """The folder that is served, the releases kept (oldest first), and what each site runs."""

    current: str = ""
    releases: tuple[Entry, ...] = ()
    sites: tuple[Running, ...] = ()

    def entry(self, name: str) -> Entry | None:
        """The latest release of this id or folder."""
        return next((entry for entry in reversed(self.releases) if name in {entry.folder, entry.id}), None)

    def before(self, folder: str) -> Entry | None:
        """The release that was published before the one in `folder`."""
        folders = [entry.folder for entry in self.releases]
        return self.releases[folders.index(folder) - 1] if folder in folders[1:] else None

    def text(self) -> str:
        """The ledger as it is written on the target."""
        return json.dumps(dataclasses.asdict(self), ensure_ascii=False, indent=1) + "\n"


def read_ledger(text: str) -> Ledger:
    """The ledger that `text` describes; an empty one if it describes none: what is served is found in the folders."""
    try:
        data = json.loads(text)
        entries = tuple(Entry(**entry) for entry in data["releases"])
        return Ledger(data["current"], entries, tuple(Running(**running) for running in data["sites"]))
    except (ValueError, TypeError, KeyError):
        return Ledger()


def entry_of(release: Release, folder: str, at: str) -> Entry:
    """What the ledger says of `release`, which lies in `folder` and is served from the moment `at` on."""
    digest = hashlib.sha256(release.text().encode()).hexdigest()
    return Entry(release.id, folder, at, release.built_on, release.commit, release.tool, digest)


def note(ledger: Ledger, entry: Entry, release: Release, keep: int) -> Ledger:
    """The ledger once `entry`, which is `release`, is served. Of the others, the latest are kept: `keep` in all."""
    known = {running.slug: running for running in ledger.sites}
    sites = []
    for site in release.sites:
        running = known.get(site.slug)
        if running is None or running.sha256 != site.sha256:
            running = Running(site.slug, release.id, entry.published_at, site.sha256)
        sites.append(running)
    releases = ledger.releases if entry in ledger.releases else (*ledger.releases, entry)
    spare = [other for other in releases if other.folder != entry.folder][: max(0, len(releases) - keep)]
    return Ledger(entry.folder, tuple(other for other in releases if other not in spare), tuple(sites))


def known_folders(ledger: Ledger, existing: Collection[str]) -> Ledger:
    """The ledger without the releases whose folder is not among `existing`."""
    return dataclasses.replace(ledger, releases=tuple(entry for entry in ledger.releases if entry.folder in existing))
