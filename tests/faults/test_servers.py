"""The generated configurations, on the real nginx and the real Apache, serve what was published as it must be."""

from __future__ import annotations

import gzip
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import brotli
import pytest

from . import web
from .published import Desk, make_desk
from .server_requests import ANSWERS, FOREIGN_REDIRECTS, HIDDEN

pytestmark = pytest.mark.programs

SECURITY = (
    "content-security-policy", "x-content-type-options", "x-frame-options", "referrer-policy", "permissions-policy",
    "cross-origin-opener-policy",
)  # fmt: skip


@dataclass
class Served:
    """A published project and the port on which a server serves it."""

    desk: Desk
    port: int
    prefix: str

    def raw(self, line: str, *headers: str) -> web.Raw:
        """Send the request line `line` as it is, each « { » replaced by the address of the sites."""
        return web.send_raw(self.port, line.replace("{", self.prefix), *headers)

    def get(self, path: str, **headers: str) -> web.http.client.HTTPResponse:
        """What the server answers below the address of the sites."""
        return web.get(self.port, self.prefix + path, **headers)


@pytest.fixture(scope="module", params=["/", "/action-sociale/"])
def target(request: pytest.FixtureRequest) -> Iterator[Served]:
    """A project to be published and served at the root of a server or below a path, and its configurations."""
    port = web.free_port()
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home)
        folder.chmod(0o755)  # Apache reads as another user
        desk = make_desk(folder, f"http://127.0.0.1:{port}{request.param}")
        done = desk.run("export", "servers", "essai", "--out", str(folder / "conf"))
        assert done.returncode == 0, done.stderr
        yield Served(desk, port, request.param)


@pytest.fixture(scope="module", params=["nginx", "apache"])
def served(request: pytest.FixtureRequest, target: Served) -> Iterator[Served]:
    """The target, published and served by a real server with the generated configuration."""
    name, folder = request.param, target.desk.root.parent
    sites = (folder / "conf" / f"{name}.conf").read_text(encoding="utf-8")
    with {"nginx": web.nginx, "apache": web.apache}[name](folder / name, sites, target.port):
        done = target.desk.run("publish", "essai")
        assert done.returncode == 0, done.stdout + done.stderr
        yield target


def test_everything_is_read_again(served: Served) -> None:
    """Publishing reads all that can be asked again: bytes, types and headers are those of the manifest."""
    done = served.desk.run("status", "essai")
    assert done.returncode == 0, done.stdout + done.stderr
    count = re.search(r"(\d+) réponses relue", done.stdout)
    assert count
    assert int(count[1]) > 500, "pages of four sites, plain and in two compressed copies"
    verified = served.desk.run("status", f"http://127.0.0.1:{served.port}{served.prefix}")
    assert verified.returncode == 0, verified.stdout


@pytest.mark.parametrize("path", ["", "90-dunes/", "90-dunes/logement/", "sitemap.xml", "90-dunes/api/pages.json"])
def test_pages_are_revalidated(served: Served, path: str) -> None:
    """A page has security headers, an ETag and no-cache; asked for again with its ETag it is « not modified »."""
    answer = served.get(path)
    assert answer.status == 200
    assert answer.getheader("cache-control") == "no-cache"
    assert all(answer.getheader(name) for name in SECURITY)
    etag = answer.getheader("etag")
    assert etag
    again = served.get(path, If_None_Match=etag)
    assert (again.status, again.text) == (304, b"")  # type: ignore[attr-defined]


def test_fixed_files_never_expire(served: Served) -> None:
    """A style or script is asked for below the digest of the fixed files, may be kept a year, and has the headers."""
    page = served.get("90-dunes/logement/").text.decode()  # type: ignore[attr-defined]
    names = re.findall(r'(?:href|src)="\.\./(_assets/[^"]+)"', page)
    assert len(names) > 3
    for name in names:
        answer = served.get(f"90-dunes/{name}")
        assert answer.status == 200
        assert answer.getheader("cache-control") == "public, max-age=31536000, immutable"
        assert all(answer.getheader(header) for header in SECURITY)
    assert not re.search(r'<(?:script|link rel="(?:stylesheet|icon)")[^>]*="(?:\.\./)*assets/', page)


@pytest.mark.parametrize(
    ("path", "own"),
    [("nulle-part/", "portal"), ("90-dunes/nulle-part/", "90-dunes"), ("90-dunes/nulle-part.html", "90-dunes"),
     ("9a-falaises/assets/", "9a-falaises"), ("90-dunes/_assets/0123456789abcdef/x.css", None)],
)  # fmt: skip
def test_errors_belong_to_their_site(served: Served, path: str, own: str | None) -> None:
    """What does not exist is answered 404 with the page of its site, the headers, and nothing to keep."""
    answer = served.get(path)
    assert answer.status == 404
    assert all(answer.getheader(name) for name in SECURITY)
    assert "immutable" not in (answer.getheader("cache-control") or "")
    if own:
        site = served.desk.target / "current" / ("" if own == "portal" else own)
        assert answer.text == (site / "404.html").read_bytes()  # type: ignore[attr-defined]


def test_addresses_are_clean(served: Served) -> None:
    """A folder without its slash and an address that ends with index.html lead to the one clean address."""
    for path in ("90-dunes/logement", "90-dunes/logement/index.html"):
        answer = served.get(path)
        assert answer.status == 301
        assert (answer.getheader("location") or "").endswith(f"{served.prefix}90-dunes/logement/")


def test_the_address_of_the_portal_may_lack_its_slash(served: Served) -> None:
    """The address of sites below a path, typed without its slash, leads to them; a longer name does not."""
    answer = served.raw(f"GET {served.prefix.rstrip('/') or '/'} HTTP/1.1")
    assert_protected(answer)
    assert answer.status == (200 if served.prefix == "/" else 301)
    assert answer.headers.get("location", served.prefix).endswith(served.prefix)
    assert served.raw(f"GET {served.prefix.rstrip('/')}bis HTTP/1.1").status in {400, 404}


@pytest.mark.parametrize("path", ["90-dunes/logement/", "90-dunes/assets/css/page.css"])
def test_compressed_copies_are_served(served: Served, path: str) -> None:
    """A browser that takes gzip gets the copy made at publication, with the type of the file itself."""
    plain, packed = served.get(path), served.get(path, Accept_Encoding="gzip")
    assert packed.getheader("content-encoding") == "gzip"
    assert packed.getheader("content-type") == plain.getheader("content-type")
    assert "charset=utf-8" in (plain.getheader("content-type") or "").lower()
    assert "accept-encoding" in (packed.getheader("vary") or "").lower()
    assert gzip.decompress(packed.text) == plain.text  # type: ignore[attr-defined]
    if served.get(path, Accept_Encoding="br").getheader("content-encoding") == "br":  # nginx needs a module for it
        assert brotli.decompress(served.get(path, Accept_Encoding="br").text) == plain.text  # type: ignore[attr-defined]


def test_the_policy_is_strict(served: Served) -> None:
    """The Content-Security-Policy lets nothing run by the mere fact of standing in a page."""
    policy = served.get("").getheader("content-security-policy") or ""
    assert policy.startswith("default-src 'self'; script-src 'self'")
    assert "unsafe" not in policy
    assert "*" not in policy


def test_a_server_that_says_something_else_is_found_out(served: Served) -> None:
    """A page changed behind the server's back is named by `status`, and by `verify-release` on the folder."""
    page = served.desk.target / "current" / "90-dunes" / "logement" / "index.html"
    kept = page.read_bytes()
    page.unlink()
    page.write_bytes(kept.replace(b"</body>", b"<p>Autre chose.</p></body>"))
    try:
        done = served.desk.run("status", "essai")
        assert done.returncode == 1
        assert f"{served.prefix}90-dunes/logement/ : le contenu n'est pas celui de la publication" in done.stdout
        verified = served.desk.run("status", str(served.desk.target / "current"))
        assert verified.returncode == 1
        assert "90-dunes/logement/index.html : modifié" in verified.stdout
    finally:
        page.unlink()
        page.write_bytes(kept)


@pytest.mark.parametrize("path", FOREIGN_REDIRECTS)
@pytest.mark.parametrize("start", ["{", "/"])
def test_no_redirection_leaves_the_server(served: Served, start: str, path: str) -> None:
    """Whatever the address and the name that the client gives, a redirection leads to a path of this server."""
    answer = served.raw(f"GET {start}{path} HTTP/1.1", "Host: evil.example")
    assert answer.status in {200, 301, 400, 403, 404}
    assert "x-evil" not in answer.headers
    location = answer.headers.get("location", "/").removeprefix(f"http://127.0.0.1:{served.port}")
    assert re.match(r"/(?![/\\])", location), location
    assert "evil" not in location.partition("?")[0].split("/")[1], location


def test_an_absolute_address_leads_nowhere_else(served: Served) -> None:
    """A request for the address of another server, as to a proxy, is not sent on to it."""
    answer = served.raw(f"GET http://evil.example{served.prefix}90-dunes/index.html HTTP/1.1")
    assert "evil" not in answer.headers.get("location", "")
    redirected = served.raw("GET {90-dunes/logement HTTP/1.1", "Host: evil.example")
    assert redirected.status == 301
    assert "evil" not in redirected.headers["location"]


@pytest.mark.parametrize(
    "method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "MKCOL", "CONNECT", "FOO", "get"]
)
def test_only_reading_is_possible(served: Served, method: str) -> None:
    """A method other than GET and HEAD is refused, with all headers, on a page, a folder, a file and the root."""
    for path in ("{", "{90-dunes/logement/", "{90-dunes/absente/", "{90-dunes/assets/css/page.css", "*"):
        answer = served.raw(f"{method} {path} HTTP/1.1", "Content-Length: 0")
        if (method, path, answer.headers["server"]) == ("OPTIONS", "*", "Apache"):
            assert answer.body == b""  # Apache answers for itself, before any site is asked
            continue
        assert answer.status in {400, 405}, (path, answer.status)
        if method in {"POST", "PUT", "OPTIONS", "TRACE"} and path != "*":
            assert answer.status == 405
            assert ("allow", "GET, HEAD") in answer.pairs
        assert_protected(answer)


@pytest.mark.parametrize(("line", "headers", "status"), ANSWERS.values(), ids=ANSWERS)
def test_every_answer_is_protected(served: Served, line: str, headers: tuple[str, ...], status: int) -> None:
    """Every security header is on every answer, with one value, and none says which version of which server it is."""
    answer = served.raw(f"{line} HTTP/1.1", *headers)
    expected = {status, 403, 400} if line.startswith(("GET {aaa", "GET {a/a")) else {status}
    assert answer.status in expected
    assert_protected(answer)


def test_answers_of_fixed_files_are_protected(served: Served) -> None:
    """A style of the pool has every header too, whole, compressed, in part, not modified, and beyond its end."""
    page = served.get("90-dunes/logement/").text.decode()  # type: ignore[attr-defined]
    found = re.search(r'href="\.\./(_assets/[^"]+\.css)"', page)
    assert found
    etag = served.get(f"90-dunes/{found[1]}").getheader("etag") or ""
    cases = {
        "Accept-Encoding: gzip": 200,
        "Range: bytes=0-9": 206,
        f"If-None-Match: {etag}": 304,
        "Range: bytes=9999999-": 416,
    }
    for header, status in cases.items():
        answer = served.raw(f"GET {{90-dunes/{found[1]} HTTP/1.1", header)
        assert answer.status == status, header
        assert_protected(answer)


@pytest.mark.parametrize("path", HIDDEN)
def test_what_is_not_published_is_not_reached(served: Served, path: str) -> None:
    """Neither the ledger, the lock, hidden files, compressed copies by their name, nor a listing are given out."""
    for prefix in ("{", "/"):
        answer = served.raw(f"GET {prefix}{path} HTTP/1.1", "Accept-Encoding: gzip, br")
        if answer.status == 301:  # a folder without its slash
            assert path == "90-dunes/assets"
            continue
        assert answer.status in {400, 403, 404}, prefix
        assert b"Index of" not in answer.body
        assert b'"releases"' not in answer.body
        assert_protected(answer)


@pytest.mark.parametrize("path", ["/", "/index.html.en", "/icons/", "/manual/", "/action-sociale-bis/"])
def test_nothing_else_is_served(served: Served, path: str) -> None:
    """Under the name of sites that lie below a path, nothing of the server's own installation is given out."""
    answer = served.raw(f"GET {path} HTTP/1.1")
    assert answer.status == (200 if path == served.prefix else 404)
    assert_protected(answer)


def assert_protected(answer: web.Raw) -> None:
    """Every security header is there, with one value, and nothing names a version."""
    for name in SECURITY:
        values = {value for other, value in answer.pairs if other == name}
        assert len(values) == 1, (name, answer.status, answer.pairs)  # nginx says them twice with 416
    assert answer.headers.get("server", "") in {"nginx", "Apache"}
    assert not re.search(rb"(?:nginx|Apache)/\d|Port \d+</address>", answer.body)
    assert "x-powered-by" not in answer.headers
