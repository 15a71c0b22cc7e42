"""The stock build: MkDocs itself on a staged project. The reference, and the fall-back."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.exceptions import MkDocsException

from ..errors import BudgetError, InputError, RenderError
from ..model import Site
from ..sandbox.foreign_code import RecordedWarning, Warnings, naming_foreign_code, refuse_warnings, refusing
from ..sandbox.time_budget import MARKDOWN_SECONDS, budget
from ..staging.offline import make_offline
from ..staging.stage import StagingSource, stage
from .dead_links import dead_links, explain_dead_links
from .mkdocs_internals import read_config


def build_one(origin: StagingSource, site: Site, staged: Path, out: Path, unknown: tuple[str, ...] = ()) -> None:
    """Stage `site` into `staged` and let MkDocs build it into `out`, which may hold the folders of other sites.

    What `out` holds of this site would stay or be in the way: the caller gives a folder without any. `unknown` are the
    parts in use that are not known, to be named when MkDocs fails. `staged` is deleted.
    Raises InputError for links that lead nowhere, RenderError when MkDocs or a plugin warns of anything else (its
    strict mode), ForeignCodeError when foreign code fails, OSError when a file cannot be written.
    """
    config_file = stage(origin, site, staged)
    built = Path(tempfile.mkdtemp(prefix="site-", dir=staged))
    with Warnings() as said, refusing(site.name, RenderError):
        try:
            with budget(MARKDOWN_SECONDS * (len(site.pages) + 1)), naming_foreign_code(site.name, unknown):
                _build(config_file, built, site.name)
        except BudgetError as error:
            raise RenderError(f"{site.name} : {error}") from None
        except (MkDocsException, SystemExit) as error:
            links, others = dead_links(said.warned)
            if links:
                raise InputError(explain_dead_links(links, site, origin.project)) from None
            refuse_warnings(site.name, others or [RecordedWarning(str(error))])
    if origin.offline:
        make_offline(built)
    out.mkdir(parents=True, exist_ok=True)
    for path in sorted(built.iterdir()):
        os.replace(path, out / path.name)
    shutil.rmtree(staged)


def _build(config_file: Path, out: Path, name: str) -> None:
    """Do what `mkdocs build --strict` does, for the site `name`."""
    config = read_config(config_file, name, out)
    config.plugins.on_startup(command="build", dirty=False)
    try:
        build(config)
    finally:
        config.plugins.on_shutdown()
