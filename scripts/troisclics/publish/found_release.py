"""Read the description of a release from a folder, a target or over HTTP."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass

from .expected import ExpectedFile, all_items, site_folder, site_items
from .manifest import (
    MANIFEST,
    RELEASE,
    SIGNATURE,
    Release,
    SiteManifest,
    is_unaltered,
    read_manifest,
    read_release,
    text_digest,
)

Get = Callable[[Sequence[str]], Sequence[str]]
"""Returns the text of each path; empty if it does not exist."""


@dataclass(frozen=True, slots=True)
class FoundRelease:
    """The description of a release as found.

    Attributes:
        release: the parsed `release.json`; None for archives unpacked into one folder, without one.
        text: its text.
        signature: its signature, or "".
        manifests: the valid manifests, by folder ("" or "50-manche/").
        wrong: the problems with these files.
    """

    release: Release | None
    text: str
    signature: str
    manifests: dict[str, SiteManifest]
    wrong: tuple[str, ...] = ()

    @property
    def at(self) -> str:
        """When the release was made (ISO, UTC); "" if unknown."""
        return self.release.at if self.release else ""

    @property
    def name(self) -> str:
        """The id of the release, or the slug of the only site; otherwise ""."""
        if self.release:
            return self.release.id
        return next(iter(self.manifests.values())).slug if len(self.manifests) == 1 else ""

    @property
    def wrong_in_archives(self) -> tuple[str, ...]:
        """The problems with `release.json` itself: beside archives, there are no manifests."""
        return tuple(line for line in self.wrong if line.startswith(f"{RELEASE} : "))

    def comparable(self, lines: Iterable[str]) -> list[str]:
        """Drop from `lines` (« path : problem ») those on sites whose manifest is invalid."""
        sites = self.release.sites if self.release else ()
        unknown = tuple(
            base for base in (site_folder(site.slug) for site in sites) if base and base not in self.manifests
        )
        return [line for line in lines if not line.startswith(unknown)] if unknown else list(lines)

    def items(self) -> list[ExpectedFile]:
        """Return everything that can be requested of it."""
        if self.release:
            return all_items(self.release, self.text, self.signature, self.manifests)
        found: list[ExpectedFile] = []
        for base, manifest in self.manifests.items():
            path = f"{base}{MANIFEST}"
            found.append(ExpectedFile(path, path, text_digest(manifest.text()), "application/json"))
            found += site_items(manifest, base, manifest.assets)
        return found


def find_release(get: Get, bases: Sequence[str] = ("",)) -> FoundRelease:
    """Return the release whose texts `get` returns. Raises ValueError if there is none.

    `bases` are the site folders to try if there is no `release.json`.
    """
    text, signature = get([RELEASE, SIGNATURE])
    try:
        release = read_release(text)
    except ValueError:
        texts = get([f"{base}{MANIFEST}" for base in bases])
        manifests = {base: read_manifest(listing) for base, listing in zip(bases, texts, strict=True)}
        return FoundRelease(None, text, signature, manifests, (f"{RELEASE} : illisible",) if text else ())
    wrong = [] if is_unaltered(text) else [f"{RELEASE} : modifié"]
    bases = [site_folder(site.slug) for site in release.sites]
    manifests = {}
    for site, base, listing in zip(release.sites, bases, get([f"{base}{MANIFEST}" for base in bases]), strict=True):
        if text_digest(listing) == site.sha256:
            manifests[base] = read_manifest(listing)
        else:
            problem = "modifié" if listing else "absent"
            wrong.append(f"{base}{MANIFEST} : {problem} ; les fichiers de ce site n'ont pas pu être comparés")
    return FoundRelease(release, text, signature, manifests, tuple(wrong))


def other_pools(get: Get, folders: Sequence[str], own: Set[str]) -> dict[str, str]:
    """Return the SHA-256 of each file in the pools of other releases, by `<digest>/<path>`.

    Args:
        get: reads texts; paths begin with the folder of the release.
        folders: the folders of the other releases; unreadable ones are skipped.
        own: the pools to leave out.
    """
    pools: dict[str, tuple[str, str]] = {}
    for folder, text in zip(folders, get([f"{folder}/{RELEASE}" for folder in folders]), strict=True):
        try:
            sites = read_release(text).sites
        except ValueError:
            continue
        for site in sites:
            if site.assets not in own:
                pools.setdefault(site.assets, (f"{folder}/{site_folder(site.slug)}{MANIFEST}", site.sha256))
    found: dict[str, str] = {}
    texts = get([path for path, _ in pools.values()]) if pools else []
    for (assets, (_, digest)), text in zip(pools.items(), texts, strict=True):
        if text_digest(text) == digest:
            found |= {f"{assets}/{file.path}": file.sha256 for file in read_manifest(text).files if file.fixed}
    return found
