"""Read and update the release log of a target, `published.json`: releases kept, and what each site runs since when."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from pydantic import TypeAdapter

from .manifest import Release, read_release, text_digest

UNKNOWN = "inconnu"
"""An unknown time."""

_FOLDER = re.compile(r"\d{4}-\d\d-\d\d-[0-9a-f]{10}(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class LoggedRelease:
    """A release on the target: its folder below `releases/`, the time of its first switch (ISO, UTC), its digest."""

    id: str
    folder: str
    published_at: str
    built_on: str
    commit: str
    tool: str
    sha256: str


@dataclass(frozen=True, slots=True)
class SiteVersion:
    """The release in which a site last changed, the time since when it is served (ISO, UTC), and its digest."""

    slug: str
    release: str
    since: str
    sha256: str


@dataclass(frozen=True, slots=True)
class ReleaseLog:
    """The folder served, the releases kept (oldest first), and what each site runs."""

    current: str = ""
    releases: tuple[LoggedRelease, ...] = ()
    sites: tuple[SiteVersion, ...] = ()

    def entry(self, name: str) -> LoggedRelease | None:
        """Return the latest release with this id or folder, or None."""
        return next((entry for entry in reversed(self.releases) if name in {entry.folder, entry.id}), None)

    def before(self, folder: str) -> LoggedRelease | None:
        """Return the release published before the one in `folder`, or None."""
        folders = [entry.folder for entry in self.releases]
        return self.releases[folders.index(folder) - 1] if folder in folders[1:] else None

    def text(self) -> str:
        """Return the release log as written on the target."""
        return json.dumps(dataclasses.asdict(self), ensure_ascii=False, indent=1) + "\n"


def parse_release_log(text: str) -> ReleaseLog | None:
    """Parse a release log; return None if it is invalid.

    It is also invalid if it names a folder that cannot be one of a release, or serves a release that it does not keep.
    """
    try:
        log = TypeAdapter(ReleaseLog).validate_json(text)
    except ValueError:
        return None
    folders = [entry.folder for entry in log.releases]
    written = [*dataclasses.astuple(log)[1:], log.current]
    is_ours = log.current in folders and all(map(_FOLDER.fullmatch, folders)) and _is_printable(written)
    return log if is_ours else None


def _is_printable(value: object) -> bool:
    """Return whether all strings in `value` are printable: they are shown on a terminal."""
    return value.isprintable() if isinstance(value, str) else all(map(_is_printable, value))  # type: ignore[call-overload]


def is_logged(log: ReleaseLog, release: Release, text: str, folder: str) -> bool:
    """Return whether the release log describes the release served exactly as the release itself does.

    Args:
        log: the release log.
        release: the release served.
        text: the text of its `release.json`.
        folder: its folder.
    """
    entry = log.entry(folder)
    logged = {(version.slug, version.sha256) for version in log.sites}
    same = entry is not None and entry == log_entry(release, text, folder, entry.published_at)
    return same and logged == {(site.slug, site.sha256) for site in release.sites}


def log_problem(text: str, log: ReleaseLog | None, releases: Collection[str]) -> str:
    """Return why a release log is not reliable, in French; "" if it is.

    Args:
        text: its text.
        log: the parsed log, or None.
        releases: the folders of the releases on the target.
    """
    if not text:
        return "il est absent ou vide" if releases else ""
    if log is None:
        return "il est illisible"
    lost = [entry.folder for entry in log.releases if entry.folder not in releases]
    return f"il nomme {', '.join(lost)}, qui n'est pas là ou n'est plus entier" if lost else ""


def rebuild(texts: Mapping[str, str], current: str) -> ReleaseLog:
    """Rebuild the release log from the `release.json` of each folder; invalid ones are skipped.

    Times are those stated in the releases, or « inconnu ». The `current` release comes last among those of its day.
    """
    found: list[tuple[LoggedRelease, Release]] = []
    for folder, text in texts.items():
        try:
            release = read_release(text)
        except ValueError:
            continue
        found.append((log_entry(release, text, folder, release.at or UNKNOWN), release))
    found.sort(key=lambda item: (item[1].at or item[1].built_on, item[0].folder == current, item[0].folder))
    log = ReleaseLog()
    for entry, release in found:
        log = add_release(log, entry, release, len(found))
        if entry.folder == current:
            break
    served = log.current if log.current == current else ""
    return dataclasses.replace(log, current=served, releases=tuple(entry for entry, _ in found))


def log_entry(release: Release, text: str, folder: str, at: str) -> LoggedRelease:
    """Return the entry of a release in the log.

    Args:
        release: the release.
        text: the text of its `release.json`.
        folder: its folder.
        at: the time of its first switch.
    """
    return LoggedRelease(release.id, folder, at, release.built_on, release.commit, release.tool, text_digest(text))


def add_release(log: ReleaseLog, entry: LoggedRelease, release: Release, keep: int) -> ReleaseLog:
    """Return the release log after a switch.

    Args:
        log: the log before.
        entry: the entry of the release now served.
        release: this release.
        keep: the number of releases to keep, the latest ones.
    """
    known = {version.slug: version for version in log.sites}
    sites = []
    for site in release.sites:
        version = known.get(site.slug)
        if version is None or version.sha256 != site.sha256:
            version = SiteVersion(site.slug, release.id, entry.published_at, site.sha256)
        sites.append(version)
    releases = log.releases if entry in log.releases else (*log.releases, entry)
    spare = [other for other in releases if other.folder != entry.folder][: max(0, len(releases) - keep)]
    return ReleaseLog(entry.folder, tuple(other for other in releases if other not in spare), tuple(sites))
