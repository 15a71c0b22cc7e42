"""The portal without its texts, on which MkDocs is opened: staged and read, nothing of it run."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from ..errors import ConfigError
from ..model import Site
from ..sandbox.foreign_code import refusing
from ..staging.stage import StagingSource, stage_outline
from .mkdocs_internals import read_config


@dataclass(frozen=True, slots=True)
class Outline:
    """The portal as MkDocs is opened on it: its configuration as read, and the files that all sites have."""

    config: MkDocsConfig
    uris: list[str]


def read_outline(origin: StagingSource, portal: Site, scratch: Path) -> Outline:
    """Stage the outline of `portal` into the new folder `scratch` and read its configuration, running nothing of it.

    Raises RenderError, OSError.
    """
    config_file, uris = stage_outline(origin, portal, scratch)
    with refusing(portal.name, ConfigError):
        return Outline(read_config(config_file, portal.name), uris)
