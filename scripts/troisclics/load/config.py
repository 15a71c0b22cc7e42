"""What the tree needs to know of `mkdocs.yml`: the menu. Its other keys are MkDocs' own business."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pathspec
import yaml

from ..messages import finding
from ..model import Finding, Page, Place
from .files import InputFile, read_text

CONFIG = "mkdocs.yml"


def load_menu(root: Path, pages: tuple[Page, ...], out: list[Finding]) -> tuple[str, ...]:
    """The pages that `nav` names, in order; pages named nowhere and names without a page become findings.

    The file is composed and not constructed, so that tags such as `!ENV` need not be understood.
    """
    file = InputFile(CONFIG, root / CONFIG, Place(CONFIG))
    text = read_text(file, out)
    if text is None:
        return ()
    try:
        top = yaml.compose(text, yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        out.append(finding("yaml-malforme", Place(CONFIG, mark.line + 1 if mark else 1), detail="voir la ligne indiquée"))
        return ()
    keys = {key.value: value for key, value in top.value} if isinstance(top, yaml.MappingNode) else {}
    named = [(node.value, node.start_mark.line + 1) for node in _leaves(keys.get("nav"))]
    apart = keys.get("not_in_nav")
    patterns = pathspec.GitIgnoreSpec.from_lines(str(apart.value).splitlines() if apart else [])
    uris = {page.uri for page in pages}
    for uri, line in named:
        if uri not in uris and "://" not in uri:
            out.append(finding("menu-page-absente", Place(CONFIG, line), uri=uri))
    menu = tuple(uri for uri, _ in named if uri in uris)
    for page in pages:
        if page.uri not in menu and not patterns.match_file(page.uri):
            out.append(finding("page-hors-menu", page.at))
    return menu


def _leaves(node: Any) -> list[yaml.ScalarNode]:
    if isinstance(node, yaml.ScalarNode):
        return [node]
    if isinstance(node, yaml.SequenceNode):
        return [leaf for item in node.value for leaf in _leaves(item)]
    if isinstance(node, yaml.MappingNode):
        return [leaf for _, value in node.value for leaf in _leaves(value)]
    return []
