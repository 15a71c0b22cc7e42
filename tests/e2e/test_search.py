"""What agents type is found: with or without accents, in the plural, by its old name, mistyped."""

from __future__ import annotations

from functools import partial

import pytest
from playwright.sync_api import Browser, expect
from repository import REPOSITORY

from .searching import ITEMS, SearchBox, judge, queries, search, tasks
from .served import Served

pytestmark = pytest.mark.slow

MANCHE = "50-manche"
FIRST = (
    "mutuelle",
    "PSC",
    "Alan",
    "santé",
    "prévoyance",
    "télétravail",
    "transport",
    "deuil",
    "suicide",
    "psy",
    "ehpad",
    "camping",
)
"""Words that are typed in need: the answer is the very first page."""


def test_table_is_large_enough() -> None:
    """At least sixty queries, each once, of every kind, and none without a page that exists."""
    asked = queries()
    assert len({query.text for query in asked}) == len(asked) >= 60
    assert {query.kind for query in asked} == {"accents", "elision", "old", "plain", "plural", "question", "typo"}
    content = REPOSITORY / "content"
    pages = {page for query in (*asked, *tasks()) for page in query.pages}
    exists = partial(map, lambda page: (content / f"{page}.md").is_file() or (content / page / "index.md").is_file())
    assert all(exists(pages)), sorted(pages)
    assert all(query.pages for query in asked)


@pytest.mark.parametrize("slug", ["", MANCHE], ids=["portail", MANCHE])
def test_queries_find_their_page(
    browser: Browser, sites: Served, capsys: pytest.CaptureFixture[str], slug: str
) -> None:
    """Of the queries of the table, at least 55 in 60 have their page among the first three."""
    answers = search(browser, sites.url(f"{slug}/" if slug else ""), queries())
    judge(capsys, f"Search, {slug or 'portail'}", answers)
    assert {answer.query.text: answer.rank for answer in answers if answer.query.text in FIRST} == dict.fromkeys(
        FIRST, 1
    )


def test_what_comes_without_a_key_is_searched(browser: Browser, sites: Served) -> None:
    """A word that is pasted by touch, dictated or filled in, without any key, is searched as one that is typed."""
    page = browser.new_page()
    SearchBox(page, sites.url(f"{MANCHE}/"))
    page.keyboard.insert_text("cantine")
    expect(page.locator(ITEMS).first).to_be_visible(timeout=15_000)
    page.close()


@pytest.mark.parametrize("words", ["search", "question"])
def test_tasks_find_their_page(browser: Browser, sites: Served, capsys: pytest.CaptureFixture[str], words: str) -> None:
    """What people type for each task, a few words or the whole question, leads to the page that answers."""
    judge(capsys, f"Search, tasks, {words}", search(browser, sites.url(f"{MANCHE}/"), tasks(words)))
