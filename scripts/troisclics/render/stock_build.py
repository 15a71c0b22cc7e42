"""Build a staged project with MkDocs itself: the reference, and the fallback."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.exceptions import MkDocsException

from ..errors import BudgetError, InputError, RenderError
from ..model import Site
from ..sandbox.foreign_code import RecordedWarning, Warnings, attribute_errors, refuse_warnings, translate_errors
from ..sandbox.time_budget import MARKDOWN_SECONDS, budget
from ..staging.offline import make_offline
from ..staging.stage import StagingSource, stage
from .dead_links import dead_links, explain_dead_links
from .mkdocs_internals import read_config


def build_one(origin: StagingSource, site: Site, staged: Path, out: Path, unknown: tuple[str, ...] = ()) -> None:
    """Stage `site` into `staged` and let MkDocs build it into `out`, which may contain the folders of other sites.

    Args:
        origin: the project.
        site: the site to build.
        staged: a new folder, deleted at the end.
        out: the output, without any earlier version of this site.
        unknown: unsupported parts in use, named in the error when MkDocs fails.

    Raises:
        InputError: a link leads nowhere.
        RenderError: MkDocs or a plugin has any other warning (its strict mode).
        ForeignCodeError: third-party code fails.
        OSError: a file cannot be written.
    """
    config_file = stage(origin, site, staged)
    built = Path(tempfile.mkdtemp(prefix="site-", dir=staged))
    with Warnings() as warnings, translate_errors(site.name, RenderError):
        try:
            with budget(MARKDOWN_SECONDS * (len(site.pages) + 1)), attribute_errors(site.name, unknown):
                _build(config_file, built, site.name)
        except BudgetError as error:
            raise RenderError(f"{site.name} : {error}") from None
        except (MkDocsException, SystemExit) as error:
            links, others = dead_links(warnings.warned)
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
