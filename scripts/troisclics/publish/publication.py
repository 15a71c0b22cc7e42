"""Publish from top to bottom: upload, verify on the target, switch, verify over HTTP, record, clean up."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from ..errors import UNCHANGED, PublishError
from ..model import Target
from . import remote_scripts
from .expected import Request, all_items, requests, sample, site_folder
from .file_rights import check_readable, describe_closed
from .http_check import check_responses
from .inspection import ExpectedLayout, TargetStore, compare_folder, expected_sites
from .manifest import RELEASE, Release, SiteManifest, read_release
from .payload import Payload, build_payload
from .preflight import Online, PublishObserver, utc_timestamp
from .preparation import PreparedPublication
from .release_log import ReleaseLog, add_release, log_entry
from .remote_scripts import HTTP_CHECK, INCOMING, RECORD, SWITCH, TIDY, UPLOAD, VERIFY
from .transport import Host, Sent, send


@dataclass(frozen=True, slots=True)
class Published:
    """The result of a publication.

    Attributes:
        release: the release online.
        sent: what was transferred; None if nothing had to be.
        read: the number of responses verified over HTTP.
        total: the number that could be.
        seconds: the duration.
    """

    release: Release
    sent: Sent | None
    read: int
    total: int
    seconds: float


def publish(
    host: Host, target: Target, online: Online, prepared: PreparedPublication, now: datetime, observer: PublishObserver
) -> Published:
    """Put a prepared publication online.

    Args:
        host: the machine of the target.
        target: the target.
        online: its state.
        prepared: the publication.
        now: the current time.
        observer: receives progress events.

    Raises:
        PublishError: a step failed; it states what readers get then.
        OSError: a local file cannot be read or written.
    """
    start = time.monotonic()
    payload = build_payload(
        target,
        prepared.packed,
        prepared.release,
        prepared.chosen,
        prepared.manifests,
        utc_timestamp(now),
        prepared.signing.key,
    )
    release, text, signature = payload.release, payload.text, payload.signature
    sent, folder = None, online.folder
    same = online.release is not None and online.release.id == release.id and prepared.is_signed
    if same:
        observer.step(VERIFY)
    if online.release and same and not _wrong_online(host, target, online, prepared, payload):
        release, text, signature = online.release, online.text, online.signature
    else:
        observer.step(UPLOAD)
        sent = _upload(host, target, online, prepared, payload, observer)
        observer.step(VERIFY)
        if wrong := wrong_in(host, target, f"releases/{INCOMING}", payload.wanted):
            shown = " ; ".join(wrong[:3])
            fix = "relancer : ce qui est abîmé sera envoyé à nouveau ; si cela se répète, le disque est en cause"
            raise PublishError(VERIFY, f"ce qui est arrivé n'est pas ce qui a été construit ({shown})", fix)
        folder = _free_name(release.id, (*online.probe.releases, *online.probe.unfinished))
        observer.step(SWITCH)
        switch(host, target, folder, new=True)
    sent_sites = {slug: prepared.manifests[slug] for slug in prepared.chosen}
    wanted, total = requests_to_check(target, release, text, signature, sent_sites)
    read = check_served(host, target, online, wanted, observer, back=sent is not None)
    record(host, target, online, folder, release, text, now, observer)
    return Published(release, sent, read, total, time.monotonic() - start)


def switch(host: Host, target: Target, folder: str, *, new: bool) -> None:
    """Switch as `remote_scripts.switch`; find out what is served if the connection breaks.

    Args:
        host: the machine of the target.
        target: the target.
        folder: the folder of the release.
        new: whether the release was just uploaded.

    Raises:
        PublishError: it failed; it states what is served.
    """
    try:
        remote_scripts.switch(host, target, folder, new=new)
    except PublishError as error:
        error.served = remote_scripts.served(host, target, folder)
        raise


def _wrong_online(
    host: Host, target: Target, online: Online, prepared: PreparedPublication, payload: Payload
) -> list[str]:
    """Return the differences between the release online and the same release to publish."""
    if online.release is None or target.kind == "archives":
        return [] if online.release and online.release.sums == payload.release.sums else ["autres archives"]
    by_folder = {site_folder(slug): manifest for slug, manifest in prepared.manifests.items()}
    items = all_items(online.release, online.text, online.signature, by_folder)
    return wrong_in(host, target, f"releases/{online.folder}", expected_sites(items, by_folder, {}, lenient=True))


def wrong_in(host: Host, target: Target, folder: str, wanted: ExpectedLayout) -> list[str]:
    """Return the differences between a folder of the target with its pools, and the expected content.

    Args:
        host: the machine of the target.
        target: the target.
        folder: the folder.
        wanted: the expected content.

    Raises:
        PublishError: a command on the target fails.
    """
    return compare_folder(TargetStore(host, target), folder, wanted, "assets")


def requests_to_check(
    target: Target, release: Release, text: str, signature: str, manifests: Mapping[str, SiteManifest]
) -> tuple[list[Request], int]:
    """Return the requests that verify a publication over HTTP, and the number of all possible ones.

    Args:
        target: the target.
        release: the release.
        text: the text of its `release.json`.
        signature: its signature, or "".
        manifests: the manifests of the published sites, by slug.
    """
    if not target.url:
        return [], 0
    items = all_items(release, text, signature, {site_folder(slug): site for slug, site in manifests.items()})
    chosen = items if target.sample is None else sample(items, target.sample, release.id)
    return requests(chosen), len(requests(items))


def _upload(
    host: Host,
    target: Target,
    online: Online,
    prepared: PreparedPublication,
    payload: Payload,
    observer: PublishObserver,
) -> Sent:
    """Upload the fixed assets, not yet referred to, then the rest. Files already on the target are linked there."""
    total = sum(change.added + change.changed for change in prepared.changes)
    count = 0

    def advance() -> None:
        nonlocal count
        count += 1
        observer.moved(min(count, total), total)

    if set(prepared.chosen) != prepared.packed.manifests.keys():
        remote_scripts.start_incoming(host, target, online.folder)
    linked = [f"--link-dest=../{online.folder}/"] if online.folder else []
    pool = Sent(0, 0)
    if target.kind != "archives" and target.switch == "link":
        fix = ["--delete", "--filter=P /*"]  # files added to a pool by others are deleted; other pools stay
        pool = send(host, UPLOAD, fix, prepared.packed.folder / "assets", f"{target.path}/assets", advance)
    rest = send(
        host,
        UPLOAD,
        ["--delete", *linked, *payload.options],
        payload.folder,
        f"{target.path}/releases/{INCOMING}",
        advance,
    )
    return Sent(pool.files + rest.files, pool.bytes + rest.bytes)


def _free_name(release: str, taken: Iterable[str]) -> str:
    """Return a folder name for a release: its id, with a number if an earlier publication of it still exists."""
    name, number = release, 1
    while name in set(taken):
        number += 1
        name = f"{release}.{number}"
    return name


def check_served(
    host: Host, target: Target, online: Online, wanted: Sequence[Request], observer: PublishObserver, *, back: bool
) -> int:
    """Verify over HTTP what is served; without a `url`, try reading it as another account.

    Args:
        host: the machine of the target.
        target: the target.
        online: its state before the publication.
        wanted: the requests.
        observer: receives progress events.
        back: whether to switch back to the previous release on failure.

    Returns:
        The number of requests made. Raises PublishError if a response is not as expected.
    """
    observer.step(HTTP_CHECK)
    closed = describe_closed(target, online.probe)
    if not target.url:
        observer.warn("pas d'« url » pour cette destination : rien n'est relu par HTTP.")
        if closed:
            observer.warn(closed)
        check_readable(host, target, online.probe)
        return 0
    done = 0

    def advance(count: int) -> None:
        nonlocal done
        done = min(done + count, len(wanted))
        observer.moved(done, len(wanted))

    try:
        if wrong := check_responses(target.url, wanted, advance):
            lines = "".join(f"\n    {line}" for line in (*wrong[:5], *filter(None, [closed])))
            text = f"{len(wrong)} différence(s) entre ce qui est servi et ce qui a été publié{lines}\n   "
            fix = "comparer la configuration du serveur à celle de « troisclics export servers », puis relancer"
            raise PublishError(HTTP_CHECK, text, fix)
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
    observer: PublishObserver,
) -> None:  # fmt: skip
    """Record in the release log that a release is served, and delete the releases it no longer keeps.

    Nothing is deleted if the log has just been rebuilt.

    Args:
        host: the machine of the target.
        target: the target.
        online: its state before the publication.
        folder: the folder of the release.
        release: the release.
        text: the text of its `release.json`.
        now: the current time.
        observer: receives progress events.

    Raises:
        PublishError: a command on the target fails.
    """
    observer.step(RECORD)
    entry = online.log.entry(folder) or log_entry(release, text, folder, utc_timestamp(now))
    keep = target.keep if online.is_reliable else len(online.log.releases) + 1
    log = add_release(online.log, entry, release, keep)
    try:
        remote_scripts.write_release_log(host, target, log.text())
        observer.step(TIDY)
        _tidy(host, target, log, is_reliable=online.is_reliable)
    except PublishError as error:
        if error.served == UNCHANGED:
            error.served = "cette publication est en ligne, entière ; relancer achève le registre et le ménage"
        raise


def _tidy(host: Host, target: Target, log: ReleaseLog, *, is_reliable: bool) -> None:
    """Delete the releases that the log does not keep; only the incoming one if this cannot be determined."""
    folders = [entry.folder for entry in log.releases]
    texts = remote_scripts.read_texts(host, target, "releases", [f"{folder}/{RELEASE}" for folder in folders])
    try:
        pools = {site.assets for text in texts for site in read_release(text).sites}
    except ValueError:
        is_reliable = False
    if is_reliable:
        remote_scripts.tidy(host, target, folders, pools)
    else:
        remote_scripts.delete_incoming(host, target)
