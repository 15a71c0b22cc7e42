"""What a release is: for each site its files (path, size, SHA-256, media type), and for the whole its sites.

A site's `manifest.json` says nothing of releases, so that it only changes when the site does; `release.json` holds
the digest of each, with the release's id, the day, the commit and the version of the tool.
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
    """`path`, if it is one line and stays in its site. What comes from a server is not believed."""
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
    """A file of a site: its path below the site, bytes, SHA-256, media type.

    A `fixed` file (style, script, image…) is also found below `_assets/<assets>/`, where pages ask for it.
    """

    path: _Path
    size: int
    sha256: _Digest
    media: str
    fixed: bool = False

    @property
    def is_page(self) -> bool:
        """Whether a person would call it a page."""
        return self.path.endswith(".html") and self.path != ERROR_PAGE


@dataclass(frozen=True, slots=True)
class SiteManifest:
    """The files of a site, sorted by path. `slug` is empty for the portal.

    `assets` is the digest of the fixed files; `scripts` are the digests of the inline scripts, as a
    Content-Security-Policy writes them; `menu` is the fingerprint of the navigation.
    """

    slug: _Slug
    assets: _Assets
    menu: str
    scripts: tuple[str, ...]
    files: tuple[File, ...]

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return sum(file.is_page for file in self.files)

    def text(self) -> str:
        """The manifest as it is published."""
        return _text(self)


@dataclass(frozen=True, slots=True)
class ReleaseSite:
    """A site as its release knows it: the digest of its manifest, the numbers of its files, pages and bytes."""

    slug: _Slug
    sha256: _Digest
    assets: _Assets
    files: int
    pages: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a release comes from: the day it was built, the commit (or empty), the tool, the text of its SBOM."""

    built_on: date
    commit: str
    tool: str
    sbom: str


@dataclass(frozen=True, slots=True)
class Release:
    """A release: its id, the day it was built (ISO), the commit (or empty), the tool, the digest of `sbom.cdx.json`,
    its inline scripts and its sites.

    `at` is when it was made ready to be published (ISO, UTC), `sums` the digest of `SHA256SUMS` where archives are
    published, `digest` that of all the rest of the text. So one signature of the text covers every file.
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
        """The release as it is published."""
        return _text(self)

    def site(self, slug: str) -> ReleaseSite | None:
        """The site of this slug, if the release has it."""
        return next((site for site in self.sites if site.slug == slug), None)


def make_release(sites: Iterable[ReleaseSite], scripts: Iterable[str], origin: Provenance) -> Release:
    """The release of `sites`. Its id says the day and the content: the same sites on the same day are the same."""
    known = tuple(sorted(sites, key=lambda site: site.slug))
    digest = hashlib.sha256("".join(f"{site.slug} {site.sha256}\n" for site in known).encode()).hexdigest()
    day, sbom = origin.built_on.isoformat(), hashlib.sha256(origin.sbom.encode()).hexdigest()
    return Release(f"{day}-{digest[:10]}", day, origin.commit, origin.tool, sbom, tuple(sorted(set(scripts))), known)


def finish(release: Release, at: str, sums: str = "") -> Release:
    """`release` as it is published: with the moment `at`, the digest `sums` and the digest of its own text."""
    bare = dataclasses.replace(release, at=at, sums=sums, digest="")
    return dataclasses.replace(bare, digest=text_digest(bare.text()))


def is_whole(text: str) -> bool:
    """Whether `text`, a `release.json`, is to the letter what was written: one byte changed is seen unsigned."""
    release = read_release(text)
    bare = dataclasses.replace(release, digest="")
    return release.text() == text and release.digest in {"", text_digest(bare.text())}


def text_digest(text: str) -> str:
    """The SHA-256 of a text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def site_of(manifest: SiteManifest) -> ReleaseSite:
    """What a release says of the site of `manifest`."""
    digest = hashlib.sha256(manifest.text().encode()).hexdigest()
    size = sum(file.size for file in manifest.files)
    return ReleaseSite(manifest.slug, digest, manifest.assets, len(manifest.files), manifest.pages, size)


def assets_digest(digests: Mapping[str, str]) -> str:
    """The name of the pool folder that holds fixed files of these paths and SHA-256: sixteen hexadecimal digits."""
    lines = "".join(f"{digest}  {path}\n" for path, digest in sorted(digests.items()))
    return hashlib.sha256(lines.encode()).hexdigest()[:16]


def read_release(text: str) -> Release:
    """The release that `text` describes. Raises ValueError when it describes none."""
    return _release().validate_json(text)


def read_manifest(text: str) -> SiteManifest:
    """The manifest that `text` describes. Raises ValueError when it describes none."""
    return _manifest().validate_json(text)


@functools.cache
def _release() -> TypeAdapter[Release]:
    return TypeAdapter(Release)


@functools.cache
def _manifest() -> TypeAdapter[SiteManifest]:
    return TypeAdapter(SiteManifest)


def _text(item: SiteManifest | Release) -> str:
    """JSON with one file or site a line, so that a difference between two releases can be read."""
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
