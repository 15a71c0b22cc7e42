"""Define the description of a release: the files of each site (path, size, SHA-256, media type), and the sites.

The `manifest.json` of a site does not mention releases, so that it changes only if the site does; `release.json`
holds the digest of each manifest, the id of the release, the day, the commit and the version of the tool.
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field, TypeAdapter

RELEASE, MANIFEST, SBOM, POOL = "release.json", "manifest.json", "sbom.cdx.json", "_assets"
SIGNATURE, SUMS = f"{RELEASE}.sig", "SHA256SUMS"
ERROR_PAGE = "404.html"


def _inside(path: str) -> str:
    """Return `path` if it is one line and stays within its site: data from a server is not trusted."""
    if any(letter < " " or letter == "\x7f" for letter in path) or any(
        part in {"", ".", ".."} for part in path.split("/")
    ):
        raise ValueError(path)
    return path


_Path = Annotated[str, AfterValidator(_inside)]
_Slug = Annotated[str, Field(pattern=r"^(?:[a-z0-9]+(?:-[a-z0-9]+)*)?$")]
_Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
_Assets = Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]


@dataclass(frozen=True, slots=True)
class File:
    """A file of a site: its path below the site, size in bytes, SHA-256, media type.

    A `fixed` asset (style, script, image…) is also in the pool `_assets/<assets>/`, which pages refer to.
    """

    path: _Path
    size: int
    sha256: _Digest
    media: str
    fixed: bool = False

    @property
    def is_page(self) -> bool:
        """Whether it is a page for readers."""
        return self.path.endswith(".html") and self.path != ERROR_PAGE


@dataclass(frozen=True, slots=True)
class SiteManifest:
    """The files of a site, sorted by path.

    Attributes:
        slug: the folder of the site; empty for the portal.
        assets: the digest of the fixed assets.
        menu: the fingerprint of the navigation.
        scripts: the CSP digests of the inline scripts.
        files: the files.
    """

    slug: _Slug
    assets: _Assets
    menu: str
    scripts: tuple[str, ...]
    files: tuple[File, ...]

    @property
    def pages(self) -> int:
        """The number of pages."""
        return sum(file.is_page for file in self.files)

    def text(self) -> str:
        """Return the manifest as published."""
        return _text(self)


@dataclass(frozen=True, slots=True)
class ReleaseSite:
    """A site in its release: the digest of its manifest, and the number of its files, pages and bytes."""

    slug: _Slug
    sha256: _Digest
    assets: _Assets
    files: int
    pages: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Provenance:
    """The origin of a release: build day, commit (or ""), tool, SBOM."""

    built_on: date
    commit: str
    tool: str
    sbom: str


@dataclass(frozen=True, slots=True)
class Release:
    """A release. Since its text holds all digests, one signature of the text covers every file.

    Attributes:
        id: the day and a digest of the content.
        built_on: the day of the build (ISO).
        commit: the commit, or "".
        tool: the name and version of this program.
        sbom: the digest of `sbom.cdx.json`.
        scripts: the CSP digests of the inline scripts.
        sites: the sites.
        at: when the publication was prepared (ISO, UTC).
        sums: the digest of `SHA256SUMS`, for archives.
        digest: the digest of the rest of the text.
    """

    id: str
    built_on: str
    commit: str
    tool: str
    sbom: _Digest
    scripts: tuple[str, ...]
    sites: tuple[ReleaseSite, ...]
    at: str = ""
    sums: str = ""
    digest: str = ""

    def text(self) -> str:
        """Return the release as published."""
        return _text(self)

    def site(self, slug: str) -> ReleaseSite | None:
        """Return the site with this slug, or None."""
        return next((site for site in self.sites if site.slug == slug), None)


def make_release(sites: Iterable[ReleaseSite], scripts: Iterable[str], origin: Provenance) -> Release:
    """Return a release, whose id depends on the day and the content only.

    Args:
        sites: its sites.
        scripts: the CSP digests of its inline scripts.
        origin: where it comes from.
    """
    known = tuple(sorted(sites, key=lambda site: site.slug))
    digest = hashlib.sha256("".join(f"{site.slug} {site.sha256}\n" for site in known).encode()).hexdigest()
    day, sbom = origin.built_on.isoformat(), hashlib.sha256(origin.sbom.encode()).hexdigest()
    return Release(f"{day}-{digest[:10]}", day, origin.commit, origin.tool, sbom, tuple(sorted(set(scripts))), known)


def finish(release: Release, at: str, sums: str = "") -> Release:
    """Return a release as published, with the digest of its own text.

    Args:
        release: the release.
        at: the time of publication (ISO, UTC).
        sums: the digest of `SHA256SUMS`, for archives.
    """
    bare = dataclasses.replace(release, at=at, sums=sums, digest="")
    return dataclasses.replace(bare, digest=text_digest(bare.text()))


def is_unaltered(text: str) -> bool:
    """Return whether `text`, a `release.json`, is exactly as written: it holds its own digest, signed or not."""
    release = read_release(text)
    bare = dataclasses.replace(release, digest="")
    return release.text() == text and release.digest in {"", text_digest(bare.text())}


def text_digest(text: str) -> str:
    """Return the SHA-256 of a text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def site_of(manifest: SiteManifest) -> ReleaseSite:
    """Return the entry of a site in its release."""
    digest = hashlib.sha256(manifest.text().encode()).hexdigest()
    size = sum(file.size for file in manifest.files)
    return ReleaseSite(manifest.slug, digest, manifest.assets, len(manifest.files), manifest.pages, size)


def assets_digest(digests: Mapping[str, str]) -> str:
    """Return the name of the pool for fixed assets with these paths and SHA-256: sixteen hexadecimal digits."""
    lines = "".join(f"{digest}  {path}\n" for path, digest in sorted(digests.items()))
    return hashlib.sha256(lines.encode()).hexdigest()[:16]


def read_release(text: str) -> Release:
    """Parse a `release.json`. Raises ValueError if it is invalid."""
    return _release().validate_json(text)


def read_manifest(text: str) -> SiteManifest:
    """Parse a `manifest.json`. Raises ValueError if it is invalid."""
    return _manifest().validate_json(text)


@functools.cache
def _release() -> TypeAdapter[Release]:
    return TypeAdapter(Release)


@functools.cache
def _manifest() -> TypeAdapter[SiteManifest]:
    return TypeAdapter(SiteManifest)


def _text(item: SiteManifest | Release) -> str:
    """Return JSON with one file or site per line, so that differences between releases are readable."""
    name = "files" if isinstance(item, SiteManifest) else "sites"
    values = {field.name: getattr(item, field.name) for field in dataclasses.fields(item) if field.name != name}
    optional = {field.name for field in dataclasses.fields(item) if field.default == ""}
    stated = {field: value for field, value in values.items() if value or field not in optional}
    head = json.dumps(stated, ensure_ascii=False, indent=1)[:-2]
    rows = item.files if isinstance(item, SiteManifest) else item.sites
    return f'{head},\n "{name}": [\n' + ",\n".join(map(_row, rows)) + "\n]}\n"


def _row(row: File | ReleaseSite) -> str:
    values = {field: getattr(row, field) for field in row.__dataclass_fields__}
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))
