"""All that is used of the inside of Material's search, as `mkdocs_internals.py` names the rest:

- the plugin, key `material/search`: `search_index`, `SearchIndex.entries`, `generate_search_index`, and
  `create_entry_for_section` for what `search_sections.py` reads as Material's `Parser` would;
- by `file://`, the search reads SEARCH_SCRIPT, which defines `__index`, instead of SEARCH_INDEX;
- its worker loads FRENCH_SEARCH, which is ours, and does with it what WORKER_PARTS show.
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
    """The entries of a page in the search index, and its content less the search's own marks."""
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
    """The sections of a page that has none of the search's own marks; None if Material must read it."""
    if "data-search-" in html:
        return None
    return [] if (meta.get("search") or {}).get("exclude") else read_sections(html)


def format_entries(entries: Iterable[dict[str, Any]]) -> str:
    """Search entries as they are in the file of the index, without what is around the list."""
    return ",".join(json.dumps(entry, separators=(",", ":"), default=str) for entry in entries)


def search_head(theme: Theme) -> str:
    """The search index up to its first entry."""
    plugin: Any = theme.config.plugins[SEARCH]
    plugin.search_index = SearchIndex(**plugin.config)
    return str(plugin.search_index.generate_search_index(None)).removesuffix("]}")


def missing_in_worker(theme: Theme) -> list[str]:
    """The WORKER_PARTS that Material's search worker lacks, where our French search is used."""
    sources = dict(static_files(theme))
    if not sources.get(FRENCH_SEARCH, Path()).is_relative_to(str(theme.config.theme.custom_dir)):
        return []
    workers = [path.read_text(encoding="utf-8") for name, path in sources.items() if fnmatch(name, _WORKER)]
    return [part for part in WORKER_PARTS if not any(part in worker for worker in workers)]
