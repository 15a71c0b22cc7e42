"""Parse the HTML of a local text twice: strictly as written, and with a browser's parser.

Both must give the same elements; otherwise browsers would repair or move something. Each element and attribute must
be on the allow-list. See docs/adr/0020.
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
"""Characters not allowed in text, and the prefix of internal placeholders."""

Shape = list[tuple[int, str, tuple[str, ...]]]
"""The depth, name and attribute names of each element, in order."""


@dataclass(frozen=True, slots=True, order=True)
class HtmlProblem:
    """A rule that a local text breaks, and what its message quotes."""

    rule: str
    quoted: str


def find_problems(html: str, hosts: Hosts, top: int) -> Iterator[HtmlProblem]:
    """Yield everything in a local text's HTML that Markdown of a delegation cannot produce.

    Args:
        html: the HTML.
        hosts: the allowed hosts.
        top: the highest level allowed for headings.
    """
    shape = _written_shape(html)
    if isinstance(shape, HtmlProblem):
        yield shape
        return
    if match := _NOT_TEXT.search(html):
        yield HtmlProblem("html-refuse", match[0])
    body = LexborHTMLParser(f"<!doctype html><body><section>{html}</section><hr>").body
    section = body.child if body is not None else None
    end = section.next if section is not None else None
    alone = end is not None and end.tag == "hr" and end.next is None and not body.attributes  # type: ignore[union-attr]
    if section is None or not alone or section.tag != "section" or section.attributes:
        yield HtmlProblem("html-refuse", "du HTML qui sort de sa place")
        return
    elements = list(_elements(section))
    for _, node in elements:
        yield from _node_problems(node, hosts, top)
    if [(depth, str(node.tag), tuple(sorted(node.attributes))) for depth, node in elements] != shape:
        yield HtmlProblem("html-refuse", "des éléments qui s'emboîtent mal")


def _written_shape(html: str) -> Shape | HtmlProblem:
    """Return the elements as written, with balanced tags; otherwise the first problem."""
    shape: Shape = []
    open_tags: list[str] = []
    for match in _TOKEN.finditer(html):
        name = match["name"]
        if match["odd"]:
            return HtmlProblem("html-refuse", match["odd"].split("\n")[0])
        if not name:
            continue
        if match["end"]:
            if not open_tags or open_tags.pop() != name:
                return HtmlProblem("html-refuse", f"</{name}>")
            continue
        shape.append((len(open_tags), name, tuple(sorted(_ATTRIBUTE.findall(match["attributes"])))))
        if name not in html_allowlist.VOID:
            open_tags.append(name)
    return HtmlProblem("html-refuse", f"<{open_tags[-1]}>") if open_tags else shape


def _elements(top: LexborNode) -> Iterator[tuple[int, LexborNode]]:
    """Yield the depth and node of each element below `top`, in order."""
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


def _node_problems(node: LexborNode, hosts: Hosts, top: int) -> Iterator[HtmlProblem]:
    name, attributes = str(node.tag), node.attributes
    forms = html_allowlist.ELEMENTS.get(name)
    required = html_allowlist.REQUIRED.get(name)
    if forms is None or (name[0] == "h" and name[1:].isdigit() and int(name[1:]) < top):
        yield HtmlProblem("html-refuse", f"<{name}>")
        return
    if required and required not in attributes:
        yield HtmlProblem("html-refuse", f"<{name}> sans « {required} »")
    for key, raw in attributes.items():
        value, form = raw or "", forms.get(key)
        if form is None:
            yield HtmlProblem("html-refuse", f'<{name} {key}="{value}">')
        elif isinstance(form, re.Pattern):
            if not form.fullmatch(value):
                yield HtmlProblem("html-refuse", f'<{name} {key}="{value}">')
        elif reason := form(hosts, value):
            yield HtmlProblem(html_allowlist.ADDRESS_RULES[reason], value)
