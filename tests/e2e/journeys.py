"""What a person does: moves by Tab and Enter, or by taps; what a page says of itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import Browser, Page

SIZES = {
    "phone": {"width": 390, "height": 844},
    "tablet": {"width": 1100, "height": 800},
    "desktop": {"width": 1280, "height": 900},
}

ANSWERS = {
    "housing": ["Logement", "Aide à l'installation"],
    "meals": ["Restauration", "Subvention repas"],
    "children": ["Famille et enfance", "CESU garde d'enfant 0-6 ans"],
    "holidays": ["Vacances et loisirs", "Chèques-vacances"],
    "telephone": ["Téléphone et contacts"],
}
"""Links to follow from the home page of a department, by the beginning of their words."""

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")

_FOCUSED = """() => {
  const it = document.activeElement;
  return it && it.matches("a[href]") && it.closest("main") ? it.innerText.trim().replaceAll("\\u2019", "'") : "";
}"""


@contextmanager
def opened(browser: Browser, size: str, **options: Any) -> Iterator[Page]:
    """A page in a context of its own; what it stores is forgotten afterwards."""
    context = browser.new_context(viewport=SIZES[size], **options)
    try:
        yield context.new_page()
    finally:
        context.close()


def follow(page: Page, words: str, most: int = 250) -> None:
    """Reach by Tab the link of the text that begins with `words`, and follow it by Enter."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(_FOCUSED).startswith(words):
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return
    raise AssertionError(f"no Tab leads to « {words} » on {page.url}")


def violations(page: Page) -> list[str]:
    """What axe-core says against a page: the rule, and the first element at fault."""
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [f"{one['id']} ({len(one['nodes'])}): {one['nodes'][0]['html'][:160]}" for one in found]
