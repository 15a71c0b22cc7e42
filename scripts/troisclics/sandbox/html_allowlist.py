"""Define the HTML allowed in texts of delegations: the elements that Markdown produces, and their attributes.

The list is what Python-Markdown produces with the extensions of `mkdocs.yml` without attribute lists, raw HTML and
`[TOC]`, plus the element for facts. It is data: `tests/faults/test_hostile_html.py` shows that each dangerous
addition lets a hostile text through.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from ..model.conventions import DELEGATION
from .allowed_hosts import Hosts, Reason

AttributeRule = re.Pattern[str] | Callable[[Hosts, str], Reason | None]
"""What an attribute value must match: a pattern, or a check of an address against the allowed hosts."""

_TEXT = re.compile(r"[^\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]*")
RESERVED_IDS = frozenset(
    {
        "ask",
        "choisir",
        "en-bref",
        "find",
        DELEGATION.rstrip("/"),
        "menu",
        "par-region",
        "textes-et-sources",
        "votre-departement",
    }
)
"""The ids used in `overrides/`, forbidden in local texts; those of the theme begin with « __ »."""
_SLUG = re.compile(rf"(?!(?:{'|'.join(sorted(RESERVED_IDS))})\Z)(?:[^\W_]|-)[\w-]*|_[0-9]+")
"""The id of a heading as `toc` generates it, excluding those of the theme (« __… ») and RESERVED_IDS."""
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
ADMONITIONS = (
    "note", "info", "tip", "success", "question", "warning", "failure", "danger", "bug", "example", "quote", "abstract",
    "attention", "important",
)  # fmt: skip
"""The kinds of admonitions of the theme."""
_ADMONITION = re.compile(rf"admonition (?:{'|'.join(ADMONITIONS)})")

_HEADING: Mapping[str, AttributeRule] = {"id": _SLUG}
_CELL: Mapping[str, AttributeRule] = {"align": re.compile("left|right|center")}
_NONE: Mapping[str, AttributeRule] = {}

ELEMENTS: Mapping[str, Mapping[str, AttributeRule]] = {
    "p": {"class": re.compile("admonition-title")},
    "h2": _HEADING, "h3": _HEADING, "h4": _HEADING, "h5": _HEADING, "h6": _HEADING,
    "ul": _NONE, "ol": {"start": re.compile(r"[0-9]{1,9}")}, "li": _NONE,
    "dl": _NONE, "dt": _NONE, "dd": _NONE,
    "blockquote": _NONE, "hr": _NONE, "br": _NONE, "em": _NONE, "strong": _NONE,
    "pre": _NONE, "code": {"class": re.compile(r"language-[a-z0-9+-]{1,20}")},
    "table": _NONE, "thead": _NONE, "tbody": _NONE, "tr": _NONE, "th": _CELL, "td": _CELL,
    "a": {"href": Hosts.refuse_link, "title": _TEXT},
    "img": {"src": Hosts.refuse_image, "alt": _TEXT, "title": _TEXT},
    "abbr": {"title": _TEXT},
    "span": {"class": re.compile("fact-doubt"), "title": _TEXT},
    "time": {"datetime": _DAY, "data-valid-until": _DAY},
    "div": {"class": _ADMONITION},
}  # fmt: skip
REQUIRED = {"div": "class", "span": "class", "a": "href", "img": "src", "abbr": "title"}
"""The attribute that an element produced by Markdown always has."""
VOID = frozenset({"hr", "br", "img"})
ADDRESS_RULES: Mapping[Reason, str] = {"hote": "lien-hote", "adresse": "lien-adresse", "image": "image-exterieure"}
