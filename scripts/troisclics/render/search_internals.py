"""Use the internals of Material's search, as `mkdocs_internals.py` does for the rest.

- The plugin, key `material/search`: `search_index`, `SearchIndex.entries`, `generate_search_index`, and
  `create_entry_for_section` for the sections that `search_sections.py` reads in place of Material's `Parser`.
- On `file://`, the search loads SEARCH_SCRIPT, which defines `__index`, instead of SEARCH_INDEX.
- Its worker loads FRENCH_SEARCH, which is part of this project, and uses it as WORKER_PARTS show.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from material.plugins.search.plugin import SearchIndex
from mkdocs.structure.files import File

from .mkdocs_internals import Theme, showing, static_files
from .search_sections import Section, read_sections

SEARCH = "material/search"
KNOWN_PLUGINS = frozenset({SEARCH})
FRENCH_SEARCH = "assets/javascripts/lunr/min/lunr.fr.min.js"
WORKER_PARTS = (
    "/min/lunr.${",
    "this.use(lunr[",
    "new lunr.QueryParser(",
    ".QueryParser.prototype.parse=function",
    ".Index.prototype.query=function",
    "type:3,data:",
    "postMessage(yield",
)
_WORKER = "assets/javascripts/workers/search.*.min.js"


def search_entries(
    theme: Theme, file: File, meta: dict[str, Any], html: str, toc: Any
) -> tuple[list[dict[str, Any]], str]:
    """Return the entries of a page in the search index, and its content without the search's own markup.

    Args:
        theme: the open theme.
        file: the file of the page.
        meta: its front matter.
        html: its HTML.
        toc: its table of contents.
    """
    plugin: Any = theme.config.plugins[SEARCH]
    index = plugin.search_index = SearchIndex(**plugin.config)
    sections = _sections(meta, html)
    with showing(file, meta, html, toc) as page:
        if sections is None:
            plugin.on_page_context({}, page=page, config=theme.config, nav=theme.nav)
        for section in sections or ():
            index.create_entry_for_section(section, toc, page.url, page)
        content = page.content or ""
    return list(index.entries), content


def _sections(meta: dict[str, Any], html: str) -> list[Section] | None:
    """Return the sections of a page without search markup; None if Material must read it."""
    if "data-search-" in html:
        return None
    return [] if (meta.get("search") or {}).get("exclude") else read_sections(html)


def format_entries(entries: Iterable[dict[str, Any]]) -> str:
    """Return search entries as in the index file, without the brackets of the list."""
    return ",".join(json.dumps(entry, separators=(",", ":"), default=str) for entry in entries)


def search_head(theme: Theme) -> str:
    """Return the search index up to its first entry."""
    plugin: Any = theme.config.plugins[SEARCH]
    plugin.search_index = SearchIndex(**plugin.config)
    return str(plugin.search_index.generate_search_index(None)).removesuffix("]}")


def missing_in_worker(theme: Theme) -> list[str]:
    """Return the WORKER_PARTS that Material's search worker lacks, if the French search is used."""
    sources = dict(static_files(theme))
    if not sources.get(FRENCH_SEARCH, Path()).is_relative_to(str(theme.config.theme.custom_dir)):
        return []
    workers = [path.read_text(encoding="utf-8") for name, path in sources.items() if fnmatch(name, _WORKER)]
    return [part for part in WORKER_PARTS if not any(part in worker for worker in workers)]
