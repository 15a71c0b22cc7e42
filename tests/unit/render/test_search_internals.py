"""What `render/search_internals.py` takes from the inside of Material's search is still there, and still does the same.

After an upgrade, a test that fails here names what has changed: mend `search_internals.py`, or pin the version.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import material
import pytest
from material.plugins.search.plugin import SearchIndex, SearchPlugin

from troisclics.render import mkdocs_internals, search_internals, unsupported

from .themes import file_of

TEMPLATES = Path(str(material.__file__)).parent / "templates"


def test_the_search_plugin_goes_by_its_name(theme: mkdocs_internals.Theme) -> None:
    """Material's search is the one plugin of a site, under the name that the engine knows."""
    assert list(theme.config.plugins) == [search_internals.SEARCH]
    assert type(theme.config.plugins[search_internals.SEARCH]).__module__.startswith("material.")
    assert unsupported.unknown_parts(theme.config) == []


def test_only_known_events_make_the_search_index() -> None:
    """The search plugin listens to the events that the engine stands in for, and to no other."""
    events = {name for name in vars(SearchPlugin) if name.startswith("on_")}
    assert events == {"on_startup", "on_config", "on_page_context", "on_post_build", "on_serve"}


def test_the_search_index_is_its_head_and_its_entries(theme: mkdocs_internals.Theme) -> None:
    """The index of a site is a head, the entries of its pages joined by commas, and an end; in the plugin's JSON."""
    file, html = file_of(theme, "a/un.md"), '<h1 id="un">Un</h1><p data-search-exclude="x">é & "b"</p><h2 id="d">D</h2>'
    entries, content = search_internals.search_entries(theme, file, {"title": "T"}, html, [])
    assert len(entries) == 2
    assert "data-search" not in content, "the search plugin no longer takes its own marks away"
    plugin: Any = theme.config.plugins[search_internals.SEARCH]
    whole = plugin.search_index.generate_search_index(None)
    assert whole == search_internals.search_head(theme) + search_internals.format_entries(entries) + "]}"
    assert json.loads(whole)["docs"][0].keys() == {"location", "title", "text"}


def test_entries_begin_empty(theme: mkdocs_internals.Theme) -> None:
    """A new index has no entry: those of one page do not get into those of the next."""
    plugin: Any = theme.config.plugins[search_internals.SEARCH]
    assert SearchIndex(**plugin.config).entries == []
    assert search_internals.search_head(theme).endswith('"docs":[')


# --- Its worker


def worker() -> Path:
    """The search worker of the installed theme."""
    (found,) = (TEMPLATES / "assets" / "javascripts" / "workers").glob("search.*.min.js")
    return found


@pytest.mark.parametrize("part", search_internals.WORKER_PARTS)
def test_search_worker(part: str) -> None:
    """The worker still loads the file of a language, and still has what our French search puts itself in front of."""
    assert part in worker().read_text(encoding="utf-8"), "mend overrides/assets/javascripts/lunr/min/lunr.fr.min.js"


def open_french(root: Path, text: str) -> mkdocs_internals.Theme:
    """A project whose theme folder has our French search, and `text` in the place of the search worker."""
    javascripts = root / "overrides" / "assets" / "javascripts"
    for path, content in (
        (root / "overrides" / search_internals.FRENCH_SEARCH, "lunr.fr = () => {};"),
        (javascripts / "workers" / worker().name, text),
        (root / "docs" / "index.md", "# Un"),
        (root / "mkdocs.yml", "site_name: Essai\ntheme: {name: material, custom_dir: overrides}\n"),
    ):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return mkdocs_internals.open_theme(mkdocs_internals.read_config(root / "mkdocs.yml", "essai"), ["index.md"], None)


def test_what_a_search_worker_lacks_is_named(tmp_path: Path) -> None:
    """A worker that an upgrade has changed is found before a site is built, but not missed where it serves nothing."""
    whole = worker().read_text(encoding="utf-8")
    assert search_internals.missing_in_worker(open_french(tmp_path / "whole", whole)) == []
    damaged = whole.replace("postMessage(yield", "postMessage(await")
    assert search_internals.missing_in_worker(open_french(tmp_path / "damaged", damaged)) == ["postMessage(yield"]


def test_a_theme_without_french_search_asks_nothing_of_the_worker(theme: mkdocs_internals.Theme) -> None:
    """A project that leaves search as Material has it is not held to what ours needs."""
    assert search_internals.missing_in_worker(theme) == []
