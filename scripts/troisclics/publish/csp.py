"""Check the content of pages against an allow-list; the Content-Security-Policy depends on the theme alone.

Pages are parsed with an HTML parser as browsers parse them. What is not on the allow-list is refused; the policy is
never relaxed for a page.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_NAMES = """
    a abbr address area article aside audio b bdi bdo blockquote body br button caption cite code col colgroup data dd
    del details dfn dialog div dl dt em fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hgroup hr
    html i img input ins kbd label legend li link main map mark menu meta meter nav ol optgroup option output p picture
    pre progress q rp rt ruby s samp script search section select small source span strong sub summary sup table tbody
    td textarea tfoot th thead time title tr track u ul var video wbr
    svg g path circle ellipse line polygon polyline rect
"""
_ELEMENTS = frozenset(_NAMES.split())
"""Elements that neither run nor load anything, or whose attributes are checked below."""

_ACTIVE = {"style", "srcdoc", "formaction", "ping", "background", "manifest", "xlink:href", "is", "nonce"}
_LOADED = ("src", "poster", "action")
_SETS = ("srcset", "imagesrcset")
_SCRIPT_KEYS = {"src", "type", "id", "defer", "async", "integrity", "crossorigin", "nomodule"}
_DATA_TYPES = {"application/json", "application/ld+json", "text/plain", "text/template"}
_LINK_SCHEMES = {"http", "https", "mailto", "tel"}
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.I)
_REFRESH = re.compile(r"\s*\d+\s*;\s*url=([^\s'\"]+)\s*", re.I)
_TEMPLATED = re.compile(r"\{[{%#]")
_DROPPED = dict.fromkeys(map(ord, "\t\n\r"))
_STRIPPED = "".join(map(chr, range(33)))
_SHOWN = 60
"""The maximum number of characters shown of a forbidden value."""


@dataclass(frozen=True, slots=True)
class PageInspection:
    """The result of the inspection of a page: the CSP digests of its inline scripts, and its forbidden content."""

    scripts: tuple[str, ...]
    foreign: tuple[str, ...]


def inspect_page(html: bytes) -> PageInspection:
    """Return the inline scripts of a page, and a description of each element or attribute that is not allowed."""
    try:
        html.decode()
    except UnicodeDecodeError:
        return PageInspection((), ("des octets qui ne sont pas de l'UTF-8",))
    root = LexborHTMLParser(html).root
    if root is None:
        return PageInspection((), ())
    scripts = {_digest(node) for node in root.css("script") if _is_inline(node)}
    return PageInspection(tuple(sorted(scripts)), tuple(dict.fromkeys(_foreign(root))))


def theme_scripts(overrides: Path) -> tuple[str, ...]:
    """Return the CSP digests of the inline scripts in the templates below `overrides`.

    A script that contains a template expression has no fixed digest: it must be a file. Raises OSError.
    """
    found: set[str] = set()
    for template in overrides.rglob("*.html"):
        root = LexborHTMLParser(template.read_text(encoding="utf-8", errors="replace")).root
        nodes = root.css("script") if root else []
        found.update(_digest(node) for node in nodes if _is_inline(node) and not _TEMPLATED.search(node.text()))
    return tuple(sorted(found))


def unlisted_scripts(scripts: tuple[str, ...], allowed: frozenset[str]) -> list[str]:
    """Return a description of each inline script of a page that is not in the theme."""
    return [f"un script écrit dans la page ({script[:20]}…)" for script in scripts if script not in allowed]


def _digest(node: LexborNode) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(node.text().encode()).digest()).decode()


def _is_inline(script: LexborNode) -> bool:
    """Return whether a `<script>` runs its own content. Types that browsers do not run are data."""
    attributes = script.attributes
    return "src" not in attributes and (attributes.get("type") or "").strip().lower() not in _DATA_TYPES


def _foreign(root: LexborNode) -> Iterator[str]:
    for node in root.css("*"):
        tag, attributes = node.tag or "", node.attributes
        if tag not in _ELEMENTS:
            yield f"<{tag}>"
        yield from (_shown(node, name) for name in attributes if not _is_harmless(tag, name, attributes))
        if tag == "meta" and "http-equiv" in attributes and not _is_redirection(node):
            yield _shown(node, "http-equiv")


def _is_harmless(tag: str, name: str, attributes: Mapping[str, str | None]) -> bool:
    """Return whether an attribute neither runs anything nor sends a request to another host.

    Args:
        tag: the name of the element.
        name: the name of the attribute.
        attributes: all attributes of the element.
    """
    if name in _ACTIVE or name.startswith("on") or (tag == "script" and name not in _SCRIPT_KEYS):
        return False
    value = attributes[name]
    if name in _LOADED or (name == "href" and tag == "link" and attributes.get("rel") != "canonical"):
        scheme = _scheme(value)
        return scheme is None or (
            tag == "img" and scheme == "data"
        )  # a `data:` image runs nothing and sends no request
    if name in _SETS:
        return all(_scheme(part) is None for part in (value or "").split(","))
    return name != "href" or _scheme(value) in {None, "", *_LINK_SCHEMES}


def _scheme(address: str | None) -> str | None:
    """Return the scheme of an `address` as browsers parse it; "" for `//host/…`, None for a relative address."""
    plain = (address or "").translate(_DROPPED).strip(_STRIPPED).replace("\\", "/")
    if plain.startswith("//"):
        return ""
    found = _SCHEME.match(plain)
    return found[1].lower() if found else None


def _is_redirection(meta: LexborNode) -> bool:
    """Return whether a `<meta http-equiv>` is a redirection to a page of the same site."""
    attributes, parent = meta.attributes, meta.parent
    found = _REFRESH.fullmatch(attributes.get("content") or "")
    refresh = (attributes.get("http-equiv") or "").strip().lower() == "refresh"
    return refresh and found is not None and parent is not None and parent.tag == "head" and _scheme(found[1]) is None


def _shown(node: LexborNode, name: str) -> str:
    value = "".join(char if char.isprintable() else " " for char in node.attributes.get(name) or "")
    return f'<{node.tag} {name}="{value[:_SHOWN]}{"…" if len(value) > _SHOWN else ""}">'
