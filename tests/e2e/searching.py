"""Typing into the real search box, and what it shows."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pytest
import yaml
from playwright.sync_api import Browser, Page, expect
from repository import REPOSITORY

LEAST = 55 / 60
"""The share of queries whose page must be among the first three."""

PATIENCE = 60_000
"""Milliseconds after which a test gives up waiting, on however busy a machine."""

BOX = "input.md-search__input"
ITEMS = ".md-search-result__item"
ANSWERED = """() => document.querySelector(".md-search-result__item")
  || /Aucun/.test(document.querySelector(".md-search-result__meta").textContent)"""
FIRST_LINKS = """count => [...document.querySelectorAll(".md-search-result__item")].slice(0, count)
  .map(item => item.querySelector("a").href)"""


@dataclass(frozen=True)
class Query:
    """What somebody types, and the pages (paths below `content/`, without `.md`) of which one is the answer."""

    text: str
    pages: tuple[str, ...]
    kind: str = ""


@dataclass(frozen=True)
class Answer:
    """The pages found for a query, the best first."""

    query: Query
    found: tuple[str, ...]

    @property
    def rank(self) -> int | None:
        """The place, from 1, of the first page that answers; None if there is none."""
        return next((place for place, page in enumerate(self.found, 1) if page in self.query.pages), None)


class SearchBox:
    """The search box of the home page of a site at `home`."""

    def __init__(self, page: Page, home: str) -> None:
        self._page, self._root = page, home.removesuffix("index.html")
        page.goto(home)
        page.locator(BOX).click()
        expect(page.locator(".md-search-result__meta")).to_contain_text("Taper", timeout=PATIENCE)

    def ask(self, query: Query, count: int = 3) -> Answer:
        """Write a query into the box, touch a key, and read the first `count` pages that are shown."""
        box = self._page.locator(BOX)
        box.fill("")
        box.press("End")
        expect(self._page.locator(ITEMS)).to_have_count(0, timeout=PATIENCE)
        box.fill(query.text)
        box.press("End")
        self._page.wait_for_function(ANSWERED, timeout=PATIENCE)
        links: Sequence[str] = self._page.evaluate(FIRST_LINKS, count)
        return Answer(query, tuple(self._path(link) for link in links))

    def _path(self, link: str) -> str:
        """The page that a link leads to, as a path below `content/`."""
        path = re.split("[?#]", link)[0].removeprefix(self._root).removesuffix("index.html").strip("/")
        return path or "index"


def table(title: str, answers: Iterable[Answer]) -> str:
    """The answers as a table to read: rank, kind, query, first page found."""
    answers = list(answers)
    hits = sum(answer.rank is not None for answer in answers)
    lines = [f"\n{title}: {hits} of {len(answers)} among the first three"]
    for answer in answers:
        query = answer.query
        lines.append(f"  {answer.rank or '–'}  {query.kind:9}  {query.text:42}  {(answer.found or ('nothing',))[0]}")
    return "\n".join(lines)


def queries() -> list[Query]:
    """The table of `queries.yml`."""
    rows = yaml.safe_load((REPOSITORY / "tests" / "e2e" / "queries.yml").read_text(encoding="utf-8"))
    return [Query(row["query"], tuple(_page(page) for page in row["pages"]), row["kind"]) for row in rows]


def tasks(words: str = "search") -> list[Query]:
    """What people type for each task of `_tasks.yml`: a few words, or with « question » their whole question."""
    rows = yaml.safe_load((REPOSITORY / "content" / "_tasks.yml").read_text(encoding="utf-8"))["tasks"]
    return [Query(row[words], (_page(row["answer"].split("#")[0].removesuffix(".md")),), "task") for row in rows]


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
