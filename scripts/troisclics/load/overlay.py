"""What an overlay may say. A delegation's text is untrusted: plain Markdown passes, all the rest is refused.

The rules are an allow-list: no HTML tag at all, no attribute list, no template but `{{ fact("…") }}` and
`{{ department.… }}`, links only to pages and to https, http, mailto and tel. So nothing that a browser could
run has a way to be written, whatever new trick is found.
"""

from __future__ import annotations

import html
import re
import unicodedata
from urllib.parse import unquote

from ..messages import finding
from ..model import Finding, Overlay, Place

EXPRESSION = re.compile(r"\{\{\s*(?:fact\(\s*(?:\"[^\"{}]*\"|'[^'{}]*')\s*\)|department\.[a-z_]+)\s*\}\}")
_TEMPLATE = re.compile(r"\{%.*?(?:%\}|$)|\{#.*?(?:#\}|$)|\{\{.*?(?:\}\}|$)")
_SCRIPT = re.compile(
    r"<\s*/?\s*(?:script|iframe|object|embed|svg|style|form|base|meta|link|math)\b[^>]*>?"
    r"|\bon[a-z]{3,20}\s*=|(?:javascript|vbscript|data)\s*:(?!\s)",
    re.I,
)
_COMMENT = re.compile(r"<!--(?!-?>)(?:(?!--)[^<>])*-->")
_AUTOLINK = re.compile(r"<(?:https?://|mailto:)?[^\s<>\"'`()\\]+>")
_TAG = re.compile(r"<[a-zA-Z/!?][^>\n]*>?")
_BRACES = re.compile(r"\{[^}\n]*\}?")
_INLINE_LINK = re.compile(r"\]\(\s*<?([^)\s>]*)")
_REFERENCE = re.compile(r"^\s{0,3}\[[^\]]+\]:\s*<?(\S+?)>?(?:\s|$)")
_GOOD_LINK = re.compile(r"(?:https?://|mailto:|tel:)|(?!//)[^:\\]*$", re.I)
_HEADING = re.compile(r"(#{1,6})[ \t]+\S")
_UNDERLINE = re.compile(r"(=+|-+)\s*$")
_NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


def check_overlay_text(overlay: Overlay, department: str, *, own_page: bool, out: list[Finding]) -> None:
    """Add a finding for each thing `overlay` may not say. An added page (`own_page`) may use « ## » headings."""
    if not overlay.body.strip():
        out.append(finding("overlay-vide", overlay.at, department))
    previous = ""
    for number, line in enumerate(overlay.body.split("\n"), overlay.body_line):
        place = Place(overlay.at.file, number)
        for rule, text in _faults(line):
            out.append(finding(rule, place, department, text=_short(text)))
        level = _heading_level(line, previous)
        if level and level < (2 if own_page else 3):
            out.append(finding("overlay-titre-niveau", place, department, level=level))
        previous = line


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
    targets = [*_INLINE_LINK.findall(rest), *_REFERENCE.findall(rest)]
    faults += [("overlay-lien", target) for target in targets if not _GOOD_LINK.match(_decode(target))]
    return faults


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
    match = _HEADING.match(line)
    if match:
        return len(match[1])
    under = _UNDERLINE.match(line)
    if under and previous.strip() and not previous.lstrip().startswith(("-", "|", "#", ">", "*")) and "|" not in line:
        return 1 if under[1][0] == "=" else 2
    return 0


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}…"
