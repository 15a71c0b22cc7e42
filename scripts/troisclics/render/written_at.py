"""Locate where the text of a page was written: the file and line that its author can fix."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable

from ..errors import TroisclicsError
from ..model import ALL_DEPARTMENTS, Place, Project, Site


def written_at(project: Project, site: Site, uri: str, words: str) -> tuple[Place, str]:
    """Return the place of `words` in the texts of the page `uri` of `site`, and the code of their department.

    The delegation's text is searched first, then the national one. If no text contains `words`, such as a line with the
    value of a fact, the most similar line is used; failing that, the start of the first text.
    """
    texts = _texts(project, site, uri)
    for find in (_line_with, _line_like):
        for file, first, body, whose in texts:
            if line := find(words, body.split("\n")):
                return Place(file, first + line - 1), whose
    file, first, _, whose = texts[0]
    return Place(file, first), whose


def is_written(project: Project, site: Site, uri: str, words: str) -> bool:
    """Tell whether a text of the page `uri` of `site` contains `words`, which a template could also have made."""
    return any(_line_with(words, body.split("\n")) for _, _, body, _ in _texts(project, site, uri))


def _texts(project: Project, site: Site, uri: str) -> list[tuple[str, int, str, str]]:
    """Return file, first line, text and department of each text of a page, the delegation's first."""
    texts = [
        (page.at.file, page.body_line, page.body, ALL_DEPARTMENTS) for page in project.tree.pages if page.uri == uri
    ]
    for overlay in site.department.overlays if site.department else ():
        if overlay.uri == uri:
            texts.insert(0, (overlay.at.file, overlay.body_line, overlay.body, site.name))
    return texts


def first_refused(text: str, convert: Callable[[str], object]) -> str:
    """Return the first line of `text`, stripped, that makes `convert` fail."""
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
    """Return the number of the first line that contains `words` as a whole, from 1; 0 if there is none."""
    pattern = re.compile(rf"(?<![\w./-]){re.escape(words)}(?![\w./-])")
    return next((number for number, line in enumerate(lines, 1) if words and pattern.search(line)), 0)


def _line_like(words: str, lines: list[str]) -> int:
    """Return the number of the line most similar to `words`, from 1; 0 if there is none."""
    close = difflib.get_close_matches(words, lines, 1)
    return lines.index(close[0]) + 1 if close else 0
