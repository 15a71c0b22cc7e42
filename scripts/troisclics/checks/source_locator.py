"""Locate the source of a fault of a built page: the file and line that an editor can fix."""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import Path

from ..clicks import Located
from ..clicks.built_site import Loaded
from ..domain.urls import page_url
from ..load.input_files import source_lines
from ..model import NOWHERE, Place
from ..system.folder_walk import plain_files

CONFIG = "mkdocs.yml"
TEMPLATES = "overrides"
ERROR_TEMPLATE = "overrides/404.html"
CONTENT, OWN = "content/", "departments/"
"""Where the pages that all sites share are, and the files of departments."""
_IN_MENU = frozenset({"tabs", "menu"})
_IN_TEXT = frozenset({"body", "contents"})
_INDEX = "index.html"


class SourceLocator:
    """Search the files of the project at `root`, each read once."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._lines: dict[str, tuple[str, ...]] = {}
        self._found: dict[tuple[tuple[str, ...], tuple[str, ...]], Place] = {}

    def find(self, sources: tuple[str, ...], clues: tuple[str, ...]) -> Place:
        """Return the first line of `sources` with the first clue found in any of them; NOWHERE if none is."""
        if (sources, clues) not in self._found:
            self._found[sources, clues] = self._find(sources, clues)
        return self._found[sources, clues]

    def first(self, sources: tuple[str, ...]) -> Place:
        """Return the first file of `sources`, for a fault of which no clue is found."""
        return next((Place(file) for source in sources for file in self._files(source)), NOWHERE)

    def _find(self, sources: tuple[str, ...], clues: tuple[str, ...]) -> Place:
        files = [file for source in sources for file in self._files(source)]
        for clue in clues:
            # Whole names only: « aide.md » is not in « autre-aide.md ».
            pattern = re.compile(rf"(?<![\w-]){re.escape(clue)}(?![\w-])")
            for file in files:
                for number, line in enumerate(self._read(file), 1):
                    if pattern.search(line):
                        return Place(file, number)
        return NOWHERE

    def _files(self, source: str) -> tuple[str, ...]:
        return self._templates if source == TEMPLATES else (source,) if source else ()

    @cached_property
    def _templates(self) -> tuple[str, ...]:
        """Return the templates, the error page last because it repeats others."""
        names = [path.relative_to(self._root).as_posix() for path in plain_files(self._root / TEMPLATES)]
        names = [name for name in names if name.endswith(".html")]
        return tuple(sorted(names, key=lambda name: (name == ERROR_TEMPLATE, name)))

    def _read(self, file: str) -> tuple[str, ...]:
        if file not in self._lines:
            self._lines[file] = tuple(source_lines(self._root, file))
        return self._lines[file]


def sources_of(region: str, written: tuple[str, ...], slug: str) -> tuple[str, ...]:
    """Return where content of a `region` of a page may have been written.

    Args:
        region: the region.
        written: the texts of the page.
        slug: the folder of the department whose site it is; "" for the portal.
    """
    card = (f"{OWN}{slug}/department.yml",) if slug else ()
    if region in _IN_MENU:
        return (CONFIG, TEMPLATES)
    if region in _IN_TEXT:
        local = tuple(file for file in written if file.startswith(OWN))
        return (*local, *card, *(written[len(local) :] or (() if local else (ERROR_TEMPLATE,))), TEMPLATES)
    return (*card, TEMPLATES, CONFIG)


def clues_of(what: Located | Loaded) -> tuple[str, ...]:
    """Return what an editor may have written for a link or an image, the most certain first."""
    address = what.link.href if isinstance(what, Located) else what.resource.src
    file, anchor = what.target.file, what.target.anchor
    hash_ = f"#{anchor}" if anchor else ""
    name = file.removesuffix(f"/{_INDEX}").rsplit("/", 1)[-1]
    label = what.link.label if isinstance(what, Located) else ""
    clues = [
        address,
        f"{name}.md{hash_}",
        f"{name}/index.md{hash_}",
        label,
        f"{name}/{hash_}",
        hash_,
        f"{name}.md",
        name,
    ]
    return tuple(dict.fromkeys(clue for clue in clues if clue.strip("./")))


def file_of(uri: str) -> str:
    """Return the built file of the page `uri` of `content/`."""
    return f"{page_url(uri)}{_INDEX}"
