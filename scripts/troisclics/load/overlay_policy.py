"""Check the text of overlays, which is untrusted: plain Markdown is allowed, everything else is refused.

These rules work line by line and explain common mistakes: no HTML tags, no attribute lists, no templates except
`{{ fact("…") }}` and `{{ department.… }}`, links only to pages and to https, http, mailto and tel. Safety is decided
on the resulting HTML, in `sandbox/html_policy.py`.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from ..domain.close_matches import hint
from ..domain.markdown_lines import read_lines
from ..messages import finding
from ..model import Finding, Overlay, Place
from ..sandbox.html_allowlist import ADMONITIONS
from .validation import short
from .value_rules import MARKUP
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
_ADMONITION = re.compile(r"\s*!!! ?(?P<kind>[\w-]+)")
_UNDERLINE = re.compile(r"(=+|-+)\s*$")
_NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_CODE = re.compile(r"(?<![`\\])(`+)(?!`).+?(?<!`)\1(?!`)")
_PLAIN = re.compile(r"[A-Za-z0-9À-ÖØ-öø-ÿŒœ \u00a0\u202f.,;!?…'’\"«»()*_/|#>+\-–—€°]*")
"""A line of only these characters breaks no rule of `_text_problems` and is not checked further.

Each rule needs one of « { < = : ] » or a character of `_NOT_TEXT`. None of them is in this set, nor can decoding
produce one: that needs « & » or « % », or a character that NFKC changes, and NFKC turns those in this set into spaces
and dots only.
"""

_OWN_HEADINGS = "employer « ## » ou plus bas : le titre de la page est « title », dans l'en-tête"
_LOCAL_HEADINGS = "employer « ### » ou plus bas : les titres « # » et « ## » sont ceux de la page nationale"


def check_overlay_text(overlay: Overlay, department: str, *, is_local_page: bool, out: list[Finding]) -> None:
    """Check the text of an overlay.

    Args:
        overlay: the overlay.
        department: the department's code, as shown in findings.
        is_local_page: whether the page exists in this department only, and may use « ## » headings.
        out: receives the findings.
    """
    if not overlay.body.strip():
        out.append(finding("overlay-vide", overlay.at, department))
    for rule, index, text in _text_problems(overlay.body):
        out.append(finding(rule, Place(overlay.at.file, overlay.body_line + index), department, text=short(text)))
    previous = ""
    for line in read_lines(overlay.body, overlay.body_line):
        level = _heading_level(line.raw, previous) if line.kind != "fence" else 0
        if level and level < (2 if is_local_page else 3):
            fix = _OWN_HEADINGS if is_local_page else _LOCAL_HEADINGS
            place = Place(overlay.at.file, line.number)
            out.append(finding("overlay-titre-niveau", place, department, level=level, fix=fix))
        kind = _ADMONITION.match(line.plain)
        if kind and kind["kind"] not in ADMONITIONS:
            place = Place(overlay.at.file, line.number, kind.start("kind") + 1)
            near = hint(kind["kind"], ADMONITIONS)
            out.append(finding("encadre-inconnu", place, department, kind=short(kind["kind"]), hint=near))
        previous = line.raw


MAX_VALUE = 2_000
"""The maximum length of a value: ten times what a title or a description needs."""


def check_local_data(document: Document, department: str, out: list[Finding]) -> None:
    """Check the values of a front matter or `department.yml` of a department like Markdown texts.

    These values are shown on pages too: a title, a source, `{{ department.de }}`.

    Args:
        document: the document.
        department: the department's code, as shown in findings.
        out: receives the findings.
    """
    for loc, text in _texts(document.data, ()):
        if len(text) > MAX_VALUE:
            detail = f"plus de {MAX_VALUE} caractères dans une valeur"
            out.append(finding("texte-limite", document.place(loc), department, detail=detail))
            continue
        problems = [(rule, shown) for rule, _, shown in _text_problems(text)]
        if not problems and (match := MARKUP.search(text)):
            problems = [("texte-balise", text[match.start() :])]
        for rule, shown in problems:
            out.append(finding(rule, document.place(loc), department, text=short(shown)))


def _texts(data: Any, loc: Loc) -> Iterator[tuple[Loc, str]]:
    if isinstance(data, str):
        yield loc, data
    elif isinstance(data, dict | tuple):
        for key, part in data.items() if isinstance(data, dict) else enumerate(data):
            yield from _texts(part, (*loc, key))


def _text_problems(text: str) -> Iterator[tuple[str, int, str]]:
    """Yield for each problem the rule, the line counted from 0 and the offending text."""
    lines = list(_without_code(text))
    for index, line in enumerate(lines):
        if _PLAIN.fullmatch(line):
            continue
        yield from ((rule, index, shown) for rule, shown in _problems(line))
        match = _CONTINUED_LINK.search(_TEMPLATE.sub(" ", line))
        scheme = _continued_scheme(match[1], lines, index + 1) if match else ""
        if scheme and scheme not in _GOOD_SCHEMES:
            yield "overlay-lien", index, f"{scheme}:"


def _without_code(text: str) -> Iterator[str]:
    """Yield the lines of `text` without what is clearly code, except the templates in it, which are expanded.

    If text is mistaken for code here, `sandbox/html_policy.py` still checks what it becomes.
    """
    for line in read_lines(text):
        if line.kind == "fence" and not line.raw.lstrip(" \t>").startswith(("```", "~~~")):  # these may hold attributes
            yield " ".join(_TEMPLATE.findall(line.raw))
        else:
            yield _CODE.sub(lambda code: " ".join(_TEMPLATE.findall(code[0])), line.raw)


def _continued_scheme(start: str, lines: list[str], index: int) -> str:
    """Return the scheme of a link split by spaces or line ends, which Markdown keeps and browsers drop; "" if none."""
    target = _without_spaces(start)
    while index < len(lines) and lines[index].strip() and len(target) < _LONGEST_SCHEME:
        if not _SCHEME_START.fullmatch(target):
            break
        target += _without_spaces(_QUOTE.sub("", _TEMPLATE.sub(" ", lines[index]), count=1))
        index += 1
    match = _SCHEME.match(target)
    return match[1].lower() if match else ""


def _without_spaces(text: str) -> str:
    return re.sub(r"[\s\x00-\x1f]", "", _decode(text))


def _problems(line: str) -> list[tuple[str, str]]:
    """Return the rule and the offending text of each problem of a line."""
    problems = [
        ("overlay-instruction", match[0]) for match in _TEMPLATE.finditer(line) if not EXPRESSION.fullmatch(match[0])
    ]
    rest = _TEMPLATE.sub(" ", line)
    decoded = _decode(rest)
    scripts = [match[0] for match in _SCRIPT.finditer(decoded)]
    problems += [("overlay-script", text) for text in scripts]
    bare = _AUTOLINK.sub(_keep_bad_autolink, _COMMENT.sub(" ", rest))
    if not scripts:
        problems += [("overlay-html", match[0]) for match in _TAG.finditer(bare)]
        problems += [("overlay-html", hidden[0]) for hidden in _NOT_TEXT.finditer(decoded)]
    problems += [("overlay-attributs", match[0]) for match in _BRACES.finditer(rest)]
    reference = _REFERENCE.match(_NESTING.sub("", rest, count=1))
    targets = [*_INLINE_LINK.findall(rest), *([reference[1]] if reference else [])]
    bad = [target for target in targets if not _GOOD_LINK.match(_decode(target))]
    spaced = [scheme for scheme in _SPACED_SCHEME.findall(_without_spaces(rest)) if scheme.lower() not in _GOOD_SCHEMES]
    return problems + [("overlay-lien", target) for target in bad or spaced]


def _decode(text: str) -> str:
    """Return `text` as browsers decode it: entities, percent escapes, invisible and full-width characters."""
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
    """Return the level of a heading, ATX or setext, as Python-Markdown reads it: « #Titre » is one. 0 if it is none."""
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
