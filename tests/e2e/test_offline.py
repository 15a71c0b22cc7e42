"""Sites on a USB stick: opened by `file://`, they have their links, their search and their images, and ask nobody."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, expect
from repository import REPOSITORY, run_command
from selectolax.lexbor import LexborHTMLParser

from .searching import judge, queries, search
from .served import Served

pytestmark = pytest.mark.slow

MANCHE = "50-manche"
LINKS = "a[href], link[href], img[src], script[src], meta[http-equiv=refresh]"


@pytest.fixture(scope="module")
def stick(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The portal and the Manche, as `troisclics build --offline` makes them, in a folder with a difficult name."""
    out = tmp_path_factory.mktemp("clé USB") / "site-hors-ligne"
    done = run_command("build", "--offline", "portail", "50", "--out", out)
    assert done.returncode == 0, done.stderr
    return out


def pages(site: Path, slug: str) -> list[Path]:
    """The pages of a department, or of the portal without those of departments, relative to `site`."""
    departments = {path.name for path in (REPOSITORY / "departments").iterdir()}
    found = sorted(path.relative_to(site) for path in (site / slug).rglob("*.html"))
    return [path for path in found if path.name != "404.html" and (slug or path.parts[0] not in departments)]


def links(site: Path, page: Path) -> Iterator[str]:
    """Where each link of a page leads: a path below `site`, or an address elsewhere; less the fragment."""
    for node in LexborHTMLParser((site / page).read_text(encoding="utf-8")).css(LINKS):
        given = node.attributes
        link = given.get("href") or given.get("src") or (given.get("content") or "").partition("url=")[2]
        parts = urlsplit(link)
        elsewhere = parts.scheme or not parts.path
        yield link if elsewhere else os.path.normpath(page.parent / unquote(parts.path))


def shown(site: Path, link: str) -> str:
    """The file that a server shows for a link."""
    return os.path.normpath(f"{link}/index.html") if not urlsplit(link).scheme and (site / link).is_dir() else link


@pytest.mark.parametrize("slug", ["", MANCHE], ids=["portail", MANCHE])
def test_links_lead_to_the_files_that_a_server_would_show(sites: Served, stick: Path, slug: str) -> None:
    """Each link of each page leads to the file which a server shows for the same link of the ordinary site."""
    others = {path.name for path in (REPOSITORY / "departments").iterdir()} - {MANCHE}
    assert pages(stick, slug) == pages(sites.folder, slug)
    faults = []
    for page in pages(stick, slug):
        found = [link for link in links(stick, page) if not link.endswith("iframe-worker.js")]
        wanted = [shown(sites.folder, link) for link in links(sites.folder, page)]
        faults += [f"{page}: {one}, not {two}" for one, two in zip(found, wanted, strict=True) if one != two]
        files = {link for link in found if link and link[0] != "#" and not urlsplit(link).scheme}
        built = {file for file in files if file.partition("/")[0] not in others}
        faults += [f"{page}: {file} is missing" for file in sorted(built) if not (stick / file).is_file()]
    assert not faults


def test_pages_are_quiet_without_a_server(browser: Browser, stick: Path) -> None:
    """By `file://` no page writes an error, asks anything outside its folder or misses a file, and all images show."""
    faults: list[str] = []
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    home = stick.as_uri()
    ours = (f"{home}/", "data:", "blob:", "about:")
    page.on("request", lambda request: request.url.startswith(ours) or faults.append(f"asks {request.url}"))
    left = "net::ERR_ABORTED"  # the page was left before the icon had come: a file that is absent says otherwise
    page.on("requestfailed", lambda request: request.failure == left or faults.append(f"misses {request.url}"))
    page.on("console", lambda said: said.type == "error" and faults.append(f"console: {said.text}"))
    page.on("pageerror", lambda error: faults.append(f"script: {error}"))
    visited = [Path("index.html"), *pages(stick, MANCHE)]
    assert len(visited) > 50
    for path in visited:
        page.goto((stick / path).as_uri())
        blank = "all => all.filter(i => i.complete && !i.naturalWidth).map(i => i.src)"
        faults += page.locator("img").evaluate_all(blank)
    page.close()
    assert not faults


def test_a_department_is_found_and_changed_without_a_server(browser: Browser, stick: Path) -> None:
    """By `file://` the portal finds a department by its name, and a header leads to the same page of another."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto((stick / "index.html").as_uri())
    page.locator("form.find input").fill("manc")
    page.locator("form.find ul a", has_text="Manche").click()
    page.wait_for_url((stick / MANCHE / "index.html").as_uri())
    here = stick / MANCHE / "restauration" / "index.html"
    page.goto(here.as_uri())
    page.locator(".switch").click()
    page.locator("dialog input").fill("calv")
    link = page.locator("dialog ul a", has_text="Calvados")
    expect(link).to_be_visible()
    address = (stick / "14-calvados" / "restauration" / "index.html").as_uri()
    assert link.evaluate("link => link.href") == address
    page.close()
    assert not faults


@pytest.mark.parametrize("slug", ["", MANCHE], ids=["portail", MANCHE])
def test_queries_find_their_page_without_a_server(
    browser: Browser, stick: Path, capsys: pytest.CaptureFixture[str], slug: str
) -> None:
    """By `file://` the table of queries is answered as well as by a server."""
    title = f"Search by file://, {slug or 'portail'}"
    judge(capsys, title, search(browser, (stick / slug / "index.html").as_uri(), queries()))
