"""The short addresses `50/`, `2a/` … lead to the departments, without any script."""

from __future__ import annotations

from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser
from repository import listed_departments

from .served import Served

pytestmark = pytest.mark.slow


def departments() -> dict[str, str]:
    """The folder of each department, by code."""
    return {entry["code"]: entry["slug"] for entry in listed_departments()}


def test_every_department_has_one(sites: Served) -> None:
    """Each code answers, and names the folder of its department, which answers too."""
    for code, slug in departments().items():
        with urlopen(sites.url(f"{code.lower()}/")) as page, urlopen(sites.url(f"{slug}/")) as home:  # noqa: S310
            text = page.read().decode()
            assert home.status == 200
        assert f'content="0; url=../{slug}/"' in text
        assert f'<a href="../{slug}/">' in text


@pytest.mark.parametrize("code", ["50", "2a", "971"])
def test_browser_is_led_on_without_script(browser: Browser, sites: Served, code: str) -> None:
    """With JavaScript off, a short address ends on the home page of the department."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(sites.url(f"{code}/"))
    page.wait_for_url(sites.url(f"{departments()[code.upper()]}/"))
    assert page.locator("h1").count() == 1
    context.close()
