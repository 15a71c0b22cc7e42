"""Point references in built pages to the asset pools, the only change that publishing makes to pages.

A page loads its styles, scripts and images from `_assets/<digest>/`, a folder named after its content that outlives
the release: a page fetched just before a switch still finds the files it was built with.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Set

_TAG = re.compile(rb"<(?:link|script|img|source|video|audio|track|object|embed)\b[^>]*>", re.I)
_REFERENCE = re.compile(rb"(\s(?:src|href|poster|data|srcset)\s*=\s*)(\"[^\"]*\"|'[^']*'|[^\s\"'>]+)", re.I)
_LINKED = re.compile(
    rb"\srel\s*=\s*[\"']?[^\"'>]*\b(?:stylesheet|icon|preload|modulepreload|manifest|apple-touch-icon)\b", re.I
)
_CONFIG = re.compile(rb'<script id="__config" type="application/json">(.*?)</script>', re.S)
_WORKER = re.compile(rb'("search": ")([^"]*)(")')
_BASE = re.compile(rb'"base": "([^"]*)"')


def pool_references(html: bytes, page: str, fixed: Set[str], pool: str) -> bytes:
    """Return a page with its references to fixed assets redirected to a pool.

    Links for readers are not changed.

    Args:
        html: the page.
        page: its path below the site.
        fixed: the paths of the fixed assets of the site.
        pool: the pool, a folder below the site ("_assets/<digest>").
    """
    found = _CONFIG.search(html)
    base = _BASE.search(found[1]) if found else None
    root = base[1].decode("utf-8", "replace") if base else ""

    def moved(url: bytes) -> bytes:
        text = url.decode("utf-8", "replace")
        path = re.split("[?#]", text, maxsplit=1)[0]
        tail = text[len(path) :]
        if path.startswith("/") or ":" in path:
            if not root.startswith("/") or not path.startswith(root):
                return url
            place, prefix = path[len(root) :].lstrip("/"), root.rstrip("/") + "/"
        else:
            place = posixpath.normpath(posixpath.join(posixpath.dirname(page), path))
            prefix = "../" * page.count("/")
        return f"{prefix}{pool}/{place}{tail}".encode() if place in fixed else url

    def reference(match: re.Match[bytes]) -> bytes:
        quote = match[2][:1] if match[2][:1] in b"\"'" else b""
        value = match[2][1:-1] if quote else match[2]
        if b"srcset" in match[1].lower():
            parts = [part.strip().partition(b" ") for part in value.split(b",")]
            value = b", ".join(moved(url) + space + size for url, space, size in parts)
        else:
            value = moved(value)
        return match[1] + quote + value + quote

    def tag(match: re.Match[bytes]) -> bytes:
        text = match[0]
        if text[1:5].lower() == b"link" and not _LINKED.search(text):
            return text
        return _REFERENCE.sub(reference, text)

    html = _CONFIG.sub(lambda match: _WORKER.sub(lambda m: m[1] + moved(m[2]) + m[3], match[0]), html)
    return _TAG.sub(tag, html)
