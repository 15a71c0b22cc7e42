"""What is on a target before anything is done to it, and whether anything may be."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from ..errors import PublishError
from ..model import Target
from . import remote
from .host import Host, host_of
from .ledger import Ledger, entry_of, known_folders, note, read_ledger
from .manifest import Release, read_release
from .remote import PREFLIGHT, Probe
from .rights import refuse_closed

MAX_CLOCK_SECONDS = 300
"""How far the clocks of the two machines may be apart, as for Kerberos."""


class Watcher(Protocol):
    """Is told how a publication goes on."""

    def warn(self, text: str) -> None:
        """Something worth knowing has happened."""

    def step(self, name: str) -> None:
        """The step `name` begins."""

    def moved(self, count: int, total: int) -> None:
        """Of `total` things of this step, `count` are done."""


@dataclass(frozen=True, slots=True)
class Online:
    """What a target serves: the folder of the release, empty if there is none, and the release; its ledger."""

    folder: str
    release: Release | None
    ledger: Ledger
    probe: Probe


@contextmanager
def opened(target: Target, who: str, watcher: Watcher, *, write: bool) -> Iterator[tuple[Host, Online]]:
    """Look at `target`, held for this process alone if `write`. Raises PublishError if nothing may be done to it."""
    watcher.step(PREFLIGHT)
    host = host_of(target)
    if not write:
        yield host, _look(host, target, write=False)
        return
    with remote.locked(host, target, who) as held:
        yield held, _look(held, target, write=True)


def _look(host: Host, target: Target, *, write: bool) -> Online:
    probe = remote.probe(host, target, write=write)
    if probe.missing:
        names = ", ".join(probe.missing)
        raise PublishError(PREFLIGHT, f"il manque au serveur : {names}", "installer ces commandes, puis relancer")
    _check_clock(probe)
    if write:
        refuse_closed(target, probe)
    if write and target.switch == "link" and (probe.folder or not probe.links):
        why = "« current » est un dossier" if probe.folder else "les liens symboliques n'y sont pas possibles"
        raise PublishError(
            PREFLIGHT,
            f"{why} : la bascule ne serait pas instantanée",
            "écrire « switch: copy » pour une copie en deux temps, ou employer un disque qui a des liens symboliques",
        )
    ledger = known_folders(read_ledger(remote.read(host, target, remote.LEDGER)), probe.releases)
    folder = probe.current or ledger.current
    try:
        release = read_release(remote.read(host, target, remote.release_path(folder))) if folder else None
    except ValueError:
        release = None
    if release and ledger.entry(folder) is None:  # killed after the switch, before it was recorded
        at = datetime.fromtimestamp(probe.now, UTC)
        ledger = note(ledger, entry_of(release, folder, stamp(at)), release, len(ledger.releases) + 1)
    return Online(folder if release else "", release, ledger, probe)


def _check_clock(probe: Probe) -> None:
    """Raise PublishError if the clocks of the two machines are too far apart: both are shown, one of them is wrong."""
    here = time.time()
    apart = abs(probe.now - here)
    if apart > MAX_CLOCK_SECONDS:
        hours = f"{apart / 3600:.1f}".replace(".", ",")
        times = (f"{datetime.fromtimestamp(moment, UTC):%Y-%m-%d %H:%M}" for moment in (probe.now, here))
        text = "l'horloge du serveur ({}, UTC) et la nôtre ({}) diffèrent de {} h".format(*times, hours)
        raise PublishError(PREFLIGHT, text, "mettre les deux machines à l'heure (NTP), puis relancer")


def stamp(moment: datetime) -> str:
    """`moment`, in UTC, as the ledger writes it."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
