"""What the tree needs to know of `mkdocs.yml`: the menu and our settings. Its other keys are MkDocs' own business."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pathspec
import yaml

from ..messages import finding
from ..model import Finding, Page, Place, Settings
from .config_form import CONFIG, check_form, keys_of, nodes_of, setting
from .input_files import InputFile, read_text
from .validation import parse, short
from .yaml_document import error_line, parse_yaml


@dataclass(frozen=True, slots=True)
class Config:
    """`mkdocs.yml` as it is written: its text, and the nodes of its keys. Not `readable`: that has been said."""

    text: str
    keys: dict[str, Any]
    readable: bool = True


_UNREADABLE = Config("", {}, readable=False)


def load_config(root: Path, out: list[Finding]) -> Config:
    """Read `mkdocs.yml`; without any key if it cannot be read, which is said in `out`.

    The file is composed and not constructed, so that tags such as `!ENV` need not be understood. What MkDocs could not
    take of it is said by `check_form`.
    """
    file = InputFile(CONFIG, root / CONFIG, Place(CONFIG))
    text = read_text(file, out)
    if text is None:
        return _UNREADABLE
    try:
        top = yaml.compose(text, yaml.SafeLoader)
    except yaml.YAMLError as error:
        place = Place(CONFIG, error_line(error, text) + 1)
        out.append(finding("yaml-malforme", place, detail="voir la ligne indiquée"))
        return _UNREADABLE
    except RecursionError:
        out.append(finding("yaml-trop-profond", Place(CONFIG), detail="imbrication sans fin"))
        return _UNREADABLE
    if not check_form(top, text, root, out):
        return _UNREADABLE
    return Config(text, keys_of(top))


def load_settings(config: Config, out: list[Finding]) -> Settings:
    """What `extra.troisclics` sets; faults become findings and leave the usual values."""
    node = keys_of(config.keys.get("extra")).get("troisclics")
    if node is None:
        return Settings()
    start, end = node.start_mark, node.end_mark
    text = " " * start.column + config.text[start.index : end.index]
    document = parse_yaml(text, Place(CONFIG, start.line + 1), out)
    return (parse(Settings, document, out) if document else None) or Settings()


def forge_address(config: Config) -> str:
    """Where the forge shows a file, up to its path: `repo_url` and `edit_uri` of MkDocs, to read and not to edit."""
    repository, edit = (setting(config.keys.get(key)) for key in ("repo_url", "edit_uri"))
    return f"{repository.rstrip('/')}/{edit.replace('edit/', 'blob/', 1)}" if repository and edit else ""


def markdown_extensions(config: Config) -> str:
    """What is written below `markdown_extensions`, which only MkDocs may construct; "" if there is nothing."""
    node = config.keys.get("markdown_extensions")
    return str(yaml.serialize(node, allow_unicode=True)) if node is not None else ""


def load_menu(config: Config, pages: tuple[Page, ...], written: Set[str], out: list[Finding]) -> tuple[str, ...]:
    """The pages that `nav` names, in order; pages named nowhere or twice, and names not `written`, become findings."""
    if not config.readable:
        return ()
    named = [(node.value, node.start_mark.line + 1) for node in _leaves(config.keys.get("nav"))]
    patterns = _patterns(config.keys.get("not_in_nav"), out)
    uris = {page.uri for page in pages}
    lines: dict[str, int] = {}
    for uri, line in named:
        if uri in lines:
            out.append(finding("menu-double", Place(CONFIG, line), uri=uri, first=lines[uri]))
        lines.setdefault(uri, line)
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


def _leaves(node: Any) -> list[yaml.ScalarNode]:
    """The texts below `node` that are no keys, each once even where aliases name it many times."""
    return [one for one in nodes_of(node, set(), keys=False) if isinstance(one, yaml.ScalarNode)]
