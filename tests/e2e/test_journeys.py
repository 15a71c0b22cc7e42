"""From the portal to an answer, by keyboard and by taps; changing department; what a page weighs and how it settles."""

from __future__ import annotations

import pytest
from bench.weight import MAX_FIRST, MAX_HTML, NOT_FOR_SCREENS, pack, weigh, weigh_all
from playwright.sync_api import Browser, expect

from .journeys import ANSWERS, SIZES, follow, opened
from .served import Served

pytestmark = pytest.mark.slow

BENEFIT = "logement/aide-installation/"
OWN_PAGE = "12-aveyron/ma-delegation/arbre-de-noel-2024/"


@pytest.mark.parametrize("answer", list(ANSWERS))
def test_by_keyboard_alone(browser: Browser, sites: Served, answer: str) -> None:
    """Two letters and Enter choose the department; two links at most follow: three actions."""
    with opened(browser, "desktop") as page:
        page.goto(sites.address)
        for _ in range(40):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.id") == "find":
                break
        page.keyboard.type("50")
        expect(page.locator(".find__list a").first).to_have_text("Manche 50")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        for words in ANSWERS[answer]:
            follow(page, words)
        assert len(ANSWERS[answer]) <= 2
        expect(page.locator("h1")).to_be_visible()
        assert page.url.startswith(sites.url("50-manche/"))


@pytest.mark.parametrize("answer", list(ANSWERS))
def test_by_taps_on_a_phone(browser: Browser, sites: Served, answer: str) -> None:
    """Without the menu and without typing: the department in the list, then two links at most."""
    with opened(browser, "phone", has_touch=True, is_mobile=True) as page:
        page.goto(sites.address)
        page.locator(".region a", has_text="Manche 50").tap()
        page.wait_for_url(sites.url("50-manche/"))
        for words in ANSWERS[answer]:
            link = page.locator("main a:visible").filter(has_text=words).first
            target = link.evaluate("one => one.href")
            link.tap()
            page.wait_for_url(target)
        assert len(ANSWERS[answer]) <= 2


@pytest.mark.parametrize(("typed", "first"), [("2a", "Corse-du-Sud 2A"), ("cote d", "Côte-d'Or 21"), ("belfort", "90")])
def test_finding_a_department(browser: Browser, sites: Served, typed: str, first: str) -> None:
    """By number, by first letters with or without accents and signs, by a word of the name."""
    with opened(browser, "phone") as page:
        page.goto(sites.address)
        page.locator("#find").fill(typed)
        expect(page.locator(".find__list a").first).to_contain_text(first)


def test_the_map_leads_to_each_department(browser: Browser, sites: Served) -> None:
    """Each department has one tile, with its name, that leads to its site; no two tiles are at the same place."""
    with opened(browser, "desktop") as page:
        page.goto(sites.address)
        tiles = page.locator(".map a").evaluate_all(
            """all => all.map(one => [one.href, one.ariaLabel, one.getBoundingClientRect().toJSON()])"""
        )
        listed = set(page.locator(".region a").evaluate_all("all => all.map(one => one.href)"))
    assert {href for href, _, _ in tiles} == listed
    assert len({(round(box["x"]), round(box["y"])) for _, _, box in tiles}) == len(tiles) == len(listed)
    assert all(min(box["width"], box["height"]) >= 24 for _, _, box in tiles)
    assert "Manche (50)" in {name for _, name, _ in tiles}


@pytest.mark.parametrize("size", list(SIZES))
def test_the_switcher_keeps_the_page(browser: Browser, sites: Served, size: str) -> None:
    """Same page, other department; the choice is offered on the portal and is nowhere but on the device."""
    with opened(browser, size) as page:
        page.goto(sites.url(f"50-manche/{BENEFIT}"))
        page.locator(".switch").click()
        expect(page.locator(".switcher input")).to_be_focused()
        page.keyboard.type("guadel")
        expect(page.locator(".switcher .find__list a")).to_have_text(["Guadeloupe 971"])
        page.keyboard.press("Enter")
        page.wait_for_url(sites.url(f"971-guadeloupe/{BENEFIT}"))
        assert page.context.cookies() == []
        page.goto(sites.address)
        expect(page.locator(".find__hint a")).to_have_attribute("href", "971-guadeloupe/")


def test_the_switcher_on_a_page_that_one_department_has(browser: Browser, sites: Served) -> None:
    """A page of the Aveyron alone leads to the home of another department; Escape gives the focus back."""
    with opened(browser, "desktop") as page:
        page.goto(sites.url(OWN_PAGE))
        page.locator(".switch").press("Enter")
        expect(page.locator(".switcher")).to_contain_text("Vous arriverez à l'accueil.")
        page.keyboard.press("Escape")
        expect(page.locator(".switch")).to_be_focused()
        page.locator(".switch").press("Enter")
        expect(page.locator(".switcher input")).to_be_focused()
        page.keyboard.type("50")
        expect(page.locator(".switcher .find__list a").first).to_have_text("Manche 50")
        page.keyboard.press("Enter")
        page.wait_for_url(sites.url("50-manche/"))


@pytest.mark.parametrize("size", list(SIZES))
@pytest.mark.parametrize("path", ["", "50-manche/", f"50-manche/{BENEFIT}"])
def test_nothing_moves_while_a_page_loads(browser: Browser, sites: Served, path: str, size: str) -> None:
    """The main text stays where it was first painted."""
    with opened(browser, size) as page:
        page.add_init_script(
            """window.shifts = [];
            new PerformanceObserver(list => window.shifts.push(...list.getEntries().map(one => one.value)))
              .observe({type: "layout-shift", buffered: true});"""
        )
        page.goto(sites.url(path), wait_until="networkidle")
        assert page.evaluate("window.shifts.reduce((sum, one) => sum + one, 0)") < 0.01


def test_words_do_not_move_while_the_map_is_read(browser: Browser, sites: Served) -> None:
    """A slow page is painted before all of its map is there: what is beside it is where it will be."""
    with opened(browser, "desktop") as page:
        page.goto(sites.url(""))
        place = "document.querySelector('.chooser__words').getBoundingClientRect().top"
        whole = page.evaluate(place)
        height = page.evaluate("document.querySelector('.chooser').getBoundingClientRect().height")
        page.evaluate("[...document.querySelectorAll('.map li')].slice(40).forEach(one => one.remove())")
        assert page.evaluate("document.querySelector('.chooser').getBoundingClientRect().height") < height - 50
        assert page.evaluate(place) == whole


def test_light_or_dark_is_remembered(browser: Browser, sites: Served) -> None:
    """The button says what it does, changes the mode at once, and the next page has it from its first paint."""
    with opened(browser, "desktop", color_scheme="light") as page:
        page.goto(sites.url("50-manche/"))
        button = page.get_by_role("button", name="Mode sombre")
        expect(button).to_have_attribute("aria-pressed", "false")
        button.click()
        expect(button).to_have_attribute("aria-pressed", "true")
        page.goto(sites.url(f"971-guadeloupe/{BENEFIT}"))
        assert page.evaluate("document.documentElement.dataset.scheme") == "dark"


def test_the_home_page_asks_the_search(browser: Browser, sites: Served) -> None:
    """What is typed into the field of the home page goes to the search, which shows answers."""
    with opened(browser, "phone") as page:
        page.goto(sites.url("50-manche/"))
        page.locator("#ask").press_sequentially("crèche", delay=30)
        expect(page.locator(".md-search-result__link").first).to_be_visible(timeout=15_000)
        expect(page.locator(".md-search__input")).to_have_value("crèche")


def test_pages_are_light(sites: Served) -> None:
    """No page but the one for the printer has more than 15 kB of HTML compressed, no first page more than 150 kB."""
    pages = [page for page in weigh_all(sites.folder) if not page.url.endswith(NOT_FOR_SCREENS)]
    assert len(pages) > 150
    assert [page.url for page in pages if page.packed > MAX_HTML or page.first > MAX_FIRST] == []


def test_the_weight_is_what_a_browser_asks_for(browser: Browser, sites: Served) -> None:
    """A browser asks for nothing that the table of weights does not count; the search index waits for the search."""
    with opened(browser, "desktop") as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url.removeprefix(sites.address)))
        page.goto(sites.url(f"50-manche/{BENEFIT}"), wait_until="networkidle")
        folder = sites.folder / "50-manche"
        weighed = weigh(sites.folder, folder / BENEFIT / "index.html").first
        served = [sites.folder / (name + "index.html" if name.endswith("/") else name) for name in set(asked)]
        assert sum(pack(file.read_bytes()) for file in served) <= weighed
        assert not [name for name in asked if "search_index" in name]
        with page.expect_request("**/search_index.json"):
            page.locator(".md-search__input").focus()
