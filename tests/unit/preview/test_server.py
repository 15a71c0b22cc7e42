"""The server of a preview answers this machine under its own names, and no request, whatever its bytes, disturbs it."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from troisclics.preview import server as preview
from troisclics.preview.server import PreviewState, StateBoard, open_server

HIDDEN = "on ne lit pas ceci"


@dataclass(frozen=True)
class Served:
    """A running server: its port, what it tells the open pages, and where its errors go."""

    port: int
    board: StateBoard
    errors: pytest.CaptureFixture[str]

    def ask(self, request: bytes, *, end: bool = True) -> bytes:
        """All that is answered to the bytes `request`; with `end`, nothing more is sent."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=20) as connection:
            answer = b""
            try:
                connection.sendall(request)
                if end:
                    connection.shutdown(socket.SHUT_WR)
                while block := connection.recv(1 << 16):
                    answer += block
            except ConnectionError:  # refused before all of it was read
                pass
            return answer

    def get(self, path: str, *hosts: str, method: str = "GET") -> tuple[int, str]:
        """Status and text of the answer to a request with these Host lines."""
        lines = "".join(f"Host: {host}\r\n" for host in hosts)
        head, _, body = self.ask(f"{method} {path} HTTP/1.1\r\n{lines}\r\n".encode("latin-1")).partition(b"\r\n\r\n")
        return int(head.split()[1]), body.decode()


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Served]:
    """A site of two pages, served; nothing may be said at the terminal."""
    monkeypatch.setattr(preview._Handler, "timeout", 3.0)
    folder = tmp_path / "site"
    (folder / "a").mkdir(parents=True)
    (folder / "index.html").write_text("<body>portail</body>")
    (folder / "a" / "index.html").write_text("<body>page</body>")
    (folder / "404.html").write_text("<body>absente</body>")
    (tmp_path / "secret.txt").write_text(HIDDEN)
    board = StateBoard()
    board.post(PreviewState("1"))
    listening = socket.create_server(("127.0.0.1", 0))
    server = open_server(listening, folder, board)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield Served(listening.getsockname()[1], board, capsys)
    server.shutdown()
    thread.join()
    server.server_close()
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("name", ["localhost:{}", "127.0.0.1:{}", "[::1]:{}", "LocalHost:{}"])
def test_names_of_this_machine(served: Served, name: str) -> None:
    """A browser of this machine is answered, whatever it calls the machine."""
    assert served.get("/", name.format(served.port))[0] == 200


@pytest.mark.parametrize(
    "name",
    ["evil.example:{}", "evil.example", "localhost", "127.0.0.1", "localhost:1", "localhost.evil.example:{}",
     "127.0.0.1.evil.example:{}", "evil@localhost:{}", "0.0.0.0:{}", "[::]:{}", "", "localhost:{}/a", "é:{}"],
)  # fmt: skip
def test_other_names_are_refused(served: Served, name: str) -> None:
    """A page of another site whose name leads to this machine (DNS rebinding) reads neither pages nor state."""
    for path in ("/", "/a/", preview.STATE_PATH, preview.SCRIPT_PATH, "/nulle-part"):
        for method in ("GET", "HEAD"):
            status, text = served.get(path, name.format(served.port), method=method)
            assert status == 421
            assert "portail" not in text
    assert f"127.0.0.1:{served.port}" in served.get("/", name.format(served.port))[1]


def test_one_name_exactly(served: Served) -> None:
    """No name at all, or two of them, is not a browser's request."""
    good = f"localhost:{served.port}"
    assert served.get("/")[0] == served.get("/", good, "evil.example")[0] == served.get("/", good, good)[0] == 421
    assert served.ask(b"GET / HTTP/1.0\r\n\r\n").split()[1] == b"421"


def test_port_80_needs_no_number(tmp_path: Path) -> None:
    """Browsers leave out the port of the scheme."""

    class Listening(socket.socket):
        def getsockname(self) -> tuple[str, int]:
            return "127.0.0.1", 80

    with Listening() as listening:
        server = open_server(listening, tmp_path, StateBoard())
        assert {"localhost", "127.0.0.1:80"} <= server.RequestHandlerClass.keywords["names"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PATCH", "get", "SEND_HEAD"]
)
def test_other_methods_are_refused(served: Served, method: str) -> None:
    """A preview is only looked at; what is allowed is said."""
    answer = served.ask(f"{method} / HTTP/1.1\r\nHost: localhost:{served.port}\r\n\r\n".encode())
    assert answer.split()[1] == b"405"
    assert b"\r\nAllow: GET, HEAD\r\n" in answer


STRANGE = [
    b"GET x\r\n\r\n", b"GET x HTTP/1.1\r\n\r\n", b"GET\r\n\r\n", b"\r\n\r\n", b"", b"GET / HTTP/9.9\r\n\r\n",
    b"GET / HTTP/1.1.1\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"GET / HTTP/1.1\r\nHost\r\n\r\n",
    b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n", b"GET / HTTP/1.1\r\nX: " + b"a" * 70_000 + b"\r\n\r\n",
    b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 300 + b"\r\n", b"GET http://evil.example/ HTTP/1.1\r\n\r\n",
    b"A B C D\r\n\r\n", b"HEAD x\r\n\r\n", b"GET / HTTP/1.1\r\nHost: \xff\xfe\r\n\r\n",
]  # fmt: skip


@pytest.mark.parametrize("request_", STRANGE, ids=lambda request: request[:12].decode("latin-1"))
def test_what_is_no_request(served: Served, request_: bytes) -> None:
    """Garbage and heads that are too large have a plain answer, or none; the server goes on."""
    answer = served.ask(request_)
    assert b"portail" not in answer
    assert answer == b"" or b" : " in answer
    assert served.get("/", f"localhost:{served.port}")[0] == 200


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=st.binary(max_size=60).map(lambda raw: b"/" + b"".join(b"%%%02x" % byte for byte in raw)) | st.binary())
@example(path=b"/" + b"a" * 300)
@example(path=b"/" + b"a" * 300 + b"/b")
@example(path=b"/%00/x")
@example(path=b"/%ed%b3%bf")
@example(path=b"//[x")
@example(path=b"/[x]")
@example(path=b"/..%2f..%2fsecret.txt")
@example(path=b"/../secret.txt")
@example(path=b"/a/..%5c..%5c..%5csecret.txt")
@example(path=b"/%2e%2e/secret.txt")
@example(path=b"/a/%2e%2e/%2e%2e/secret.txt")
@example(path=b"/./../site/../secret.txt")
def test_any_address(served: Served, path: bytes) -> None:
    """Whatever is asked for, there is an answer, from the folder that is served, and nothing at the terminal."""
    answer = served.ask(b"GET " + path + b" HTTP/1.1\r\nHost: localhost:%d\r\n\r\n" % served.port)
    assert HIDDEN.encode() not in answer
    assert answer == b"" or answer.startswith(b"HTTP/1.0 ") or b" : " in answer
    assert served.errors.readouterr().err == ""


def test_slow_browsers_do_not_keep_others_waiting(served: Served) -> None:
    """A hundred requests that never end leave the server free, and are given up after a while."""
    slow = [socket.create_connection(("127.0.0.1", served.port), timeout=20) for _ in range(100)]
    for connection in slow:
        connection.sendall(b"GET / HTT")
    start = time.monotonic()
    assert served.get("/", f"localhost:{served.port}")[0] == 200
    assert time.monotonic() - start < 60  # one after the other, they would take five minutes
    for connection in slow:
        assert connection.recv(100) == b""
        connection.close()


def test_a_browser_that_leaves(served: Served) -> None:
    """A browser that goes away in the midst of an answer is not an error."""
    with socket.create_connection(("127.0.0.1", served.port)) as page:
        page.sendall(f"GET {preview.STATE_PATH} HTTP/1.1\r\nHost: localhost:{served.port}\r\n\r\n".encode())
        assert page.recv(100).split()[1] == b"200"
        page.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    served.board.post(PreviewState("2"))
    served.board.post(PreviewState("3"))
    assert served.get("/a/", f"localhost:{served.port}")[0] == 200


def test_a_fault_of_ours_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Should the server be at fault, the terminal shows a line in French, not a traceback."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = open_server(listening, tmp_path, StateBoard())
        try:
            raise KeyError("clé")
        except KeyError:
            server.handle_error(None, None)  # type: ignore[arg-type]
        try:
            raise BrokenPipeError
        except BrokenPipeError:
            server.handle_error(None, None)  # type: ignore[arg-type]
    assert capsys.readouterr().err == "Aperçu : une demande n'a pas eu de réponse (KeyError : 'clé').\n"
