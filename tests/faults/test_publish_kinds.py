"""Archives to carry by hand, one department alone, and what stops a publication on a real server."""

from __future__ import annotations

import http.server
import io
import json
import shutil
import tarfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import zstandard

from .projects import snapshot
from .published import OTHER, PAGE, SITE, Desk, describe, make_desk

pytestmark = pytest.mark.programs

SCRIPT = '<script>document.documentElement.dataset.planted = "oui"</script>'


def unpack(folder: Path, kind: str, to: Path) -> None:
    """Put every archive of `folder` into `to`, as the operator of a network without cable does."""
    for path in sorted(folder.glob(f"*.{kind}")):
        if kind == "zip":
            shutil.unpack_archive(path, to)
        else:
            data = zstandard.ZstdDecompressor().stream_reader(io.BytesIO(path.read_bytes())).read()
            with tarfile.open(fileobj=io.BytesIO(data)) as archive:
                archive.extractall(to, filter="data")


@contextmanager
def served(folder: Path, policy: str) -> Iterator[str]:
    """Serve `folder` on loopback with the Content-Security-Policy `policy`; gives the address."""

    class Handler(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *args: object, **kwargs: object) -> None:
            super().__init__(*args, directory=str(folder), **kwargs)  # type: ignore[arg-type]

        def end_headers(self) -> None:
            self.send_header("Content-Security-Policy", policy)
            super().end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A project published to a folder."""
    desk = make_desk(tmp_path_factory.mktemp("kinds"))
    done = desk.run("publish", "essai")
    assert done.returncode == 0, done.stderr
    return desk


@pytest.fixture
def online(published: Desk) -> Iterator[Desk]:
    """The project published to a folder; what a test writes into its theme and its `publish.yml` is taken back."""
    files = [published.root / name for name in ("publish.yml", "overrides/main.html")]
    kept = [path.read_bytes() for path in files]
    yield published
    for path, content in zip(files, kept, strict=True):
        path.write_bytes(content)


@pytest.mark.parametrize("kind", ["zip", "tar.zst"])
def test_archives_unpacked_are_the_release(online: Desk, tmp_path: Path, kind: str) -> None:
    """One archive a site and one for the portal; together they are what was built, and the same sites give the same."""
    target = tmp_path / "target"
    target.mkdir()
    describe(online.root, target, more=f"    format: {kind}\n", kind="archives")
    done = online.run("publish", "essai")
    assert done.returncode == 0, done.stderr
    folder = next(path.parent for path in target.rglob(f"*.{kind}"))
    names = {path.name.removesuffix(f".{kind}") for path in folder.glob(f"*.{kind}")}
    assert names == {"portail", SITE, OTHER, "9b-marais"}
    unpack(folder, kind, tmp_path / "unpacked")
    there, built = snapshot(tmp_path / "unpacked"), snapshot(online.root / "site")
    pages = {path for path in built if path.endswith("/api/pages.json") and "/" in path}
    assert pages
    assert {path: built[path] for path in pages} == {path: there[path] for path in pages}
    assert online.run("status", str(tmp_path / "unpacked")).returncode == 0
    page = tmp_path / "unpacked" / SITE / "index.html"
    page.write_bytes(page.read_bytes() + b" ")
    assert online.run("status", str(tmp_path / "unpacked")).returncode == 1
    first = {path.name: path.read_bytes() for path in folder.glob(f"*.{kind}")}
    shutil.rmtree(target)
    target.mkdir()
    assert online.run("publish", "essai").returncode == 0
    again = next(path.parent for path in target.rglob(f"*.{kind}"))
    assert {path.name: path.read_bytes() for path in again.glob(f"*.{kind}")} == first


def test_one_department_alone(online: Desk) -> None:
    """Publishing a CODE changes that site alone, and the ledger says which release each site runs."""
    before = online.served()
    online.change()
    done = online.run("publish", "essai", "90")
    assert done.returncode == 0, done.stderr
    after = online.served()
    changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    sites = {path.split("/")[0] for path in changed if path.endswith(".html")}
    assert sites == {SITE}
    ledger = json.loads(next(online.target.rglob("published.json")).read_text(encoding="utf-8"))
    releases = {site["slug"]: site["release"] for site in ledger["sites"]}
    assert releases[SITE] != releases[OTHER] == releases["9b-marais"]


def test_a_site_that_is_not_built_stops_all(online: Desk) -> None:
    """With `--site`, a department that is not in the folder is named, and what is served stays."""
    before = online.served()
    online.change()
    shutil.rmtree(online.root / "site" / SITE)
    done = online.run("publish", "essai", "--site", "site")
    assert done.returncode == 2
    assert f"site/{SITE}: erreur[publication-site-absent]" in done.stderr
    assert online.served() == before


def test_a_script_that_the_server_refuses_stops_all(online: Desk) -> None:
    """A page with a script that the policy of the server does not allow is not published; with it, it is."""
    main = online.root / "overrides" / "main.html"
    main.write_text(main.read_text(encoding="utf-8").replace("</footer>", f"{SCRIPT}</footer>"), encoding="utf-8")
    before = online.served()
    with served(online.target / "current", "default-src 'self'") as address:
        target = online.root / "publish.yml"
        target.write_text(f"{target.read_text(encoding='utf-8')}    url: {address}\n", encoding="utf-8")
        done = online.run("publish", "essai")
    assert done.returncode == 1
    assert "publish.yml:2: erreur[publication-csp]" in done.stdout + done.stderr
    assert online.served() == before


@pytest.mark.slow
def test_a_foreign_page_stops_all(online: Desk, tmp_path: Path) -> None:
    """A page that holds what the theme does not is named, whatever is allowed; configurations know nothing of it."""
    before = online.served()
    online.change()
    assert online.run("build").returncode == 0
    assert online.run("export", "servers", "essai", "--out", str(tmp_path / "one")).returncode == 0
    page = online.root / "site" / SITE / PAGE / "index.html"
    whole = page.read_bytes()
    page.unlink()
    page.write_bytes(whole.replace(b"</article>", f'{SCRIPT}<p style="color: red">x</p></article>'.encode()))
    done = online.run("publish", "essai", "--site", "site", "--allow", "publication-contenu-etranger")
    assert done.returncode == 1, done.stdout + done.stderr
    lines = [line for line in done.stderr.splitlines() if "erreur[" in line]
    assert len(lines) == 2
    assert all(f"site/{SITE}/{PAGE}/index.html: erreur[publication-contenu-etranger]" in line for line in lines)
    assert "troisclics export servers" not in done.stderr
    assert online.served() == before
    assert online.run("export", "servers", "essai", "--out", str(tmp_path / "two")).returncode == 0
    assert snapshot(tmp_path / "one") == snapshot(tmp_path / "two")


@pytest.mark.slow
def test_the_address_of_the_target_wins(online: Desk) -> None:
    """With SITE_URL set for another intranet, sites are built at the `url` of the target; given as built, refused."""
    elsewhere = {"SITE_URL": "https://voisin.example/action-sociale/"}
    with served(online.target / "current", "default-src 'self'; script-src 'self'") as address:
        target = online.root / "publish.yml"
        target.write_text(f"{target.read_text(encoding='utf-8')}    url: {address}\n", encoding="utf-8")
        assert online.run("build", **elsewhere).returncode == 0
        refused = online.run("publish", "essai", "--site", "site", "--dry-run", **elsewhere)
        assert refused.returncode == 1
        assert f"site/{SITE}/sitemap.xml: erreur[publication-adresse]" in refused.stderr
        done = online.run("publish", "essai", "--dry-run", **elsewhere)
        assert done.returncode == 0, done.stdout + done.stderr
    packed = online.root / ".cache" / "publication" / "essai" / "releases" / "next"
    texts = [path.read_text(encoding="utf-8") for path in packed.rglob("*") if path.suffix in {".html", ".xml", ".ics"}]
    assert not any("voisin.example" in text for text in texts)
    assert f"<loc>{address}{SITE}/</loc>" in (packed / SITE / "sitemap.xml").read_text(encoding="utf-8")
    assert f'rel="canonical" href="{address}{SITE}/"' in (packed / SITE / "index.html").read_text("utf-8")
