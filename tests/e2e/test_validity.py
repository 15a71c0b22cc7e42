"""A site that is no longer built does not look fresh: a browser that opens it later says so."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from .served import Served

pytestmark = pytest.mark.slow

PAGE = "restauration/subvention-repas/"


@pytest.mark.parametrize(
    ("day", "doubts"),
    [
        ("2026-11-26T12:00:00+01:00", 0),
        ("2027-05-22T23:30:00+02:00", 0),
        ("2027-05-23T00:30:00+02:00", 1),
        ("2040-01-01T12:00:00+01:00", 1),
    ],
)
def test_a_page_past_its_review_says_so(browser: Browser, sites: Served, day: str, doubts: int) -> None:
    """The last day of a review still holds; from the next day on, the page is « à confirmer » without being rebuilt."""
    context = browser.new_context(timezone_id="Europe/Paris")
    page = context.new_page()
    page.clock.set_fixed_time(day)
    page.goto(sites.url(PAGE))
    expect(page.locator(".reviewed time")).to_have_text("Valable jusqu'au 22 mai 2027")
    expect(page.locator(".reviewed .fact-doubt")).to_have_count(doubts)
    context.close()


def test_without_scripts_the_last_day_is_written(browser: Browser, sites: Served) -> None:
    """A reader without JavaScript sees until when the page holds."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(sites.url(PAGE))
    assert page.locator(".reviewed time").inner_text() == "Valable jusqu'au 22\u00a0mai\u00a02027"
    context.close()
