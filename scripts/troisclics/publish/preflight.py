"""What is on a target before anything is done to it, and whether anything may be."""

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
from .release_log import Ledger, doubt, entry_of, note, read_ledger, rebuild
from .remote_scripts import PREFLIGHT, Probe
from .transport import Host, host_of

MAX_CLOCK_SECONDS = 300
"""How far the clocks of the two machines may be apart, as for Kerberos."""


class PublishObserver(Protocol):
    """Is told how a publication goes on."""

    def warn(self, text: str) -> None:
        """Something worth knowing has happened."""

    def step(self, name: str) -> None:
        """The step `name` begins."""

    def moved(self, count: int, total: int) -> None:
        """Of `total` things of this step, `count` are done."""


@dataclass(frozen=True, slots=True)
class Online:
    """What a target serves: the folder of the release, empty if there is none, and the release; the texts of its
    `release.json` and of its signature; the ledger, and whether it is the one that was written there and not one that
    was rebuilt.
    """

    folder: str
    release: Release | None
    text: str
    signature: str
    ledger: Ledger
    is_sure: bool
    probe: Probe


@contextmanager
def opened(target: Target, who: str, watcher: PublishObserver, *, write: bool) -> Iterator[tuple[Host, Online]]:
    """Look at `target`, held for this process alone if `write`. Raises PublishError if nothing may be done to it."""
    watcher.step(PREFLIGHT)
    host = host_of(target)
    if not write:
        yield host, _look(host, target, watcher, write=False)
        return
    with remote_scripts.locked(host, target, who) as held:
        yield held, _look(held, target, watcher, write=True)


def _look(host: Host, target: Target, watcher: PublishObserver, *, write: bool) -> Online:
    probe = remote_scripts.probe(host, target, write=write)
    if probe.missing:
        names = ", ".join(probe.missing)
        raise PublishError(PREFLIGHT, f"il manque au serveur : {names}", "installer ces commandes, puis relancer")
    _check_clock(probe)
    if write and probe.writable:
        watcher.warn(f"{', '.join(map(printable, probe.writable))} : {OPEN} : il y servirait ce qu'il voudrait.")
    if write:
        refuse_closed(target, probe)
    if write and target.switch == "link" and (probe.folder or not probe.links):
        why = "« current » est un dossier" if probe.folder else "les liens symboliques n'y sont pas possibles"
        raise PublishError(
            PREFLIGHT,
            f"{why} : la bascule ne serait pas instantanée",
            "écrire « switch: copy » pour une copie en deux temps, ou employer un disque qui a des liens symboliques",
        )
    ledger, is_sure = _ledger(host, target, probe, watcher)
    folder = probe.current if probe.current in probe.releases else ledger.current
    paths = [f"{folder}/{RELEASE}", f"{folder}/{SIGNATURE}"]
    text, signature = remote_scripts.read_texts(host, target, "releases", paths) if folder else ("", "")
    try:
        release = read_release(text)
    except ValueError:
        return Online("", None, "", "", ledger, is_sure, probe)
    if ledger.entry(folder) is None:  # killed after the switch, before it was recorded
        at = release.at or stamp(datetime.fromtimestamp(probe.now, UTC))
        ledger = note(ledger, entry_of(release, text, folder, at), release, len(ledger.releases) + 1)
    return Online(folder, release, text, signature, ledger, is_sure, probe)


def _ledger(host: Host, target: Target, probe: Probe, watcher: PublishObserver) -> tuple[Ledger, bool]:
    """The ledger of a target, and whether it is sure; one that cannot be trusted is rebuilt from the releases."""
    text = remote_scripts.read(host, target, remote_scripts.LEDGER)
    known = read_ledger(text)
    reason = doubt(text, known, probe.releases)
    if not reason:
        return known or Ledger(), True
    texts = remote_scripts.read_texts(host, target, "releases", [f"{folder}/{RELEASE}" for folder in probe.releases])
    current = probe.current
    if probe.folder:  # a copy: it is the release of the same text
        served = remote_scripts.read(host, target, f"current/{RELEASE}")
        current = next((folder for folder, text in zip(probe.releases, texts, strict=True) if text == served), "")
    watcher.warn(
        f"le registre des publications ({remote_scripts.LEDGER}) n'est pas sûr : {reason} ; il est reconstitué"
        f" d'après les {len(texts)} publication(s) du serveur, dont aucune n'est effacée cette fois."
    )
    return rebuild(dict(zip(probe.releases, texts, strict=True)), current), False


def refuse_foreign(probe: Probe) -> None:
    """Go no further where something that is not ours stands in the place of a release. Raises PublishError."""
    if probe.foreign:
        names = ", ".join(f"« {printable(path)} »" for path in probe.foreign)
        raise PublishError(
            PREFLIGHT,
            f"{names} : un lien, ou autre chose qu'un dossier, qui n'est pas de nous",
            "chercher qui l'a posé, le retirer sur le serveur (rm, sans -r), puis relancer",
        )


def _check_clock(probe: Probe) -> None:
    """Raise PublishError if the clocks of the two machines are too far apart: both are shown, one of them is wrong."""
    here = time.time()
    apart = abs(probe.now - here)
    if apart > MAX_CLOCK_SECONDS:
        times = (f"{datetime.fromtimestamp(moment, UTC):%Y-%m-%d %H:%M}" for moment in (probe.now, here))
        text = "l'horloge du serveur ({}, UTC) et la nôtre ({}) diffèrent de {} h".format(
            *times, format_decimal(apart / 3600)
        )
        raise PublishError(PREFLIGHT, text, "mettre les deux machines à l'heure (NTP), puis relancer")


def stamp(moment: datetime) -> str:
    """`moment`, in UTC, as the ledger writes it."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
