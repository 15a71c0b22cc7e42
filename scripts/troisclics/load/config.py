"""What the tree needs to know of `mkdocs.yml`: the menu. Its other keys are MkDocs' own business."""

from __future__ import annotations

from collections.abc import Set
from pathlib import Path
from typing import Any

import pathspec
import yaml

from ..messages import finding
from ..model import Finding, Page, Place
from .files import InputFile, read_text
from .parse import short
from .yaml import error_line

CONFIG = "mkdocs.yml"


def load_menu(root: Path, pages: tuple[Page, ...], written: Set[str], out: list[Finding]) -> tuple[str, ...]:
    """The pages that `nav` names, in order; pages named nowhere and names not `written` become findings.

    The file is composed and not constructed, so that tags such as `!ENV` need not be understood.
    """
    file = InputFile(CONFIG, root / CONFIG, Place(CONFIG))
    text = read_text(file, out)
    if text is None:
        return ()
    try:
        top = yaml.compose(text, yaml.SafeLoader)
    except yaml.YAMLError as error:
        place = Place(CONFIG, error_line(error, text) + 1)
        out.append(finding("yaml-malforme", place, detail="voir la ligne indiquée"))
        return ()
    except RecursionError:
        out.append(finding("yaml-trop-profond", Place(CONFIG), detail="imbrication sans fin"))
        return ()
    keys = {str(key.value): value for key, value in top.value} if isinstance(top, yaml.MappingNode) else {}
    named = [(node.value, node.start_mark.line + 1) for node in _leaves(keys.get("nav"), set())]
    patterns = _patterns(keys.get("not_in_nav"), out)
    uris = {page.uri for page in pages}
    for uri, line in named:
        if uri not in written and "://" not in uri:
            out.append(finding("menu-page-absente", Place(CONFIG, line), uri=uri))
    menu = tuple(uri for uri, _ in named if uri in uris)
    for page in pages:
        if page.uri not in menu and not patterns.match_file(page.uri):
            out.append(finding("page-hors-menu", page.at))
    return menu


def _patterns(node: Any, out: list[Finding]) -> pathspec.GitIgnoreSpec:
    text = node.value if isinstance(node, yaml.ScalarNode) else ""
    try:
        return pathspec.GitIgnoreSpec.from_lines(text.splitlines())
    except ValueError:
        place = Place(CONFIG, node.start_mark.line + 1)
        values = {"key": "not_in_nav", "value": f"« {short(text)} »", "expected": "écrire des motifs comme « /*.md »"}
        out.append(finding("valeur-refusee", place, **values))
        return pathspec.GitIgnoreSpec.from_lines([])


def _leaves(node: Any, seen: set[int]) -> list[yaml.ScalarNode]:
    """The texts below `node`, each once even where aliases name it many times."""
    if id(node) in seen:
        return []
    seen.add(id(node))
    if isinstance(node, yaml.ScalarNode):
        return [node]
    if isinstance(node, yaml.SequenceNode):
        return [leaf for item in node.value for leaf in _leaves(item, seen)]
    if isinstance(node, yaml.MappingNode):
        return [leaf for _, value in node.value for leaf in _leaves(value, seen)]
    return []
