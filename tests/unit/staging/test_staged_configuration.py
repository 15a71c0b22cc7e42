"""Of a configuration that uses all that MkDocs allows, staging changes what is the site's alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from mkdocs.utils import yaml_load

from ..commands import copy_fictitious
from .staged import config_of, stage

CRAFTED = """\
site_name: "Essai : à garder"
site_url: !ENV [ESSAI_URL, "https://exemple.test/base"]
docs_dir: content
site_dir: public
theme:
  name: material
  custom_dir: overrides
hooks:
  - scripts/troisclics/staging/mkdocs_hook.py
plugins:
  - search: {lang: fr}
extra:
  analytics: !ENV [MESURE, non]
markdown_extensions:
  - toc:
      permalink: true
      slugify: !!python/object/apply:pymdownx.slugs.slugify {kwds: {case: lower}}
  - pymdownx.emoji:
      emoji_index: !!python/name:material.extensions.emoji.twemoji
not_in_nav: /index.md
nav: &menu
  - logement/index.md
  - logement/aide.md
  - restauration/index.md
  - ma-situation/naissance.md
  - qui-fait-quoi/operateur-fictif.md
  - ma-delegation/index.md
  - ma-delegation/contacts.md
"""


@pytest.fixture
def crafted(tmp_path: Path) -> Path:
    """The fictitious project with a configuration that uses all that MkDocs allows."""
    root = copy_fictitious(tmp_path / "projet")
    (root / "mkdocs.yml").write_text(CRAFTED, encoding="utf-8")
    return root


def test_tags_stay_as_they_were_written(crafted: Path, tmp_path: Path) -> None:
    """`!ENV` and `!!python/…` are neither run nor lost: the staged file says the same as the one it came from."""
    node = yaml.compose(
        (stage(crafted, "90", tmp_path / "un") / "mkdocs.yml").read_text(encoding="utf-8"), yaml.SafeLoader
    )
    tags = {child.tag for child in _nodes(node)}
    assert {
        "!ENV",
        "tag:yaml.org,2002:python/name:material.extensions.emoji.twemoji",
        "tag:yaml.org,2002:python/object/apply:pymdownx.slugs.slugify",
    } <= tags


def test_only_what_is_the_sites_is_changed(crafted: Path, tmp_path: Path) -> None:
    """Folders, address, hook and department are the staged site's; every other key is as it was written."""
    config, written = config_of(stage(crafted, "90", tmp_path / "un")), yaml_load(CRAFTED)
    assert (config["docs_dir"], config["site_dir"], config["theme"]["custom_dir"]) == ("docs", "site", "overrides")
    assert "hooks" not in config
    assert config["site_url"] == "https://exemple.test/base/90-dunes/"
    changed = {"docs_dir", "site_dir", "site_url", "hooks", "extra", "not_in_nav", "markdown_extensions"}
    for key in written.keys() - changed:
        assert config[key] == written[key], key
    assert config["extra"]["analytics"] == "non"


def test_the_address_may_come_from_the_environment(
    crafted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The address is the portal's, as the environment gives it, and the department's folder."""
    monkeypatch.setenv("ESSAI_URL", "https://intranet.test/")
    assert config_of(stage(crafted, "90", tmp_path / "un"))["site_url"] == "https://intranet.test/90-dunes/"
    assert config_of(stage(crafted, "portail", tmp_path / "deux"))["site_url"] == "https://intranet.test/"


def test_added_pages_join_what_is_not_in_the_menu(crafted: Path, tmp_path: Path) -> None:
    """The pages a department adds are declared out of the menu, one a line, even after a one-line list."""
    config = config_of(stage(crafted, "90", tmp_path / "un"))
    assert config["not_in_nav"].split() == ["/index.md", "/ma-delegation/sortie.md"]


def _nodes(node: yaml.Node) -> Iterator[yaml.Node]:
    yield node
    for child in node.value if isinstance(node, yaml.CollectionNode) else ():
        for part in child if isinstance(child, tuple) else (child,):
            yield from _nodes(part)
