"""What is sent to a target: the sites themselves, or an archive of each."""

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
from .manifest import MANIFEST, POOL, RELEASE, SBOM, Release, SiteManifest
from .pack import Packed
from .wrap import digest_of

SUMS = "SHA256SUMS"
_LEVEL = 10


@dataclass(frozen=True, slots=True)
class Sums:
    """What `sha256sum -c` must say in the folder of a release, how many files are there, and what it must say in the
    folder of the pools, where the fixed files lie apart.
    """

    lines: tuple[str, ...]
    files: int
    pool: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cargo:
    """A folder to send with these options of rsync, and what must be there then."""

    folder: Path
    options: tuple[str, ...]
    sums: Sums


def load_cargo(target: Target, packed: Packed, release: Release, chosen: Collection[str]) -> Cargo:
    """What to send to `target` so that it holds `release`, of which `chosen` are the sites to send. Raises OSError."""
    manifests = {slug: packed.manifests[slug] for slug in sorted(chosen)}
    if target.kind == "archives":
        return _archives(target.format, packed, release, manifests)
    (packed.tree / RELEASE).write_text(release.text(), encoding="utf-8")
    (packed.tree / SBOM).write_text(packed.origin.sbom, encoding="utf-8")
    links = "--links" if target.switch == "link" else "--copy-links"
    options = (links, *_only({*packed.manifests, *(site.slug for site in release.sites)}, chosen))
    return Cargo(packed.tree, options, sums_of(target, release, manifests))


def sums_of(target: Target, release: Release, manifests: Mapping[str, SiteManifest]) -> Sums:
    """What must lie on `target` of `release`: all its manifests, and all files of the sites of `manifests`."""
    lines = [f"{release.sbom}  {SBOM}"]
    lines += [f"{site.sha256}  {_below(site.slug, MANIFEST)}" for site in release.sites]
    for slug, manifest in sorted(manifests.items()):
        lines += [f"{file.sha256}  {_below(slug, file.path)}" for file in manifest.files]
    pools = {manifest.assets: manifest for manifest in manifests.values()} if target.switch == "link" else {}
    pool = [f"{file.sha256}  {name}/{file.path}" for name, site in pools.items() for file in site.files if file.fixed]
    return Sums(tuple(lines), sum(site.files for site in release.sites), tuple(pool))


def _below(slug: str, path: str) -> str:
    return f"{slug}/{path}" if slug else path


def _only(known: Collection[str], chosen: Collection[str]) -> list[str]:
    """The filters of rsync by which the sites `known`, packed or online, that are not `chosen` are neither sent nor
    deleted.
    """
    others = sorted(slug for slug in known if slug not in chosen)
    if not others:
        return []
    if "" in chosen:
        return [f"--exclude=/{slug}/" for slug in others]  # the portal has files of any name
    return [
        f"--include=/{RELEASE}",
        f"--include=/{SBOM}",
        *(f"--include=/{slug}/***" for slug in sorted(chosen)),
        "--exclude=/*",
    ]


def _archives(kind: ArchiveKind, packed: Packed, release: Release, manifests: Mapping[str, SiteManifest]) -> Cargo:
    """One archive a site, the same bytes for the same site; unpacked into one folder they are the release."""
    folder = packed.folder / "archives"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    day = date.fromisoformat(release.built_on)
    for slug, manifest in manifests.items():
        (_zip if kind == "zip" else _tar)(folder / f"{slug or PORTAL}.{kind}", _entries(packed, manifest), day)
    (folder / SBOM).write_text(packed.origin.sbom, encoding="utf-8")
    lines = tuple(f"{digest_of(path)}  {path.name}" for path in sorted(folder.iterdir()))
    (folder / SUMS).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    (folder / RELEASE).write_text(release.text(), encoding="utf-8")
    return Cargo(folder, (), Sums(lines, len(manifests)))


def _entries(packed: Packed, manifest: SiteManifest) -> Iterator[tuple[str, Path]]:
    """The name in the archive, and the file, of all that a site is made of: it needs no link and no other archive."""
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
