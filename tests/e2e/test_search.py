"""What agents type is found: with or without accents, in the plural, by its old name, mistyped."""

from __future__ import annotations

import math
from functools import partial

import pytest
import yaml
from playwright.sync_api import Browser

from .searching import Answer, Query, SearchBox, table
from .served import REPOSITORY, Served

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MANCHE = "50-manche"
LEAST = 55 / 60
"""The share of queries whose page must be among the first three."""


def queries() -> list[Query]:
    """The table of `queries.yml`."""
    rows = yaml.safe_load((REPOSITORY / "tests" / "e2e" / "queries.yml").read_text(encoding="utf-8"))
    return [Query(row["query"], tuple(_page(page) for page in row["pages"]), row["kind"]) for row in rows]


def tasks() -> list[Query]:
    """What people type for each task of `_tasks.yml`."""
    rows = yaml.safe_load((REPOSITORY / "content" / "_tasks.yml").read_text(encoding="utf-8"))["tasks"]
    return [Query(row["search"], (_page(row["answer"].split("#")[0].removesuffix(".md")),), "task") for row in rows]


def _page(path: str) -> str:
    return path.removesuffix("/index")


def search(browser: Browser, home: str, asked: list[Query]) -> list[Answer]:
    """The answers of the site at `home`, which may neither write an error on its console nor miss a file."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    faults: list[str] = []
    page.on("console", lambda said: said.type in {"error", "warning"} and faults.append(said.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("requestfailed", lambda request: faults.append(request.url))
    box = SearchBox(page, home)
    answers = [box.ask(query) for query in asked]
    page.close()
    assert not faults
    return answers


def judge(capsys: pytest.CaptureFixture[str], title: str, answers: list[Answer]) -> None:
    """Print the table; enough of the queries must have found their page."""
    shown = table(title, answers)
    with capsys.disabled():
        print(shown)
    hits = [answer for answer in answers if answer.rank]
    assert len(hits) >= math.ceil(LEAST * len(answers)), shown


def test_table_is_large_enough() -> None:
    """At least sixty queries, each once, of every kind, and none without a page that exists."""
    asked = queries()
    assert len({query.text for query in asked}) == len(asked) >= 60
    assert {query.kind for query in asked} == {"accents", "elision", "old", "plural", "question", "typo"}
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
    judge(capsys, f"Search, {slug or 'portail'}", search(browser, sites.url(f"{slug}/" if slug else ""), queries()))


def test_tasks_find_their_page(browser: Browser, sites: Served, capsys: pytest.CaptureFixture[str]) -> None:
    """What people type for each task leads to the page that answers."""
    judge(capsys, "Search, tasks", search(browser, sites.url(f"{MANCHE}/"), tasks()))
