"""Texts that are accepted though they look hostile, in a real browser, on built pages without any CSP."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from e2e.searching import ITEMS, Query, SearchBox
from e2e.served import Served, serve
from playwright.sync_api import Browser

from faults.harmless_texts import HARMLESS
from faults.projects import copy_project
from faults.test_hostile_html import HARMLESS_AFTER_ALL, HARMLESS_ALONE
from troisclics.commands.output import Progress
from troisclics.load import departments
from troisclics.pipeline.build import build

pytestmark = pytest.mark.slow

SEARCHED = (
    "### Zorglub `<img src=x onerror=x()>` et &lt;img src=x onerror=x()&gt;\n\n"
    "Texte zorglub &lt;img src=x onerror=x()&gt; et `<script>x()</script>`.\n\n    zorglub <img src=x onerror=x()>\n"
)
"""A text whose words the search shows, tags as text among them."""
PLAIN = "Une phrase."
SLUG = "50-manche"
SEEN = """() => ({
  outside: [...document.querySelectorAll("script,iframe,form,object,embed,style,link,meta,base,svg,input,button")]
    .filter(one => !one.closest(".md-search"))
    .map(one => one.outerHTML.replace(/p[0-9]+/g, "p")).sort().join("\\n").length,
  handlers: [...document.querySelectorAll("*")].flatMap(one => [...one.attributes].map(at => at.name))
    .filter(name => name.startsWith("on")),
  inside: [...new Set([...document.querySelectorAll(".page > *")].flatMap(top => [top, ...top.querySelectorAll("*")])
    .map(one => one.tagName.toLowerCase()))],
  attributes: [...new Set([...document.querySelectorAll(".page *")]
    .flatMap(one => [...one.attributes].map(at => at.name)))],
  ran: window.ran === true,
})"""
KNOWN = {
    *(
        "a",
        "abbr",
        "blockquote",
        "br",
        "code",
        "dd",
        "div",
        "dl",
        "dt",
        "em",
        "h2",
        "h3",
        "h4",
        "hr",
        "img",
        "li",
        "ol",
    ),
    *("p", "pre", "span", "strong", "table", "tbody", "td", "th", "thead", "time", "tr", "ul"),
}
"""Elements that plain Markdown makes."""
ATTRIBUTES = {"align", "href", "title", "src", "alt", "class", "id", "style", "start", "datetime"}


@dataclass(frozen=True)
class Trial:
    """The built sites, and the texts of their pages: the first is plain."""

    served: Served
    texts: tuple[str, ...]

    def url(self, number: int) -> str:
        """The address of the page of a text."""
        return self.served.url(f"{SLUG}/ma-delegation/p{number}/")


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    """One department with a page for each accepted text, built without the rules on the raw text."""
    project = copy_project(tmp_path_factory.mktemp("hostile") / "project")
    odd = [text for text in (*HARMLESS, *HARMLESS_AFTER_ALL, *HARMLESS_ALONE) if "assets/" not in text]
    texts = (PLAIN, SEARCHED, *(text.replace("logement.aide", "pim.repas") for text in odd))
    folder = project.root / "departments" / SLUG / "ma-delegation"
    folder.mkdir(exist_ok=True)
    (folder / "plan.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    for number, text in enumerate(texts):
        head = f"---\ntitle: Page {number}\ndescription: Une page.\n---\n\n"
        (folder / f"p{number}.md").write_text(f"{head}{text}\n", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(departments, "check_overlay_text", lambda *_args, **_keys: None)
        build(project.root, project.site, date(2026, 11, 22), Progress(), codes=["50"], jobs=1)
    with serve(Path(project.site)) as served:
        yield Trial(served, texts)


def test_nothing_runs_and_nothing_leaves(trial: Trial, browser: Browser) -> None:
    """On each page no script of the text runs, no request leaves, and no element is out of the ordinary."""
    page = browser.new_page()
    page.add_init_script("window.x = () => { window.ran = true; }")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(trial.url(0))
    plain = page.evaluate(SEEN)
    for number, text in enumerate(trial.texts):
        page.goto(trial.url(number))
        seen = page.evaluate(SEEN)
        assert not seen["ran"], text
        assert seen["handlers"] == plain["handlers"], text
        assert seen["outside"] - plain["outside"] in range(-8, 9), text  # the number of the page, in addresses
        assert set(seen["attributes"]) <= set(plain["attributes"]) | ATTRIBUTES, text
        assert set(seen["inside"]) <= set(plain["inside"]) | KNOWN, text
    assert {url for url in asked if not url.startswith(trial.served.address)} == set()
    page.close()


def test_the_search_shows_tags_as_text(trial: Trial, browser: Browser) -> None:
    """The list of results shows « <img …> » of a heading, a text and code as text: nothing of it becomes an element."""
    page = browser.new_page()
    page.add_init_script("window.x = () => { window.ran = true; }")
    box = SearchBox(page, trial.served.url(f"{SLUG}/index.html"))
    box.ask(Query("zorglub", ("ma-delegation/p1",)))
    found = page.evaluate(f"""() => [...document.querySelectorAll("{ITEMS}")].map(item => [
      item.querySelectorAll("img,script,iframe,svg[onload]").length, item.textContent])""")
    assert found
    assert [count for count, _ in found if count] == []
    assert any("<img src=x" in text for _, text in found)
    assert not page.evaluate("() => window.ran === true")
    page.close()
