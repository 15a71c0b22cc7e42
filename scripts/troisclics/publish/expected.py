"""All that may be asked of a release, derived from its manifests: the one definition of what is verified.

A folder is verified against `files`, a server against `requests`; both are made from the same items.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from .manifest import ERROR_PAGE, MANIFEST, POOL, RELEASE, SBOM, SIGNATURE, File, Release, SiteManifest, text_digest

ENCODINGS = {".gz": "gzip", ".br": "br"}
"""Suffix of each compressed copy, and the name by which a browser asks for it."""

NOWHERE = "nulle-part-{release}/"
"""An address that no site has: it is answered with the error page."""

_JSON, _PLAIN = "application/json", "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Copy:
    """A compressed copy of a file: the content coding, its path below the release, its SHA-256."""

    encoding: str
    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class ExpectedFile:
    """Something that can be asked for: its path below the release, its address below the URL, SHA-256, media type.

    An error page that is met at an unknown address has no path of its own there, and the `status` 404.
    `slug` is that of its site, `is_page` and `is_fixed` are those of its file; `is_pooled`: it lies below `_assets/`.
    """

    path: str
    address: str
    sha256: str
    media: str
    copies: tuple[Copy, ...] = ()
    status: int = 200
    slug: str = ""
    is_page: bool = False
    is_fixed: bool = False
    is_pooled: bool = False


@dataclass(frozen=True, slots=True)
class Request:
    """A request as a browser makes it: the address, quoted, and the content coding it accepts; what it asks for."""

    address: str
    encoding: str
    item: ExpectedFile


def site_items(manifest: SiteManifest, base: str, salt: str) -> Iterator[ExpectedFile]:
    """All that may be asked of the site of `manifest`, which lies below `base` ("" or "50-manche/").

    `salt` makes an address that nobody has.
    """
    files = {file.path: file for file in manifest.files}
    for file in manifest.files:
        if _is_copy(file.path, files):
            continue
        yield _item(manifest.slug, file, files, base, base + _clean(file.path))
        if file.fixed:
            pool = f"{base}{POOL}/{manifest.assets}/"
            yield _item(manifest.slug, file, files, pool, pool + file.path, is_pooled=True)
        if file.path == ERROR_PAGE:
            copies = tuple(Copy(copy.encoding, "", copy.sha256) for copy in _copies(file.path, files, base))
            yield ExpectedFile(
                "", base + NOWHERE.format(release=salt), file.sha256, file.media, copies, 404, manifest.slug
            )


def release_items(release: Release, text: str, signature: str) -> Iterator[ExpectedFile]:
    """What a release holds beside its sites: `text` is that of `release.json`, `signature` may be empty."""
    for site in release.sites:
        path = base_of(site.slug) + MANIFEST
        yield ExpectedFile(path, path, site.sha256, _JSON)
    yield ExpectedFile(SBOM, SBOM, release.sbom, _JSON)
    yield ExpectedFile(RELEASE, RELEASE, text_digest(text), _JSON)
    if signature:
        yield ExpectedFile(SIGNATURE, SIGNATURE, text_digest(signature), _PLAIN)


def all_items(release: Release, text: str, signature: str, manifests: Mapping[str, SiteManifest]) -> list[ExpectedFile]:
    """All that may be asked of a release, of whose sites `manifests` are known, by the folder they are for."""
    found = list(release_items(release, text, signature))
    for base, manifest in sorted(manifests.items()):
        found += site_items(manifest, base, release.id)
    return found


def base_of(slug: str) -> str:
    """The folder of a site below its release: "" for the portal, else with its slash."""
    return f"{slug}/" if slug else ""


def files(items: Iterable[ExpectedFile]) -> dict[str, str]:
    """The SHA-256 of each file that lies in the folder of a release, by path."""
    found: dict[str, str] = {}
    for item in items:
        if item.path:
            found[item.path] = item.sha256
            found.update((copy.path, copy.sha256) for copy in item.copies)
    return found


def requests(items: Iterable[ExpectedFile]) -> list[Request]:
    """The requests by which all of `items` is got: plain, then once for each compressed copy."""
    return [
        Request(quote(item.address), encoding, item)
        for item in items
        for encoding in ("identity", *(copy.encoding for copy in item.copies))
    ]


def sample(items: Iterable[ExpectedFile], count: int, salt: str) -> list[ExpectedFile]:
    """Of each site its home and `count` other pages, each fixed file at one of its addresses, and all the rest.

    The pages are drawn by `salt`: the same release gives the same pages, the next one others.
    """
    kept: list[ExpectedFile] = []
    pages: dict[str, list[ExpectedFile]] = {}
    seen: set[str] = set()
    for item in items:
        if item.is_page:
            pages.setdefault(item.slug, []).append(item)
        elif not item.is_fixed:
            kept.append(item)
        elif item.is_pooled and (name := item.path.partition(f"{POOL}/")[2]) not in seen:
            seen.add(name)
            kept.append(item)
    for found in pages.values():
        found.sort(key=lambda item: hashlib.sha256(f"{salt} {item.sha256} {item.path}".encode()).digest())
        home = min(found, key=lambda item: len(item.path))
        kept += [home, *[item for item in found if item is not home][:count]]
    return kept


def _item(
    slug: str, file: File, files: Mapping[str, File], base: str, address: str, *, is_pooled: bool = False
) -> ExpectedFile:
    return ExpectedFile(
        path=base + file.path,
        address=address,
        sha256=file.sha256,
        media=file.media,
        copies=_copies(file.path, files, base),
        slug=slug,
        is_page=file.is_page,
        is_fixed=file.fixed,
        is_pooled=is_pooled,
    )


def _copies(path: str, files: Mapping[str, File], base: str) -> tuple[Copy, ...]:
    return tuple(
        Copy(encoding, f"{base}{path}{suffix}", files[path + suffix].sha256)
        for suffix, encoding in ENCODINGS.items()
        if path + suffix in files
    )


def _is_copy(path: str, files: Mapping[str, File]) -> bool:
    return path[-3:] in ENCODINGS and path[:-3] in files


def _clean(path: str) -> str:
    """The address of a file: that of a folder for its `index.html`."""
    folder, slash, name = path.rpartition("/")
    return folder + slash if name == "index.html" else path
