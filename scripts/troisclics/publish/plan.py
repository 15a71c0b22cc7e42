"""Compute what a publication would change, site by site, and what blocks it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from ..messages import finding
from ..model import PORTAL, Finding, Place, PublishSettings
from .manifest import File, Release, ReleaseSite, SiteManifest

SITEMAP = "sitemap.xml"
_LOCATION = re.compile(r"<loc>([^<]*)</loc>")


@dataclass(frozen=True, slots=True)
class Change:
    """The changes to a site: numbers of files, bytes to send, pages."""

    slug: str
    added: int
    changed: int
    removed: int
    bytes: int
    pages: int

    @property
    def name(self) -> str:
        """The name of the site in tables."""
        return self.slug or PORTAL


def plan(manifests: Mapping[str, SiteManifest], online: Mapping[str, SiteManifest]) -> tuple[Change, ...]:
    """Return the changes that publishing `manifests` makes to `online`, by slug; unchanged sites may be left out."""
    return tuple(_change(manifest, online.get(slug)) for slug, manifest in sorted(manifests.items()))


def _change(manifest: SiteManifest, online: SiteManifest | None) -> Change:
    new, old = _by_path(manifest.files), _by_path(online.files if online else ())
    added = [file for path, file in new.items() if path not in old]
    changed = [file for path, file in new.items() if path in old and file.sha256 != old[path].sha256]
    return Change(
        slug=manifest.slug,
        added=len(added),
        changed=len(changed),
        removed=len(old.keys() - new.keys()),
        bytes=sum(file.size for file in (*added, *changed)),
        pages=sum(file.is_page for file in new.values()),
    )


def _by_path(files: Iterable[File]) -> dict[str, File]:
    return {file.path: file for file in files}


def merge_sites(chosen: Iterable[ReleaseSite], online: Release | None) -> tuple[ReleaseSite, ...]:
    """Return the sites of a release that updates `chosen` and keeps the other sites that are online."""
    sites = {site.slug: site for site in online.sites} if online else {}
    return tuple(({**sites, **{site.slug: site for site in chosen}}).values())


def check_release(
    manifests: Mapping[str, SiteManifest], online: Mapping[str, SiteManifest], menus: Mapping[str, str],
    settings: PublishSettings,
) -> Iterator[Finding]:  # fmt: skip
    """Find what blocks a publication.

    Args:
        manifests: the manifests to publish, by slug.
        online: the manifests online, by slug.
        menus: the navigation fingerprints of all departments that will be online.
        settings: the limits.
    """
    for slug, manifest in sorted(manifests.items()):
        place, code = Place(f"site/{slug}" if slug else "site"), code_of(slug)
        paths = {file.path for file in manifest.files}
        for page in settings.mandatory:
            if (f"{page}index.html" if page.endswith("/") else page) not in paths:
                yield finding("publication-page-absente", place, code, page=page)
        before = {file.path for file in online[slug].files if file.is_page} if slug in online else set()
        lost = sorted(path.removesuffix("index.html") for path in before - paths)
        if len(lost) * 100 > settings.loss * len(before):
            yield finding("publication-perte", place, code, lost=len(lost), before=len(before), limit=settings.loss)
        elif lost and not slug:  # the portal has the shared pages, and none of a delegation, which come and go
            yield finding("publication-adresse-perdue", place, code, lost=len(lost), first=lost[0])
    usual = Counter(menus.values()).most_common(1)
    for slug, menu in sorted(menus.items()):
        if menu != usual[0][0]:
            yield finding("publication-menu", Place(f"site/{slug}"), code_of(slug))


def code_of(slug: str) -> str:
    """Return the code of the department whose folder is `slug`; « portail » for ""."""
    return slug.partition("-")[0].upper() or PORTAL


def check_address(built: Path, slugs: Iterable[str], url: str) -> Iterator[Finding]:
    """Find sites whose pages state an address other than theirs below the URL of the target.

    Args:
        built: the folder of the built sites.
        slugs: the sites to check.
        url: the URL of the target.
    """
    for slug in slugs:
        wanted = f"{url}{slug}/" if slug else url
        try:
            found = _LOCATION.findall((built / slug / SITEMAP).read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError):
            continue
        if other := next((address for address in map(unescape, found) if not address.startswith(wanted)), None):
            place = Place("/".join(filter(None, (built.name, slug, SITEMAP))))
            yield finding("publication-adresse", place, code_of(slug), found=other, wanted=wanted)
