"""Assemble what is sent to a target: the sites themselves, or one archive per site."""

from __future__ import annotations

import io
import shutil
import tarfile
import zipfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import zstandard

from ..model import PORTAL, Target
from ..model.targets import ArchiveKind
from .compression import digest_of
from .expected import all_items, site_folder
from .inspection import ExpectedLayout, expected_archives, expected_sites
from .manifest import (
    MANIFEST,
    POOL,
    RELEASE,
    SBOM,
    SIGNATURE,
    SUMS,
    Release,
    SiteManifest,
    finish,
    text_digest,
)
from .pack import Packed
from .signature import sign

_LEVEL = 10


@dataclass(frozen=True, slots=True)
class Payload:
    """The payload of a publication.

    Attributes:
        folder: the folder to send.
        options: options for rsync.
        release: the release.
        text: the text of its `release.json`.
        signature: its signature, or "".
        wanted: the expected content of the target afterwards.
    """

    folder: Path
    options: tuple[str, ...]
    release: Release
    text: str
    signature: str
    wanted: ExpectedLayout


def build_payload(
    target: Target, packed: Packed, release: Release, chosen: Collection[str],
    manifests: Mapping[str, SiteManifest], at: str, key: Path | None,
) -> Payload:  # fmt: skip
    """Return the payload that makes a target hold a release.

    Args:
        target: the target.
        packed: the pack.
        release: the release.
        chosen: the sites to send.
        manifests: the manifests of all sites of the release, by slug.
        at: the time stated in the release (ISO, UTC).
        key: the key to sign with, if any.

    Raises:
        PublishError: signing fails.
        OSError: a file cannot be written.
    """
    if target.kind == "archives":
        folder = packed.folder / "archives"
        sums = _archives(folder, target.format, packed, release, {slug: packed.manifests[slug] for slug in chosen})
        options: tuple[str, ...] = ()
    else:
        folder, sums = packed.tree, ""
        (folder / SBOM).write_text(packed.origin.sbom, encoding="utf-8")
        options = (
            "--links" if target.switch == "link" else "--copy-links",
            *_only({*packed.manifests, *(site.slug for site in release.sites)}, chosen),
        )
    release = finish(release, at, text_digest(sums) if sums else "")
    text = release.text()
    signature = sign(key, text) if key else ""
    (folder / RELEASE).write_text(text, encoding="utf-8")
    (folder / SIGNATURE).unlink(missing_ok=True)
    if signature:
        (folder / SIGNATURE).write_text(signature, encoding="utf-8")
    if sums:
        return Payload(folder, options, release, text, signature, expected_archives(text, signature, sums))
    by_folder = {site_folder(slug): manifest for slug, manifest in manifests.items()}
    items = all_items(release, text, signature, by_folder)
    return Payload(folder, options, release, text, signature, expected_sites(items, by_folder, {}, lenient=True))


def _below(slug: str, path: str) -> str:
    return f"{slug}/{path}" if slug else path


def _only(known: Collection[str], chosen: Collection[str]) -> list[str]:
    """Return the rsync filters that neither send nor delete the sites of `known` that are not in `chosen`."""
    others = sorted(slug for slug in known if slug not in chosen)
    if not others:
        return []
    if "" in chosen:
        return [f"--exclude=/{slug}/" for slug in others]  # the portal can have files of any name
    return [
        f"--include=/{RELEASE}",
        f"--include=/{SIGNATURE}",
        f"--include=/{SBOM}",
        *(f"--include=/{slug}/***" for slug in sorted(chosen)),
        "--exclude=/*",
    ]


def _archives(
    folder: Path, kind: ArchiveKind, packed: Packed, release: Release, manifests: Mapping[str, SiteManifest]
) -> str:
    """Write one reproducible archive per site into `folder`, and return the text of `SHA256SUMS`.

    Unpacked into one folder, the archives make the release.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    day = date.fromisoformat(release.built_on)
    for slug, manifest in sorted(manifests.items()):
        (_zip if kind == "zip" else _tar)(folder / f"{slug or PORTAL}.{kind}", _entries(packed, manifest), day)
    (folder / SBOM).write_text(packed.origin.sbom, encoding="utf-8")
    sums = "".join(f"{digest_of(path)}  {path.name}\n" for path in sorted(folder.iterdir()))
    (folder / SUMS).write_text(sums, encoding="utf-8")
    return sums


def _entries(packed: Packed, manifest: SiteManifest) -> Iterator[tuple[str, Path]]:
    """Yield the archive name and path of every file of a site: the archive needs no link and no other archive."""
    site = packed.tree / manifest.slug
    yield _below(manifest.slug, MANIFEST), site / MANIFEST
    for file in manifest.files:
        yield _below(manifest.slug, file.path), site / file.path
        if file.fixed:
            yield _below(manifest.slug, f"{POOL}/{manifest.assets}/{file.path}"), site / file.path


def _tar(to: Path, entries: Iterable[tuple[str, Path]], day: date) -> None:
    moment = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
    with (
        to.open("wb") as raw,
        zstandard.ZstdCompressor(_LEVEL).stream_writer(raw) as packer,
        tarfile.open(fileobj=packer, mode="w|", format=tarfile.PAX_FORMAT) as archive,
    ):
        for name, path in entries:
            info = tarfile.TarInfo(name)
            content = path.read_bytes()
            info.size, info.mtime, info.mode = len(content), moment, 0o644
            archive.addfile(info, io.BytesIO(content))


def _zip(to: Path, entries: Iterable[tuple[str, Path]], day: date) -> None:
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, path in entries:
            info = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            info.external_attr, info.compress_type, info.create_system = 0o644 << 16, zipfile.ZIP_DEFLATED, 3
            archive.writestr(info, path.read_bytes())
