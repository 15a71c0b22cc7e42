"""Read the state of a target before changing it, and check whether it may be changed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from ..domain.french import format_decimal
from ..errors import PublishError
from ..model import Target
from . import remote_scripts
from .file_rights import refuse_closed
from .folder_listing import OPEN, printable
from .manifest import RELEASE, SIGNATURE, Release, read_release
from .release_log import ReleaseLog, add_release, log_entry, log_problem, parse_release_log, rebuild
from .remote_scripts import PREFLIGHT, Probe
from .transport import Host, host_for

MAX_CLOCK_SECONDS = 300
"""The maximum difference between the clocks of the two machines, as for Kerberos."""


class PublishObserver(Protocol):
    """Receives progress events of a publication."""

    def warn(self, text: str) -> None:
        """Report a warning."""

    def step(self, name: str) -> None:
        """Report the start of the step `name`."""

    def moved(self, count: int, total: int) -> None:
        """Report that `count` of `total` items of this step are done."""


@dataclass(frozen=True, slots=True)
class Online:
    """The state of a target.

    Attributes:
        folder: the folder of the release served, or "".
        release: the release served.
        text: the text of its `release.json`.
        signature: its signature, or "".
        log: the release log.
        is_reliable: whether the release log is the one on the target, and not rebuilt.
        probe: what was found on the target.
    """

    folder: str
    release: Release | None
    text: str
    signature: str
    log: ReleaseLog
    is_reliable: bool
    probe: Probe


@contextmanager
def connect_target(
    target: Target, who: str, observer: PublishObserver, *, write: bool
) -> Iterator[tuple[Host, Online]]:
    """Connect to a target and yield its state.

    Args:
        target: the target.
        who: who publishes, written in the lock.
        observer: receives progress events.
        write: whether to lock the target and check that it can be changed.

    Raises:
        PublishError: the target cannot be read, or must not be changed.
    """
    observer.step(PREFLIGHT)
    host = host_for(target)
    if not write:
        yield host, _inspect_target(host, target, observer, write=False)
        return
    with remote_scripts.locked(host, target, who) as held:
        yield held, _inspect_target(held, target, observer, write=True)


def _inspect_target(host: Host, target: Target, observer: PublishObserver, *, write: bool) -> Online:
    probe = remote_scripts.probe(host, target, write=write)
    if probe.missing:
        names = ", ".join(probe.missing)
        raise PublishError(PREFLIGHT, f"il manque au serveur : {names}", "installer ces commandes, puis relancer")
    _check_clock(probe)
    if write and probe.writable:
        observer.warn(f"{', '.join(map(printable, probe.writable))} : {OPEN} : il y servirait ce qu'il voudrait.")
    if write:
        refuse_closed(target, probe)
    if write and target.switch == "link" and (probe.folder or not probe.links):
        why = "« current » est un dossier" if probe.folder else "les liens symboliques n'y sont pas possibles"
        raise PublishError(
            PREFLIGHT,
            f"{why} : la bascule ne serait pas instantanée",
            "écrire « switch: copy » pour une copie en deux temps, ou employer un disque qui a des liens symboliques",
        )
    log, is_reliable = _load_log(host, target, probe, observer)
    folder = probe.current if probe.current in probe.releases else log.current
    paths = [f"{folder}/{RELEASE}", f"{folder}/{SIGNATURE}"]
    text, signature = remote_scripts.read_texts(host, target, "releases", paths) if folder else ("", "")
    try:
        release = read_release(text)
    except ValueError:
        return Online("", None, "", "", log, is_reliable, probe)
    if log.entry(folder) is None:  # a process was killed after the switch and before recording it
        at = release.at or utc_timestamp(datetime.fromtimestamp(probe.now, UTC))
        log = add_release(log, log_entry(release, text, folder, at), release, len(log.releases) + 1)
    return Online(folder, release, text, signature, log, is_reliable, probe)


def _load_log(host: Host, target: Target, probe: Probe, observer: PublishObserver) -> tuple[ReleaseLog, bool]:
    """Return the release log of a target, and whether it is reliable; otherwise it is rebuilt from the releases."""
    text = remote_scripts.read(host, target, remote_scripts.RELEASE_LOG)
    known = parse_release_log(text)
    reason = log_problem(text, known, probe.releases)
    if not reason:
        return known or ReleaseLog(), True
    texts = remote_scripts.read_texts(host, target, "releases", [f"{folder}/{RELEASE}" for folder in probe.releases])
    current = probe.current
    if probe.folder:  # a copy: the release with the same text
        served = remote_scripts.read(host, target, f"current/{RELEASE}")
        current = next((folder for folder, text in zip(probe.releases, texts, strict=True) if text == served), "")
    observer.warn(
        f"le registre des publications ({remote_scripts.RELEASE_LOG}) n'est pas sûr : {reason} ; il est reconstitué"
        f" d'après les {len(texts)} publication(s) du serveur, dont aucune n'est effacée cette fois."
    )
    return rebuild(dict(zip(probe.releases, texts, strict=True)), current), False


def refuse_foreign_entries(probe: Probe) -> None:
    """Raise PublishError if an entry in place of a release was not made by a publication."""
    if probe.foreign:
        names = ", ".join(f"« {printable(path)} »" for path in probe.foreign)
        raise PublishError(
            PREFLIGHT,
            f"{names} : un lien, ou autre chose qu'un dossier, qui n'est pas de nous",
            "chercher qui l'a posé, le retirer sur le serveur (rm, sans -r), puis relancer",
        )


def _check_clock(probe: Probe) -> None:
    """Raise PublishError if the clocks of the two machines differ too much, and show both."""
    here = time.time()
    apart = abs(probe.now - here)
    if apart > MAX_CLOCK_SECONDS:
        times = (f"{datetime.fromtimestamp(moment, UTC):%Y-%m-%d %H:%M}" for moment in (probe.now, here))
        text = "l'horloge du serveur ({}, UTC) et la nôtre ({}) diffèrent de {} h".format(
            *times, format_decimal(apart / 3600)
        )
        raise PublishError(PREFLIGHT, text, "mettre les deux machines à l'heure (NTP), puis relancer")


def utc_timestamp(moment: datetime) -> str:
    """Format a time in UTC as the release log writes it."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
