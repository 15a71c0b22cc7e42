"""The stock build: MkDocs itself on staged projects, in a pool of processes. The reference, and the fall-back."""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import os
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException

from ..model import Site
from .errors import RenderError
from .stage import Origin, stage


def build_stock(origin: Origin, sites: Sequence[Site], to: Path, jobs: int) -> Iterator[Site]:
    """Build each site into its folder of `to` (the portal into `to` itself); yield each as it is done.

    Raises RenderError when MkDocs warns of anything (its strict mode), OSError when a file cannot be written.
    """
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory(prefix=".stage-", dir=to.parent) as folder:
        with ProcessPoolExecutor(jobs, mp_context=context) as pool:
            futures = {
                pool.submit(build_one, origin, site, Path(folder) / site.name, to / site.slug): site for site in sites
            }
            try:
                for future in as_completed(futures):
                    future.result()
                    yield futures[future]
            except BaseException:
                pool.shutdown(wait=True, cancel_futures=True)
                raise


def build_one(origin: Origin, site: Site, staged: Path, out: Path) -> None:
    """Stage `site` into `staged` and let MkDocs build it into `out`. Raises RenderError, OSError."""
    config_file = stage(origin, site, staged)
    said = _Said()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(said)
    try:
        build_into = Path(tempfile.mkdtemp(prefix=".out-", dir=staged))
        with config_file.open("rb") as handle:
            config = load_config(handle, site_dir=str(build_into), strict=True)
        mkdocs_build(config)
    except (MkDocsException, SystemExit) as error:
        raise RenderError(f"{site.name} : {'; '.join(said.texts) or error}") from error
    finally:
        logger.removeHandler(said)
    _move_into(build_into, out)


def _move_into(built: Path, out: Path) -> None:
    """Move the files of `built` below `out`, which may already hold other sites."""
    out.mkdir(parents=True, exist_ok=True)
    for path in sorted(built.iterdir()):
        os.replace(path, out / path.name)
    with contextlib.suppress(OSError):
        built.rmdir()


class _Said(logging.Handler):
    """Keeps what MkDocs warns of."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.texts.append(record.getMessage())
