"""Going back to a release that the target has kept, and saying what it serves."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ..errors import PublishError
from ..model import Finding, Target
from . import remote_scripts
from .expected import requests
from .file_rights import folder_faults
from .folder_listing import printable
from .found_release import Found, find_release, other_pools
from .http_check import reread
from .inspection import TargetStore, Wanted, archives_wanted, inspect, sites_wanted
from .manifest import SIGNATURE, SUMS, text_digest
from .preflight import Online, PublishObserver, refuse_foreign
from .preparation import check_policy
from .publication import Published, confirm, record, switch, to_read, wrong_in
from .release_log import LoggedRelease, is_noted
from .remote_scripts import PREFLIGHT, REREAD, SWITCH, VERIFY
from .signature import Signers, Verdict, check
from .transport import Host


@dataclass(frozen=True, slots=True)
class RollbackPlan:
    """A way back: the release to serve again, where it lies, who signed it, and what forbids it."""

    entry: LoggedRelease
    found: Found
    verdict: Verdict
    refusals: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Status:
    """What is wrong on the target and in what is served at its `url`; who signed the release; how many files were
    compared on the target, and how many answers were read.
    """

    wrong: tuple[str, ...]
    verdict: Verdict
    compared: int
    read: int


def find_way_back(host: Host, target: Target, online: Online, to: str | None, signers: Signers) -> RollbackPlan:
    """The release `to` of the ledger, or the one before that which is served. Raises PublishError."""
    refuse_foreign(online.probe)
    entry = online.ledger.entry(to) if to else online.ledger.before(online.folder)
    if entry is None or entry.folder == online.folder:
        known = ", ".join(other.id for other in online.ledger.releases) or "aucune"
        wanted = f"« {to} »" if to else "la publication précédente"
        raise PublishError(PREFLIGHT, f"{wanted} n'est pas sur le serveur", f"choisir parmi : {known}")
    found = _found(host, target, f"releases/{entry.folder}")
    verdict = check(found.text, found.signature, found.at, signers) if found else Verdict()
    fault = _fault(found, entry) or verdict.fault
    if found is None or found.release is None or fault:
        mend = "choisir une autre publication avec --to, ou publier à nouveau"
        raise PublishError(PREFLIGHT, f"la publication {entry.id} : {fault}", mend)
    return RollbackPlan(entry, found, verdict, tuple(check_policy(target, found.release)))


def _fault(found: Found | None, entry: LoggedRelease) -> str:
    """Why the release that was found cannot be the one that `entry` of the ledger names; empty if it is that one."""
    if found is None or text_digest(found.text) != entry.sha256:
        return "elle a été modifiée sur le serveur"
    return ""


def _found(host: Host, target: Target, folder: str) -> Found | None:
    """The release in a folder of the target; None if nothing readable is there."""

    def get(paths: Sequence[str]) -> list[str]:
        return remote_scripts.read_texts(host, target, folder, paths)

    try:
        return find_release(get)
    except ValueError:
        return None


def _wanted(host: Host, target: Target, folder: str, found: Found, others: Sequence[str] | None) -> Wanted:
    """What must lie in the folder of a release. With `others`, the folders of the other releases kept, nothing else may
    lie among its fixed files than theirs.
    """
    if target.kind == "archives":
        return archives_wanted(found.text, found.signature, remote_scripts.read(host, target, f"{folder}/{SUMS}"))
    if others is None:
        return sites_wanted(found.items(), found.manifests, {}, lenient=True)
    own = {manifest.assets for manifest in found.manifests.values()}
    pools = other_pools(lambda paths: remote_scripts.read_texts(host, target, "releases", paths), others, own)
    return sites_wanted(found.items(), found.manifests, pools)


def roll_back(
    host: Host, target: Target, online: Online, way: RollbackPlan, now: datetime, watcher: PublishObserver
) -> Published:
    """Serve an earlier release again, once it is verified where it lies. Raises PublishError."""
    start, folder, found = time.monotonic(), f"releases/{way.entry.folder}", way.found
    release = found.release
    assert release is not None  # noqa: S101 - a way back leads to a release
    watcher.step(VERIFY)
    stated = found.wrong if target.kind != "archives" else ()
    if wrong := [*stated, *wrong_in(host, target, folder, _wanted(host, target, folder, found, None))]:
        mend = "choisir une autre publication avec --to, ou publier à nouveau"
        raise PublishError(VERIFY, f"la publication {way.entry.id} est abîmée ({' ; '.join(wrong[:3])})", mend)
    watcher.step(SWITCH)
    switch(host, target, way.entry.folder, new=False)
    by_slug = {manifest.slug: manifest for manifest in found.manifests.values()}
    wanted, askable = to_read(target, release, found.text, found.signature, by_slug)
    read = confirm(host, target, online, wanted, watcher, back=True)
    record(host, target, online, way.entry.folder, release, found.text, now, watcher)
    return Published(release, None, read, askable, time.monotonic() - start)


def find_status(host: Host, target: Target, online: Online, signers: Signers, watcher: PublishObserver) -> Status:
    """Compare all that lies in what is served on the target, and all that is answered at its `url`, with what the
    release says. Raises PublishError.
    """
    watcher.step(VERIFY)
    folder = "current" if target.kind != "archives" else f"releases/{online.folder}"
    found = _found(host, target, folder)
    if found is None or found.release is None:
        return Status((f"{folder}/release.json : illisible : rien d'autre n'a pu être comparé",), Verdict(), 0, 0)
    verdict = check(found.text, found.signature, found.at, signers)
    wrong = [f"{SIGNATURE} : {verdict.fault}"] if verdict.fault else []
    if online.is_sure and online.folder and not is_noted(online.ledger, found.release, found.text, online.folder):
        wrong.append("release.json : ce n'est pas celui que le registre a noté")
    wrong += [f"{printable(path)} : un lien, ou autre chose qu'un dossier" for path in online.probe.foreign]
    if not online.probe.folder and online.probe.current not in online.probe.releases:
        wrong.append(f"current : lien vers « {printable(online.probe.current)} », qui n'est pas une publication d'ici")
    wrong += folder_faults(target, online.probe)
    wrong += found.wrong if target.kind != "archives" else ()
    others = [other.folder for other in online.ledger.releases if other.folder != online.folder]
    expected = _wanted(host, target, folder, found, others)
    lines = inspect(TargetStore(host, target), folder, expected, "assets")
    wrong += found.comparable(lines) if target.kind != "archives" else lines
    read = 0
    if target.url:
        watcher.step(REREAD)
        wanted = requests(found.items())
        read = len(wanted)
        wrong += reread(target.url, wanted, lambda count: watcher.moved(min(count, read), read))
    return Status(tuple(wrong), verdict, len(expected.release.files), read)
