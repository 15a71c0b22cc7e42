"""A real server on loopback, which answers as one asks of it; each path on a host of its own (127.0.0.0/8)."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

WALL = "/404-wall"
"""An address on a host that answers 404 to any request, for its home page too."""
SLOW = 3
"""Seconds that « /slow » takes."""


@dataclass
class Server:
    """A server that runs; `asked` counts the requests for each path."""

    port: int
    asked: Counter[str] = field(default_factory=Counter)

    def url(self, path: str, scheme: str = "http") -> str:
        """The address of `path`, on a host of its own so that none waits for another."""
        return f"{scheme}://{_host_of(path)}:{self.port}{path}"


def _host_of(path: str) -> str:
    return f"127.0.0.{2 + sum(map(ord, path)) % 250}"


class _Handler(BaseHTTPRequestHandler):
    """« /404 » answers 404, « /301 » moves to « /200 », « /flaky » fails once, « /slow » takes its time.

    « /programs » is not found by programs, and « /as%2Fwritten » only as it is written.
    """

    def __init__(self, *args: object, asked: Counter[str], **kwargs: object) -> None:
        self.asked = asked
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        self.asked[self.path] += 1
        if self.path == "/robots.txt":
            self._reply(200, b"User-agent: *\nDisallow: /private\n", "text/plain")
        elif self.path in {"/301", "/302", "/308"}:
            self._reply(int(self.path[1:]), b"", location="/200")
        elif self.path == "/loop":
            self._reply(301, b"", location="/loop")
        elif self.path in {"/as%2Fwritten", "/a:b"}:
            self._reply(200, b"")
        elif self._is_hidden():
            self._reply(404, b"")
        elif self.path == "/flaky":
            self._reply(503 if self.asked[self.path] == 1 else 200, b"")
        elif self.path == "/slow":
            time.sleep(SLOW)
            self._reply(200, b"")
        else:
            status = self.path[1:4]
            self._reply(int(status) if status.isdigit() else 200, b"<a href='/404'>un lien</a>")

    def _is_hidden(self) -> bool:
        if self.path == "/":
            return str(self.headers["Host"]).startswith(f"{_host_of(WALL)}:")
        to_programs = self.path == "/programs" and "links" in str(self.headers["User-Agent"])
        return to_programs or self.path in {"/as/written", "/a%3Ab"}

    def _reply(self, status: int, body: bytes, kind: str = "text/html", location: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if location:
            self.send_header("Location", location)
        self.end_headers()
        self.wfile.write(body)

    def handle(self) -> None:
        try:
            super().handle()
        except (ConnectionError, ValueError):
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Say nothing: `asked` counts."""


@pytest.fixture
def server() -> Iterator[Server]:
    """A server on every loopback address, on a free port."""
    asked: Counter[str] = Counter()
    with ThreadingHTTPServer(("0.0.0.0", 0), partial(_Handler, asked=asked)) as running:  # noqa: S104 - closed at once
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield Server(running.server_address[1], asked)
        running.shutdown()
