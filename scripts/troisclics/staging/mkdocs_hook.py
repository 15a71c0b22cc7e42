"""The hook of the root `mkdocs.yml`: `mkdocs serve` and `mkdocs build` there show the portal, facts expanded.

Staged projects do not have it: what it does to files in memory, staging has done to files on disk.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.files import File, Files

from troisclics.load import load_project
from troisclics.merge.merger import merge_all
from troisclics.model import Finding
from troisclics.reports.text import format_text
from troisclics.staging.stage import StagingSource, read_origin, staged_documents


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Replace each page by its expanded text, and add what staging adds."""
    origin, found = _read(Path(config.config_file_path).parent)
    (site,), merge_found = merge_all(origin.project, [None], origin.today)
    errors = [entry for entry in (*found, *merge_found) if entry.severity == "error"]
    if errors:
        raise PluginError("\n" + format_text(errors))
    documents = dict(staged_documents(origin, site))
    kept = []  # each page stays in its place: the search index follows the order of the files
    for file in files:
        content = documents.pop(file.src_uri, None)
        kept.append(file if content is None else File.generated(config, file.src_uri, content=content))
    return Files([*kept, *(File.generated(config, uri, content=content) for uri, content in documents.items())])


def on_serve(server: LiveReloadServer, config: MkDocsConfig, **_: object) -> LiveReloadServer:
    """Rebuild the preview when a department or a template of ours changes too."""
    root = Path(config.config_file_path).parent
    for folder in ("departments", "overrides"):
        server.watch(str(root / folder))
    return server


def _read(root: Path) -> tuple[StagingSource, list[Finding]]:
    today = date.today()
    project, found = load_project(root, today)
    return read_origin(root, project, today), found
