"""`published.json`, on the target: which department runs which release since when, and which releases are kept."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from pydantic import TypeAdapter

from .manifest import Release, read_release, text_digest

UNKNOWN = "inconnu"
"""A moment that nothing tells."""

_FOLDER = re.compile(r"\d{4}-\d\d-\d\d-[0-9a-f]{10}(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class LoggedRelease:
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
    releases: tuple[LoggedRelease, ...] = ()
    sites: tuple[Running, ...] = ()

    def entry(self, name: str) -> LoggedRelease | None:
        """The latest release of this id or folder."""
        return next((entry for entry in reversed(self.releases) if name in {entry.folder, entry.id}), None)

    def before(self, folder: str) -> LoggedRelease | None:
        """The release that was published before the one in `folder`."""
        folders = [entry.folder for entry in self.releases]
        return self.releases[folders.index(folder) - 1] if folder in folders[1:] else None

    def text(self) -> str:
        """The ledger as it is written on the target."""
        return json.dumps(dataclasses.asdict(self), ensure_ascii=False, indent=1) + "\n"


def read_ledger(text: str) -> Ledger | None:
    """The ledger that `text` describes; None if it describes none, names what is no folder of a release, or serves
    what it does not keep.
    """
    try:
        ledger = TypeAdapter(Ledger).validate_json(text)
    except ValueError:
        return None
    folders = [entry.folder for entry in ledger.releases]
    written = [*dataclasses.astuple(ledger)[1:], ledger.current]
    is_ours = ledger.current in folders and all(map(_FOLDER.fullmatch, folders)) and _is_printable(written)
    return ledger if is_ours else None


def _is_printable(value: object) -> bool:
    """Whether nothing in `value` acts on the terminal on which it will be shown."""
    return value.isprintable() if isinstance(value, str) else all(map(_is_printable, value))  # type: ignore[call-overload]


def is_noted(ledger: Ledger, release: Release, text: str, folder: str) -> bool:
    """Whether `ledger` says of `release`, which is served from `folder`, what it says of itself."""
    entry = ledger.entry(folder)
    noted = {(running.slug, running.sha256) for running in ledger.sites}
    same = entry is not None and entry == entry_of(release, text, folder, entry.published_at)
    return same and noted == {(site.slug, site.sha256) for site in release.sites}


def doubt(text: str, ledger: Ledger | None, releases: Collection[str]) -> str:
    """Why the ledger, read as `ledger` from `text`, is not to be trusted on a target that has the folders `releases`;
    empty if it is. In French.
    """
    if not text:
        return "il est absent ou vide" if releases else ""
    if ledger is None:
        return "il est illisible"
    lost = [entry.folder for entry in ledger.releases if entry.folder not in releases]
    return f"il nomme {', '.join(lost)}, qui n'est pas là ou n'est plus entier" if lost else ""


def rebuild(texts: Mapping[str, str], current: str) -> Ledger:
    """The ledger, from the `release.json` of each folder and the folder that is served. What is no release is left out.

    Moments are those that the releases state, else « inconnu »; releases come in their order, the current one last of
    those of the same day.
    """
    found: list[tuple[LoggedRelease, Release]] = []
    for folder, text in texts.items():
        try:
            release = read_release(text)
        except ValueError:
            continue
        found.append((entry_of(release, text, folder, release.at or UNKNOWN), release))
    found.sort(key=lambda item: (item[1].at or item[1].built_on, item[0].folder == current, item[0].folder))
    ledger = Ledger()
    for entry, release in found:
        ledger = note(ledger, entry, release, len(found))
        if entry.folder == current:
            break
    served = ledger.current if ledger.current == current else ""
    return dataclasses.replace(ledger, current=served, releases=tuple(entry for entry, _ in found))


def entry_of(release: Release, text: str, folder: str, at: str) -> LoggedRelease:
    """What the ledger says of `release`, whose `release.json` is `text`, which lies in `folder` and is served from the
    moment `at` on.
    """
    return LoggedRelease(release.id, folder, at, release.built_on, release.commit, release.tool, text_digest(text))


def note(ledger: Ledger, entry: LoggedRelease, release: Release, keep: int) -> Ledger:
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
