"""What the tree needs to know of `mkdocs.yml`: the menu and our settings. Its other keys are MkDocs' own business."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pathspec
import yaml

from ..messages import finding
from ..model import Finding, Page, Place, Settings
from .input_files import InputFile, read_text
from .validation import parse, short
from .value_rules import is_address
from .yaml_document import error_line, parse_yaml

CONFIG = "mkdocs.yml"


@dataclass(frozen=True, slots=True)
class Config:
    """`mkdocs.yml` as it is written: its text, and the nodes of its keys. Not `readable`: that has been said."""

    text: str
    keys: dict[str, Any]
    readable: bool = True


_UNREADABLE = Config("", {}, readable=False)


def load_config(root: Path, out: list[Finding]) -> Config:
    """Read `mkdocs.yml`; without any key if it cannot be read, which is said in `out`.

    The file is composed and not constructed, so that tags such as `!ENV` need not be understood; those of a
    function that is not known are refused: MkDocs would call it as it reads the file.
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
    refused = [node for node in _nodes(top, set()) if not _is_plain(node)]
    for node in refused:
        place = Place(CONFIG, node.start_mark.line + 1)
        out.append(finding("yaml-etiquette", place, tag=node.tag.replace("tag:yaml.org,2002:", "!!")))
    if refused:
        return _UNREADABLE
    config = Config(text, _keys(top))
    _check_forms(config, out)
    return config


def load_settings(config: Config, out: list[Finding]) -> Settings:
    """What `extra.troisclics` sets; faults become findings and leave the usual values."""
    node = _keys(config.keys.get("extra")).get("troisclics")
    if node is None:
        return Settings()
    start, end = node.start_mark, node.end_mark
    text = " " * start.column + config.text[start.index : end.index]
    document = parse_yaml(text, Place(CONFIG, start.line + 1), out)
    return (parse(Settings, document, out) if document else None) or Settings()


def forge_address(config: Config) -> str:
    """Where the forge shows a file, up to its path: `repo_url` and `edit_uri` of MkDocs, to read and not to edit."""
    repository, edit = (_setting(config.keys.get(key)) for key in ("repo_url", "edit_uri"))
    return f"{repository.rstrip('/')}/{edit.replace('edit/', 'blob/', 1)}" if repository and edit else ""


def markdown_extensions(config: Config) -> str:
    """What is written below `markdown_extensions`, which only MkDocs may construct; "" if there is nothing."""
    node = config.keys.get("markdown_extensions")
    if node is None:
        return ""
    start, end = node.start_mark, node.end_mark
    return f"{' ' * start.column}{config.text[start.index : end.index]}"


def _setting(node: Any) -> str:
    """The text of a key; of « !ENV [NAME, default] », the first variable that is set, else what is written last."""
    if isinstance(node, yaml.SequenceNode):
        texts = [str(item.value) for item in node.value]
        return next((os.environ[name] for name in texts[:-1] if name in os.environ), texts[-1] if texts else "")
    return str(node.value) if isinstance(node, yaml.ScalarNode) else ""


def load_menu(config: Config, pages: tuple[Page, ...], written: Set[str], out: list[Finding]) -> tuple[str, ...]:
    """The pages that `nav` names, in order; pages named nowhere or twice, and names not `written`, become findings."""
    if not config.readable:
        return ()
    named = [(node.value, node.start_mark.line + 1) for node in _leaves(config.keys.get("nav"))]
    patterns = _patterns(config.keys.get("not_in_nav"), out)
    uris = {page.uri for page in pages}
    lines: dict[str, int] = {}
    for uri, line in named:
        if lines.setdefault(uri, line) != line:
            out.append(finding("menu-double", Place(CONFIG, line), uri=uri, first=lines[uri]))
        if uri not in written and "://" not in uri:
            out.append(finding("menu-page-absente", Place(CONFIG, line), uri=uri))
    menu = tuple(uri for uri, _ in named if uri in uris)
    for page in pages:
        if page.uri not in menu and not patterns.match_file(page.uri):
            out.append(finding("page-hors-menu", page.at))
    return menu


def _keys(node: Any) -> dict[str, Any]:
    return {str(key.value): value for key, value in node.value} if isinstance(node, yaml.MappingNode) else {}


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
    return [one for one in _nodes(node, set(), keys=False) if isinstance(one, yaml.ScalarNode)]


def _nodes(node: Any, seen: set[int], *, keys: bool = True) -> Iterator[yaml.Node]:
    """Yield `node` and all below it, with the `keys` of mappings or without, each once even if aliases repeat it."""
    if not isinstance(node, yaml.Node) or id(node) in seen:
        return
    seen.add(id(node))
    yield node
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _nodes(item, seen, keys=keys)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _nodes(key, seen, keys=keys) if keys else ()
            yield from _nodes(value, seen, keys=keys)


def _is_plain(node: yaml.Node) -> bool:
    """Whether `node` is a value of YAML, a tag of MkDocs in its own form, or a function that extensions document."""
    tag = node.tag or ""
    if tag in _MKDOCS_TAGS:
        return isinstance(node, _MKDOCS_TAGS[tag])
    core, _, name = tag.partition("python/")
    return core.startswith("tag:yaml.org,2002:") and (not name or _KNOWN_FUNCTION.fullmatch(name) is not None)


def _check_forms(config: Config, out: list[Finding]) -> None:
    """Add a finding for each key that has another form than MkDocs and we ourselves need."""
    for key, (fits, expected) in _FORMS.items():
        node = config.keys.get(key)
        if node is not None and not fits(node):
            place = Place(CONFIG, node.start_mark.line + 1)
            out.append(finding("valeur-refusee", place, key=key, value=_shown(node), expected=expected))
    for key in ("site_url", "repo_url"):
        node, address = config.keys.get(key), _setting(config.keys.get(key))
        if node is not None and address and not is_address(address):
            out.append(finding("adresse-refusee", Place(CONFIG, node.start_mark.line + 1), key=key, value=address))


def _shown(node: yaml.Node) -> str:
    """What stands at `node`, in a few words."""
    return f"« {short(str(node.value))} »" if isinstance(node, yaml.ScalarNode) else "d'une autre forme"


def _is_block(node: yaml.Node) -> bool:
    return isinstance(node, yaml.MappingNode)


def _is_list_of_texts(node: yaml.Node) -> bool:
    return isinstance(node, yaml.SequenceNode) and all(isinstance(item, yaml.ScalarNode) for item in node.value)


_KNOWN_FUNCTION = re.compile(r"(name|object/apply):(pymdownx|material|markdown)(\.[A-Za-z_]+)+")
"""Functions that the extensions of Material document for `mkdocs.yml`, to make anchors or icons. Others could do
anything, and MkDocs calls them as it reads the file.
"""
_MKDOCS_TAGS = {"!ENV": (yaml.ScalarNode, yaml.SequenceNode), "!relative": (yaml.ScalarNode,)}
_FORMS: dict[str, tuple[Callable[[yaml.Node], bool], str]] = {
    "theme": (_is_block, "écrire « theme: », puis « name: material » en retrait à la ligne suivante"),
    "extra": (_is_block, "écrire des clés en retrait sous « extra: », ou retirer la ligne"),
    "hooks": (_is_list_of_texts, "écrire une liste de chemins, un par ligne après un tiret"),
    "extra_css": (_is_list_of_texts, "écrire une liste de chemins, un par ligne après un tiret"),
}
"""The keys that are read before MkDocs can say what is wrong with them, or that it takes in a form that ends it."""
