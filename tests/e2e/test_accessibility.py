"""What software can say of accessibility: axe-core, the keyboard, zoom, and no JavaScript."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from .journeys import SIZES, opened, violations
from .served import Served, pages_of

pytestmark = pytest.mark.slow

MANCHE, GUADELOUPE = "50-manche/", "971-guadeloupe/"
BENEFIT = "logement/aide-installation/"


def one_of_each_kind(sites: Served) -> list[str]:
    """A page of each template of the Manche, its page for wrong addresses included."""
    kinds = {page["kind"]: page["url"] for page in reversed(pages_of(sites.folder, MANCHE))}
    return [f"{MANCHE}{url}" for url in sorted(kinds.values())] + [f"{MANCHE}nulle-part"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", list(SIZES))
def test_axe_finds_nothing(browser: Browser, sites: Served, size: str, scheme: str) -> None:
    """No page of any template, of the portal or of a second department breaks a rule of axe-core."""
    others = ["", BENEFIT, GUADELOUPE, f"{GUADELOUPE}ma-delegation/contacts/"]
    found = {}
    with opened(browser, size, color_scheme=scheme) as page:
        for path in [*one_of_each_kind(sites), *others]:
            page.goto(sites.url(path))
            if said := violations(page):
                found[path] = said
    assert found == {}


def test_axe_sees_a_fault(browser: Browser, sites: Served) -> None:
    """The twin: an image without a text, and grey on grey, are said."""
    with opened(browser, "desktop") as page:
        page.goto(sites.url(MANCHE))
        page.evaluate("document.querySelector('.lead').innerHTML = '<img src=\"x.png\"><a href=\"#\"></a>'")
        said = " ".join(violations(page))
    assert "image-alt" in said
    assert "link-name" in said


@pytest.mark.parametrize("size", ["phone", "tablet"])
def test_the_menu_is_a_button(browser: Browser, sites: Served, size: str) -> None:
    """Closed, nothing of the menu can be reached; Enter opens it and goes into it, Escape closes it and comes back."""
    with opened(browser, size, reduced_motion="reduce") as page:
        page.goto(sites.url(f"{MANCHE}{BENEFIT}"))
        button = page.get_by_role("button", name="Menu")
        expect(button).to_have_attribute("aria-expanded", "false")
        assert not page.locator(".md-nav--primary a").first.is_visible()
        button.focus()
        page.keyboard.press("Enter")
        expect(page.locator(".menu-button")).to_have_attribute("aria-expanded", "true")
        expect(page.locator(".md-sidebar--primary a:focus")).to_have_count(1)
        page.keyboard.press("Escape")
        expect(button).to_have_attribute("aria-expanded", "false")
        expect(button).to_be_focused()


@pytest.mark.parametrize("path", ["", MANCHE, f"{MANCHE}{BENEFIT}"])
def test_focus_can_always_be_seen(browser: Browser, sites: Served, path: str) -> None:
    """Whatever Tab reaches is outlined and on the screen, and Tab leads on to the end: there is no trap."""
    with opened(browser, "desktop", reduced_motion="reduce") as page:
        page.goto(sites.url(path))
        seen, bad = [], []
        for _ in range(60):
            page.keyboard.press("Tab")
            what, outlined = page.evaluate(
                """() => {
                  const it = document.activeElement;
                  if (it === document.body) return ["end", true];
                  const style = getComputedStyle(it);
                  const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 1;
                  return [it.outerHTML.slice(0, 90), outlined];
                }"""
            )
            seen.append(what)
            if not outlined:
                bad.append(what)
    assert bad == []
    assert len(set(seen)) > 30


@pytest.mark.parametrize("path", ["", MANCHE, f"{MANCHE}{BENEFIT}", f"{MANCHE}restauration/"])
@pytest.mark.parametrize("size", [(320, 640), (320, 256)], ids=["320px", "400%"])
def test_reflow(browser: Browser, sites: Served, path: str, size: tuple[int, int]) -> None:
    """At 320 CSS pixels, which is 1280 at 400 %, nothing must be scrolled sideways (RGAA 10.11)."""
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    page.goto(sites.url(path))
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    page.close()


def test_places_are_named(browser: Browser, sites: Served) -> None:
    """The language is said, each navigation has a name of its own, and the current page and section are marked."""
    with opened(browser, "desktop") as page:
        page.goto(sites.url(f"{MANCHE}{BENEFIT}"))
        assert page.locator("html").get_attribute("lang") == "fr"
        names = page.locator("nav:not([aria-labelledby]):visible").evaluate_all(
            "all => all.map(one => one.getAttribute('aria-label'))"
        )
        assert None not in names
        assert len(names) == len(set(names)) > 3
        expect(page.locator(".breadcrumb [aria-current=page]")).to_have_text("Aide à l'installation (AIP)")
        expect(page.locator(".md-tabs [aria-current]")).to_have_text("Logement")
        page.keyboard.press("Tab")
        expect(page.locator(".md-skip")).to_be_focused()


def test_titles_are_unique(sites: Served) -> None:
    """No two pages of a site have the same title, and each names its department."""
    titles = []
    for file in sorted((sites.folder / MANCHE).rglob("index.html")):
        head = file.read_text(encoding="utf-8").split("<title>")[1].split("</title>")[0]
        titles.append(head)
    assert len(titles) == len(set(titles)) > 90
    assert all("de la Manche" in title for title in titles)


def test_links_are_underlined(browser: Browser, sites: Served) -> None:
    """In a text a link is known by more than its colour (RGAA 10.6)."""
    with opened(browser, "desktop") as page:
        page.goto(sites.url(f"{MANCHE}{BENEFIT}"))
        plain = page.locator("article p a, article li a").evaluate_all(
            "all => all.filter(one => !getComputedStyle(one).textDecorationLine.includes('underline')).length"
        )
    assert plain == 0


@pytest.mark.parametrize("size", list(SIZES))
def test_everything_but_comfort_works_without_javascript(browser: Browser, sites: Served, size: str) -> None:
    """The portal lists the departments, tiles lead to answers, the menu opens, the switcher is a link."""
    with opened(browser, size, java_script_enabled=False) as page:
        page.goto(sites.address)
        assert page.locator(".region a:visible").count() > 100
        assert page.locator(".js-only:visible, .md-search:visible").count() == 0
        page.locator(".region a", has_text="Manche 50").click()
        page.locator(".tiles a", has_text="Logement").click()
        page.locator("article a", has_text="Aide à l'installation").first.click()
        expect(page.locator("h1")).to_have_text("Aide à l'installation (AIP)")
        if size != "desktop":
            page.locator(".menu-label").click()
            expect(page.locator(".md-nav--primary a:visible").first).to_be_visible()
            page.locator(".md-overlay").click(position={"x": SIZES[size]["width"] - 20, "y": 400})
        page.locator(".switch").click()
        assert page.url == f"{sites.address}#votre-departement"
