"""The hook of the root `mkdocs.yml`: `mkdocs serve` and `mkdocs build` show the portal with facts expanded.

Exported projects do not need it: the hook does in memory what the export does on disk.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.files import File, Files

from troisclics.domain.schedule import shown_on
from troisclics.load import load_project
from troisclics.merge.merger import merge_all
from troisclics.model import Finding
from troisclics.reports.text import format_text
from troisclics.staging.menu import without_pages
from troisclics.staging.stage import StagingSource, read_origin, staged_documents


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Replace each page by its expanded text, and add the generated files."""
    root = Path(config.config_file_path).parent
    origin, found, left_out = _read(root)
    (site,), merge_found = merge_all(origin.project, [None], origin.today)
    errors = [entry for entry in (*found, *merge_found) if entry.severity == "error"]
    if errors:
        raise PluginError("\n" + format_text(errors))
    documents = dict(staged_documents(origin, site))
    kept = []  # the order of files is kept, because the search index follows it
    if left_out and config.nav is not None:
        config.nav = without_pages(config.nav, left_out)
    for file in files:
        if file.src_uri in left_out:
            continue
        content = documents.pop(file.src_uri, None)
        kept.append(file if content is None else File.generated(config, file.src_uri, content=content))
    return Files([*kept, *(File.generated(config, uri, content=content) for uri, content in documents.items())])


def on_serve(server: LiveReloadServer, config: MkDocsConfig, **_: object) -> LiveReloadServer:
    """Rebuild the preview when a department or an override changes too."""
    root = Path(config.config_file_path).parent
    for folder in ("departments", "overrides"):
        server.watch(str(root / folder))
    return server


def _read(root: Path) -> tuple[StagingSource, list[Finding], frozenset[str]]:
    """Return the source of today's portal, the findings, and the pages that it does not have today."""
    today = date.today()
    project, found = load_project(root, today)
    shown = shown_on(project, today)
    hidden = {page.uri for page in project.tree.pages} - {page.uri for page in shown.tree.pages}
    return read_origin(root, shown, today), found, frozenset((*hidden, *project.tree.drafts))
