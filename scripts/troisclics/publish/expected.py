"""Derive from the manifests of a release everything that can be requested; every verification uses this list.

A folder is verified against `files`, a server against `requests`; both come from the same items.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from .manifest import ERROR_PAGE, MANIFEST, POOL, RELEASE, SBOM, SIGNATURE, File, Release, SiteManifest, text_digest

ENCODINGS = {".gz": "gzip", ".br": "br"}
"""The content coding of each suffix of compressed copies."""

NOWHERE = "nulle-part-{release}/"
"""An address that no site has, which must return the error page."""

_JSON, _PLAIN = "application/json", "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Copy:
    """A compressed copy of a file: its content coding, path below the release, and SHA-256."""

    encoding: str
    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class ExpectedFile:
    """A file that can be requested.

    Attributes:
        path: its path below the release; empty for the error page at an unknown address.
        address: its address below the URL.
        sha256: its SHA-256.
        media: its media type.
        copies: its compressed copies.
        status: the HTTP status: 404 for the error page at an unknown address.
        slug: its site.
        is_page: whether it is a page.
        is_fixed: whether it is a fixed asset.
        is_pooled: whether it is the copy in the pool, below `_assets/`.
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
    """An HTTP request: the quoted address, the accepted content coding, and the expected file."""

    address: str
    encoding: str
    item: ExpectedFile


def site_items(manifest: SiteManifest, base: str, salt: str) -> Iterator[ExpectedFile]:
    """Yield everything that can be requested of a site.

    Args:
        manifest: the manifest of the site.
        base: its folder below the release ("" or "50-manche/").
        salt: makes an address that does not exist.
    """
    files = {file.path: file for file in manifest.files}
    for file in manifest.files:
        if _is_copy(file.path, files):
            continue
        yield _item(manifest.slug, file, files, base, base + _address_of(file.path))
        if file.fixed:
            pool = f"{base}{POOL}/{manifest.assets}/"
            yield _item(manifest.slug, file, files, pool, pool + file.path, is_pooled=True)
        if file.path == ERROR_PAGE:
            copies = tuple(Copy(copy.encoding, "", copy.sha256) for copy in _copies(file.path, files, base))
            yield ExpectedFile(
                "", base + NOWHERE.format(release=salt), file.sha256, file.media, copies, 404, manifest.slug
            )


def release_items(release: Release, text: str, signature: str) -> Iterator[ExpectedFile]:
    """Yield the files of a release outside its sites.

    Args:
        release: the release.
        text: the text of its `release.json`.
        signature: its signature, or "".
    """
    for site in release.sites:
        path = site_folder(site.slug) + MANIFEST
        yield ExpectedFile(path, path, site.sha256, _JSON)
    yield ExpectedFile(SBOM, SBOM, release.sbom, _JSON)
    yield ExpectedFile(RELEASE, RELEASE, text_digest(text), _JSON)
    if signature:
        yield ExpectedFile(SIGNATURE, SIGNATURE, text_digest(signature), _PLAIN)


def all_items(release: Release, text: str, signature: str, manifests: Mapping[str, SiteManifest]) -> list[ExpectedFile]:
    """Return everything that can be requested of a release.

    Args:
        release: the release.
        text: the text of its `release.json`.
        signature: its signature, or "".
        manifests: the known manifests, by folder of the site.
    """
    found = list(release_items(release, text, signature))
    for base, manifest in sorted(manifests.items()):
        found += site_items(manifest, base, release.id)
    return found


def site_folder(slug: str) -> str:
    """Return the folder of a site below its release, with a final slash; "" for the portal."""
    return f"{slug}/" if slug else ""


def files(items: Iterable[ExpectedFile]) -> dict[str, str]:
    """Return the SHA-256 of each file in the folder of a release, by path."""
    found: dict[str, str] = {}
    for item in items:
        if item.path:
            found[item.path] = item.sha256
            found.update((copy.path, copy.sha256) for copy in item.copies)
    return found


def requests(items: Iterable[ExpectedFile]) -> list[Request]:
    """Return the requests that fetch all `items`: uncompressed, then once per compressed copy."""
    return [
        Request(quote(item.address), encoding, item)
        for item in items
        for encoding in ("identity", *(copy.encoding for copy in item.copies))
    ]


def sample(items: Iterable[ExpectedFile], count: int, salt: str) -> list[ExpectedFile]:
    """Return a sample of `items`: home and `count` other pages per site, each fixed asset once, all other files.

    Args:
        items: the items of a release.
        count: the number of pages of each site besides its home.
        salt: determines the choice: the same for one release, another for the next.
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


def _address_of(path: str) -> str:
    """Return the address of a file: that of its folder for `index.html`."""
    folder, slash, name = path.rpartition("/")
    return folder + slash if name == "index.html" else path
