"""Define what is shown, hidden or closed in pages of the theme, at two screen widths.

This table is the only place that depends on the theme's classes. `tests/e2e/test_ways.py` verifies it with real
clicks. When a selector of the theme changes, it must be changed here.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..model import conventions


@dataclass(frozen=True, slots=True)
class Disclosure:
    """A disclosure: the content of `container` is visible only after one action on `opener`.

    `label` names that action in French; if None, the text of the container's `<summary>` does.
    """

    container: str
    opener: str
    label: str | None


@dataclass(frozen=True, slots=True)
class Profile:
    """A viewport: `width` by `height` in CSS pixels, what it hides and what it shows closed."""

    name: str
    width: int
    height: int
    hidden: tuple[str, ...]
    closed: tuple[Disclosure, ...]


IGNORED = (
    ".md-footer",
    "footer",
    ".md-search",
    '[role="search"]',
    ".md-skip",
    "noscript",
    "[hidden]",
    "template",
    '[rel="prev"]',
    '[rel="next"]',
)
"""Regions ignored when measuring click depth (footer, search, previous and next page), and what is never shown."""

SITE_MAP = f"{conventions.SITE_MAP}index.html"
"""A page that paths may end at but not go through: a list of everything is not a path."""

_DETAILS = Disclosure("details:not([open])", "summary", None)
_FOLDED = Disclosure("input.md-nav__toggle:not([checked]) ~ nav.md-nav", "label", "déplier le menu")

DESKTOP = Profile(
    name="ordinateur",
    width=1280,
    height=900,
    hidden=(
        ".only-phone",
        ".md-nav__title",
        # Below the tabs, the side menu shows only the current section.
        ".md-nav--lifted > .md-nav__list > .md-nav__item:not(.md-nav__item--active)",
    ),
    closed=(
        _DETAILS,
        Disclosure(
            ".md-nav__item--nested:not(.md-nav__item--section) > input.md-nav__toggle:not([checked]) ~ nav.md-nav",
            "label",
            "déplier le menu",
        ),
    ),
)

PHONE = Profile(
    name="téléphone",
    width=390,
    height=844,
    hidden=(".only-wide", ".md-tabs", ".md-sidebar--secondary", ".md-header__button.md-logo"),
    closed=(
        _DETAILS,
        Disclosure(".md-sidebar--primary", '.menu-button, .md-header [for="__drawer"]', "ouvrir le menu"),
        _FOLDED,
        # The drawer opens at the current section; the other sections are one step back.
        Disclosure(
            ".md-nav--lifted > .md-nav__list:has(> .md-nav__item > .md-nav__toggle[checked]) > "
            ".md-nav__item:not(.md-nav__item--section), "
            ".md-nav--lifted > .md-nav__list > .md-nav__item > .md-nav__toggle[checked] ~ .md-nav__container",
            "label.md-nav__title",
            "revenir aux rubriques",
        ),
    ),
)

PROFILES = (DESKTOP, PHONE)

REGIONS = (
    ("contact", "aside.contact"),
    ("body", "article"),
    ("search", '.md-search, [role="search"]'),
    ("footer", "footer"),
    ("contents", ".md-nav--secondary"),
    ("menu", ".md-sidebar--primary"),
    ("tabs", ".md-tabs"),
    ("header", "header"),
)
"""The regions of a page: the first match counts, everything else is the banner."""

BANNER = "banner"

WITHIN_PAGE = '[data-md-component="skip"], [for="__toc"], #__toc'
"""Links within the page: they depend on its headings, so they are not compared."""

SEAM_CLASSES = ("md-grid identity__inner", "contact", "local", "footer-name")
"""The first class of the elements that contain content of departments, whatever their tag.

This only affects speed: what is extracted there is parsed separately, and the rest once for all departments.
"""

REMOVED = (b"<title", b'<link rel="canonical"')
"""Elements that differ on every page and contain nothing to click, load or link to: they are removed."""
