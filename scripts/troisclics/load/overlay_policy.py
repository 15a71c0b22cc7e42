"""What an overlay may say. A delegation's text is untrusted: plain Markdown passes, all the rest is refused.

These rules read the text line by line, and say the usual mistakes kindly: no HTML tag, no attribute list, no template
but `{{ fact("…") }}` and `{{ department.… }}`, links only to pages and to https, http, mailto and tel. What is safe is
decided on the HTML that the text becomes, in `sandbox/html_policy.py`.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from ..domain.markdown_lines import read_lines
from ..messages import finding
from ..model import Finding, Overlay, Place
from .validation import short
from .yaml_document import Document, Loc

EXPRESSION = re.compile(
    r"\{\{\s*(?:fact\(\s*(?:\"[^\"{}]*\"|'[^'{}]*')\s*\)|department\.(?:code|name|de|region|seat|zone))\s*\}\}"
)
_TEMPLATE = re.compile(r"\{%.*?(?:%\}|$)|\{#.*?(?:#\}|$)|\{\{.*?(?:\}\}|$)")
_SCRIPT = re.compile(
    r"<\s*(?:/\s*)?(?:script|iframe|object|embed|svg|style|form|base|meta|link|math)\b[^>]*>?"
    r"|\bon[a-z]{3,20}\s*=|(?:javascript|vbscript|data)\s*:(?!\s)",
    re.I,
)
_COMMENT = re.compile(r"<!--(?!-?>)(?:(?!--)[^<>])*-->")
_AUTOLINK = re.compile(r"<(?:https?://|mailto:)?[^\s<>\"'`()\\]+>")
_TAG = re.compile(r"<[a-zA-Z/!?][^>\n]*>?")
_BRACES = re.compile(r"\{[^}\n]*\}?")
_INLINE_LINK = re.compile(r"\]\(\s*<?([^)\s>]*)")
_REFERENCE = re.compile(r"\[[^\]]*\]:\s*<?(\S+?)>?(?:\s|$)")
_GOOD_LINK = re.compile(r"(?:https?://|mailto:|tel:)|(?!//)[^:\\]*$", re.I)
_CONTINUED_LINK = re.compile(r"\](?:\(|:\s*$)([^)\]]*)$")
_SPACED_SCHEME = re.compile(r"\]\(<?([a-z][a-z0-9+.-]*):", re.I)
_LONGEST_SCHEME = 40
_GOOD_SCHEMES = {"http", "https", "mailto", "tel"}
_SCHEME = re.compile(r"<?([a-z][a-z0-9+.-]*):", re.I)
_SCHEME_START = re.compile(r"<?([a-z][a-z0-9+.-]*)?", re.I)
_QUOTE = re.compile(r"[ \t>]*")
_NESTING = re.compile(r"(?:[\s>]|[-*+:]\s|[0-9]+\.\s)*")
_HEADING = re.compile(r"#{1,6}")
_UNDERLINE = re.compile(r"(=+|-+)\s*$")
_NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_CODE = re.compile(r"(?<![`\\])(`+)(?!`).+?(?<!`)\1(?!`)")
_MARKUP = re.compile(r"<(?=[A-Za-z/!?]|\s*\Z)|&(?:#|[A-Za-z][A-Za-z0-9]*;)")
"""What HTML would read in a plain text: « < » where a tag may begin, or at the end, and entities."""
_PLAIN = re.compile(r"[A-Za-z0-9À-ÖØ-öø-ÿŒœ \u00a0\u202f.,;!?…'’\"«»()*_/|#>+\-–—€°]*")
"""A line of these characters alone breaks no rule of `_text_faults`, and need not be looked at further.

Each rule needs one of « { < = : ] » or a character of `_NOT_TEXT`. None of them is here, and none can come of what
is here: decoding needs « & » or « % », or a character that NFKC changes, and of those here NFKC makes spaces and dots.
"""


def check_overlay_text(overlay: Overlay, department: str, *, own_page: bool, out: list[Finding]) -> None:
    """Add a finding for each thing `overlay` may not say. An added page (`own_page`) may use « ## » headings."""
    if not overlay.body.strip():
        out.append(finding("overlay-vide", overlay.at, department))
    for rule, index, text in _text_faults(overlay.body):
        out.append(finding(rule, Place(overlay.at.file, overlay.body_line + index), department, text=short(text)))
    previous = ""
    for line in read_lines(overlay.body, overlay.body_line):
        level = _heading_level(line.raw, previous) if line.kind != "fence" else 0
        if level and level < (2 if own_page else 3):
            out.append(finding("overlay-titre-niveau", Place(overlay.at.file, line.number), department, level=level))
        previous = line.raw


MAX_VALUE = 2_000
"""Longest value of a key: ten times what a title or a description needs."""


def check_local_data(document: Document, department: str, out: list[Finding]) -> None:
    """Add a finding for each text of a front matter or of `department.yml` that a Markdown text may not say.

    These texts are put into pages too: a title, a source, `{{ department.de }}`.
    """
    for loc, text in _texts(document.data, ()):
        if len(text) > MAX_VALUE:
            detail = f"plus de {MAX_VALUE} caractères dans une valeur"
            out.append(finding("texte-limite", document.place(loc), department, detail=detail))
            continue
        faults = [(rule, shown) for rule, _, shown in _text_faults(text)]
        if not faults and (match := _MARKUP.search(text)):
            faults = [("texte-balise", text[match.start() :])]
        for rule, shown in faults:
            out.append(finding(rule, document.place(loc), department, text=short(shown)))


def _texts(data: Any, loc: Loc) -> Iterator[tuple[Loc, str]]:
    if isinstance(data, str):
        yield loc, data
    elif isinstance(data, dict | tuple):
        for key, part in data.items() if isinstance(data, dict) else enumerate(data):
            yield from _texts(part, (*loc, key))


def _text_faults(text: str) -> Iterator[tuple[str, int, str]]:
    """The rule broken, the line counted from 0 and the offending text, for each fault."""
    lines = list(_without_code(text))
    for index, line in enumerate(lines):
        if _PLAIN.fullmatch(line):
            continue
        yield from ((rule, index, shown) for rule, shown in _faults(line))
        match = _CONTINUED_LINK.search(_TEMPLATE.sub(" ", line))
        scheme = _continued_scheme(match[1], lines, index + 1) if match else ""
        if scheme and scheme not in _GOOD_SCHEMES:
            yield "overlay-lien", index, f"{scheme}:"


def _without_code(text: str) -> Iterator[str]:
    """The lines of `text`, code left out where it is plainly code, but for the templates in it, which are filled in.

    What is taken for code and is none in the page is for `sandbox/html_policy.py` to refuse.
    """
    for line in read_lines(text):
        if line.kind == "fence" and not line.raw.startswith(("```", "~~~")):  # these may hold attributes
            yield " ".join(_TEMPLATE.findall(line.raw))
        else:
            yield _CODE.sub(lambda code: " ".join(_TEMPLATE.findall(code[0])), line.raw)


def _continued_scheme(start: str, lines: list[str], index: int) -> str:
    """The scheme of a link cut by spaces or line ends, which Markdown keeps and browsers leave out; "" if none."""
    target = _squeeze(start)
    while index < len(lines) and lines[index].strip() and len(target) < _LONGEST_SCHEME:
        if not _SCHEME_START.fullmatch(target):
            break
        target += _squeeze(_QUOTE.sub("", _TEMPLATE.sub(" ", lines[index]), count=1))
        index += 1
    match = _SCHEME.match(target)
    return match[1].lower() if match else ""


def _squeeze(text: str) -> str:
    return re.sub(r"[\s\x00-\x1f]", "", _decode(text))


def _faults(line: str) -> list[tuple[str, str]]:
    """The rule broken and the offending text, for each fault of a line."""
    faults = [
        ("overlay-instruction", match[0]) for match in _TEMPLATE.finditer(line) if not EXPRESSION.fullmatch(match[0])
    ]
    rest = _TEMPLATE.sub(" ", line)
    decoded = _decode(rest)
    scripts = [match[0] for match in _SCRIPT.finditer(decoded)]
    faults += [("overlay-script", text) for text in scripts]
    bare = _AUTOLINK.sub(_keep_bad_autolink, _COMMENT.sub(" ", rest))
    if not scripts:
        faults += [("overlay-html", match[0]) for match in _TAG.finditer(bare)]
        faults += [("overlay-html", hidden[0]) for hidden in _NOT_TEXT.finditer(decoded)]
    faults += [("overlay-attributs", match[0]) for match in _BRACES.finditer(rest)]
    reference = _REFERENCE.match(_NESTING.sub("", rest, count=1))
    targets = [*_INLINE_LINK.findall(rest), *([reference[1]] if reference else [])]
    bad = [target for target in targets if not _GOOD_LINK.match(_decode(target))]
    spaced = [scheme for scheme in _SPACED_SCHEME.findall(_squeeze(rest)) if scheme.lower() not in _GOOD_SCHEMES]
    return faults + [("overlay-lien", target) for target in bad or spaced]


def _decode(text: str) -> str:
    """`text` as a browser would end up reading it: entities, percent escapes, invisible and full-width characters."""
    for _ in range(3):
        plain = unicodedata.normalize("NFKC", unquote(html.unescape(text)))
        if plain == text:
            break
        text = plain
    return re.sub(r"[\u200b-\u200f\u2060\ufeff\u00ad]", "", text)


def _keep_bad_autolink(match: re.Match[str]) -> str:
    inside = match[0][1:-1]
    good = inside.startswith(("http://", "https://", "mailto:")) or re.fullmatch(r"[\w.+-]+@[\w.-]+\.\w+", inside)
    return " " if good else match[0]


def _heading_level(line: str, previous: str) -> int:
    """The level of the heading that `line` is or underlines, as Python-Markdown reads it: « #Titre » is one."""
    if "#" not in line and not line.rstrip().endswith(("=", "-")):
        return 0
    match = _HEADING.match(_NESTING.sub("", line, count=1))
    if match:
        return len(match[0])
    under = _UNDERLINE.match(_QUOTE.sub("", line, count=1))
    quoted = line.lstrip().startswith(">")
    if under and (_QUOTE.sub("", previous, count=1) if quoted else previous.strip(" \t")):
        return 1 if under[1][0] == "=" else 2
    return 0
