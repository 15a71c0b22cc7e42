"""Convert sites to work over `file://`, from a folder or a USB stick, without a server to resolve `logement/`.

An offline site differs in three ways: links to folders lead to their `index.html`; data that scripts would fetch,
which browsers refuse over `file://`, are scripts themselves (for the search index, as in Material's offline plugin);
and there is no `404.html`, which only servers use. See docs/adr/0013.
"""

from __future__ import annotations

import re
from pathlib import Path

SEARCH_INDEX, SEARCH_SCRIPT = "search/search_index.json", "search/search_index.js"
"""The search index: as MkDocs writes it, and as the script that Material's search loads over `file://`."""
SHIM = "assets/javascripts/iframe-worker.js"
"""Replaces web workers, which browsers refuse over `file://`; listed in `extra.polyfills`."""

_SCRIPTS = {
    SEARCH_INDEX: (SEARCH_SCRIPT, b"var __index = "),
    "api/departments.json": ("api/departments.js", b"var __departments = "),
}
"""The files that scripts fetch: their path as a script, and the variable it sets."""

_INDEX = b"index.html"
_TO_FOLDER = re.compile(rb'( href="|; url=)(?!/)((?:[^"?#:]*/)?\.{0,2})(?=["?#])')
_LOCATION = re.compile(rb'(\{"location":")([^"#]*)')


def shim() -> bytes:
    """Return the shim as its authors publish it."""
    return Path(__file__).with_name("iframe-worker.js").read_bytes()


def offline_path(path: str) -> str | None:
    """Return the path in the offline site of the file `path` of a site; None if it is left out."""
    if path == "404.html":
        return None
    return _SCRIPTS[path][0] if path in _SCRIPTS else path


def offline_content(path: str, content: bytes) -> bytes:
    """Return the content in the offline site of the file `path` of a site."""
    if path.endswith(".html"):
        return _TO_FOLDER.sub(_to_page, content)
    if path == SEARCH_INDEX:
        content = _LOCATION.sub(rb"\1\2" + _INDEX, content)
    return _SCRIPTS[path][1] + content if path in _SCRIPTS else content


def make_offline(folder: Path) -> None:
    """Convert the site in `folder` to an offline site, in place. Raises OSError."""
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        path = file.relative_to(folder).as_posix()
        target = offline_path(path)
        if target is not None:
            content = offline_content(path, file.read_bytes())
            file.unlink()
            (folder / target).write_bytes(content)
        else:
            file.unlink()


def _to_page(match: re.Match[bytes]) -> bytes:
    start, path = match.groups()
    if not path:
        return match[0]
    return start + path + (b"" if path.endswith(b"/") else b"/") + _INDEX
