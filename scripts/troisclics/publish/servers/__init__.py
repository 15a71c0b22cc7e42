"""Generate nginx and Apache configurations for the sites of a target, from the theme and never from pages.

In: the content security policy and the address of a target.
Out: texts of configuration.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from urllib.parse import urlsplit

import jinja2

from ..compression import MEDIA
from ..manifest import POOL

TEMPLATES = {"nginx.conf": "nginx.conf.jinja", "apache.conf": "apache.conf.jinja"}


@dataclass(frozen=True, slots=True)
class Header:
    """A header of every response, with its reason in French."""

    name: str
    value: str
    why: str


def content_policy(scripts: tuple[str, ...]) -> str:
    """Return the Content-Security-Policy that allows only files of the site, and inline `scripts` by digest.

    Images may be `data:`, which the theme uses for icons and which run nothing.
    """
    hashes = "".join(f" '{script}'" for script in scripts)
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self'{hashes}",
            "style-src 'self'",
            "img-src 'self' data:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'self'",
        )
    )


def security_headers(scripts: tuple[str, ...]) -> tuple[Header, ...]:
    """Return the headers of every response, errors included (after OWASP's Secure Headers Project)."""
    return (
        Header("Content-Security-Policy", content_policy(scripts), "rien ne s'exécute qui ne vienne des sites"),
        Header("X-Content-Type-Options", "nosniff", "un fichier n'est que ce que dit son type"),
        Header("X-Frame-Options", "SAMEORIGIN", "aucun autre site ne montre ces pages dans les siennes"),
        Header("Referrer-Policy", "same-origin", "les autres sites ne savent pas d'où l'on vient"),
        Header("Permissions-Policy", "camera=(), geolocation=(), microphone=()", "les pages n'en ont pas besoin"),
        Header("Cross-Origin-Opener-Policy", "same-origin", "une page ouverte par une autre lui est étrangère"),
    )


def server_files(
    slugs: Sequence[str], scripts: tuple[str, ...], target: str, folder: str, url: str | None
) -> dict[str, str]:
    """Return the name and text of each configuration file.

    Args:
        slugs: the departments.
        scripts: the CSP digests of the theme's inline scripts.
        target: the id of the target.
        folder: the folder served.
        url: the address of the sites, if known.
    """
    parts = urlsplit(url or "http://_/")
    environment = jinja2.Environment(
        undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - no HTML; slugs and digests are of a narrow alphabet
    )  # fmt: skip
    types: dict[str, list[str]] = {}
    for suffix, media in sorted(MEDIA.items()):
        types.setdefault(media, []).append(suffix.removeprefix("."))
    values = {
        "target": target,
        "folder": folder,
        "name": parts.hostname or "_",
        "port": parts.port or 80,
        "prefix": parts.path.rstrip("/"),
        "origin": f"{parts.scheme}://{parts.netloc}" if url else "",
        "slugs": slugs,
        "headers": security_headers(scripts),
        "types": types,
        "pool": POOL,
    }
    return {
        name: environment.from_string(files(__package__).joinpath(template).read_text(encoding="utf-8")).render(values)
        for name, template in TEMPLATES.items()
    }
