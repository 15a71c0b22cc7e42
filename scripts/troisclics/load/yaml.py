"""YAML with the line of everything: a document becomes plain data, or findings that say where and how to mend.

Only what an editor needs is accepted: no alias (alias bombs), no tag, no duplicate key. Numbers, dates,
booleans and nulls are read as YAML 1.1 does, except that a leading zero makes a text ("01" is a code, not
an octal number) and that a sexagesimal number is a text ("12:30" is an hour).
"""

from __future__ import annotations

import keyword
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import yaml

from ..messages import finding
from ..model import ALL_DEPARTMENTS, Finding, Place

MAX_DEPTH = 12
MAX_NODES = 50_000

Loc = tuple[str | int, ...]

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The loader of the C library where it is there: ten times faster."""
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"[-+]?(0|[1-9][0-9]*)\.[0-9]+")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_OTHER_BREAKS = str.maketrans("\x85\u2028\u2029", "   ")
"""Characters that YAML counts as line ends and that no editor numbers."""


@dataclass(frozen=True, slots=True)
class Document:
    """Plain data (dict, tuple, str, int, Decimal, date, bool, None) and the line of each part of it.

    Each dict also has an entry `at`: the Place it starts at. Keys that are Python keywords end with "_".
    """

    data: Any
    file: str
    lines: dict[Loc, int]

    def place(self, loc: Loc) -> Place:
        """The place of the part at `loc`, or of the nearest part that holds it."""
        while loc and loc not in self.lines:
            loc = loc[:-1]
        return Place(self.file, self.lines.get(loc, 1))


class _Stop(Exception):  # noqa: N818 - not an error of ours: it carries a finding out of the recursion
    def __init__(self, found: Finding) -> None:
        self.found = found


def parse_yaml(text: str, start: Place, out: list[Finding], department: str = ALL_DEPARTMENTS) -> Document | None:
    """Parse `text`, whose first line is `start.line` of `start.file`; None if findings were added instead."""
    text = text.translate(_OTHER_BREAKS)
    offset = max(start.line, 1)
    before = len(out)
    try:
        _check_events(text, start.file, offset, department)
        node = yaml.compose(text, LOADER)
        reader = _Reader(start.file, offset, text.count("\n"), out, department)
        data = reader.read(node, ()) if node is not None else {}
    except _Stop as stop:
        out.append(stop.found)
        return None
    except yaml.YAMLError as error:
        place = Place(start.file, error_line(error, text) + offset)
        detail = _french(getattr(error, "problem", None) or getattr(error, "reason", None) or "caractère interdit")
        out.append(finding("yaml-malforme", place, department, detail=detail))
        return None
    if len(out) > before:
        return None
    return Document(data, start.file, reader.lines)


def error_line(error: yaml.YAMLError, text: str) -> int:
    """The line of `text`, counted from 0, that `error` is about: where a block opens when the text ends inside it."""
    if isinstance(error, yaml.reader.ReaderError):
        return text.encode().count(b"\n", 0, error.position)
    mark = getattr(error, "problem_mark", None)
    last = text.rstrip().count("\n")
    if mark is not None and mark.line > last:
        mark = getattr(error, "context_mark", None) or mark
    return min(mark.line, last) if mark is not None else 0


def _check_events(text: str, file: str, offset: int, department: str) -> None:
    """Stop at an alias and at a nesting too deep, before libyaml spends minutes on them."""
    depth = 0
    for event in yaml.parse(text, LOADER):
        place = Place(file, (event.start_mark.line if event.start_mark else 0) + offset)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _Stop(finding("yaml-alias", place, department))
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise _Stop(finding("yaml-trop-profond", place, department, detail=f"plus de {MAX_DEPTH} niveaux"))


class _Reader:
    """Turns YAML nodes into plain data, keeping lines and counting nodes."""

    def __init__(self, file: str, offset: int, last: int, out: list[Finding], department: str) -> None:
        self.file, self.offset, self.out, self.department = file, offset, out, department
        self.lines: dict[Loc, int] = {}
        self.last = last
        self.nodes = 0

    def read(self, node: yaml.Node, loc: Loc) -> Any:
        self.nodes += 1
        place = self._place(node)
        self.lines[loc] = place.line
        if self.nodes > MAX_NODES:
            raise _Stop(finding("yaml-trop-profond", place, self.department, detail=f"plus de {MAX_NODES} éléments"))
        if not node.tag.startswith("tag:yaml.org,2002:") or "python" in node.tag:
            raise _Stop(finding("yaml-etiquette", place, self.department, tag=node.tag))
        if isinstance(node, yaml.MappingNode):
            return self._read_mapping(node, loc, place)
        if isinstance(node, yaml.SequenceNode):
            return tuple(self.read(item, (*loc, index)) for index, item in enumerate(node.value))
        return _scalar(str(node.value), node.tag.rpartition(":")[2])

    def _read_mapping(self, node: yaml.MappingNode, loc: Loc, place: Place) -> dict[str, Any]:
        found: dict[str, Any] = {"at": place}
        first: dict[str, int] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value) if isinstance(key_node, yaml.ScalarNode) else "?"
            line = self._place(key_node).line
            if key in first:
                self.out.append(
                    finding("yaml-cle-double", Place(self.file, line), self.department, key=key, first=first[key])
                )
                continue
            first[key] = line
            name = f"{key}_" if keyword.iskeyword(key) or key == "at" or key.endswith("_") else key
            found[name] = self.read(value_node, (*loc, name))
            self.lines[(*loc, name)] = line
        return found

    def _place(self, node: yaml.Node) -> Place:
        return Place(self.file, min(node.start_mark.line, self.last) + self.offset)


def _scalar(text: str, kind: str) -> Any:
    if kind == "null":
        return None
    if kind == "bool":
        return text.lower() in {"true", "yes", "on"}
    if kind == "int" and _INTEGER.fullmatch(text):
        return int(text)
    if kind == "float" and _DECIMAL.fullmatch(text):
        return Decimal(text)
    if kind == "timestamp" and _DATE.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            return text
    return text


_PROBLEMS = {
    "mapping values are not allowed": "deux-points de trop, ou texte à mettre entre guillemets",
    "could not find expected ':'": "deux-points attendu après la clé",
    "did not find expected key": "clé attendue : vérifier le retrait de la ligne",
    "did not find expected '-' indicator": "tiret attendu : vérifier le retrait de la liste",
    "found character that cannot start any token": "caractère inattendu (tabulation ?)",
    "found unexpected end of stream": "guillemet ou crochet qui n'est pas fermé",
    "control characters are not allowed": "caractère de contrôle interdit",
    "did not find expected ',' or": "virgule ou crochet fermant attendu",
    "block sequence entries are not allowed": "tiret de liste mal placé",
    "found undefined tag handle": "étiquette YAML inconnue",
    "did not find expected alphabetic or numeric": "caractère « & » ou « * » à mettre entre guillemets",
    "but found another document": "un seul document YAML par fichier : retirer la ligne « --- »",
}


def _french(problem: str) -> str:
    for start, text in _PROBLEMS.items():
        if problem.startswith(start):
            return text
    return "écriture inattendue"
