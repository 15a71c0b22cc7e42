"""A publication from top to bottom: send aside, verify there, switch, read again over HTTP, record, tidy."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from ..errors import UNCHANGED, PublishError
from ..model import Target
from . import remote_scripts
from .expected import Request, all_items, base_of, requests, sample
from .file_rights import check_readable, tell_closed
from .http_check import reread
from .inspection import TargetStore, Wanted, inspect, sites_wanted
from .manifest import RELEASE, Release, SiteManifest, read_release
from .payload import Cargo, load_cargo
from .preflight import Online, PublishObserver, stamp
from .preparation import PreparedPublication
from .release_log import Ledger, entry_of, note
from .remote_scripts import INCOMING, RECORD, REREAD, SWITCH, TIDY, UPLOAD, VERIFY
from .transport import Host, Sent, send


@dataclass(frozen=True, slots=True)
class Published:
    """A publication that is over: what travelled (None: all was there), how many answers were read again of how many
    there are, seconds.
    """

    release: Release
    sent: Sent | None
    read: int
    askable: int
    seconds: float


def publish(
    host: Host, target: Target, online: Online, prepared: PreparedPublication, now: datetime, watcher: PublishObserver
) -> Published:
    """Put a prepared publication online. Raises PublishError, which says what readers get then, and OSError."""
    start = time.monotonic()
    cargo = load_cargo(
        target, prepared.packed, prepared.release, prepared.chosen, prepared.manifests, stamp(now), prepared.signing.key
    )
    release, text, signature = cargo.release, cargo.text, cargo.signature
    sent, folder = None, online.folder
    same = online.release is not None and online.release.id == release.id and prepared.is_signed
    if same:
        watcher.step(VERIFY)
    if online.release and same and not _wrong_online(host, target, online, prepared, cargo):
        release, text, signature = online.release, online.text, online.signature
    else:
        watcher.step(UPLOAD)
        sent = _upload(host, target, online, prepared, cargo, watcher)
        watcher.step(VERIFY)
        if wrong := wrong_in(host, target, f"releases/{INCOMING}", cargo.wanted):
            shown = " ; ".join(wrong[:3])
            mend = "relancer : ce qui est abîmé sera envoyé à nouveau ; si cela se répète, le disque est en cause"
            raise PublishError(VERIFY, f"ce qui est arrivé n'est pas ce qui a été construit ({shown})", mend)
        folder = _free_name(release.id, (*online.probe.releases, *online.probe.unfinished))
        watcher.step(SWITCH)
        switch(host, target, folder, new=True)
    sent_sites = {slug: prepared.manifests[slug] for slug in prepared.chosen}
    wanted, askable = to_read(target, release, text, signature, sent_sites)
    read = confirm(host, target, online, wanted, watcher, back=sent is not None)
    record(host, target, online, folder, release, text, now, watcher)
    return Published(release, sent, read, askable, time.monotonic() - start)


def switch(host: Host, target: Target, folder: str, *, new: bool) -> None:
    """As `remote_scripts.switch`; the PublishError says what is served, which a broken connection does not tell."""
    try:
        remote_scripts.switch(host, target, folder, new=new)
    except PublishError as error:
        error.served = remote_scripts.served(host, target, folder)
        raise


def _wrong_online(host: Host, target: Target, online: Online, prepared: PreparedPublication, cargo: Cargo) -> list[str]:
    """What is wrong in the release that is online, where it is the one to publish."""
    if online.release is None or target.kind == "archives":
        return [] if online.release and online.release.sums == cargo.release.sums else ["autres archives"]
    by_folder = {base_of(slug): manifest for slug, manifest in prepared.manifests.items()}
    items = all_items(online.release, online.text, online.signature, by_folder)
    return wrong_in(host, target, f"releases/{online.folder}", sites_wanted(items, by_folder, {}, lenient=True))


def wrong_in(host: Host, target: Target, folder: str, wanted: Wanted) -> list[str]:
    """What is not as `wanted` has it below `folder` of the target, or among the fixed files. Raises PublishError."""
    return inspect(TargetStore(host, target), folder, wanted, "assets")


def to_read(
    target: Target, release: Release, text: str, signature: str, manifests: Mapping[str, SiteManifest]
) -> tuple[list[Request], int]:
    """The requests to make after a publication of the sites `manifests`, and how many there could be."""
    if not target.url:
        return [], 0
    items = all_items(release, text, signature, {base_of(slug): site for slug, site in manifests.items()})
    chosen = items if target.sample is None else sample(items, target.sample, release.id)
    return requests(chosen), len(requests(items))


def _upload(
    host: Host, target: Target, online: Online, prepared: PreparedPublication, cargo: Cargo, watcher: PublishObserver
) -> Sent:
    """Send the fixed files, to which nothing refers yet, then the rest. What the target has is linked there."""
    total = sum(change.added + change.changed for change in prepared.changes)
    count = 0

    def tell() -> None:
        nonlocal count
        count += 1
        watcher.moved(min(count, total), total)

    if set(prepared.chosen) != prepared.packed.manifests.keys():
        remote_scripts.start_from(host, target, online.folder)
    linked = [f"--link-dest=../{online.folder}/"] if online.folder else []
    pool = Sent(0, 0)
    if target.kind != "archives" and target.switch == "link":
        mend = ["--delete", "--filter=P /*"]  # what somebody added to a pool goes; the other pools stay
        pool = send(host, UPLOAD, mend, prepared.packed.folder / "assets", f"{target.path}/assets", tell)
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
    host: Host, target: Target, online: Online, wanted: Sequence[Request], watcher: PublishObserver, *, back: bool
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
        if wrong := reread(target.url, wanted, tell):
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
    host: Host, target: Target, online: Online, folder: str, release: Release, text: str, now: datetime,
    watcher: PublishObserver,
) -> None:  # fmt: skip
    """Write in the ledger that `release`, in `folder`, is served; delete what it does not keep, unless the ledger was
    rebuilt just before. Raises PublishError.
    """
    watcher.step(RECORD)
    entry = online.ledger.entry(folder) or entry_of(release, text, folder, stamp(now))
    keep = target.keep if online.is_sure else len(online.ledger.releases) + 1
    ledger = note(online.ledger, entry, release, keep)
    try:
        remote_scripts.write_ledger(host, target, ledger.text())
        watcher.step(TIDY)
        _tidy(host, target, ledger, is_sure=online.is_sure)
    except PublishError as error:
        if error.served == UNCHANGED:
            error.served = "cette publication est en ligne, entière ; relancer achève le registre et le ménage"
        raise


def _tidy(host: Host, target: Target, ledger: Ledger, *, is_sure: bool) -> None:
    """Delete what the ledger does not keep; nothing but what was on its way while it cannot be told what that is."""
    folders = [entry.folder for entry in ledger.releases]
    texts = remote_scripts.read_texts(host, target, "releases", [f"{folder}/{RELEASE}" for folder in folders])
    try:
        pools = {site.assets for text in texts for site in read_release(text).sites}
    except ValueError:
        is_sure = False
    if is_sure:
        remote_scripts.tidy(host, target, folders, pools)
    else:
        remote_scripts.drop_incoming(host, target)
