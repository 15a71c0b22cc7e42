"""A publication from top to bottom: send aside, verify there, switch, read again over HTTP, record, tidy."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from ..errors import UNCHANGED, PublishError
from ..messages import finding
from ..model import Finding, Place, PublishSettings, Target
from . import remote
from .cargo import Cargo, Sums, load_cargo
from .host import Host, Sent, send
from .ledger import entry_of, note
from .look import Online, Watcher, stamp
from .manifest import Release, SiteManifest, make_release, site_of
from .pack import Packed
from .plan import Change, check_release, merge_sites, plan
from .remote import INCOMING, PREFLIGHT, RECORD, REREAD, SWITCH, TIDY, UPLOAD, VERIFY, Probe
from .reread import Address, addresses, refused_scripts, reread
from .rights import check_readable, tell_closed

_ROOM, _FILES, _BLOCK = 16 * 1024 * 1024, 256, 4096
"""Bytes and files that must stay free on the target, and bytes that a file, a folder or a link takes at most besides
its content.
"""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A publication that may begin: the pack, the sites of it to send, the release to come, what it changes and what
    forbids it.
    """

    packed: Packed
    chosen: tuple[str, ...]
    release: Release
    changes: tuple[Change, ...]
    refusals: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Published:
    """A publication that is over: what travelled (None: all was there), how many addresses were read again, seconds."""

    release: Release
    sent: Sent | None
    read: int
    seconds: float


def prepare(
    host: Host, target: Target, online: Online, packed: Packed, chosen: Sequence[str], settings: PublishSettings
) -> Prepared:
    """Compare the sites `chosen` of a pack with what is online. Raises PublishError."""
    manifests = {slug: packed.manifests[slug] for slug in chosen}
    coming = {slug: site_of(manifest) for slug, manifest in manifests.items()}
    there = {site.slug: site for site in online.release.sites} if online.release else {}
    changed = [slug for slug in there if there[slug] != coming.get(slug)]
    folder = f"releases/{online.folder}"
    before = remote.read_manifests(host, target, folder, changed) if target.kind != "archives" else {}
    before |= {slug: manifests[slug] for slug in there if there[slug] == coming.get(slug)}
    whole = set(chosen) == packed.manifests.keys()
    kept = {} if whole else {slug: manifest for slug, manifest in before.items() if slug not in manifests}
    sites = tuple(coming.values()) if whole else merge_sites(coming.values(), online.release)
    staying = (*kept.values(), *manifests.values())
    scripts = {script for manifest in staying for script in manifest.scripts}
    release = make_release(sites, scripts, packed.origin)
    menus = {manifest.slug: manifest.menu for manifest in staying if manifest.slug}
    refusals = list(check_release(manifests, before, menus, settings))
    refusals += check_policy(target, release)
    changes = plan(manifests, before)
    _check_room(online.probe, changes, staying)
    return Prepared(packed, tuple(chosen), release, changes, tuple(refusals))


def _check_room(probe: Probe, changes: Iterable[Change], staying: Iterable[SiteManifest]) -> None:
    """Raise PublishError if the target has no room for what changes and for the folders of the release to come."""
    changes = tuple(changes)
    files = sum(change.added + change.changed for change in changes) + sum(map(_folders, staying)) + _FILES
    need = sum(change.bytes for change in changes) + files * _BLOCK + _ROOM
    mend = "libérer de la place, ou réduire « keep », puis relancer"
    if probe.free < need:
        text = f"il faudrait {need >> 20} Mio sur le serveur, il en reste {probe.free >> 20}"
        raise PublishError(PREFLIGHT, text, mend)
    if probe.inodes is not None and probe.inodes < files:
        text = f"il faudrait pouvoir créer {files} fichiers sur le serveur, il n'y reste que {probe.inodes} inodes"
        raise PublishError(PREFLIGHT, text, mend)


def _folders(manifest: SiteManifest) -> int:
    """How many folders a site has: each release has its own."""
    return len({folder for file in manifest.files for folder in PurePosixPath(file.path).parents})


def check_policy(target: Target, release: Release) -> list[Finding]:
    """What the server would refuse to run of the pages of `release`, as it is configured now."""
    refused = refused_scripts(target.url, release.scripts) if target.url else []
    place = Place("publish.yml", target.at.line)
    return [finding("publication-csp", place, count=len(refused), target=target.id)] if refused else []


def publish(
    host: Host, target: Target, online: Online, prepared: Prepared, now: datetime, watcher: Watcher
) -> Published:
    """Put a prepared publication online. Raises PublishError, which says what readers get then, and OSError."""
    start, release = time.monotonic(), prepared.release
    cargo = load_cargo(target, prepared.packed, release, prepared.chosen)
    same, sent, folder = online.release is not None and online.release.id == release.id, None, online.folder
    if same:
        watcher.step(VERIFY)
    if not same or wrong_in(host, target, f"releases/{folder}", cargo.sums):
        watcher.step(UPLOAD)
        sent = _upload(host, target, online, prepared, cargo, watcher)
        watcher.step(VERIFY)
        if wrong := wrong_in(host, target, f"releases/{INCOMING}", cargo.sums):
            shown = " ; ".join(wrong[:3])
            mend = "relancer : ce qui est abîmé sera envoyé à nouveau ; si cela se répète, le disque est en cause"
            raise PublishError(VERIFY, f"ce qui est arrivé n'est pas ce qui a été construit ({shown})", mend)
        folder = _free_name(release.id, online.probe.releases)
        watcher.step(SWITCH)
        switch(host, target, folder, new=True)
    wanted = [
        address
        for slug in prepared.chosen
        for address in addresses(target.url or "", prepared.packed.manifests[slug], target.sample, release.id)
    ]
    read = confirm(host, target, online, wanted if target.url else [], watcher, back=sent is not None)
    record(host, target, online, folder, release, now, watcher)
    return Published(release, sent, read, time.monotonic() - start)


def switch(host: Host, target: Target, folder: str, *, new: bool) -> None:
    """As `remote.switch`; the PublishError says what is served, which a broken connection does not tell."""
    try:
        remote.switch(host, target, folder, new=new)
    except PublishError as error:
        error.served = remote.served(host, target, folder)
        raise


def wrong_in(host: Host, target: Target, folder: str, sums: Sums) -> list[str]:
    """What is not as `sums` has it below `folder` of the target, or among the fixed files. Raises PublishError."""
    wrong = remote.verify(host, target, folder, sums.lines, sums.files)
    return wrong + (remote.verify(host, target, "assets", sums.pool, None) if sums.pool else [])


def _upload(host: Host, target: Target, online: Online, prepared: Prepared, cargo: Cargo, watcher: Watcher) -> Sent:
    """Send the fixed files, to which nothing refers yet, then the rest. What the target has is linked there."""
    total = sum(change.added + change.changed for change in prepared.changes)
    count = 0

    def tell() -> None:
        nonlocal count
        count += 1
        watcher.moved(min(count, total), total)

    if set(prepared.chosen) != prepared.packed.manifests.keys():
        remote.start_from(host, target, online.folder)
    linked = [f"--link-dest=../{online.folder}/"] if online.folder else []
    pool = Sent(0, 0)
    if cargo.sums.pool:
        pool = send(host, UPLOAD, [], prepared.packed.folder / "assets", f"{target.path}/assets", tell)
    rest = send(
        host, UPLOAD, ["--delete", *linked, *cargo.options], cargo.folder, f"{target.path}/releases/{INCOMING}", tell
    )
    return Sent(pool.files + rest.files, pool.bytes + rest.bytes)


def _free_name(release: str, taken: Iterable[str]) -> str:
    """A folder for a release: its id, with a number where an earlier publication of the same is still there."""
    name, number = release, 1
    while name in set(taken):
        number += 1
        name = f"{release}.{number}"
    return name


def confirm(
    host: Host, target: Target, online: Online, wanted: Sequence[Address], watcher: Watcher, *, back: bool
) -> int:
    """Read `wanted` again over HTTP; give how many there are. If they are wrong and `back`, the earlier release is
    served again. Without a `url`, read what is served as another account would. Raises PublishError.
    """
    watcher.step(REREAD)
    closed = tell_closed(target, online.probe)
    if not target.url:
        watcher.warn("pas d'« url » pour cette destination : rien n'est relu par HTTP.")
        if closed:
            watcher.warn(closed)
        check_readable(host, target, online.probe)
        return 0
    done = 0

    def tell(count: int) -> None:
        nonlocal done
        done = min(done + count, len(wanted))
        watcher.moved(done, len(wanted))

    try:
        if wrong := reread(wanted, tell):
            lines = "".join(f"\n    {line}" for line in (*wrong[:5], *filter(None, [closed])))
            text = f"{len(wrong)} différence(s) entre ce qui est servi et ce qui a été publié{lines}\n   "
            mend = "comparer la configuration du serveur à celle de « troisclics servers », puis relancer"
            raise PublishError(REREAD, text, mend)
    except PublishError as error:
        if back and online.folder:
            switch(host, target, online.folder, new=False)
            error.served = "la publication précédente est de nouveau en ligne"
        else:
            error.served = "la publication reste en ligne"
        raise
    return len(wanted)


def record(
    host: Host, target: Target, online: Online, folder: str, release: Release, now: datetime, watcher: Watcher
) -> None:
    """Write in the ledger that `release`, in `folder`, is served; delete what it does not keep. Raises PublishError."""
    watcher.step(RECORD)
    entry = online.ledger.entry(folder) or entry_of(release, folder, stamp(now))
    ledger = note(online.ledger, entry, release, target.keep)
    try:
        remote.write_ledger(host, target, ledger.text())
        watcher.step(TIDY)
        folders = [entry.folder for entry in ledger.releases]
        pools = {site.assets for kept in remote.read_releases(host, target, folders) for site in kept.sites}
        remote.tidy(host, target, folders, pools)
    except PublishError as error:
        if error.served == UNCHANGED:
            error.served = "cette publication est en ligne, entière ; relancer achève le registre et le ménage"
        raise
