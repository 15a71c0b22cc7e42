"""What comes out of a printer: one benefit, and all of them."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from .served import Served, pages_of

pytestmark = pytest.mark.slow

MANCHE = "50-manche/"
A4_WIDTH = 595
"""In points."""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """A page that is only printed."""
    made = browser.new_page()
    yield made
    made.close()


def printed(page: Page, address: str) -> list[str]:
    """The text of each sheet that `address` gives on A4 paper."""
    page.goto(address)
    reader = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    assert {round(float(sheet.mediabox.width)) for sheet in reader.pages} == {A4_WIDTH}
    return [unicodedata.normalize("NFKC", sheet.extract_text()) for sheet in reader.pages]


def urls_of(sites: Served, kind: str) -> list[str]:
    """The addresses of the pages of one kind in the Manche."""
    return [page["url"] for page in pages_of(sites.folder, MANCHE) if page["kind"] == kind]


def test_a_benefit_is_a_sheet(page: Page, sites: Served) -> None:
    """A benefit takes a sheet of two sides at most, with its contact and its date, and without menus or buttons."""
    too_long = {}
    for url in urls_of(sites, "benefit"):
        texts = printed(page, sites.url(MANCHE + url))
        whole = re.sub(r"\s+", " ", " ".join(texts))
        assert "Une question ?" in whole
        assert re.search(r"Vérifié le \d", whole)
        assert "Délégation de la Manche" in whole
        assert not re.search("Changer de département|Imprimer cette page|Table des matières|Plan du site", whole)
        if len(texts) > 2:
            too_long[url] = len(texts)
    assert too_long == {}


def test_links_show_where_they_lead(page: Page, sites: Served) -> None:
    """On paper the address of a link out of the site is written."""
    texts = printed(page, sites.url(f"{MANCHE}logement/aide-installation/"))
    assert "(https://aip-fonctionpublique.fr/)" in "".join(texts).replace("\n", "")


def test_no_table_is_cut(page: Page, sites: Served) -> None:
    """No row of a table is wider than the paper, and none is parted by the end of a sheet."""
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 680, "height": 960})
    page.goto(sites.url(f"{MANCHE}tout-imprimer/"))
    assert page.locator("article table").count() > 20
    wide = page.locator("article table").evaluate_all(
        "all => all.filter(one => one.getBoundingClientRect().right > innerWidth + 1).map(one => one.innerText)"
    )
    broken = page.locator("article tr").evaluate_all(
        "all => all.filter(one => getComputedStyle(one).breakInside !== 'avoid').length"
    )
    overflow = page.evaluate("document.documentElement.scrollWidth")
    page.emulate_media(media="null")
    assert wide == []
    assert overflow <= 680
    assert broken == 0


@pytest.mark.parametrize("slug", ["", MANCHE], ids=["portail", "50"])
def test_all_benefits_in_one_document(page: Page, sites: Served, slug: str) -> None:
    """« Tout imprimer » has a table of contents that leads to each benefit, each on a sheet of its own."""
    page.goto(sites.url(f"{slug}tout-imprimer/"))
    chapters = page.locator("h2.chapter").evaluate_all("all => all.map(one => [one.id, one.innerText])")
    contents = page.locator("article li > a[href^='#']").evaluate_all(
        "all => all.map(one => [one.hash.slice(1), one.innerText])"
    )
    benefits = urls_of(sites, "benefit")
    assert contents[: len(chapters)] == chapters
    assert {name.replace("-", "") for name, _ in chapters} == {re.sub("[/-]", "", url) for url in benefits}
    texts = printed(page, sites.url(f"{slug}tout-imprimer/"))
    assert len(benefits) < len(texts) < 2.5 * len(benefits)
    whole = re.sub(r"\s+", " ", " ".join(texts))
    assert whole.count("Vérifié le") > len(benefits)
    assert "Votre délégation" in whole
    starts = [text for text in texts if any(text.strip().startswith(title[:30]) for _, title in chapters)]
    assert len(starts) == len(benefits)


def test_it_stays_out_of_the_way(sites: Served) -> None:
    """« Tout imprimer » is not in the menu nor found by the search, and is linked from each footer."""
    index = (sites.folder / MANCHE / "search" / "search_index.json").read_text(encoding="utf-8")
    assert "tout-imprimer" not in index
    home = (sites.folder / MANCHE / "index.html").read_text(encoding="utf-8")
    menu, footer = home.split('<main class="md-main"')[1].split("<article")[0], home.split("<footer")[1]
    assert "tout-imprimer/" not in menu
    assert "tout-imprimer/" in footer
