"""A small site as it is published, and releases of it."""

from __future__ import annotations

import dataclasses
import hashlib
from datetime import date

from troisclics.publish.compression import media_of
from troisclics.publish.manifest import File, Provenance, Release, SiteManifest, finish, make_release, site_of

DAY = "2026-11-22"
BODY, GZ = b"<p>essai</p>", b"gz"
HEADERS = {"content-security-policy": "default-src 'self'", "x-content-type-options": "nosniff"}


def digest(content: bytes) -> str:
    """The SHA-256 of `content`."""
    return hashlib.sha256(content).hexdigest()


def file(path: str, content: bytes = BODY, *, fixed: bool = False) -> File:
    """A file of a site."""
    return File(path, len(content), digest(content), media_of(path), fixed)


SITE = SiteManifest(
    "90-dunes", "0123456789abcdef", "menu", (),
    (
        file("404.html"), file("404.html.gz", GZ), file("a/index.html"), file("a/index.html.gz", GZ),
        file("assets/a.css", fixed=True), file("assets/a.css.gz", GZ, fixed=True), file("index.html"),
        file("api/é è.json"),
    ),
)  # fmt: skip


def release(day: int = 22, tool: str = "troisclics 1", site: SiteManifest = SITE) -> Release:
    """A release of one site, of a day of November, made at noon."""
    sites = (dataclasses.replace(site_of(site), slug=site.slug),)
    made = make_release(sites, (), Provenance(date(2026, 11, day), "abc", tool, "sbom"))
    return finish(made, f"2026-11-{day}T12:00:00Z")
