"""From built sites to a release, on this machine: references pooled, compressed copies made, manifests written.

A pack is a folder with `releases/<id>/`, the sites, and `assets/<digest>/`, their fixed files, laid out as they will
lie on the target. What has not changed since the last pack is linked from it and not made again.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..clicks import find_sites, fingerprint, load_site
from ..errors import PublishError
from ..messages import finding
from ..messages.publishing_rules import FOREIGN
from ..model import PORTAL, Finding, Place
from ..system.atomic_folders import link_file, locked
from ..system.workers import parallel_map
from .compression import PublishedFile, digest_of, is_fixed, is_intact, read_made, wrap, write_made
from .csp import unlisted_scripts
from .manifest import (
    MANIFEST,
    POOL,
    Provenance,
    Release,
    SiteManifest,
    assets_digest,
    make_release,
    read_manifest,
    site_of,
)
from .plan import code_of

_TREE = "releases/next"
_VERSION = "2"
"""Changes when the same site would be packed otherwise: what an earlier program packed is then made again."""


@dataclass(frozen=True, slots=True)
class Packed:
    """A pack in `folder`: where it comes from, its release, the manifests of its sites, by slug, and `refusals`: what
    their pages hold that the theme does not.
    """

    folder: Path
    origin: Provenance
    release: Release
    manifests: dict[str, SiteManifest]
    refusals: tuple[Finding, ...]

    @property
    def tree(self) -> Path:
        """The folder of the release."""
        return self.folder / _TREE


@dataclass(frozen=True, slots=True)
class _Order:
    """A site to pack: its slug, the folder of all built sites, the slugs of the departments, the pack, and the inline
    scripts of the theme.
    """

    slug: str
    built: Path
    departments: frozenset[str]
    place: Path
    scripts: frozenset[str] = frozenset()

    @property
    def others(self) -> frozenset[str]:
        """The folders below the site that are not its own."""
        return frozenset() if self.slug else self.departments

    @property
    def tree(self) -> Path:
        """The folder of the site in the pack."""
        return self.place / _TREE / self.slug

    @property
    def state(self) -> Path:
        """What was made of the files of the site. It is there only while the site is whole."""
        return self.place / f"state-{_VERSION}" / f"{self.slug or PORTAL}.json"


def pack(
    built: Path, slugs: Sequence[str], place: Path, origin: Provenance, scripts: Sequence[str],
    jobs: int, tell: Callable[[str, int, int], None],
) -> Packed:  # fmt: skip
    """Pack the sites `slugs` (the portal is "") of the folder `built` into `place`, where the last pack may be.

    `origin` is where the release comes from; `scripts` are the digests of the theme's inline
    scripts; `tell` is told of each site done. Raises OSError, BusyError,
    PublishError.
    """
    departments = frozenset(find_sites(built)) - {""}
    with locked(place) as held:
        for name in (_TREE, "assets", f"state-{_VERSION}"):
            (held / name).mkdir(parents=True, exist_ok=True)
        _check_links(held)
        _sweep(held, slugs, departments)
        manifests, refusals = {}, []
        orders = [_Order(slug, built, departments, held, frozenset(scripts)) for slug in slugs]
        for count, (manifest, found) in enumerate(parallel_map(_pack_site, orders, jobs), 1):
            manifests[manifest.slug] = manifest
            refusals += found
            _pool(held, manifest)
            tell(manifest.slug, count, len(orders))
        used = {manifest.assets for manifest in manifests.values()}
        for pool in (held / "assets").iterdir():
            if pool.name not in used:
                shutil.rmtree(pool)
        release = make_release(map(site_of, manifests.values()), scripts, origin)
        return Packed(held, origin, release, manifests, tuple(refusals))


def _check_links(place: Path) -> None:
    """Raise PublishError if no symbolic link can be made in `place`: a pack is laid out as the target will be."""
    link = place / ".link"
    try:
        link.unlink(missing_ok=True)
        link.symlink_to("assets")
        link.unlink()
    except OSError as error:
        if error.errno not in {errno.EPERM, errno.ENOSYS, errno.ENOTSUP}:
            raise
        text = f"le disque de « {place} » n'a pas de liens symboliques (FAT, partage réseau…)"
        mend = "mettre le projet sur un autre disque de ce poste, puis relancer ; la destination peut s'en passer"
        raise PublishError("préparation", text, mend) from None


def _sweep(place: Path, slugs: Sequence[str], departments: frozenset[str]) -> None:
    """Take out of the pack the sites that are not wanted any more, and those that a killed pack left half made."""
    there = {path.parent.name for path in (place / _TREE).glob(f"*/{POOL}")} | {
        path.name for path in (place / _TREE).iterdir() if path.name in departments
    }
    for slug in sorted(there):
        order = _Order(slug, place, departments, place)
        if slug not in slugs or not order.state.is_file():
            shutil.rmtree(order.tree)
            order.state.unlink(missing_ok=True)
    portal = _Order("", place, departments, place)
    if "" not in slugs or not portal.state.is_file():
        portal.state.unlink(missing_ok=True)
        for path in (place / _TREE).iterdir():
            if path.name not in there:
                shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()


def _pack_site(order: _Order) -> tuple[SiteManifest, list[Finding]]:
    source, tree = order.built / order.slug, order.tree
    digests = {path: digest_of(source / path) for path in _walk(source, order.others)}
    fixed = {path for path in digests if is_fixed(path)}
    assets = assets_digest({path: digests[path] for path in fixed})
    known = read_made(order.state)
    made: dict[str, PublishedFile] = {}
    for path, digest in digests.items():
        before, pool = known.get(path), assets if path.endswith(".html") else ""
        same = before is not None and (before.source, before.assets) == (digest, pool)
        if before is not None and same and is_intact(before, tree):
            made[path] = before
            continue
        order.state.unlink(missing_ok=True)
        (tree / path).parent.mkdir(parents=True, exist_ok=True)
        made[path] = wrap(source / path, path, digest, pool, fixed, tree)
    if made == known and (tree / MANIFEST).is_file():
        return read_manifest((tree / MANIFEST).read_text(encoding="utf-8")), _foreign(order, made)
    order.state.unlink(missing_ok=True)
    _delete({file.path for entry in known.values() for file in entry.files}, made, tree)
    manifest = _manifest(order, assets, made)
    (tree / MANIFEST).write_text(manifest.text(), encoding="utf-8")
    if not (tree / POOL).is_symlink():
        (tree / POOL).symlink_to("../../../assets" if order.slug else "../../assets")
    write_made(order.state, made)
    return manifest, _foreign(order, made)


def _foreign(order: _Order, made: Mapping[str, PublishedFile]) -> list[Finding]:
    """Return what pages of the site hold and the theme does not: each thing once, at the first page that has it."""
    pages: dict[str, list[str]] = {}
    for path, entry in made.items():
        for what in (*entry.inspected.foreign, *unlisted_scripts(entry.inspected.scripts, order.scripts)):
            pages.setdefault(what, []).append(path)
    folder = "/".join(filter(None, (order.built.name, order.slug)))
    return [
        finding(FOREIGN, Place(f"{folder}/{paths[0]}"), code_of(order.slug), what=what, count=len(paths))
        for what, paths in pages.items()
    ]


def _manifest(order: _Order, assets: str, made: dict[str, PublishedFile]) -> SiteManifest:
    menu = fingerprint(load_site(order.built, order.slug, order.others)).digest
    scripts = {script for entry in made.values() for script in entry.inspected.scripts}
    files = sorted((file for entry in made.values() for file in entry.files), key=lambda file: file.path)
    return SiteManifest(order.slug, assets, menu, tuple(sorted(scripts)), tuple(files))


def _delete(before: set[str], made: dict[str, PublishedFile], tree: Path) -> None:
    """Delete what is no longer published, and the folders that this empties."""
    for path in before - {file.path for entry in made.values() for file in entry.files}:
        (tree / path).unlink(missing_ok=True)
        for parent in list((tree / path).parents)[: path.count("/")]:
            if any(parent.iterdir()):
                break
            parent.rmdir()


def _pool(place: Path, manifest: SiteManifest) -> None:
    """Give the pool the fixed files of a site, unless another site with the same ones already has."""
    pool, site = place / "assets" / manifest.assets, place / _TREE / manifest.slug
    if pool.exists():
        return
    new = pool.with_name(".new")
    shutil.rmtree(new, ignore_errors=True)
    for file in manifest.files:
        if file.fixed:
            (new / file.path).parent.mkdir(parents=True, exist_ok=True)
            link_file(site / file.path, new / file.path)
    new.mkdir(exist_ok=True)
    new.rename(pool)


def _walk(folder: Path, but: frozenset[str], prefix: str = "") -> Iterator[str]:
    """The paths of the files below `folder`, less those in the folders `but`."""
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.is_dir():
            if prefix or entry.name not in but:
                yield from _walk(Path(entry.path), but, f"{prefix}{entry.name}/")
        else:
            yield prefix + entry.name
