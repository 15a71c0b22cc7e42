"""Resolve links between the files of a site, and suggest what a dead one was meant to be."""

from __future__ import annotations

import difflib
import posixpath
from collections.abc import Collection, Iterator
from urllib.parse import unquote, urlsplit

_ALIKE = 0.8
"""The similarity (0 to 1) from which one path is suggested for another."""
_LONGEST = 200


def link_target(uri: str, link: str) -> tuple[str, str] | None:
    """Return the file and the anchor that `link` leads to in the site, or None if it leads to another site.

    Args:
        uri: the page that holds the link, relative to the root of the site.
        link: the address as written; a path that starts at the root of the server is returned as it is.
    """
    try:
        parts = urlsplit(link)
    except ValueError:
        return None
    if parts.scheme or parts.netloc:
        return None
    path = unquote(parts.path)
    target = posixpath.normpath(posixpath.join(posixpath.dirname(uri), path)) if path else uri
    return target, unquote(parts.fragment)


def suggest_link(uri: str, link: str, known: Collection[str]) -> str:
    """Return what to write instead of a dead link, as « (« path » ?) » after a space; "" if nothing comes close.

    Args:
        uri: the page that holds the link.
        link: the address as written.
        known: the files of the site that it may have been meant to lead to.
    """
    if link.startswith("www."):
        return f" (« https://{link} » ?)"
    folder = posixpath.dirname(uri)
    path, sign, anchor = link.partition("#")
    wanted = posixpath.normpath(posixpath.join(folder, unquote(path).strip("/")))
    from_root = posixpath.normpath(unquote(path).strip("/"))
    close = next(_close(wanted, from_root, known), "")
    return f" (« {posixpath.relpath(close, folder or '.')}{sign}{anchor} » ?)" if close else ""


def _close(wanted: str, from_root: str, known: Collection[str]) -> Iterator[str]:
    """Yield the files that may be meant: at the same place, then of the same name, then of a similar path."""
    by_folded = {uri.casefold(): uri for uri in known}
    for path in (wanted, from_root):
        stem = path.casefold().removesuffix(".md").removesuffix(".html").removesuffix("/index")
        for form in (f"{stem}.md", f"{stem}/index.md", path.casefold()):
            if form in by_folded:
                yield by_folded[form]
    name = posixpath.basename(wanted).removesuffix(".md")
    yield from (uri for uri in known if uri.endswith((f"/{name}.md", f"/{name}/index.md")))
    for uri in difflib.get_close_matches(wanted[:_LONGEST], known, cutoff=_ALIKE):
        if difflib.SequenceMatcher(None, posixpath.basename(uri).removesuffix(".md"), name).ratio() >= _ALIKE:
            yield uri
