"""Sites that work from a folder or a USB stick, by `file://`, where no server turns `logement/` into its page.

An offline site is the site, with three differences, made file by file: a link to a folder leads to its
`index.html`, the search index is a script (what Material's own offline plugin makes of it, and what its search looks
for by `file://`), and there is no `404.html`, which only a server shows. See docs/adr/0013.
"""

from __future__ import annotations

import re
from pathlib import Path

from .internals import SEARCH_INDEX, SEARCH_SCRIPT

SHIM = "assets/javascripts/iframe-worker.js"
"""Stands in for web workers, which browsers refuse by `file://`; named in `extra.polyfills`."""

_INDEX = b"index.html"
_TO_FOLDER = re.compile(rb'( href="|; url=)(?!/)((?:[^"?#:]*/)?\.{0,2})(?=["?#])')
_LOCATION = re.compile(rb'(\{"location":")([^"#]*)')


def shim() -> bytes:
    """The shim, as its authors publish it."""
    return Path(__file__).with_name("iframe-worker.js").read_bytes()


def offline_path(path: str) -> str | None:
    """Where the file `path` of a site is in the offline site; None if it is not in it."""
    return {"404.html": None, SEARCH_INDEX: SEARCH_SCRIPT}.get(path, path)


def offline_content(path: str, content: bytes) -> bytes:
    """The file `path` of a site, as it is in the offline site."""
    if path.endswith(".html"):
        return _TO_FOLDER.sub(_to_page, content)
    if path == SEARCH_INDEX:
        return b"var __index = " + _LOCATION.sub(rb"\1\2" + _INDEX, content)
    return content


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
