"""Split Markdown files into front matter and body, each with its first line."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from datetime import date

from ..messages import finding
from ..model import ALL_DEPARTMENTS, Finding, OverlayMeta, Page, PageMeta, Place
from .input_files import InputFile, read_text
from .limits import check_limits
from .schedule_rules import check_dates
from .validation import parse
from .value_rules import check_values
from .yaml_document import parse_yaml


@dataclass(frozen=True, slots=True)
class MarkdownFile:
    """The raw front matter and body of a Markdown file."""

    front: str
    body: str
    body_line: int


_KEYS = {one.name for kind in (PageMeta, OverlayMeta) for one in fields(kind)} - {"at"}
_KEY = re.compile(rf"({'|'.join(sorted(_KEYS))})\s*:(?:\s|$)")
_BETWEEN_DASHES = "commencer le fichier par une ligne « --- », et en écrire une autre sous les clés"


def split_front_matter(
    text: str, place: Place, out: list[Finding], department: str = ALL_DEPARTMENTS
) -> MarkdownFile | None:
    """Split a text after its front matter, which may be missing.

    Args:
        text: the text.
        place: its file.
        out: receives a finding if the front matter is not closed, or would be read as text.
        department: the department's code, as shown in the finding.

    Returns:
        The parts; None after adding a finding.
    """
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        if ignored := _ignored_front_matter(lines):
            number, what, fix = ignored
            out.append(finding("en-tete-ignore", Place(place.file, number), department, what=what, fix=fix))
            return None
        return _from_lines([], lines, 0)
    for index, line in enumerate(lines[1:], 1):
        if line.rstrip() == "---":
            return _from_lines(lines[1:index], lines, index + 1)
    out.append(finding("en-tete-ouvert", Place(place.file, 1), department))
    return None


def _ignored_front_matter(lines: list[str]) -> tuple[int, str, str] | None:
    """Return line, fault and fix of front matter that would be read as text; None if there is none."""
    first = next((index for index, line in enumerate(lines) if line.strip()), 0)
    opening, after = lines[first].strip(), next((line for line in lines[first + 1 :] if line.strip()), "")
    if opening == "+++" and "=" in after:
        return first + 1, "l'en-tête est entre deux lignes « +++ »", _BETWEEN_DASHES
    if key := _KEY.match(opening):
        return first + 1, f"« {key[1]}: » est écrit sans ligne « --- » au-dessus", _BETWEEN_DASHES
    start = next((index for index, line in enumerate(lines) if line.rstrip() == "---" and index), None)
    if start is not None and _KEY.match(lines[start + 1].strip() if start + 1 < len(lines) else ""):
        return (
            start + 1,
            "l'en-tête ne commence pas à la première ligne",
            "retirer tout ce qui précède « --- »",
        )
    return None


def _from_lines(front: list[str], lines: list[str], start: int) -> MarkdownFile:
    """Return the file whose body begins at the first line, from `start` on, that is not blank."""
    first = next((index for index in range(start, len(lines)) if lines[index].strip()), start)
    return MarkdownFile("\n".join(front), "\n".join(lines[first:]), first + 1)


def load_page(file: InputFile, today: date, out: list[Finding]) -> Page | None:
    """Read a shared page; its front matter is mandatory.

    Args:
        file: the file.
        today: the reference date.
        out: receives the findings.

    Returns:
        The page; None after adding findings.
    """
    text = read_text(file, out)
    split = split_front_matter(text, file.place, out) if text is not None else None
    if split is None:
        return None
    at = Place(file.place.file, 1)
    if not check_limits(split.body, Place(file.place.file, split.body_line), out):
        return None
    if not split.front:
        out.append(finding("en-tete-absent", at))
        return None
    document = parse_yaml(split.front, Place(file.place.file, 2), out)
    meta = parse(PageMeta, document, out) if document else None
    if document is None or meta is None:
        return None
    check_values(meta, document, today, out)
    page = Page(file.uri, meta, split.body, split.body_line, at, split.front)
    if not meta.draft:
        check_dates(page, out)
    return page
