"""Report what MkDocs could not read in `mkdocs.yml`, with the line, before MkDocs reads the file.

MkDocs constructs tags and aliases, and fails or hangs on some. Tags, aliases and keys are therefore checked first;
then all values are constructed as MkDocs does.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from ..constants import HOOK
from ..messages import finding
from ..model import Finding, Place
from .config_tags import CORE, TrialLoader, is_allowed, is_scalar
from .input_files import InputFile, read_text
from .validation import short
from .value_rules import is_address
from .yaml_document import YamlRefused
from .yaml_hints import ANYWHERE

CONFIG = "mkdocs.yml"
MAX_DEPTH = 40
"""The maximum nesting of values, aliases included: three times what Material's documented settings need."""
MAX_NODES = 20_000
"""The maximum number of values with all aliases expanded."""


def check_form(top: yaml.Node | None, text: str, root: Path, out: list[Finding]) -> bool:
    """Add a finding for each part of `mkdocs.yml` that MkDocs could not read.

    Nothing is constructed and no named function called before all tags are known to be safe. Errors that MkDocs reports
    clearly are left to it.

    Args:
        top: the composed text.
        text: the text of the file.
        root: the folder of the project.
        out: receives the findings.

    Returns:
        Whether the file can be read.
    """
    before = len(out)
    try:
        _count_values(top, {}, 0)
    except YamlRefused as stop:
        out.append(stop.found)
        return False
    for node in nodes_of(top, set()):
        if not is_allowed(node):
            _report(out, "yaml-etiquette", node, tag=node.tag.replace(CORE, "!!"))
        elif isinstance(node, yaml.MappingNode):
            out += [
                _malformed(key.start_mark.line, "clé qui n'est pas un texte")
                for key, _ in node.value
                if not is_scalar(key)
            ]
    if isinstance(top, yaml.MappingNode) and len(out) == before:
        _check_keys(top, out)
    if len(out) == before:
        out += _unreadable_value(top, text)
    readable = len(out) == before
    if isinstance(top, yaml.MappingNode) and readable:
        _check_values(top, root, out)
    return readable


def nodes_of(node: Any, seen: set[int], *, keys: bool = True) -> Iterator[yaml.Node]:
    """Yield a node and its descendants, each once even if aliases repeat it.

    Args:
        node: the node.
        seen: the ids of the nodes already yielded.
        keys: whether the keys of mappings are yielded.
    """
    if not isinstance(node, yaml.Node) or id(node) in seen:
        return
    seen.add(id(node))
    yield node
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from nodes_of(item, seen, keys=keys)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from nodes_of(key, seen, keys=keys) if keys else ()
            yield from nodes_of(value, seen, keys=keys)


def keys_of(node: Any) -> dict[str, Any]:
    """Return the keys of a mapping with the nodes of their values; none for other nodes."""
    return {str(key.value): value for key, value in node.value} if isinstance(node, yaml.MappingNode) else {}


def setting(node: Any) -> str:
    """Return the text of a value; for « !ENV [NAME, default] », the first variable that is set, or the default."""
    if isinstance(node, yaml.SequenceNode):
        texts = [str(item.value) for item in node.value]
        return next((os.environ[name] for name in texts[:-1] if name in os.environ), texts[-1] if texts else "")
    if isinstance(node, yaml.ScalarNode):
        return os.environ.get(node.value, "") if node.tag == "!ENV" else str(node.value)
    return ""


def _count_values(node: yaml.Node | None, known: dict[int, int], depth: int) -> int:
    """Return the number of values of `node` with aliases expanded; raise YamlRefused beyond the limits."""
    if node is None or id(node) in known:
        return known.get(id(node), 0)
    if depth > MAX_DEPTH:
        place = Place(CONFIG, node.start_mark.line + 1)
        raise YamlRefused(finding("yaml-trop-profond", place, detail=f"plus de {MAX_DEPTH} niveaux, alias compris"))
    parts: list[yaml.Node] = []
    if isinstance(node, yaml.MappingNode):
        parts = [part for pair in node.value for part in pair]
    elif isinstance(node, yaml.SequenceNode):
        parts = node.value
    known[id(node)] = count = 1 + sum(_count_values(part, known, depth + 1) for part in parts)
    if count > MAX_NODES:
        place = Place(CONFIG, node.start_mark.line + 1)
        raise YamlRefused(finding("yaml-trop-profond", place, detail=f"plus de {MAX_NODES} éléments, alias compris"))
    return count


def _check_keys(top: yaml.MappingNode, out: list[Finding]) -> None:
    """Add a finding for each top-level key that MkDocs would read differently from this program."""
    first: dict[str, int] = {}
    for key, _ in top.value:
        line = key.start_mark.line + 1
        if key.value in first:
            _report(out, "yaml-cle-double", key, key=key.value, first=first[key.value])
        elif key.value in {"INHERIT", "<<"}:
            expected = "écrire ici toutes les clés : rien n'est lu d'un autre fichier, ni repris d'une autre clé"
            _report(out, "valeur-refusee", key, key=key.value, value="reprise d'ailleurs", expected=expected)
        first.setdefault(key.value, line)


def _unreadable_value(top: yaml.Node | None, text: str) -> list[Finding]:
    """Return a finding on the first value that cannot be constructed: an invalid date, number or setting."""
    try:
        yaml.load(text, TrialLoader)  # noqa: S506 - `is_allowed` allows only harmless functions
    except Exception as error:
        mark = getattr(error, "problem_mark", None)
        if mark is not None:
            return [
                finding(
                    "yaml-malforme",
                    Place(CONFIG, mark.line + 1),
                    detail="valeur qui ne peut pas être lue",
                    fix=ANYWHERE,
                )
            ]
        return [
            next(_failing(top), finding("yaml-malforme", Place(CONFIG, 1), detail="écriture inattendue", fix=ANYWHERE))
        ]
    return []


def _failing(top: yaml.Node | None) -> Iterator[Finding]:
    """Yield a finding for each node that cannot be constructed by itself, innermost first."""
    for node in [*nodes_of(top, set())][::-1]:
        try:
            TrialLoader("").construct_object(node, deep=True)
        except Exception:
            shown = node.tag.replace(CORE, "!!") if "python/" in node.tag else short(str(node.value))
            yield _malformed(node.start_mark.line, f"« {shown} » ne peut pas être lu")


def _check_values(top: yaml.MappingNode, root: Path, out: list[Finding]) -> None:
    """Add a finding for each value whose type MkDocs or this program cannot use."""
    for path, (fits, expected) in _FORMS.items():
        node: Any = top
        for key in path.split("."):
            node = keys_of(node).get(key)
        if node is not None and not fits(node):
            _report(out, "valeur-refusee", node, key=path, value=_shown(node), expected=expected)
    keys = keys_of(top)
    for key in ("site_url", "repo_url"):
        address = setting(keys.get(key))
        if address and not is_address(address):
            _report(out, "adresse-refusee", keys[key], key=key, value=short(address))
    reported = {keys.get(key) for key in ("site_url", "repo_url")}
    for node in nodes_of(top, set()):
        if is_scalar(node) and node not in reported and not _can_be_split(node.value):
            _report(out, "adresse-refusee", node, key=CONFIG, value=short(node.value))
    hooks = keys.get("hooks")
    for node in hooks.value if isinstance(hooks, yaml.SequenceNode) and _FORMS["hooks"][0](hooks) else ():
        name = setting(node)
        if name != HOOK and not _is_file_of(root, name):
            expected = "écrire le chemin d'un fichier du projet, à partir du dossier de mkdocs.yml"
            _report(out, "valeur-refusee", node, key="hooks", value=_shown(node), expected=expected)
        elif name != HOOK:
            read_text(InputFile(name, root / name, Place(name)), out)


def _can_be_split(text: str) -> bool:
    """Return whether `urlsplit` accepts `text`, which templates may use as an address."""
    try:
        urlsplit(text)
    except ValueError:
        return False
    return True


def _is_file_of(root: Path, name: str) -> bool:
    """Return whether `name` is the path of a regular file of the project, relative to its root."""
    path = root / name
    inside = not os.path.isabs(name) and ".." not in Path(name).parts
    return inside and os.path.isfile(path) and not os.path.islink(path)


def _report(out: list[Finding], rule: str, node: yaml.Node, **values: Any) -> None:
    out.append(finding(rule, Place(CONFIG, node.start_mark.line + 1), **values))


def _malformed(line: int, detail: str) -> Finding:
    return finding("yaml-malforme", Place(CONFIG, line + 1), detail=detail, fix=ANYWHERE)


def _shown(node: yaml.Node) -> str:
    """Return a short French description of the value of `node`."""
    return f"« {short(str(node.value))} »" if is_scalar(node) else "d'une autre forme"


def _is_block(node: yaml.Node) -> bool:
    return isinstance(node, yaml.MappingNode) and node.tag == f"{CORE}map"


def _is_text(node: yaml.Node) -> bool:
    return node.tag == "!ENV" or (is_scalar(node) and node.tag == f"{CORE}str")


def _is_list_of(fits: Callable[[yaml.Node], bool]) -> Callable[[yaml.Node], bool]:
    return lambda node: isinstance(node, yaml.SequenceNode) and all(map(fits, node.value))


def _either(*checks: Callable[[yaml.Node], bool]) -> Callable[[yaml.Node], bool]:
    return lambda node: any(fits(node) for fits in checks)


def _is(*values: str) -> Callable[[yaml.Node], bool]:
    return lambda node: is_scalar(node) and node.value.lower() in values


_LIST = "écrire une liste, un élément par ligne après un tiret"
_PATHS = "écrire une liste de chemins, un par ligne après un tiret"
_KEYS = "écrire des clés en retrait à la ligne suivante"
_WORD = "écrire un texte, sur la même ligne"
_FORMS: dict[str, tuple[Callable[[yaml.Node], bool], str]] = {
    "theme": (_is_block, "écrire « theme: », puis « name: material » en retrait à la ligne suivante"),
    "theme.name": (_is_text, "écrire « name: material »"),
    "theme.language": (_is_text, "écrire « language: fr »"),
    "theme.locale": (_is_text, _WORD),
    "theme.features": (_is_list_of(_is_text), _LIST),
    "theme.palette": (_either(_is_block, _is_list_of(_is_block)), _KEYS),
    "theme.icon": (_is_block, _KEYS),
    "theme.font": (_either(_is_block, _is("false")), "écrire « font: false », ou des clés en retrait"),
    "theme.logo": (_is_text, _WORD),
    "theme.favicon": (_is_text, _WORD),
    "theme.static_templates": (_is_list_of(_is_text), _LIST),
    "extra": (_is_block, "écrire des clés en retrait sous « extra: », ou retirer la ligne"),
    "extra.social": (_is_list_of(_is_block), "écrire une liste de blocs « icon: », « link: »"),
    "hooks": (_is_list_of(_is_text), _PATHS),
    "extra_css": (_is_list_of(_is_text), _PATHS),
    "extra_javascript": (_is_list_of(_either(_is_text, _is_block)), _PATHS),
    "extra_templates": (_is_list_of(_is_text), _PATHS),
}
"""The keys that are read before MkDocs validates them, or that break templates."""
