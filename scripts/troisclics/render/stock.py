"""The stock build: MkDocs itself on a staged project. The reference, and the fall-back."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException

from ..errors import RenderError
from ..model import Site
from .internals import Warnings
from .offline import make_offline
from .stage import Origin, stage


def build_one(origin: Origin, site: Site, staged: Path, out: Path) -> None:
    """Stage `site` into `staged` and let MkDocs build it into `out`, which may hold other folders.

    Raises RenderError when MkDocs warns of anything (its strict mode), OSError when a file cannot be written.
    """
    config_file = stage(origin, site, staged)
    built = Path(tempfile.mkdtemp(prefix="site-", dir=staged))
    with Warnings() as said:
        try:
            with config_file.open("rb") as handle:
                build(load_config(handle, site_dir=str(built), strict=True))
        except (MkDocsException, SystemExit) as error:
            raise RenderError(f"{site.name} : {'; '.join(said.texts) or error}") from error
    if origin.offline:
        make_offline(built)
    out.mkdir(parents=True, exist_ok=True)
    for path in sorted(built.iterdir()):
        os.replace(path, out / path.name)
