"""Reading over HTTP what readers get, from a small server of this process."""

from __future__ import annotations

import hashlib
import http.server
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from troisclics.errors import PublishError
from troisclics.publish import http_check
from troisclics.publish.expected import Copy, ExpectedFile, Request
from troisclics.publish.http_check import HttpClient, allowed_scripts, check_responses, header_problems
from troisclics.publish.remote_scripts import HTTP_CHECK

BODY, GZ = b"<p>essai</p>", b"gz"
HEADERS = {"Content-Security-Policy": "default-src 'self'", "X-Content-Type-Options": "nosniff"}


def digest(content: bytes) -> str:
    """The SHA-256 of `content`."""
    return hashlib.sha256(content).hexdigest()


@dataclass
class Server:
    """A server: its answers by path, and what it was asked."""

    url: str = ""
    answers: dict[str, tuple[int, bytes, dict[str, str]]] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    cuts: int = 0


@pytest.fixture
def server() -> Iterator[Server]:
    """A server on loopback, below `/base/`."""
    state = Server()

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            """Answer, or cut the connection."""
            if state.cuts:
                state.cuts -= 1
                self.close_connection = True
                return
            state.asked.append((self.path, self.headers["Accept-Encoding"]))
            code, body, headers = state.answers.get(self.path, (404, b"", {}))
            self.send_response(code)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    running = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    running.daemon_threads = True
    state.url = f"http://127.0.0.1:{running.server_address[1]}/base/"
    thread = threading.Thread(target=running.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield state
    running.shutdown()
    running.server_close()


def page(name: str = "a/", copies: tuple[Copy, ...] = ()) -> ExpectedFile:
    """A page that is expected at an address."""
    return ExpectedFile(name, name, digest(BODY), "text/html", copies)


def good(body: bytes = BODY, **headers: str) -> tuple[int, bytes, dict[str, str]]:
    """The answer with a page."""
    more = {name.replace("_", "-"): value for name, value in headers.items()}
    return 200, body, {**HEADERS, "Content-Type": "text/html", "Vary": "Accept-Encoding", **more}


def check(server: Server, *requests: Request) -> tuple[list[str], list[int]]:
    """What is wrong, and the progress."""
    seen: list[int] = []
    return check_responses(server.url, requests, seen.append), seen


def test_what_is_right(server: Server) -> None:
    """Each address is asked for as it is written, below the address of the target, in its coding."""
    server.answers |= {"/base/a/": good(), "/base/b%20c": good(GZ, Content_Encoding="GZIP")}
    copy = Copy("gzip", "b c.gz", digest(GZ))
    wanted = [Request("a/", "identity", page()), Request("b%20c", "gzip", page("b c", (copy,)))]
    assert check(server, *wanted) == ([], [64])
    assert server.asked == [("/base/a/", "identity"), ("/base/b%20c", "gzip")]


def test_many_requests_are_shared_out(server: Server) -> None:
    """Each is made once, in order of the differences; the progress counts them by the dozen."""
    server.answers |= {f"/base/{number}": good() for number in range(1, 130)}
    wrong, seen = check(server, *(Request(str(number), "identity", page(str(number))) for number in range(130)))
    assert (wrong, seen) == (["/base/0 : réponse 404"], [64, 64, 64])
    assert len(server.asked) == 130


def test_what_is_wrong_is_named(server: Server) -> None:
    """The address and the coding come before each problem."""
    server.answers["/base/a/"] = good(b"autre", X_Content_Type_Options="")
    copy = Copy("gzip", "a/index.html.gz", digest(GZ))
    wrong, _ = check(server, Request("a/", "identity", page()), Request("a/", "gzip", page(copies=(copy,))))
    assert wrong == [
        "/base/a/ : le contenu n'est pas celui de la publication",
        "/base/a/ : l'en-tête « x-content-type-options » ne contient pas « nosniff »",
        "/base/a/ (gzip) : le contenu n'est pas celui de la publication",
        "/base/a/ (gzip) : l'en-tête « x-content-type-options » ne contient pas « nosniff »",
    ]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (good(GZ), []),
        ((404, b"", {}), []),
        (good(b"x"), ["/base/a/ (gzip) : la copie « a/é.gz » n'est pas celle de la publication"]),
        ((500, b"x", {}), ["/base/a/ (gzip) : la copie « a/é.gz » n'est pas celle de la publication"]),
    ],
)
def test_copies_are_asked_for_by_name(
    server: Server, answer: tuple[int, bytes, dict[str, str]], said: list[str]
) -> None:
    """Where the server does not compress, a copy that it serves by its name must be right."""
    server.answers |= {"/base/a/": good(), "/base/a/%C3%A9.gz": answer}
    copies = (Copy("br", "a/é.br", digest(b"br")), Copy("gzip", "a/é.gz", digest(GZ)))
    assert check(server, Request("a/", "gzip", page(copies=copies)))[0] == said


def test_a_connection_is_opened_again(server: Server) -> None:
    """A server may close a connection once; twice is a failure."""
    server.answers["/base/a/"] = good()
    server.cuts = 1
    assert check(server, Request("a/", "identity", page()))[0] == []
    server.cuts = 2
    with pytest.raises(PublishError, match="le serveur ne répond pas") as raised:
        check(server, Request("a/", "identity", page()))
    assert (raised.value.step, "« url »" in raised.value.fix) == (HTTP_CHECK, True)


def test_a_client_keeps_its_connection(server: Server) -> None:
    """Answers come with their headers in lower case; https is spoken where it is written."""
    server.answers["/base/"] = good()
    client = HttpClient(server.url)
    assert client.base == "/base/"
    first = client.get("/base/")
    kept = client._connection
    assert (first.status, first.body, first.headers["vary"]) == (200, BODY, "Accept-Encoding")
    assert client.get("/base/", "br").status == 200
    assert kept is client._connection is not None
    client.close()
    client.close()
    assert client._connection is None
    assert [coding for _, coding in server.asked] == ["identity", "br"]
    secure, plain = HttpClient("https://a.example:1/")._open(), HttpClient("http://a.example:1/")._open()
    assert isinstance(secure, http_check.http.client.HTTPSConnection)
    assert not isinstance(plain, http_check.http.client.HTTPSConnection)
    assert (secure.host, secure.port, secure.timeout, plain.timeout) == ("a.example", 1, 20.0, 20.0)


POLICIES = {
    "default-src 'self'; script-src 'self' 'sha256-a' x.example": {"sha256-a", "x.example"},
    "default-src 'self' 'sha256-b' ;": {"sha256-b"},
    "script-src 'none'": set(),
    "img-src data:": set(),
    "": None,
}


@pytest.mark.parametrize(("policy", "allowed"), POLICIES.items(), ids=POLICIES)
def test_what_the_server_allows_to_run(server: Server, policy: str, allowed: set[str] | None) -> None:
    """Its scripts, else its default, but for itself; without a policy, or a server, it is not known."""
    server.answers["/base/"] = (200, b"", {"Content-Security-Policy": policy})
    assert allowed_scripts(server.url) == allowed
    assert server.asked == [("/base/", "identity")]
    server.cuts = 2
    assert allowed_scripts(server.url) is None


def test_headers_that_are_wanted() -> None:
    """Each that is missing is named, and a policy that permits all scripts."""
    sound = {name.lower(): value for name, value in HEADERS.items()}
    assert list(header_problems(sound)) == []
    assert len(list(header_problems({}))) == 2
    loose = {**sound, "content-security-policy": "default-src 'self' 'unsafe-inline'"}
    assert list(header_problems(loose)) == ["l'en-tête « content-security-policy » permet « unsafe-inline »"]
