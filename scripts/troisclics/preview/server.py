"""Serve a preview: a folder of sites, with a script in each page that reloads it or shows errors.

This is a process of its own (`python -m troisclics.preview.server FD FOLDER`): a build forks, which is unsafe next to
the threads of a server and would block pages. Each line of its standard input is the state to send to open pages, as
JSON; it exits at the end of its input, so that it does not outlive the command that started it.
It answers this machine only, and only under a name of this machine, against DNS rebinding. No request, whatever its
bytes, ends in a traceback.
"""

from __future__ import annotations

import io
import json
import os
import socket
import sys
import threading
from dataclasses import asdict, dataclass
from functools import partial
from http import HTTPStatus
from http.client import HTTP_PORT
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

SCRIPT_PATH, STATE_PATH = "/_apercu/apercu.js", "/_apercu/etat"
_NAMES = ("localhost", "127.0.0.1", "[::1]")
"""The host names of this machine that browsers may use."""
_METHODS = ("GET", "HEAD")
_KEEP_ALIVE, _REQUEST_TIMEOUT = 15.0, 30.0
"""Seconds between keep-alive messages to open pages; the timeout of a request."""

_WAITING = """<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><title>Aperçu</title></head>
<body><p>Rien n'est encore construit ; cette page se rechargera d'elle-même.</p></body></html>
"""

# Texts are inserted with textContent: nothing quoted by a finding can become HTML.
_SCRIPT = """"use strict";
(() => {
  const version = document.currentScript.dataset.version;
  let source, panel;
  const show = error => {
    panel?.remove();
    panel = undefined;
    if (!error) return;
    panel = document.createElement("div");
    panel.id = "apercu-erreurs";
    panel.setAttribute("role", "alert");
    panel.style.cssText = "position:fixed;z-index:2147483647;left:0;right:0;bottom:0;max-height:60vh;overflow:auto;" +
      "padding:1rem;background:#7a0012;color:#fff;font:15px/1.5 system-ui,sans-serif;border-top:4px solid #fff";
    const details = document.createElement("details"), title = document.createElement("summary");
    const text = document.createElement("pre");
    details.open = true;
    title.textContent = "Erreur : l'aperçu attend la correction";
    text.textContent = error;
    text.style.cssText = "margin:.5rem 0 0;white-space:pre-wrap;overflow-wrap:anywhere;font:13px/1.5 monospace";
    details.append(title, text);
    panel.append(details);
    document.body.append(panel);
  };
  const listen = () => {
    source?.close();
    source = new EventSource("STATE_PATH");
    source.onmessage = event => {
      const state = JSON.parse(event.data);
      if (state.version === version) show(state.error);
      else { source.close(); location.reload(); }
    };
    source.onerror = () => { if (source.readyState === EventSource.CLOSED) setTimeout(listen, 1000); };
  };
  // Browsers open six connections to a server: hidden pages leave theirs to the others.
  const follow = () => document.visibilityState === "visible" ? listen() : source?.close();
  document.addEventListener("visibilitychange", follow);
  addEventListener("pagehide", () => source?.close());
  follow();
})();
""".replace("STATE_PATH", STATE_PATH)


@dataclass(frozen=True, slots=True)
class PreviewState:
    """The version of the sites being served ("" before the first), and the error of the next build, or ""."""

    version: str = ""
    error: str = ""


class StateBoard:
    """The current state, with a way to wait for the next."""

    def __init__(self) -> None:
        self.state = PreviewState()
        self._changed = threading.Condition()

    def post(self, state: PreviewState) -> None:
        """Set the current state."""
        with self._changed:
            self.state = state
            self._changed.notify_all()

    def after(self, known: PreviewState | None) -> PreviewState:
        """Block until the state differs from `known` or the timeout expires, and return it."""
        with self._changed:
            self._changed.wait_for(lambda: self.state != known, _KEEP_ALIVE)
            return self.state


class _Handler(SimpleHTTPRequestHandler):
    """Serves files as the intranet's servers do, plus the script; browsers must not cache anything."""

    timeout = _REQUEST_TIMEOUT

    def __init__(self, *args: Any, board: StateBoard, names: frozenset[str], **kwargs: Any) -> None:
        self.board, self.names = board, names
        super().__init__(*args, **kwargs)

    def parse_request(self) -> bool:
        """Read the head of a request; return whether it is accepted, after sending a refusal if not."""
        if not super().parse_request():
            return False
        hosts = [host.strip().lower() for host in self.headers.get_all("Host", [])]
        if self.command not in _METHODS:
            self._refuse(HTTPStatus.METHOD_NOT_ALLOWED, "l'aperçu ne fait que montrer des pages")
        elif len(hosts) != 1 or hosts[0] not in self.names:
            self._refuse(HTTPStatus.MISDIRECTED_REQUEST, f"l'aperçu ne répond qu'à {', '.join(sorted(self.names))}")
        elif not self.path.startswith("/"):
            self._refuse(HTTPStatus.BAD_REQUEST, "une adresse commence par « / »")
        else:
            return True
        return False

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Report an invalid request; the library's own message would repeat the request."""
        self._refuse(HTTPStatus(code), "cette demande n'en est pas une")

    def _refuse(self, status: HTTPStatus, text: str) -> None:
        """Send a line of plain text with the reason of a refusal."""
        content = f"{status.value} {status.phrase} : {text}.\n".encode()
        self.close_connection = True
        self._start(status, "text/plain", length=len(content))
        if self.command != "HEAD":
            self.wfile.write(content)

    def do_GET(self) -> None:
        if urlsplit(self.path).path == STATE_PATH:
            self._follow()
        else:
            super().do_GET()

    def _follow(self) -> None:
        """Send the state, then each new one, while the page is open."""
        self._start(HTTPStatus.OK, "text/event-stream")
        known = None
        while True:
            state = self.board.after(known)
            line = ":" if state == known else f"data: {json.dumps(asdict(state))}"
            self.wfile.write(f"{line}\n\n".encode())
            known = state

    def send_head(self) -> io.BytesIO | None:
        url = urlsplit(self.path)
        if url.path == SCRIPT_PATH:
            return self._answer(HTTPStatus.OK, "text/javascript", _SCRIPT.encode())
        version = self.board.state.version  # before the file is read: at worst the page reloads once too often
        path = Path(self.translate_path(url.path))
        if os.path.isdir(path):  # names may be too long or contain NUL: os.path returns False where Path raises
            if not url.path.endswith("/"):
                self._start(HTTPStatus.FOUND, None, location=quote(unquote(url.path)) + "/")
                return None
            path /= "index.html"
        elif url.path.endswith("/"):
            return self._missing(version)
        try:
            content = path.read_bytes()
        except (OSError, ValueError):
            return self._missing(version)
        return self._answer(HTTPStatus.OK, self.guess_type(path), content, version)

    def _missing(self, version: str) -> io.BytesIO:
        """Return the error page of the site, or of the portal."""
        first = urlsplit(self.path).path.split("/")[1]
        for path in (f"/{first}/404.html", "/404.html"):
            file = self.translate_path(path)
            if os.path.isfile(file):
                return self._answer(HTTPStatus.NOT_FOUND, "text/html", Path(file).read_bytes(), version)
        return self._answer(HTTPStatus.SERVICE_UNAVAILABLE, "text/html", _WAITING.encode(), version)

    def _answer(self, status: HTTPStatus, kind: str, content: bytes, version: str = "") -> io.BytesIO:
        if kind == "text/html":
            script = f'<script src="{SCRIPT_PATH}" data-version="{version}"></script>'.encode()
            before, end, after = content.rpartition(b"</body>")
            content = before + script + end + after if end else content + script
        self._start(status, kind, length=len(content))
        return io.BytesIO(content)

    def _start(self, status: HTTPStatus, kind: str | None, *, length: int | None = None, location: str = "") -> None:
        self.send_response(status)
        if kind:
            self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
        if length is not None or location:
            self.send_header("Content-Length", str(length or 0))
        if location:
            self.send_header("Location", location)
        if status == HTTPStatus.METHOD_NOT_ALLOWED:
            self.send_header("Allow", ", ".join(_METHODS))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Log nothing: the terminal is for problems with the sites."""


class _Server(ThreadingHTTPServer):
    """Ignores clients that disconnect early or never complete a request."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Log in one line a request that could not be answered, unless the client disconnected."""
        error = sys.exc_info()[1]
        if not isinstance(error, OSError):
            print(f"Aperçu : une demande n'a pas eu de réponse ({type(error).__name__} : {error}).", file=sys.stderr)


def open_server(listening: socket.socket, folder: Path, board: StateBoard) -> ThreadingHTTPServer:
    """Create the server of a folder.

    Args:
        listening: a listening socket.
        folder: the folder.
        board: the state to send to pages.
    """
    port = listening.getsockname()[1]
    names = frozenset(f"{name}:{port}" for name in _NAMES) | frozenset(_NAMES if port == HTTP_PORT else ())
    handler = partial(_Handler, directory=str(folder), board=board, names=names)
    server = _Server(listening.getsockname(), handler, bind_and_activate=False)
    server.socket.close()
    server.socket = listening
    return server


def main(descriptor: str, folder: str) -> None:
    """Serve `folder` on the inherited socket `descriptor` until standard input ends."""
    board = StateBoard()
    server = open_server(socket.socket(fileno=int(descriptor)), Path(folder), board)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    for line in sys.stdin:
        board.post(PreviewState(**json.loads(line)))


if __name__ == "__main__":
    main(*sys.argv[1:])
