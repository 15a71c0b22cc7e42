"""Turn built sites into a release on this machine: pool references, compress copies, write manifests.

A pack is a folder with `releases/<id>/`, the sites, and `assets/<digest>/`, their fixed assets, laid out as on the
target. What has not changed since the last pack is reused.
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
from ..system.atomic_folders import locked
from ..system.file_trees import link_file
from ..system.workers import parallel_map
from .compression import PublishedFile, digest_of, is_fixed, is_unmodified, read_state, write_published, write_state
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
"""Changes when sites are packed differently, so that earlier packs are not reused."""


@dataclass(frozen=True, slots=True)
class Packed:
    """A packed release.

    Attributes:
        folder: the pack.
        origin: the origin of the release.
        release: the release.
        manifests: the manifests of its sites, by slug.
        refusals: content of pages that is not in the theme.
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
class _PackTask:
    """A site to pack.

    Attributes:
        slug: its slug.
        built: the folder of all built sites.
        departments: the slugs of the departments.
        folder: the pack.
        scripts: the CSP digests of the theme's inline scripts.
    """

    slug: str
    built: Path
    departments: frozenset[str]
    folder: Path
    scripts: frozenset[str] = frozenset()

    @property
    def others(self) -> frozenset[str]:
        """The folders below the site that belong to other sites."""
        return frozenset() if self.slug else self.departments

    @property
    def tree(self) -> Path:
        """The folder of the site in the pack."""
        return self.folder / _TREE / self.slug

    @property
    def state(self) -> Path:
        """The state of the last pack of the site. It exists only while the packed site is complete."""
        return self.folder / f"state-{_VERSION}" / f"{self.slug or PORTAL}.json"


def pack(
    built: Path, slugs: Sequence[str], folder: Path, origin: Provenance, scripts: Sequence[str],
    jobs: int, advance: Callable[[str, int, int], None],
) -> Packed:  # fmt: skip
    """Pack sites into a folder, reusing the pack that it holds.

    Args:
        built: the folder of the built sites.
        slugs: the sites to pack; the portal is "".
        folder: the folder of the pack.
        origin: the origin of the release.
        scripts: the CSP digests of the theme's inline scripts.
        jobs: the number of processes.
        advance: receives the slug, the number and the total for each packed site.

    Raises:
        OSError: a file cannot be read or written.
        BusyError: another process packs into this folder.
        PublishError: the disk does not support symbolic links.
    """
    departments = frozenset(find_sites(built)) - {""}
    with locked(folder) as held:
        for name in (_TREE, "assets", f"state-{_VERSION}"):
            (held / name).mkdir(parents=True, exist_ok=True)
        _check_links(held)
        _delete_obsolete(held, slugs, departments)
        manifests, refusals = {}, []
        tasks = [_PackTask(slug, built, departments, held, frozenset(scripts)) for slug in slugs]
        for count, (manifest, found) in enumerate(parallel_map(_pack_site, tasks, jobs), 1):
            manifests[manifest.slug] = manifest
            refusals += found
            _pool(held, manifest)
            advance(manifest.slug, count, len(tasks))
        used = {manifest.assets for manifest in manifests.values()}
        for pool in (held / "assets").iterdir():
            if pool.name not in used:
                shutil.rmtree(pool)
        release = make_release(map(site_of, manifests.values()), scripts, origin)
        return Packed(held, origin, release, manifests, tuple(refusals))


def _check_links(folder: Path) -> None:
    """Raise PublishError if symbolic links cannot be made in `folder`: the layout is that of the target."""
    link = folder / ".link"
    try:
        link.unlink(missing_ok=True)
        link.symlink_to("assets")
        link.unlink()
    except OSError as error:
        if error.errno not in {errno.EPERM, errno.ENOSYS, errno.ENOTSUP}:
            raise
        text = f"le disque de « {folder} » n'a pas de liens symboliques (FAT, partage réseau…)"
        fix = "mettre le projet sur un autre disque de ce poste, puis relancer ; la destination peut s'en passer"
        raise PublishError("préparation", text, fix) from None


def _delete_obsolete(folder: Path, slugs: Sequence[str], departments: frozenset[str]) -> None:
    """Delete from the pack the sites that are no longer wanted, and incomplete ones left by a killed process."""
    there = {path.parent.name for path in (folder / _TREE).glob(f"*/{POOL}")} | {
        path.name for path in (folder / _TREE).iterdir() if path.name in departments
    }
    for slug in sorted(there):
        task = _PackTask(slug, folder, departments, folder)
        if slug not in slugs or not task.state.is_file():
            shutil.rmtree(task.tree)
            task.state.unlink(missing_ok=True)
    portal = _PackTask("", folder, departments, folder)
    if "" not in slugs or not portal.state.is_file():
        portal.state.unlink(missing_ok=True)
        for path in (folder / _TREE).iterdir():
            if path.name not in there:
                shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()


def _pack_site(task: _PackTask) -> tuple[SiteManifest, list[Finding]]:
    source, tree = task.built / task.slug, task.tree
    digests = {path: digest_of(source / path) for path in _walk(source, task.others)}
    fixed = {path for path in digests if is_fixed(path)}
    assets = assets_digest({path: digests[path] for path in fixed})
    known = read_state(task.state)
    published: dict[str, PublishedFile] = {}
    for path, digest in digests.items():
        before, pool = known.get(path), assets if path.endswith(".html") else ""
        same = before is not None and (before.source, before.assets) == (digest, pool)
        if before is not None and same and is_unmodified(before, tree):
            published[path] = before
            continue
        task.state.unlink(missing_ok=True)
        (tree / path).parent.mkdir(parents=True, exist_ok=True)
        published[path] = write_published(source / path, path, digest, pool, fixed, tree)
    if published == known and (tree / MANIFEST).is_file():
        return read_manifest((tree / MANIFEST).read_text(encoding="utf-8")), _foreign(task, published)
    task.state.unlink(missing_ok=True)
    _delete({file.path for entry in known.values() for file in entry.files}, published, tree)
    manifest = _manifest(task, assets, published)
    (tree / MANIFEST).write_text(manifest.text(), encoding="utf-8")
    if not (tree / POOL).is_symlink():
        (tree / POOL).symlink_to("../../../assets" if task.slug else "../../assets")
    write_state(task.state, published)
    return manifest, _foreign(task, published)


def _foreign(task: _PackTask, published: Mapping[str, PublishedFile]) -> list[Finding]:
    """Return the content of pages that is not in the theme: each once, at the first page that has it."""
    pages: dict[str, list[str]] = {}
    for path, entry in published.items():
        for what in (*entry.inspected.foreign, *unlisted_scripts(entry.inspected.scripts, task.scripts)):
            pages.setdefault(what, []).append(path)
    folder = "/".join(filter(None, (task.built.name, task.slug)))
    return [
        finding(FOREIGN, Place(f"{folder}/{paths[0]}"), code_of(task.slug), what=what, count=len(paths))
        for what, paths in pages.items()
    ]


def _manifest(task: _PackTask, assets: str, published: dict[str, PublishedFile]) -> SiteManifest:
    menu = fingerprint(load_site(task.built, task.slug, task.others)).digest
    scripts = {script for entry in published.values() for script in entry.inspected.scripts}
    files = sorted((file for entry in published.values() for file in entry.files), key=lambda file: file.path)
    return SiteManifest(task.slug, assets, menu, tuple(sorted(scripts)), tuple(files))


def _delete(before: set[str], published: dict[str, PublishedFile], tree: Path) -> None:
    """Delete the files that are no longer published, and the folders that become empty."""
    for path in before - {file.path for entry in published.values() for file in entry.files}:
        (tree / path).unlink(missing_ok=True)
        for parent in list((tree / path).parents)[: path.count("/")]:
            if any(parent.iterdir()):
                break
            parent.rmdir()


def _pool(folder: Path, manifest: SiteManifest) -> None:
    """Create the pool of the fixed assets of a site, unless another site with the same assets already has."""
    pool, site = folder / "assets" / manifest.assets, folder / _TREE / manifest.slug
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
    """Yield the paths of the files below `folder`, except in the folders `but`."""
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.is_dir():
            if prefix or entry.name not in but:
                yield from _walk(Path(entry.path), but, f"{prefix}{entry.name}/")
        else:
            yield prefix + entry.name
