"""What a real browser makes of the real sites: quiet, whole on a phone, and nothing asked of another host."""

from __future__ import annotations

from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, expect
from repository import REPOSITORY, listed_departments

from .served import Served

pytestmark = pytest.mark.slow

MANCHE, GUADELOUPE = "50-manche", "971-guadeloupe"
PHONE = {"width": 390, "height": 844}
OVERFLOWING = """() => {
  const width = document.documentElement.clientWidth;
  if (Math.max(document.documentElement.scrollWidth, document.body.scrollWidth) <= width) return [];
  const seen = [...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > width + 1);
  return ["the page itself", ...seen.slice(0, 5).map(e => e.outerHTML.slice(0, 120))];
}"""


def slugs() -> set[str]:
    """The departments' folders."""
    return {path.name for path in (REPOSITORY / "departments").iterdir() if path.is_dir()}


def department(slug: str) -> dict[str, str]:
    """The identity of a department, as the national list tells it."""
    return next(entry for entry in listed_departments() if entry["slug"] == slug)


@pytest.mark.parametrize("slug", ["", MANCHE, GUADELOUPE], ids=["portail", MANCHE, GUADELOUPE])
def test_pages_are_quiet(browser: Browser, sites: Served, slug: str) -> None:
    """No page asks another host for anything, misses a file or writes an error on the console."""
    faults: list[str] = []
    context = browser.new_context()
    at = ""

    def asked(url: str) -> None:
        if urlsplit(url).scheme not in {"data", "blob", "about"} and not url.startswith(sites.address):
            faults.append(f"{at}: asks {url}")

    context.on("request", lambda request: asked(request.url))
    context.on(
        "response", lambda answer: answer.status < 400 or faults.append(f"{at}: {answer.status} for {answer.url}")
    )
    context.on("console", lambda said: said.type == "error" and faults.append(f"{at}: console: {said.text}"))
    context.on("weberror", lambda error: faults.append(f"{at}: script: {error.error}"))
    page = context.new_page()
    sites.missing.clear()
    addresses = sites.pages(slug)
    assert len(addresses) > 20
    for at in addresses:
        page.goto(at)
    page.wait_for_load_state("networkidle")
    context.close()
    assert not faults
    assert not sites.missing


def test_pages_fit_a_phone(browser: Browser, sites: Served) -> None:
    """At 390 by 844 no page of a department must be scrolled sideways."""
    page = browser.new_page(viewport=PHONE, is_mobile=True, has_touch=True)
    wide = {}
    for address in sites.pages(MANCHE):
        page.goto(address)
        if found := page.evaluate(OVERFLOWING):
            wide[address.removeprefix(sites.address)] = found
    page.close()
    assert not wide


@pytest.mark.parametrize("slug", [MANCHE, GUADELOUPE])
@pytest.mark.parametrize("viewport", [PHONE, {"width": 1280, "height": 800}], ids=["phone", "desktop"])
def test_header_names_the_department(browser: Browser, sites: Served, slug: str, viewport: dict[str, int]) -> None:
    """On each kind of page one sees at once, and reads in the title, whose site this is."""
    page = browser.new_page(viewport=viewport)
    for path in ("", "restauration/", "ma-delegation/contacts/"):
        page.goto(sites.url(f"{slug}/{path}"))
        name = page.locator(".identity__name")
        expect(name).to_have_text(f"Délégation {department(slug)['de']}")
        expect(name).to_be_in_viewport()
        assert department(slug)["de"] in page.title()
    page.close()


def test_portal_names_itself(browser: Browser, sites: Served) -> None:
    """The portal cannot be taken for the site of a department."""
    page = browser.new_page()
    page.goto(sites.address)
    expect(page.locator(".identity__name")).to_have_text("Portail national")
    page.close()


@pytest.mark.parametrize("slug", ["", MANCHE], ids=["portail", MANCHE])
def test_search_finds_a_page(browser: Browser, sites: Served, slug: str) -> None:
    """Typing what one looks for gives a link to the page, on the same site."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(sites.url(f"{slug}/" if slug else ""))
    page.locator("input.md-search__input").click()
    page.locator("input.md-search__input").press_sequentially("titres-restaurant", delay=20)
    found = page.locator(".md-search-result__link", has_text="Titres-restaurant").first
    expect(found).to_be_visible(timeout=15_000)
    found.click()
    page.wait_for_url(sites.url(f"{slug}/restauration/titres-restaurant/**".lstrip("/")))
    expect(page.locator("h1")).to_contain_text("itres-restaurant")
    page.close()


def test_404_keeps_the_way_of_the_department(browser: Browser, sites: Served) -> None:
    """A wrong address below a department shows its own page, whose menu leads back into its site."""
    page: Page = browser.new_page(viewport={"width": 1280, "height": 800})
    answer = page.goto(sites.url(f"{MANCHE}/nope/deeper"))
    assert answer is not None
    assert answer.status == 404
    expect(page.locator(".identity__name")).to_have_text(f"Délégation {department(MANCHE)['de']}")
    links = page.locator("nav a[href], header a[href], footer a[href]")
    menu = set(links.evaluate_all("all => all.map(a => a.href.split('#')[0])"))
    portal = {sites.address}
    assert len(menu) > 8
    assert all(url.startswith(sites.url(f"{MANCHE}/")) for url in menu - portal)
    for url in menu:
        with urlopen(url) as opened:  # noqa: S310 - our own server
            assert opened.status == 200
    page.locator("nav.md-tabs a", has_text="Restauration").click()
    page.wait_for_url(sites.url(f"{MANCHE}/restauration/"))
    page.close()


def test_404_is_styled(browser: Browser, sites: Served) -> None:
    """The page for wrong addresses finds its style sheets and scripts, however deep the address."""
    sites.missing.clear()
    page = browser.new_page()
    page.goto(sites.url(f"{MANCHE}/nope/deeper/still"))
    page.wait_for_load_state("networkidle")
    page.close()
    assert sites.missing == [f"/{MANCHE}/nope/deeper/still"]


def test_portal_links_to_all_departments(browser: Browser, sites: Served) -> None:
    """Each folder of `departments/` has its site, and the portal's home a link to it that can be seen."""
    page = browser.new_page()
    page.goto(sites.address)
    links = page.locator("main a[href]:visible").evaluate_all("all => all.map(a => a.href)")
    page.close()
    wanted = {sites.url(f"{slug}/") for slug in slugs()}
    assert not wanted - set(links)
    for url in sorted(wanted):
        with urlopen(url) as opened:  # noqa: S310 - our own server
            assert opened.status == 200
