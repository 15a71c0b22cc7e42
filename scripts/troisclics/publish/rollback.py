"""Go back to a release kept on the target, and verify what is served."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ..errors import PublishError
from ..model import Finding, Target
from . import remote_scripts
from .expected import requests
from .file_rights import folder_problems
from .folder_listing import printable
from .found_release import FoundRelease, find_release, other_pools
from .http_check import check_responses
from .inspection import ExpectedLayout, TargetStore, compare_folder, expected_archives, expected_sites
from .manifest import SIGNATURE, SUMS, text_digest
from .preflight import Online, PublishObserver, refuse_foreign_entries
from .preparation import check_policy
from .publication import Published, check_served, record, requests_to_check, switch, wrong_in
from .release_log import LoggedRelease, is_logged
from .remote_scripts import HTTP_CHECK, PREFLIGHT, SWITCH, VERIFY
from .signature import Signers, Verdict, check
from .transport import Host


@dataclass(frozen=True, slots=True)
class RollbackPlan:
    """A rollback: the release to serve again, its description, the verdict on its signature, and what blocks it."""

    entry: LoggedRelease
    found: FoundRelease
    verdict: Verdict
    refusals: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Status:
    """The result of a verification.

    Attributes:
        wrong: the problems on the target and at its `url`.
        verdict: the verdict on the signature.
        compared: the number of files compared on the target.
        read: the number of HTTP responses compared.
    """

    wrong: tuple[str, ...]
    verdict: Verdict
    compared: int
    read: int


def plan_rollback(host: Host, target: Target, online: Online, to: str | None, signers: Signers) -> RollbackPlan:
    """Plan the rollback to a release of the log.

    Args:
        host: the machine of the target.
        target: the target.
        online: its state.
        to: the release; the previous one if None.
        signers: the accepted signers.

    Raises:
        PublishError: the release is not on the target, or must not be served.
    """
    refuse_foreign_entries(online.probe)
    entry = online.log.entry(to) if to else online.log.before(online.folder)
    if entry is None or entry.folder == online.folder:
        known = ", ".join(dict.fromkeys(other.id for other in online.log.releases)) or "aucune"
        wanted = f"« {to} »" if to else "la publication précédente"
        raise PublishError(PREFLIGHT, f"{wanted} n'est pas sur le serveur", f"choisir parmi : {known}")
    found = _found(host, target, f"releases/{entry.folder}")
    verdict = check(found.text, found.signature, found.at, signers) if found else Verdict()
    problem = _problem(found, entry) or verdict.problem
    if found is None or found.release is None or problem:
        fix = "choisir une autre publication avec --to, ou publier à nouveau"
        raise PublishError(PREFLIGHT, f"la publication {entry.id} : {problem}", fix)
    return RollbackPlan(entry, found, verdict, tuple(check_policy(target, found.release)))


def _problem(found: FoundRelease | None, entry: LoggedRelease) -> str:
    """Return why the release found is not the one that the log recorded; "" if it is."""
    if found is None or text_digest(found.text) != entry.sha256:
        return "elle a été modifiée sur le serveur"
    return ""


def _found(host: Host, target: Target, folder: str) -> FoundRelease | None:
    """Return the release in a folder of the target; None if it is unreadable."""

    def get(paths: Sequence[str]) -> list[str]:
        return remote_scripts.read_texts(host, target, folder, paths)

    try:
        return find_release(get)
    except ValueError:
        return None


def _expected_layout(
    host: Host, target: Target, folder: str, found: FoundRelease, others: Sequence[str] | None
) -> ExpectedLayout:
    """Return the expected content of the folder of a release.

    With `others`, the folders of the other releases kept, only their pools are allowed besides its own.
    """
    if target.kind == "archives":
        return expected_archives(found.text, found.signature, remote_scripts.read(host, target, f"{folder}/{SUMS}"))
    if others is None:
        return expected_sites(found.items(), found.manifests, {}, lenient=True)
    own = {manifest.assets for manifest in found.manifests.values()}
    pools = other_pools(lambda paths: remote_scripts.read_texts(host, target, "releases", paths), others, own)
    return expected_sites(found.items(), found.manifests, pools)


def roll_back(
    host: Host, target: Target, online: Online, plan: RollbackPlan, now: datetime, observer: PublishObserver
) -> Published:
    """Serve an earlier release again, after verifying it on the target.

    Args:
        host: the machine of the target.
        target: the target.
        online: its state.
        plan: the rollback.
        now: the current time.
        observer: receives progress events.

    Raises:
        PublishError: a step failed.
    """
    start, folder, found = time.monotonic(), f"releases/{plan.entry.folder}", plan.found
    release = found.release
    assert release is not None  # noqa: S101 - a way back leads to a release
    observer.step(VERIFY)
    stated = found.wrong if target.kind != "archives" else found.wrong_in_archives
    if wrong := [*stated, *wrong_in(host, target, folder, _expected_layout(host, target, folder, found, None))]:
        fix = "choisir une autre publication avec --to, ou publier à nouveau"
        raise PublishError(VERIFY, f"la publication {plan.entry.id} est abîmée ({' ; '.join(wrong[:3])})", fix)
    observer.step(SWITCH)
    switch(host, target, plan.entry.folder, new=False)
    by_slug = {manifest.slug: manifest for manifest in found.manifests.values()}
    wanted, total = requests_to_check(target, release, found.text, found.signature, by_slug)
    read = check_served(host, target, online, wanted, observer, back=True)
    record(host, target, online, plan.entry.folder, release, found.text, now, observer)
    return Published(release, None, read, total, time.monotonic() - start)


def find_status(host: Host, target: Target, online: Online, signers: Signers, observer: PublishObserver) -> Status:
    """Compare everything served, on the target and at its `url`, with the description of the release.

    Args:
        host: the machine of the target.
        target: the target.
        online: its state.
        signers: the accepted signers.
        observer: receives progress events.

    Raises:
        PublishError: a command fails, or the server does not respond.
    """
    observer.step(VERIFY)
    folder = "current" if target.kind != "archives" else f"releases/{online.folder}"
    found = _found(host, target, folder)
    if found is None or found.release is None:
        return Status((f"{folder}/release.json : illisible : rien d'autre n'a pu être comparé",), Verdict(), 0, 0)
    verdict = check(found.text, found.signature, found.at, signers)
    wrong = [f"{SIGNATURE} : {verdict.problem}"] if verdict.problem else []
    if online.is_reliable and online.folder and not is_logged(online.log, found.release, found.text, online.folder):
        wrong.append("release.json : ce n'est pas celui que le registre a noté")
    wrong += [f"{printable(path)} : un lien, ou autre chose qu'un dossier" for path in online.probe.foreign]
    if not online.probe.folder and online.probe.current not in online.probe.releases:
        wrong.append(f"current : lien vers « {printable(online.probe.current)} », qui n'est pas une publication d'ici")
    wrong += folder_problems(target, online.probe)
    wrong += found.wrong if target.kind != "archives" else found.wrong_in_archives
    others = [other.folder for other in online.log.releases if other.folder != online.folder]
    expected = _expected_layout(host, target, folder, found, others)
    lines = compare_folder(TargetStore(host, target), folder, expected, "assets")
    wrong += found.comparable(lines) if target.kind != "archives" else lines
    read = 0
    if target.url:
        observer.step(HTTP_CHECK)
        wanted = requests(found.items())
        read = len(wanted)
        wrong += check_responses(target.url, wanted, lambda count: observer.moved(min(count, read), read))
    return Status(tuple(wrong), verdict, len(expected.release.files), read)
