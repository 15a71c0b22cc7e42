"""The real sites on a real server on loopback, and what browsers asked of it."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

CODES: tuple[str, ...] = ()
"""What is built for these tests: everything."""


def pages_of(folder: Path, slug: str = "") -> list[dict[str, Any]]:
    """What `api/pages.json` tells of each page of a department, or of the portal, in the built sites of `folder`."""
    text = (folder / slug / "api" / "pages.json").read_text(encoding="utf-8")
    pages: list[dict[str, Any]] = json.loads(text)["pages"]
    return pages


@dataclass
class Served:
    """Built sites, their address, and the paths that were asked for and do not exist."""

    folder: Path
    address: str
    missing: list[str] = field(default_factory=list)

    def pages(self, slug: str = "") -> list[str]:
        """The addresses of all pages of a department, or of the portal, from its `api/pages.json`."""
        return [self.url(f"{slug}/{page['url']}".lstrip("/")) for page in pages_of(self.folder, slug)]

    def url(self, path: str) -> str:
        """The address of a path of the sites."""
        return self.address + path


class _Handler(SimpleHTTPRequestHandler):
    """Serves files as the intranet's servers do: a department's unknown path gets the department's own 404 page."""

    def __init__(self, *args: object, missing: list[str], **kwargs: object) -> None:
        self.missing = missing
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        if code != 404:
            super().send_error(code, message, explain)
            return
        self.missing.append(self.path)
        root = Path(self.directory)
        own = root / self.path.split("/")[1] / "404.html"
        body = (own if own.is_file() else root / "404.html").read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing: what matters is kept in `missing`."""


class _Server(ThreadingHTTPServer):
    """Does not mind browsers that leave a page before it is all there."""

    def handle_error(self, request: object, client_address: object) -> None:
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


@contextmanager
def serve(folder: Path) -> Iterator[Served]:
    """Serve `folder` on a free port of the loopback interface."""
    missing: list[str] = []
    handler = partial(_Handler, directory=str(folder), missing=missing)
    with _Server(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Served(folder, f"http://127.0.0.1:{server.server_address[1]}/", missing)
        server.shutdown()
