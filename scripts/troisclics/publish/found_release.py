"""A release as it states itself, wherever its texts are read: in a folder, on a target, over HTTP."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass

from .expected import ExpectedFile, all_items, base_of, site_items
from .manifest import (
    MANIFEST,
    RELEASE,
    SIGNATURE,
    Release,
    SiteManifest,
    is_whole,
    read_manifest,
    read_release,
    text_digest,
)

Get = Callable[[Sequence[str]], Sequence[str]]
"""Gives the text of each of these paths; empty where there is none."""


@dataclass(frozen=True, slots=True)
class Found:
    """A release: its texts, its manifests by the folder they are for ("" or "50-manche/"), and what is wrong with
    these alone. Where no release says which sites there are (archives put into one folder), `release` is None.
    """

    release: Release | None
    text: str
    signature: str
    manifests: dict[str, SiteManifest]
    wrong: tuple[str, ...] = ()

    @property
    def at(self) -> str:
        """When the release was made (ISO, UTC); empty where nothing says so."""
        return self.release.at if self.release else ""

    @property
    def name(self) -> str:
        """The id of the release, or the slug of the one site that there is; else empty."""
        if self.release:
            return self.release.id
        return next(iter(self.manifests.values())).slug if len(self.manifests) == 1 else ""

    def comparable(self, lines: Iterable[str]) -> list[str]:
        """Of `lines` (« path : fault ») those that say something: not what lies in a site whose manifest is wrong."""
        sites = self.release.sites if self.release else ()
        unknown = tuple(base for base in (base_of(site.slug) for site in sites) if base and base not in self.manifests)
        return [line for line in lines if not line.startswith(unknown)] if unknown else list(lines)

    def items(self) -> list[ExpectedFile]:
        """All that may be asked of it."""
        if self.release:
            return all_items(self.release, self.text, self.signature, self.manifests)
        found: list[ExpectedFile] = []
        for base, manifest in self.manifests.items():
            path = f"{base}{MANIFEST}"
            found.append(ExpectedFile(path, path, text_digest(manifest.text()), "application/json"))
            found += site_items(manifest, base, manifest.assets)
        return found


def find_release(get: Get, bases: Sequence[str] = ("",)) -> Found:
    """The release whose texts `get` gives. Raises ValueError if there is none.

    `bases` are the folders of sites to look for where no release says which they are.
    """
    text, signature = get([RELEASE, SIGNATURE])
    try:
        release = read_release(text)
    except ValueError:
        texts = get([f"{base}{MANIFEST}" for base in bases])
        manifests = {base: read_manifest(listing) for base, listing in zip(bases, texts, strict=True)}
        return Found(None, text, signature, manifests, (f"{RELEASE} : illisible",) if text else ())
    wrong = [] if is_whole(text) else [f"{RELEASE} : modifié"]
    bases = [base_of(site.slug) for site in release.sites]
    manifests = {}
    for site, base, listing in zip(release.sites, bases, get([f"{base}{MANIFEST}" for base in bases]), strict=True):
        if text_digest(listing) == site.sha256:
            manifests[base] = read_manifest(listing)
        else:
            fault = "modifié" if listing else "absent"
            wrong.append(f"{base}{MANIFEST} : {fault} ; les fichiers de ce site n'ont pas pu être comparés")
    return Found(release, text, signature, manifests, tuple(wrong))


def other_pools(get: Get, folders: Sequence[str], own: Set[str]) -> dict[str, str]:
    """The SHA-256 of each file, by `<digest>/<path>`, in the pools that the releases in `folders` name and that are
    not `own`. `get` takes paths that begin with a folder. A release that cannot be read names none.
    """
    pools: dict[str, tuple[str, str]] = {}
    for folder, text in zip(folders, get([f"{folder}/{RELEASE}" for folder in folders]), strict=True):
        try:
            sites = read_release(text).sites
        except ValueError:
            continue
        for site in sites:
            if site.assets not in own:
                pools.setdefault(site.assets, (f"{folder}/{base_of(site.slug)}{MANIFEST}", site.sha256))
    found: dict[str, str] = {}
    texts = get([path for path, _ in pools.values()]) if pools else []
    for (assets, (_, digest)), text in zip(pools.items(), texts, strict=True):
        if text_digest(text) == digest:
            found |= {f"{assets}/{file.path}": file.sha256 for file in read_manifest(text).files if file.fixed}
    return found
