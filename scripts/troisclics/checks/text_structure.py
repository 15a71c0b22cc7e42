"""Check the structure of texts: consecutive heading levels, tables with column titles, Markdown instead of HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from ..domain.markdown_lines import MarkdownLine, opening_fences
from ..domain.raw_marks import PLAIN_FENCE
from ..load.config import extension_names
from ..messages import finding
from ..model import Finding
from . import Check, Subject
from .written_texts import Text, read_texts

_SEPARATOR = re.compile(r"\|?(\s*:?-+:?\s*\|)+(\s*:?-+:?\s*)?$")
_TAG = re.compile(r"</?[a-zA-Z][\w-]*(?:\s[^<>]*)?/?>")
_UNFINISHED = re.compile(r"<[a-zA-Z][\w-]*(?:\s[^<>]*)?$")
_LONGEST_TAG = 2_000
_LAYOUT = re.compile(r'<div class="[\w -]+" markdown(="1")?>|</div>|</?(video|source|track)\b[^<>]*>')
_ACTIVE = re.compile(
    r"<(?:script|style|iframe|object|embed)\b|[\s/](?:style|on[a-z]+)\s*="
    r"|[\s/](?:href|src|action|formaction)\s*=\s*[\"']?\s*(?:javascript|vbscript|data)(?::|&)",
    re.I,
)

_NAME = re.compile(r"[a-zA-Z][\w-]*")
_INSTEAD = {
    "a": "écrire le lien « [texte](adresse) »",
    "b": "écrire « **gras** »",
    "br": "finir la ligne par deux espaces, ou laisser une ligne vide",
    "em": "écrire « *italique* »",
    "h2": "écrire le titre avec « ## »",
    "h3": "écrire le titre avec « ### »",
    "i": "écrire « *italique* »",
    "img": "écrire « ![ce qu'elle montre](image.png) »",
    "li": "écrire la liste avec « - » devant chaque ligne",
    "strong": "écrire « **gras** »",
    "table": "écrire le tableau avec des barres « | », sous une ligne vide",
}
"""What to write in Markdown for each HTML element."""


def check_structure(subject: Subject) -> Iterator[Finding]:
    """Report empty texts, and faults in headings, tables and raw HTML; the loader already refuses HTML in overlays."""
    for text in read_texts(subject):
        if text.shared and not text.written.body.strip():  # in an overlay, the loader reports it
            yield finding("page-vide", text.at(1))
        yield from _check_headings(text)
        yield from _check_tables(text)
        if text.shared:
            yield from _check_html(text)
            if "pymdownx.superfences" not in extension_names(subject.project.tree.extensions):
                yield from _check_fences(text)


def _check_headings(text: Text) -> Iterator[Finding]:
    """Report empty headings, a second title of the page, and skipped levels: screen readers list headings."""
    above = 0 if text.shared else text.top - 1
    for line in text.lines():
        level, at = line.level, text.at(line.number)
        if not level:
            continue
        if not line.title:
            yield finding("titre-vide", at, text.department)
        elif level == 1 and text.shared and (above or line.title != text.shared.meta.title):
            yield finding("titre-de-page", at, text=line.title)
        elif level > max(above, text.top - 1) + 1:
            values = {"level": "#" * level, "wanted": "#" * (max(above, text.top - 1) + 1)}
            yield finding("titre-saute", at, text.department, **values)
        above = level


def _check_tables(text: Text) -> Iterator[Finding]:
    """Report tables without a row of titles, with an empty title, or with cells outside every column."""
    for kind, lines in groupby(text.lines(), lambda line: line.kind):
        if kind == "table":
            yield from _check_table(text, [(line.number, line.text.strip()) for line in lines])


def _check_table(text: Text, rows: list[tuple[int, str]]) -> Iterator[Finding]:
    first, head = rows[0]
    if len(rows) < 2 or not _SEPARATOR.match(rows[1][1]):
        yield finding("tableau-mal-forme", text.at(first), text.department)
        return
    titles = _cells(head)
    if not all(titles):
        yield finding("tableau-sans-titre", text.at(first), text.department)
    for number, row in rows[2:]:
        cells = len(_cells(row))
        if cells > len(titles):
            yield finding("tableau-cellule", text.at(number), text.department, cells=cells, columns=len(titles))


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", row.removeprefix("|").removesuffix("|"))]


def _check_html(text: Text) -> Iterator[Finding]:
    """Report active HTML tag by tag, and other HTML once for all tags on consecutive lines."""
    blocks: list[tuple[int, int, list[str]]] = []  # first line, last line, tags
    for start, end, said in _with_whole_tags(text.lines()):
        tags = [tag for tag in _tags(said) if not _LAYOUT.fullmatch(tag)]
        active = [tag for tag in tags if _ACTIVE.search(tag)]
        yield from (finding("html-actif", text.at(start), text=tag) for tag in active)
        if len(active) < len(tags):
            first, _, before = blocks.pop() if blocks and blocks[-1][1] == start - 1 else (start, 0, [])
            blocks.append((first, end, before + [tag for tag in tags if tag not in active]))
    for first, _, tags in blocks:
        yield _raw_html(text, first, tags)


def _check_fences(text: Text) -> Iterator[Finding]:
    """Report active HTML in blocks of code that the renderer does not take for code: indented, quoted, in a list."""
    lines, is_text = text.lines(), False
    starts = opening_fences(lines)
    for line in lines:
        if line.number in starts:
            is_text = not PLAIN_FENCE.fullmatch(line.raw)
        if line.kind == "fence" and is_text:
            active = (tag for tag in _tags(line.raw) if _ACTIVE.search(tag))
            yield from (finding("html-actif", text.at(line.number), text=tag) for tag in active)


def _with_whole_tags(lines: Iterable[MarkdownLine]) -> Iterator[tuple[int, int, str]]:
    """Yield the first and last number and the text of each line, and of lines over which a tag goes on."""
    start, end, said = 0, 0, ""
    for line in lines:
        start, end = start if said else line.number, line.number
        said = f"{said} {line.text.strip()}" if said else line.text
        if not line.text.strip() or len(said) > _LONGEST_TAG or not _UNFINISHED.search(said):
            yield start, end, said
            said = ""
    if said:
        yield start, end, said


def _tags(line: str) -> list[str]:
    return [match[0] for match in _TAG.finditer(line)]


def _raw_html(text: Text, line: int, tags: list[str]) -> Finding:
    """Return one finding for `tags`, with what to write in place of the first that Markdown can say."""
    names = [match[0].lower() for match in map(_NAME.search, tags) if match]
    instead = next((_INSTEAD[name] for name in names if name in _INSTEAD), "retirer les balises, garder le texte")
    more = f" et {len(tags) - 1} autre{'s' if len(tags) > 2 else ''}" if len(tags) > 1 else ""
    return finding("html-brut", text.at(line), text=tags[0], more=more, instead=instead)


STRUCTURE = Check(
    "Construction des textes",
    frozenset(
        {
            "html-actif",
            "html-brut",
            "page-vide",
            "tableau-cellule",
            "tableau-mal-forme",
            "tableau-sans-titre",
            "titre-de-page",
            "titre-saute",
            "titre-vide",
        }
    ),
    check_structure,
)
