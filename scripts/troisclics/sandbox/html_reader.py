"""The HTML of a local text, read twice: as it is written, strictly, and as a browser's parser reads it.

Both must give the same elements, or something would be mended, moved or taken out of its place in a browser. Then
each element and each attribute must be on the list. See docs/adr/0020.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser

from . import html_allowlist
from .allowed_hosts import Hosts

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_TOKEN = re.compile(
    r"<!--(?!-?>)(?:(?!--)[^<>])*-->"
    r"|<(?P<end>/?)(?P<name>[a-z][a-z0-9]*)(?P<attributes>(?:\s+[a-z][a-z-]*=\"[^\"<>]*\")*)\s*/?>"
    r"|[^<]+|(?P<odd><.{0,40})",
    re.S,
)
_ATTRIBUTE = re.compile(r"([a-z-]+)=\"")
_NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]|zz-?troisclics")
"""Characters that no text has, and the beginning of our own marks."""

Shape = list[tuple[int, str, tuple[str, ...]]]
"""Depth, name and names of attributes of each element, in order."""


@dataclass(frozen=True, slots=True, order=True)
class HtmlFault:
    """A rule that a local text breaks, and what its message quotes."""

    rule: str
    quoted: str


def find_faults(html: str, hosts: Hosts, top: int) -> Iterator[HtmlFault]:
    """Each thing in `html` that no Markdown of a delegation makes; `top` is the highest level of its headings."""
    shape = _written_shape(html)
    if isinstance(shape, HtmlFault):
        yield shape
        return
    if match := _NOT_TEXT.search(html):
        yield HtmlFault("html-refuse", match[0])
    body = LexborHTMLParser(f"<!doctype html><body><section>{html}</section><hr>").body
    section = body.child if body is not None else None
    end = section.next if section is not None else None
    alone = end is not None and end.tag == "hr" and end.next is None and not body.attributes  # type: ignore[union-attr]
    if section is None or not alone or section.tag != "section" or section.attributes:
        yield HtmlFault("html-refuse", "du HTML qui sort de sa place")
        return
    elements = list(_elements(section))
    for _, node in elements:
        yield from _node_faults(node, hosts, top)
    if [(depth, str(node.tag), tuple(sorted(node.attributes))) for depth, node in elements] != shape:
        yield HtmlFault("html-refuse", "des éléments qui s'emboîtent mal")


def _written_shape(html: str) -> Shape | HtmlFault:
    """The elements as they are written, each one closed where it was opened; else the first that is not."""
    shape: Shape = []
    opened: list[str] = []
    for match in _TOKEN.finditer(html):
        name = match["name"]
        if match["odd"]:
            return HtmlFault("html-refuse", match["odd"].split("\n")[0])
        if not name:
            continue
        if match["end"]:
            if not opened or opened.pop() != name:
                return HtmlFault("html-refuse", f"</{name}>")
            continue
        shape.append((len(opened), name, tuple(sorted(_ATTRIBUTE.findall(match["attributes"])))))
        if name not in html_allowlist.VOID:
            opened.append(name)
    return HtmlFault("html-refuse", f"<{opened[-1]}>") if opened else shape


def _elements(top: LexborNode) -> Iterator[tuple[int, LexborNode]]:
    """Depth and node of each element below `top`, in order."""
    depth, node = 0, top.child
    while node is not None:
        if node.is_element_node:
            yield depth, node
        if node.child is not None and node.is_element_node:
            depth, node = depth + 1, node.child
            continue
        while node is not None and node.next is None:
            depth, node = depth - 1, node.parent
            if depth < 0:
                return
        node = node.next if node is not None else None


def _node_faults(node: LexborNode, hosts: Hosts, top: int) -> Iterator[HtmlFault]:
    name, attributes = str(node.tag), node.attributes
    forms = html_allowlist.ELEMENTS.get(name)
    needed = html_allowlist.NEEDED.get(name)
    if forms is None or (name[0] == "h" and name[1:].isdigit() and int(name[1:]) < top):
        yield HtmlFault("html-refuse", f"<{name}>")
        return
    if needed and needed not in attributes:
        yield HtmlFault("html-refuse", f"<{name}> sans « {needed} »")
    for key, raw in attributes.items():
        value, form = raw or "", forms.get(key)
        if form is None:
            yield HtmlFault("html-refuse", f'<{name} {key}="{value}">')
        elif isinstance(form, re.Pattern):
            if not form.fullmatch(value):
                yield HtmlFault("html-refuse", f'<{name} {key}="{value}">')
        elif reason := form(hosts, value):
            yield HtmlFault(html_allowlist.ADDRESS_RULES[reason], value)
