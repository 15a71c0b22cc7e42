"""Where the text of a page was written: the file and the line that its author can mend."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable

from ..errors import TroisclicsError
from ..model import ALL_DEPARTMENTS, Place, Project, Site


def written_at(project: Project, site: Site, uri: str, words: str) -> tuple[Place, str]:
    """Return where `words` stand in the texts of the page `uri` of `site`, and the code of the department they are of.

    The delegation's text comes first, then the national one. Words that are in none as they are, such as a line with
    the value of a fact, are taken for those that resemble them most; failing that, for the start of the first text.
    """
    texts = [
        (page.at.file, page.body_line, page.body, ALL_DEPARTMENTS) for page in project.tree.pages if page.uri == uri
    ]
    for overlay in site.department.overlays if site.department else ():
        if overlay.uri == uri:
            texts.insert(0, (overlay.at.file, overlay.body_line, overlay.body, site.name))
    for find in (_line_with, _line_like):
        for file, first, body, whose in texts:
            if line := find(words, body.split("\n")):
                return Place(file, first + line - 1), whose
    file, first, _, whose = texts[0]
    return Place(file, first), whose


def first_refused(text: str, convert: Callable[[str], object]) -> str:
    """Return the first line of `text`, stripped, with which `convert` refuses what it takes without."""
    lines = text.split("\n")
    good, bad = 0, len(lines)
    while bad - good > 1:
        middle = (good + bad) // 2
        try:
            convert("\n".join(lines[:middle]))
            good = middle
        except TroisclicsError:
            bad = middle
    return lines[bad - 1].strip()


def _line_with(words: str, lines: list[str]) -> int:
    """The first of `lines` that has `words` as a whole, counted from 1; 0 if none has."""
    pattern = re.compile(rf"(?<![\w./-]){re.escape(words)}(?![\w./-])")
    return next((number for number, line in enumerate(lines, 1) if words and pattern.search(line)), 0)


def _line_like(words: str, lines: list[str]) -> int:
    """The one of `lines` that resembles `words` most, counted from 1; 0 if none does."""
    close = difflib.get_close_matches(words, lines, 1)
    return lines.index(close[0]) + 1 if close else 0
