"""Find marks in a Markdown text that forges and editors display as meant, but Python-Markdown publishes as typed.

Covers lists and tables right below a sentence, nested lists indented by fewer than four spaces, syntaxes whose
extension is not enabled, hidden characters left by word processors, and conflict markers of git. Reading takes linear
time.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from .markdown_lines import CODE_SPAN, TEMPLATE, MarkdownLine, opening_fences, read_lines

INDENT = 4
"""Spaces by which Python-Markdown wants a nested block to be indented."""

_ITEM = re.compile(r"(?P<indent> *)(?:(?P<bullet>[-*+])|(?P<number>\d{1,9})\.)(?P<gap> +|$)")
_ADMONITION = re.compile(r"(?:!!!|\?\?\?\+?) ?[\w\"]")
_ROW = re.compile(r"\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)+\|?\s*$|\|\s*:?-+:?\s*\|\s*$")
_REFERENCE = re.compile(r" {0,3}\[([^\]^][^\]]*)\]:")
_HIDDEN = re.compile(
    "[\u00ad\u200b\u2028\u2029\ufeff\u202a-\u202e\u2066-\u2069\ufb00-\ufb06\f\v]|(?<=[\\w,.;:!?»])\t+(?=\\S)"
)
_MASKED = re.compile(rf"{CODE_SPAN.pattern}|{TEMPLATE.pattern}|(?<=\]\()[^)\s][^)]*|https?://\S+|<[a-zA-Z/][^>]*>")
CONFLICT = re.compile(r"(?:<{7}|>{7}|\|{7}) \S|={7}$")
"""A line that git writes where two versions of a text meet."""


@dataclass(frozen=True, slots=True)
class RawMark:
    """A mark that would be published as typed.

    Attributes:
        rule: the rule it breaks.
        line: the number of its line in the file.
        column: its first column, from 1.
        text: the mark, as typed.
        fix: in French, what to type instead.
        fixed: the whole line, or lines, to put in its place; None where a person must decide.
    """

    rule: str
    line: int
    column: int
    text: str
    fix: str
    fixed: str | None = None


@dataclass(frozen=True, slots=True)
class _Syntax:
    """A syntax of an extension: the extension that renders it, its pattern, and what to type without it."""

    extension: str
    pattern: str
    fix: str
    rule: str = "marque-brute"


_SYNTAXES = (
    _Syntax("pymdownx.tilde", r"~~(?=\S)[^~]+~~", "retirer ce qui ne vaut plus, sans le barrer"),
    _Syntax("pymdownx.tilde", r"(?<=\w)~[^~\s]{1,9}~", "écrire le signe sans « ~ »"),
    _Syntax("pymdownx.caret", r"(?<=\w)\^[^\^\s]{1,9}\^", "écrire « 1er », « m² », sans « ^ »"),
    _Syntax("pymdownx.mark", r"(?<![=\w])==(?=[^\s=])[^=]+==", "écrire « **…** » pour mettre en valeur"),
    _Syntax("pymdownx.emoji", r"(?<![\w:/]):[a-z][a-z0-9_+-]+:(?![\w:/])", "retirer ce code, ou coller le signe même"),
    _Syntax("pymdownx.keys", r"\+\+[a-z][\w+-]*\+\+", "écrire le nom des touches"),
    _Syntax("pymdownx.details", r"^\?\?\?\+?(?=[ \w\"])", "écrire « !!! » : le texte reste visible, imprimé aussi"),
    _Syntax("pymdownx.tabbed", r"^===[!+]? ?(?=\")", "écrire un titre « ### » pour chaque onglet"),
    _Syntax("pymdownx.tasklist", r"^ *[-*+] \[[ xX]\](?=\s)", "écrire « - » et le texte, sans case"),
    _Syntax("footnotes", r"\[\^[^\]\s]+\]:?", "mettre la note entre parenthèses dans la phrase"),
    _Syntax("", r"^> ?\[!\w+\]", "écrire « !!! note », puis le texte dessous, précédé de 4 espaces"),
    _Syntax("", r"\[\[[^\]]+\]\]", "écrire « [texte](chemin/page.md) »"),
    _Syntax("", r"\]\(\s*\)", "écrire entre parenthèses où il mène, ou retirer le lien", "lien-vide"),
    _Syntax("", r"(?<=[^\\\s])\\$", "finir la ligne par deux espaces, ou laisser une ligne vide"),
)
PLAIN_FENCE = re.compile(r"(?:~{3,}|`{3,}) *(?:\{.*\}|\.?[\w#.+-]* *(?:hl_lines=([\"']).*?\1 *)?)")
"""The first line of a block of code as Python-Markdown recognises it without `pymdownx.superfences`."""
_SIGNS = re.compile(r"[~^=:+?\[\]>\\]")
_MISSING = re.compile(r"\[[^\[\]]+\]\[([^\[\]]+)\]")

_BULLET = re.compile(
    r"(?P<indent>\s*)(?:(?P<sign>[•●▪▫■○◦‣])\s*|(?P<word>§)\s+(?!\d)|[o–—]\t\s*|(?P<dot>·)\s+|(?P<dash>[–—])\s+|(?P<number>\d{1,2})\)\s+)(?=\S)"
)
_INDENTED_HEADING = re.compile(r" {1,3}#{1,6} \S")


def find_raw_marks(body: str, first: int = 1, extensions: Collection[str] = ()) -> Iterator[RawMark]:
    """Yield the raw marks of a Markdown text, line by line.

    Args:
        body: the text, without its front matter.
        first: the number of its first line in the file.
        extensions: the Markdown extensions that are enabled.
    """
    lines = read_lines(body, first)
    yield from _conflicts(lines)
    yield from _hidden_signs(lines)
    yield from _Blocks().scan(list(lines))
    yield from _Inline(body, extensions).scan(lines)


def fix_raw_marks(body: str, extensions: Collection[str] = ()) -> tuple[str, int]:
    """Return the text with every mark replaced that can be replaced safely, and the number of lines changed."""
    changed = set[int]()
    for _ in range(5):  # a line may need several, such as a bullet of Word right below its sentence
        lines = body.split("\n")
        marks = {mark.line: mark for mark in find_raw_marks(body, 1, extensions) if mark.fixed is not None}
        if not marks:
            break
        changed.update(marks)
        body = "\n".join(marks[number].fixed or "" if number in marks else line for number, line in enumerate(lines, 1))
    return body, len(changed)


def _conflicts(lines: Collection[MarkdownLine]) -> Iterator[RawMark]:
    """Yield conflict markers; a row of « = » alone underlines a heading."""
    found = [line for line in lines if line.kind not in {"fence", "blank"} and CONFLICT.match(line.raw)]
    if any(line.raw[0] != "=" for line in found):
        for line in found:
            yield RawMark("conflit-git", line.number, 1, line.raw[:40], "")


def _hidden_signs(lines: Collection[MarkdownLine]) -> Iterator[RawMark]:
    for line in lines:
        if line.raw.isascii() and "\t" not in line.raw:
            continue
        match = _HIDDEN.search(line.raw) if line.plain else None
        if match:
            name = _NAMES.get(match[0][0]) or unicodedata.name(match[0][0], "signe de contrôle").lower()
            fixed = _HIDDEN.sub(lambda sign: _visible(sign[0]), line.raw)
            yield RawMark("signe-cache", line.number, match.start() + 1, name, "", fixed)


_NAMES = {
    "\u00ad": "trait d'union conditionnel",
    "\u200b": "espace sans largeur",
    "\u2028": "saut de ligne de traitement de texte",
    "\u2029": "saut de paragraphe de traitement de texte",
    "\ufeff": "marque d'ordre des octets",
    "\t": "tabulation",
    **dict.fromkeys("\ufb00\ufb01\ufb02\ufb03\ufb04\ufb05\ufb06", "ligature"),
}


def _visible(sign: str) -> str:
    if sign[0] in "\u2028\u2029\f\v":
        return "\n"
    return " " if sign[0] == "\t" else unicodedata.normalize("NFKC", sign) if "\ufb00" <= sign <= "\ufb06" else ""


@dataclass(frozen=True, slots=True)
class _Level:
    """An open list: the indents of its marker and of its text, and whether it is numbered."""

    marker: int
    text: int
    numbered: bool


@dataclass(slots=True)
class _Blocks:
    """Follow the lists, admonitions and paragraphs of a text, or of an admonition whose text starts at `base`."""

    base: int = 0
    levels: list[_Level] = field(default_factory=list)
    before: str = "blank"
    """What the line above is: blank, paragraph, list or other."""

    def scan(self, lines: list[MarkdownLine]) -> Iterator[RawMark]:
        at = 0
        while at < len(lines):
            line = lines[at]
            if _ADMONITION.match(line.plain[self.base :]) and not line.plain[: self.base].strip():
                end = at + 1
                while end < len(lines) and self._inside(lines[end]):
                    end += 1
                yield from self._admonition(lines[at + 1 : end], lines[end : end + 1] if end == at + 1 else [])
                at, self.before = end, "other"
                self.levels.clear()
                continue
            yield from self._line(line, lines[at + 1] if at + 1 < len(lines) else None)
            at += 1

    def _inside(self, line: MarkdownLine) -> bool:
        return not line.raw.strip() or line.raw.startswith(" " * (self.base + INDENT))

    def _admonition(self, content: list[MarkdownLine], below: list[MarkdownLine]) -> Iterator[RawMark]:
        """Yield the marks in an admonition; its text must be indented by four spaces."""
        for line in below:
            indent = _indent(line.plain) - self.base
            if 0 < indent < INDENT:
                yield self._short(line, self.base + INDENT, "le texte de l'encadré")
        yield from _Blocks(self.base + INDENT).scan(content)

    def _line(self, line: MarkdownLine, below: MarkdownLine | None) -> Iterator[RawMark]:
        text = line.plain[self.base :]
        if line.kind in {"code", "fence", "comment"} or not text.strip() or _REFERENCE.match(text):
            self.before = "blank" if line.kind == "blank" else "other"
            return
        item = _ITEM.match(text)
        indent = _indent(text)
        if item:
            yield from self._item(line, item)
        elif self.levels and self.before == "blank":
            yield from self._continued(line, indent)
        elif line.kind == "table" and self.before == "paragraph" and below and _ROW.match(below.plain.strip()):
            yield self._stuck(line, "ce tableau")
        if not item:
            inside = bool(self.levels)
            apart = line.kind in {"heading", "table", "quote"} or text.startswith("[^")
            self.before = "list" if inside and not apart else "other" if apart or line.kind == "html" else "paragraph"
            if apart and not indent:
                self.levels.clear()

    def _item(self, line: MarkdownLine, item: re.Match[str]) -> Iterator[RawMark]:
        indent, numbered = len(item["indent"]), item["number"] is not None
        if self.before == "paragraph":
            if numbered and item["number"] != "1":
                return
            yield self._stuck(line, "cette liste")
        above: _Level | None = None
        while self.levels and indent < self.levels[-1].text and indent <= self.levels[-1].marker + 1:
            above = self.levels.pop()
        if above and above.numbered != numbered:
            yield RawMark("listes-melees", line.number, _indent(line.plain) + 1, item[0].strip(), "")
        depth = len(self.levels)
        if depth and indent < depth * INDENT:
            yield self._short(line, self.base + depth * INDENT, "cette sous-liste")
        self.levels.append(_Level(indent, item.end(), numbered))
        self.before = "list"

    def _continued(self, line: MarkdownLine, indent: int) -> Iterator[RawMark]:
        """Yield a mark if the text below a blank line belongs to an item for everyone but Python-Markdown."""
        while self.levels and indent < self.levels[-1].text:
            self.levels.pop()
        wanted = len(self.levels) * INDENT
        if self.levels and indent < wanted:
            yield self._short(line, self.base + wanted, "la suite de cette puce")

    def _stuck(self, line: MarkdownLine, what: str) -> RawMark:
        start = _indent(line.plain)
        return RawMark("liste-collee", line.number, start + 1, what, "", f"\n{line.raw}")

    def _short(self, line: MarkdownLine, wanted: int, what: str) -> RawMark:
        return RawMark("retrait-court", line.number, 1, what, str(wanted), " " * wanted + line.raw.lstrip(" "))


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip(" "))


class _Inline:
    """The syntaxes that no enabled extension renders, and the references that a text defines."""

    def __init__(self, body: str, extensions: Collection[str]) -> None:
        absent = [one for one in _SYNTAXES if one.extension not in extensions]
        self._syntaxes = {f"m{index}": one for index, one in enumerate(absent)}
        self._marks = re.compile("|".join(f"(?P<m{index}>{one.pattern})" for index, one in enumerate(absent)))
        self._fences = "pymdownx.superfences" in extensions
        self._defined = {match[1].casefold() for match in map(_REFERENCE.match, body.split("\n")) if match}

    def scan(self, lines: tuple[MarkdownLine, ...]) -> Iterator[RawMark]:
        """Yield the marks of each line outside code and comments."""
        starts = set() if self._fences else opening_fences(lines)
        for index, line in enumerate(lines):
            if line.number in starts and not PLAIN_FENCE.fullmatch(line.raw):
                fix = "commencer la ligne par « ``` » sans retrait, avec au plus un mot derrière"
                yield RawMark("marque-brute", line.number, 1, line.raw.strip()[:40], fix)
            if not line.plain or line.kind == "code":
                continue
            yield from self._start(line, [near.raw for near in lines[max(0, index - 1) : index + 2] if near != line])
            if _SIGNS.search(line.plain):
                yield from self._within(line)

    def _start(self, line: MarkdownLine, near: list[str]) -> Iterator[RawMark]:
        """Yield the mark with which a line starts: a bullet of a word processor, « 1) », an indented heading."""
        bullet = _BULLET.match(line.plain)
        if bullet and bullet["dash"] and not any(one.lstrip().startswith(bullet["dash"]) for one in near):
            bullet = None
        if bullet:
            number = bullet["number"]
            fixed = f"{bullet['indent']}{number + '.' if number else '-'} {line.raw[bullet.end() :]}"
            fix = f"écrire « {number}. »" if number else "écrire « - » et une espace"
            yield RawMark("marque-brute", line.number, 1 + bullet.start(), bullet[0].strip(), fix, fixed)
        elif _INDENTED_HEADING.match(line.plain):
            fix = "retirer les espaces avant « # »"
            yield RawMark("marque-brute", line.number, 1, line.raw.strip()[:40], fix, line.raw.lstrip(" "))

    def _within(self, line: MarkdownLine) -> Iterator[RawMark]:
        text = _MASKED.sub(lambda match: "X" * len(match[0]), line.plain.rstrip(" "))
        for match in self._marks.finditer(text):
            syntax = self._syntaxes[match.lastgroup or ""]
            yield RawMark(syntax.rule, line.number, match.start() + 1, match[0].strip()[:40], syntax.fix)
        for match in _MISSING.finditer(text):
            if match[1].casefold() not in self._defined:
                fix = "écrire l'adresse entre parenthèses : « [texte](adresse) »"
                yield RawMark("marque-brute", line.number, match.start() + 1, match[0][:40], fix)
