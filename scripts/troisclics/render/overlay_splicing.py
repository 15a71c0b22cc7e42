"""Convert a local text apart from the page it completes, where that provably gives the same HTML.

Markdown reads a page block by block. Everything through which one block can affect another is known for
`KNOWN_EXTENSIONS`: definitions of links and abbreviations, fences, unclosed raw HTML, lists and definitions that
continue in the next block, ids of headings. A page in which any of these could connect the two texts is converted as
a whole.
"""

from __future__ import annotations

import re

from . import mkdocs_internals
from .mkdocs_internals import Converted, Heading

PLACE = "zztroisclicslocalzz"
PARAGRAPH = f"<p>{PLACE}</p>"
"""The placeholder of the local text in the page around it, and its HTML."""

_FAR = r"\]:|```|~~~|\[TOC\]|^ {0,3}\*\[|[\x02\x03]"
_IN_LOCAL = re.compile(rf"{_FAR}|<|-->|^ {{0,3}}:", re.M)
_AROUND = re.compile(rf"{_FAR}|<[^>]*\bmarkdown\b|<[?!](?!--)|{PLACE}", re.M)
_INLINE = re.compile(r"</?(?:time|span|abbr|small|strong|em)\b[^<>]*>")
"""Inline HTML: Markdown handles each tag by itself."""
_STARTS = re.compile(r"(?:#{2,6} +)?[^\W\d_]")
_CLOSED = re.compile(r"<!--.*?-->|</?[a-zA-Z][^<>]*>|< ", re.S)
_TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)[^<>]*?(/?)>")
_VOID = frozenset({"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
_TERMS = re.compile(r"\n\n((?:\*\[[^\n]*\n?)+)\Z")


def split(text: str, local: str) -> tuple[str, str] | None:
    """Split the Markdown `text` into the page around the local text `local` and that text; None if they interact."""
    if not local or text.count(local) != 1:
        return None
    tail = _TERMS.search(text)
    terms = tail[1].splitlines() if tail else []
    before, after = (text[: tail.start()] if tail else text).split(local)
    apart = (not before or before.endswith("\n\n")) and (not after.strip() or after.startswith("\n\n"))
    goes_on = after.strip("\n")[:1] in {" ", "\t", ":"} and bool(after.strip())
    around = before + after
    if not apart or goes_on or not _is_closed(before) or not _is_closed(after):
        return None
    if _AROUND.search(around) or "<" in _CLOSED.sub("", around):
        return None
    if _IN_LOCAL.search(_INLINE.sub("", local)) or not _STARTS.match(local):
        return None
    return _with_terms(f"{before}{PLACE}{after}", terms), _with_terms(local, terms)


def _is_closed(text: str) -> bool:
    """Tell whether every element opened in `text` is closed in it; an open one takes in all that follows."""
    open_: dict[str, int] = {}
    for end, name, alone in _TAG.findall(text):
        if not alone and name.lower() not in _VOID:
            open_[name.lower()] = open_.get(name.lower(), 0) + (-1 if end else 1)
    return not any(open_.values())


def _with_terms(text: str, terms: list[str]) -> str:
    """Return `text` with the definitions it may need; a definition without its term in the text has no effect."""
    sure = "\\" not in text and "&" not in text  # otherwise a term may be escaped in the text
    used = [line for line in terms if not sure or line[2:].partition("]:")[0] in text]
    return f"{text.rstrip()}\n\n" + "".join(f"{line}\n" for line in used)


def join(around: Converted, local: Converted) -> Converted | None:
    """Return the page made of both parts; None if they do not fit together."""
    alone = f"\n{around.html}\n".count(f"\n{PARAGRAPH}\n") == around.html.count(PLACE) == 1
    if not alone or not local.html.endswith("</p>") or around.anchors & local.anchors:
        return None
    place = around.html.index(PARAGRAPH)
    above: list[Heading] = []
    below: list[Heading] = []
    for heading in mkdocs_internals.headings(around.toc):
        found = [match.start() for match in re.finditer(rf'<h\d[^>]* id="{re.escape(heading.id)}"', around.html)]
        if len(found) != 1:
            return None
        (above if found[0] < place else below).append(heading)
    toc = mkdocs_internals.toc_of([*above, *mkdocs_internals.headings(local.toc), *below])
    links = {link[:2]: link for link in (*local.links, *around.links)}
    html = around.html.replace(PARAGRAPH, local.html)
    return Converted(html, toc, around.anchors | local.anchors, tuple(links.values()))
