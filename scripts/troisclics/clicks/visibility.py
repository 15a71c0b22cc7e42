"""The model of visibility: what is shown, hidden or closed in a page of the theme, at two widths.

This table is the only place that knows the theme's classes. `tests/e2e/test_ways.py` proves it with real clicks.
A selector of the theme that changes is mended here.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Opening:
    """Something closed: what is in `container` is seen only after one action on `opener`.

    `label` names that action in French; None takes the text of the container's `<summary>`.
    """

    container: str
    opener: str
    label: str | None


@dataclass(frozen=True, slots=True)
class Profile:
    """A way to look at a site: a window `width` by `height` in CSS pixels, what it hides and what it shows closed."""

    name: str
    width: int
    height: int
    hidden: tuple[str, ...]
    closed: tuple[Opening, ...]


NEVER_COUNTED = (
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
"""Ways that no page may be saved by: the footer, the search, the neighbours (design.md); and what is never shown."""

SITE_MAP = "plan-du-site/index.html"
"""The page one may reach but not go on from: a list of everything is no way."""

_DETAILS = Opening("details:not([open])", "summary", None)
_FOLDED = Opening("input.md-nav__toggle:not([checked]) ~ nav.md-nav", "label", "déplier le menu")

DESKTOP = Profile(
    name="ordinateur",
    width=1280,
    height=900,
    hidden=(
        ".only-phone",
        ".md-nav__title",
        # Below tabs, the side menu shows the section one is in, and no other.
        ".md-nav--lifted > .md-nav__list > .md-nav__item:not(.md-nav__item--active)",
    ),
    closed=(
        _DETAILS,
        Opening(
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
        Opening(".md-sidebar--primary", '.menu-button, .md-header [for="__drawer"]', "ouvrir le menu"),
        _FOLDED,
        # The drawer opens on the section one is in; the other sections are one step back.
        Opening(
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
"""Where in the page something stands; the first that matches holds, anything else is the banner."""

BANNER = "banner"

WITHIN_PAGE = '[data-md-component="skip"], [for="__toc"], #__toc'
"""Ways to the text of the page itself: they depend on its headings, so they are no place to compare."""

SEAM_CLASSES = ("md-grid identity__inner", "contact", "local", "footer-name")
"""The first classes of the elements by which departments enter a page, whatever their tag.

Only speed depends on it: what is cut there is parsed apart, and the rest once for all departments.
"""

NOTHING_IN = (b"<title", b'<link rel="canonical"')
"""What differs on every page and holds nothing to click, to load or to reach: it is left out."""
