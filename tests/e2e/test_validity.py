"""A site that is no longer built does not look fresh: a browser that opens it later says so."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect

from troisclics.domain.french import format_date

from .served import Served

pytestmark = pytest.mark.slow

PAGE = "restauration/subvention-repas/"


def last_day(page: Page) -> date:
    """The last day on which the page holds, as it is written for programs, and for readers."""
    shown = page.locator(".reviewed time")
    day = date.fromisoformat(shown.get_attribute("datetime") or "")
    expect(shown).to_have_text(f"Valable jusqu'au {format_date(day)}")
    return day


@pytest.mark.parametrize(
    ("days", "at", "doubts"), [(-30, "12:00", 0), (0, "23:30", 0), (1, "00:30", 1), (5000, "12:00", 1)]
)
def test_a_page_past_its_review_says_so(browser: Browser, sites: Served, days: int, at: str, doubts: int) -> None:
    """The last day of a review still holds; from the next day on, the page is « à confirmer » without being rebuilt."""
    context = browser.new_context(timezone_id="Europe/Paris")
    page = context.new_page()
    page.goto(sites.url(PAGE))
    day = last_day(page) + timedelta(days)
    page.clock.set_fixed_time(datetime.combine(day, time.fromisoformat(at), ZoneInfo("Europe/Paris")))
    page.goto(sites.url(PAGE))
    assert last_day(page) == day - timedelta(days)
    expect(page.locator(".reviewed .fact-doubt")).to_have_count(doubts)
    context.close()


def test_without_scripts_the_last_day_is_written(browser: Browser, sites: Served) -> None:
    """A reader without JavaScript sees until when the page holds."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(sites.url(PAGE))
    assert last_day(page) > date(2026, 11, 22)
    context.close()
