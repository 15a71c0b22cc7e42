"""Say which characters of a Markdown text are code or comment, and therefore neither template nor mark.

Fenced and indented code is what `markdown_lines` says it is. Code in a line may go on in the next line of its
paragraph, but not in the next item, row or heading: a lone backtick must not turn what follows it into code.
"""

from __future__ import annotations

import re

from .markdown_lines import read_lines

MASKED = "\0"
"""Replaces each character of code in a masked text."""

_HIDDEN = re.compile(
    r"(?P<comment><!--.*?-->)|<pre\b.*?</pre\s*>"
    r"|(?<![`\\])(?P<ticks>`+)(?!`)(?:(?!\n[ \t]*(?:\n|[-*+|#>]|[0-9]+[.)])).){1,2000}?(?<!`)(?P=ticks)(?!`)",
    re.S | re.I,
)
_ANY = re.compile(r"[^\n]")
_TEMPLATE_IN_INDENT = re.compile(r"^(?: {4}| {0,3}\t).*\{[{%#]", re.M)
_TEMPLATE_START = re.compile(r"\{(?=[{%#])")
_SHIELDS = range(0xE000, 0xF8FF)
"""Characters for private use: one that a text does not contain stands for « { » while its templates are read."""


def mask_code(body: str, *, comments: bool = True) -> str:
    """Return `body` with MASKED for each character of code, and of comments unless they are to be kept."""
    lines = (_blank(line.raw) if line.kind in {"code", "fence"} else line.raw for line in read_lines(body))
    return _HIDDEN.sub(
        lambda found: found[0] if found["comment"] and not comments else _blank(found[0]), "\n".join(lines)
    )


def shield_code(text: str) -> tuple[str, str]:
    """Return `text` with another character for each « { » that begins a template in code, and that character.

    Returns `text` itself and "" if there is none.
    """
    if not _may_hold_templates(text):
        return text, ""
    masked = mask_code(text)
    starts = [found.start() for found in _TEMPLATE_START.finditer(text) if masked[found.start()] == MASKED]
    if not starts:
        return text, ""
    shield = next(sign for sign in map(chr, _SHIELDS) if sign not in text)
    signs = list(text)
    for start in starts:
        signs[start] = shield
    return "".join(signs), shield


def _may_hold_templates(text: str) -> bool:
    """Tell whether code of `text` may hold a template; a cheap test that may be wrong to say yes."""
    if "{{" not in text and "{%" not in text and "{#" not in text:
        return False
    if "`" in text or "~~~" in text or "<pre" in text.lower() or _TEMPLATE_IN_INDENT.search(text):
        return True
    return any("{" in comment.partition("-->")[0] for comment in text.split("<!--")[1:])


def _blank(text: str) -> str:
    return _ANY.sub(MASKED, text)
