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
from .projects import Project
from .published import Desk, make_desk

SECURITY = (
    "content-security-policy", "x-content-type-options", "x-frame-options", "referrer-policy", "permissions-policy",
)  # fmt: skip


@dataclass
class Served:
    """A published project and the port on which a server serves it."""

    desk: Desk
    port: int
    prefix: str

    def get(self, path: str, **headers: str) -> web.http.client.HTTPResponse:
        """What the server answers below the address of the sites."""
        return web.get(self.port, self.prefix + path, **headers)


@pytest.fixture(scope="module", params=["nginx", "nginx below a path", "apache", "apache below a path"])
def served(request: pytest.FixtureRequest, built_once: Project) -> Iterator[Served]:
    """The fictitious target, published and served by a real server with the generated configuration."""
    name, _, below = request.param.partition(" ")
    port = web.free_port()
    prefix = "/action-sociale/" if below else "/"
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home)
        folder.chmod(0o755)  # Apache reads as another user
        desk = make_desk(built_once, folder, f"http://127.0.0.1:{port}{prefix}")
        done = desk.run("servers", "essai", "--to", str(folder / "conf"))
        assert done.returncode == 0, done.stderr
        sites = (folder / "conf" / f"{name}.conf").read_text(encoding="utf-8")
        with {"nginx": web.nginx, "apache": web.apache}[name](folder / "server", sites, port):
            done = desk.run("publish", "essai")
            assert done.returncode == 0, done.stdout + done.stderr
            yield Served(desk, port, prefix)


def test_everything_is_read_again(served: Served) -> None:
    """Publishing reads all that can be asked again: bytes, types and headers are those of the manifest."""
    done = served.desk.run("status", "essai")
    assert done.returncode == 0, done.stdout + done.stderr
    count = re.search(r"(\d+) réponses relue", done.stdout)
    assert count
    assert int(count[1]) > 1500, "pages of four sites, plain and in two compressed copies"
    verified = served.desk.run("verify-release", f"http://127.0.0.1:{served.port}{served.prefix}")
    assert verified.returncode == 0, verified.stdout


@pytest.mark.parametrize(
    "path", ["", "50-manche/", "50-manche/restauration/", "sitemap.xml", "50-manche/api/pages.json"]
)
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
    page = served.get("50-manche/restauration/").text.decode()  # type: ignore[attr-defined]
    names = re.findall(r'(?:href|src)="\.\./(_assets/[^"]+)"', page)
    assert len(names) > 3
    for name in names:
        answer = served.get(f"50-manche/{name}")
        assert answer.status == 200
        assert answer.getheader("cache-control") == "public, max-age=31536000, immutable"
        assert all(answer.getheader(header) for header in SECURITY)
    assert not re.search(r'<(?:script|link rel="(?:stylesheet|icon)")[^>]*="(?:\.\./)*assets/', page)


@pytest.mark.parametrize(
    ("path", "own"),
    [("nulle-part/", "portal"), ("50-manche/nulle-part/", "50-manche"), ("50-manche/nulle-part.html", "50-manche"),
     ("2a-corse-du-sud/assets/", "2a-corse-du-sud"), ("50-manche/_assets/0123456789abcdef/x.css", None)],
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
    for path in ("50-manche/restauration", "50-manche/restauration/index.html"):
        answer = served.get(path)
        assert answer.status == 301
        assert (answer.getheader("location") or "").endswith(f"{served.prefix}50-manche/restauration/")


@pytest.mark.parametrize("path", ["50-manche/restauration/", "50-manche/assets/css/page.css"])
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
    page = served.desk.target / "current" / "50-manche" / "logement" / "index.html"
    kept = page.read_bytes()
    page.unlink()
    page.write_bytes(kept.replace(b"</body>", b"<p>Autre chose.</p></body>"))
    try:
        done = served.desk.run("status", "essai")
        assert done.returncode == 1
        assert f"{served.prefix}50-manche/logement/ : le contenu n'est pas celui de la publication" in done.stdout
        verified = served.desk.run("verify-release", str(served.desk.target / "current"))
        assert verified.returncode == 1
        assert "50-manche/logement/index.html : modifié" in verified.stdout
    finally:
        page.unlink()
        page.write_bytes(kept)
