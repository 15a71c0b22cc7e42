"""Prepare a publication: what it changes, what blocks it, and whether the target has room for it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from ..errors import PublishError
from ..messages import finding
from ..model import Finding, Place, PublishSettings, Target
from . import remote_scripts
from .expected import site_folder
from .http_check import allowed_scripts
from .manifest import MANIFEST, Release, SiteManifest, make_release, read_manifest, site_of
from .pack import Packed
from .plan import Change, check_release, merge_sites, plan
from .preflight import Online, refuse_foreign_entries
from .remote_scripts import PREFLIGHT, Probe
from .signature import Signing, check
from .transport import Host

_ROOM, _FILES, _BLOCK = 16 * 1024 * 1024, 256, 4096
"""Free bytes and files to keep on the target, and the maximum overhead in bytes of a file, folder or link."""


@dataclass(frozen=True, slots=True)
class PreparedPublication:
    """A publication ready to start.

    Attributes:
        packed: the pack.
        chosen: the sites to send.
        release: the new release.
        manifests: the manifests of all its sites, by slug.
        signing: how it is signed.
        is_signed: whether the release online has the required signature.
        changes: what it changes.
        refusals: what blocks it.
    """

    packed: Packed
    chosen: tuple[str, ...]
    release: Release
    manifests: dict[str, SiteManifest]
    signing: Signing
    is_signed: bool
    changes: tuple[Change, ...]
    refusals: tuple[Finding, ...]


def prepare(
    host: Host, target: Target, online: Online, packed: Packed, chosen: Sequence[str], settings: PublishSettings,
    signing: Signing,
) -> PreparedPublication:  # fmt: skip
    """Compare packed sites with what is online.

    Args:
        host: the machine of the target.
        target: the target.
        online: its state.
        packed: the pack.
        chosen: the sites to publish.
        settings: the limits.
        signing: how the release is signed.

    Raises:
        PublishError: the target cannot be read, or has no room.
    """
    refuse_foreign_entries(online.probe)
    manifests = {slug: packed.manifests[slug] for slug in chosen}
    coming = {slug: site_of(manifest) for slug, manifest in manifests.items()}
    there = {site.slug: site for site in online.release.sites} if online.release else {}
    changed = [slug for slug in there if there[slug] != coming.get(slug)]
    folder = f"releases/{online.folder}"
    before = read_manifests(host, target, folder, changed) if target.kind != "archives" else {}
    before |= {slug: manifests[slug] for slug in there if there[slug] == coming.get(slug)}
    is_complete = set(chosen) == packed.manifests.keys()
    kept = {} if is_complete else {slug: manifest for slug, manifest in before.items() if slug not in manifests}
    verdict = check(online.text, online.signature, online.release.at, signing.signers) if online.release else None
    if verdict and not is_complete and signing.key and not verdict.signer:
        text = "ce qui est en ligne n'est pas signé par un signataire connu : le compléter reviendrait à le signer"
        raise PublishError(PREFLIGHT, text, "publier tous les sites, sans CODE")
    sites = tuple(coming.values()) if is_complete else merge_sites(coming.values(), online.release)
    remaining = (*kept.values(), *manifests.values())
    release = _same_release(make_release(sites, packed.release.scripts, packed.origin), online.release)
    menus = {manifest.slug: manifest.menu for manifest in remaining if manifest.slug}
    refusals = [*packed.refusals, *check_release(manifests, before, menus, settings)]
    refusals += check_policy(target, release)
    changes = plan(manifests, before)
    _check_room(online.probe, changes, remaining)
    is_signed = verdict is not None and not verdict.problem and bool(online.signature) >= bool(signing.key)
    all_manifests = {**kept, **manifests}
    return PreparedPublication(
        packed, tuple(chosen), release, all_manifests, signing, is_signed, changes, tuple(refusals)
    )


def _same_release(release: Release, online: Release | None) -> Release:
    """Return `release` under the name of the one online if readers would see no difference: a later day is none."""
    if online is None or (online.sites, online.scripts) != (release.sites, release.scripts):
        return release
    if online.built_on > release.built_on:
        return release  # an earlier build is not what is online
    return replace(release, id=online.id, built_on=online.built_on)


def read_manifests(host: Host, target: Target, folder: str, slugs: Sequence[str]) -> dict[str, SiteManifest]:
    """Return the manifests of sites of a release on the target; unreadable ones are left out.

    Args:
        host: the machine of the target.
        target: the target.
        folder: the folder of the release.
        slugs: the sites.
    """
    found = {}
    texts = remote_scripts.read_texts(host, target, folder, [f"{site_folder(slug)}{MANIFEST}" for slug in slugs])
    for slug, text in zip(slugs, texts, strict=True):
        with contextlib.suppress(ValueError):
            found[slug] = read_manifest(text)
    return found


def _check_room(probe: Probe, changes: Iterable[Change], remaining: Iterable[SiteManifest]) -> None:
    """Raise PublishError if the target lacks room for the changed files and the folders of the new release."""
    changes = tuple(changes)
    files = sum(change.added + change.changed for change in changes) + sum(map(_folders, remaining)) + _FILES
    need = sum(change.bytes for change in changes) + files * _BLOCK + _ROOM
    fix = "libérer de la place, ou réduire « keep », puis relancer"
    if probe.free < need:
        text = f"il faudrait {need >> 20} Mio sur le serveur, il en reste {probe.free >> 20}"
        raise PublishError(PREFLIGHT, text, fix)
    if probe.inodes is not None and probe.inodes < files:
        text = f"il faudrait pouvoir créer {files} fichiers sur le serveur, il n'y reste que {probe.inodes} inodes"
        raise PublishError(PREFLIGHT, text, fix)


def _folders(manifest: SiteManifest) -> int:
    """Return the number of folders of a site: each release has its own."""
    return len({folder for file in manifest.files for folder in PurePosixPath(file.path).parents})


def check_policy(target: Target, release: Release) -> list[Finding]:
    """Compare the current policy of the server with the scripts of the theme of `release`."""
    allowed = allowed_scripts(target.url) if target.url else None
    if allowed is None or allowed == set(release.scripts):
        return []
    missing, extra = len(set(release.scripts) - allowed), len(allowed - set(release.scripts))
    place = Place("publish.yml", target.at.line)
    return [finding("publication-csp", place, missing=missing, extra=extra, target=target.id)]
