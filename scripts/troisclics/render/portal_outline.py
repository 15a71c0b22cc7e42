"""Stage the portal without its texts and read its configuration: MkDocs is opened on it, without running anything."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from ..errors import ConfigError, InputError
from ..model import Site
from ..sandbox.foreign_code import translate_errors
from ..staging.stage import StagingSource, stage_outline
from .config_faults import explain_config
from .mkdocs_internals import read_config


@dataclass(frozen=True, slots=True)
class Outline:
    """The configuration that MkDocs is opened with, and the files that all sites share."""

    config: MkDocsConfig
    uris: list[str]


def read_outline(origin: StagingSource, portal: Site, scratch: Path) -> Outline:
    """Stage the outline of `portal` into the new folder `scratch` and read its configuration, without running it.

    Raises InputError for what MkDocs reports about a key of `mkdocs.yml`, RenderError, OSError.
    """
    config_file, uris = stage_outline(origin, portal, scratch)
    try:
        with translate_errors(portal.name, ConfigError):
            return Outline(read_config(config_file, portal.name), uris)
    except ConfigError as error:
        if found := explain_config(error.said, origin.config):
            raise InputError(found) from None
        raise
