"""Read the menu and the settings of troisclics from `mkdocs.yml`; its other keys are read by MkDocs."""

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
from .yaml_document import explain_error, parse_yaml


@dataclass(frozen=True, slots=True)
class Config:
    """The text of `mkdocs.yml` and the YAML nodes of its keys; none if it is not `readable`."""

    text: str
    keys: dict[str, Any]
    readable: bool = True


_UNREADABLE = Config("", {}, readable=False)


def load_config(root: Path, out: list[Finding]) -> Config:
    """Read `mkdocs.yml`; if it cannot be read, add a finding and return no keys.

    The file is composed but not constructed, so that tags such as `!ENV` need not be understood. `check_form` reports
    what MkDocs could not read.
    """
    file = InputFile(CONFIG, root / CONFIG, Place(CONFIG))
    text = read_text(file, out)
    if text is None:
        return _UNREADABLE
    try:
        top = yaml.compose(text, yaml.SafeLoader)
    except yaml.YAMLError as error:
        out.append(explain_error(error, text, Place(CONFIG, 1)))
        return _UNREADABLE
    except RecursionError:
        out.append(finding("yaml-trop-profond", Place(CONFIG), detail="imbrication sans fin"))
        return _UNREADABLE
    if not check_form(top, text, root, out):
        return _UNREADABLE
    return Config(text, keys_of(top))


def load_settings(config: Config, out: list[Finding]) -> Settings:
    """Read `extra.troisclics`; invalid values become findings and keep their defaults."""
    node = keys_of(config.keys.get("extra")).get("troisclics")
    if node is None:
        return Settings()
    start, end = node.start_mark, node.end_mark
    text = " " * start.column + config.text[start.index : end.index]
    document = parse_yaml(text, Place(CONFIG, start.line + 1), out)
    return (parse(Settings, document, out) if document else None) or Settings()


def forge_address(config: Config) -> str:
    """Return the base address of files in the forge, for reading: from `repo_url` and `edit_uri` of MkDocs."""
    repository, edit = (setting(config.keys.get(key)) for key in ("repo_url", "edit_uri"))
    return f"{repository.rstrip('/')}/{edit.replace('edit/', 'blob/', 1)}" if repository and edit else ""


def markdown_extensions(config: Config) -> str:
    """Return the YAML of `markdown_extensions`, which only MkDocs may construct; "" if it is not set."""
    node = config.keys.get("markdown_extensions")
    return str(yaml.serialize(node, allow_unicode=True)) if node is not None else ""


def extension_names(extensions: str) -> frozenset[str]:
    """Return the names of the extensions in the YAML of `markdown_extensions`, and of those that they bring."""
    top = yaml.compose(extensions, yaml.SafeLoader) if extensions else None
    entries = top.value if isinstance(top, yaml.SequenceNode) else []
    named = [name for entry in entries for name in keys_of(entry) or [str(entry.value)]] or list(keys_of(top))
    names = {name.removeprefix("markdown.extensions.") for name in named}
    return frozenset(names | ({"footnotes"} if names & {"extra", "pymdownx.extra"} else set()))


def load_menu(config: Config, pages: tuple[Page, ...], written: Set[str], out: list[Finding]) -> tuple[str, ...]:
    """Return the pages of `nav`, in order.

    Args:
        config: the configuration.
        pages: the pages that could be read.
        written: the paths of all page files, readable or not.
        out: receives findings on pages missing from the menu or listed twice, and on entries without a file.
    """
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
    """Return the scalar values below `node`, not its keys; each once even if aliases repeat it."""
    return [one for one in nodes_of(node, set(), keys=False) if isinstance(one, yaml.ScalarNode)]
