"""Sites that work from a folder or a USB stick, by `file://`, where no server turns `logement/` into its page.

An offline site is the site, with three differences, made file by file: a link to a folder leads to its
`index.html`; what scripts fetch, which browsers refuse by `file://`, is a script itself (the search index as Material's
own offline plugin makes it); and there is no `404.html`, which only a server shows. See docs/adr/0013.
"""

from __future__ import annotations

import re
from pathlib import Path

SEARCH_INDEX, SEARCH_SCRIPT = "search/search_index.json", "search/search_index.js"
"""The search index: as MkDocs writes it, and as a script, which is what Material's search reads by `file://`."""
SHIM = "assets/javascripts/iframe-worker.js"
"""Stands in for web workers, which browsers refuse by `file://`; named in `extra.polyfills`."""

_SCRIPTS = {
    SEARCH_INDEX: (SEARCH_SCRIPT, b"var __index = "),
    "api/departments.json": ("api/departments.js", b"var __departments = "),
}
"""What scripts fetch: where it is instead, and the name it is given there."""

_INDEX = b"index.html"
_TO_FOLDER = re.compile(rb'( href="|; url=)(?!/)((?:[^"?#:]*/)?\.{0,2})(?=["?#])')
_LOCATION = re.compile(rb'(\{"location":")([^"#]*)')


def shim() -> bytes:
    """The shim, as its authors publish it."""
    return Path(__file__).with_name("iframe-worker.js").read_bytes()


def offline_path(path: str) -> str | None:
    """Where the file `path` of a site is in the offline site; None if it is not in it."""
    if path == "404.html":
        return None
    return _SCRIPTS[path][0] if path in _SCRIPTS else path


def offline_content(path: str, content: bytes) -> bytes:
    """The file `path` of a site, as it is in the offline site."""
    if path.endswith(".html"):
        return _TO_FOLDER.sub(_to_page, content)
    if path == SEARCH_INDEX:
        content = _LOCATION.sub(rb"\1\2" + _INDEX, content)
    return _SCRIPTS[path][1] + content if path in _SCRIPTS else content


def make_offline(folder: Path) -> None:
    """Make the site in `folder` an offline site, in place. Raises OSError."""
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
