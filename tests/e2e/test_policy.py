"""Chromium, through nginx and Apache as they are configured: the policy stops what is strange and nothing of ours."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from faults import web
from faults.projects import copy_project
from faults.published import Desk, copy_desk
from playwright.sync_api import Browser, Page

from .searching import Query, SearchBox
from .served import pages_of

pytestmark = pytest.mark.programs

WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile ?? ""}`));
"""


@pytest.fixture(scope="module", params=["nginx", "apache"])
def published(request: pytest.FixtureRequest) -> Iterator[tuple[Desk, str]]:
    """Sites that are published and served by a real server, and their address."""
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home)
        folder.chmod(0o755)  # Apache reads as another user
        yield from serve(folder, request.param)


def serve(folder: Path, name: str) -> Iterator[tuple[Desk, str]]:
    """Publish to `folder` and serve it with the server `name`."""
    port = web.free_port()
    address = f"http://127.0.0.1:{port}/"
    desk = copy_desk(copy_project(folder / "first"), folder, address)
    assert desk.run("export", "servers", "essai", "--out", str(folder / "conf")).returncode == 0
    sites = (folder / "conf" / f"{name}.conf").read_text(encoding="utf-8")
    with {"nginx": web.nginx, "apache": web.apache}[name](folder / "server", sites, port):
        done = desk.run("publish", "essai")
        assert done.returncode == 0, done.stdout + done.stderr
        yield desk, address


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that notes what the policy refuses."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.add_init_script(WATCH)
    page = context.new_page()
    yield page
    context.close()


def one_of_each_kind(desk: Desk) -> list[str]:
    """The address of a page of each kind, all those at the top and the error page, on the portal and on a site."""
    found = ["nulle-part/", "50-manche/nulle-part/"]
    for slug in ("", "50-manche/"):
        seen: set[str] = set()
        for entry in pages_of(desk.target / "current", slug):
            if entry["kind"] not in seen or entry["url"].count("/") < 2:
                seen.add(entry["kind"])
                found.append(slug + entry["url"])
    return found


def test_nothing_of_ours_is_refused(published: tuple[Desk, str], page: Page) -> None:
    """On a page of each kind nothing is refused by the policy, and no script fails."""
    desk, address = published
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(f"{page.url} {error}"))
    addresses = one_of_each_kind(desk)
    assert len(addresses) > 20
    for path in addresses:
        page.goto(address + path, wait_until="load")
        failures += [f"{path} {line}" for line in page.evaluate("window.violations")]
    assert failures == []


def test_search_works(published: tuple[Desk, str], page: Page) -> None:
    """The search worker and its index are allowed: a word leads to its page."""
    _, address = published
    box = SearchBox(page, f"{address}50-manche/")
    assert box.ask(Query("titres restaurant", ("restauration/titres-restaurant",))).rank
    assert page.evaluate("window.violations") == []


def test_planted_code_does_not_run(published: tuple[Desk, str], page: Page) -> None:
    """A script, a handler, a style and a frame written into a served page are refused."""
    desk, address = published
    file = Path(desk.target / "current" / "50-manche" / "logement" / "index.html")
    kept = file.read_bytes()
    planted = (
        b"<script>window.planted = 1</script><img src=x onerror='window.planted = 2'>"
        b"<p id=mark style='position: fixed'>x</p><iframe src='https://exemple.invalid/'></iframe></body>"
    )
    for path in (file, file.with_name("index.html.gz"), file.with_name("index.html.br")):
        path.unlink()
    file.write_bytes(kept.replace(b"</body>", planted))
    page.goto(f"{address}50-manche/logement/", wait_until="load")
    assert page.evaluate("window.planted") is None
    assert page.evaluate("getComputedStyle(document.getElementById('mark')).position") == "static"
    refused = {line.split()[0] for line in page.evaluate("window.violations")}
    assert {"script-src-elem", "script-src-attr", "style-src-attr"} <= refused
    assert any(name in refused for name in ("frame-src", "default-src"))
