"""Parse YAML into plain data with the line of every part, or into findings that state where and how to fix it.

Only what editors need is accepted: no aliases (alias bombs), no tags, no duplicate keys. Numbers, dates, booleans and
nulls are read as in YAML 1.1, except that a leading zero makes a text ("01" is a code, not an octal number) and that
sexagesimal numbers are texts ("12:30" is a time).
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import yaml
from yaml.composer import ComposerError
from yaml.resolver import Resolver

from ..messages import finding
from ..model import ALL_DEPARTMENTS, Finding, Place
from .yaml_hints import explain_syntax, quoted

MAX_DEPTH = 12
MAX_NODES = 50_000

Loc = tuple[str | int, ...]

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The loader of the C library if available: ten times faster."""
_Node = tuple[Any, "list[_Node]"]
"""The start event of a node, and its children: items, or keys and values in turn."""
_RESOLVER: Any = Resolver()
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"[-+]?(0|[1-9][0-9]*)\.[0-9]+")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_REMARK = re.compile(r"\s*:?\s+(#(?: ?\d|[^\s#]).*?)\s*$")
"""What follows a text and was meant to belong to it; a remark proper has a space behind its « # »."""
_OTHER_BREAKS = "\x85\u2028\u2029"
"""Characters that are line ends for YAML but not for text editors."""


@dataclass(frozen=True, slots=True)
class Document:
    """Plain data (dict, tuple, str, int, Decimal, date, bool, None) with the line of each part.

    Each dict has an additional entry `at`: the Place where it starts. Keys that are Python keywords end with "_".
    `typed` holds, for values that are not texts, what was typed: « yes » is read as True.
    """

    data: Any
    file: str
    lines: dict[Loc, int]
    typed: dict[Loc, str] = field(default_factory=dict)

    def place(self, loc: Loc) -> Place:
        """Return the place of the part at `loc`, or of its nearest parent."""
        while loc and loc not in self.lines:
            loc = loc[:-1]
        return Place(self.file, self.lines.get(loc, 1))


class YamlRefused(Exception):  # noqa: N818 - not an error of ours
    """Raised with a finding to stop reading."""

    def __init__(self, found: Finding) -> None:
        self.found = found


def parse_yaml(text: str, start: Place, out: list[Finding], department: str = ALL_DEPARTMENTS) -> Document | None:
    """Parse a YAML text.

    Args:
        text: the text.
        start: its file and first line.
        out: receives the findings.
        department: the department's code, as shown in findings.

    Returns:
        The document; None after adding findings.
    """
    for mark in _OTHER_BREAKS:
        text = text.replace(mark, " ")
    offset = max(start.line, 1)
    before = len(out)
    try:
        node = _compose(text, start.file, offset, department)
        reader = _YamlReader(start.file, offset, text, out, department)
        data = reader.read(node, ()) if node is not None else {}
    except YamlRefused as stop:
        out.append(stop.found)
        return None
    except yaml.YAMLError as error:
        out.append(explain_error(error, text, start, department))
        return None
    if len(out) > before:
        return None
    return Document(data, start.file, reader.lines, reader.typed)


def explain_error(error: yaml.YAMLError, text: str, start: Place, department: str = ALL_DEPARTMENTS) -> Finding:
    """Return the finding on a text that is no YAML.

    Args:
        error: what the parser says.
        text: the text.
        start: its file and first line.
        department: the department's code, as shown in the finding.
    """
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or ""
    line, detail, fix = explain_syntax(problem, text, error_line(error, text))
    place = Place(start.file, line + max(start.line, 1))
    return finding("yaml-malforme", place, department, detail=detail, fix=fix)


def error_line(error: yaml.YAMLError, text: str) -> int:
    """Return the line of an error, counted from 0; where the block starts if the text ends inside it."""
    if isinstance(error, yaml.reader.ReaderError):
        return text.encode().count(b"\n", 0, error.position)
    mark = getattr(error, "problem_mark", None)
    last = text.rstrip().count("\n")
    if mark is not None and mark.line > last:
        mark = getattr(error, "context_mark", None) or mark
    return min(mark.line, last) if mark is not None else 0


def _compose(text: str, file: str, offset: int, department: str) -> _Node | None:
    """Return the root node, or None for an empty text; raise YamlRefused for aliases and deep nesting.

    One pass over the events does both: `yaml.compose` would need another pass, since libyaml takes minutes for
    deep nesting. All of `text` is parsed before any problem is raised.
    """
    root: list[_Node] = []
    above = [root]
    second: Any = None
    events: Iterable[Any] = yaml.parse(text, LOADER)
    for event in events:
        if isinstance(event, yaml.NodeEvent):
            if isinstance(event, yaml.AliasEvent) or event.anchor:
                raise YamlRefused(finding("yaml-alias", _place(event, file, offset), department))
            parts: list[_Node] = []
            above[-1].append((event, parts))
            if isinstance(event, yaml.CollectionStartEvent):
                above.append(parts)
                if len(above) > MAX_DEPTH + 1:
                    place = _place(event, file, offset)
                    raise YamlRefused(
                        finding("yaml-trop-profond", place, department, detail=f"plus de {MAX_DEPTH} niveaux")
                    )
        elif isinstance(event, yaml.CollectionEndEvent):
            above.pop()
        elif isinstance(event, yaml.DocumentStartEvent) and root:
            second = second or event.start_mark
    if second:
        first = root[0][0].start_mark
        raise ComposerError("expected a single document", first, "but found another document", second)
    return root[0] if root else None


def _place(event: Any, file: str, offset: int) -> Place:
    return Place(file, event.start_mark.line + offset)


class _YamlReader:
    """Converts nodes to plain data, with their lines and a limit on their number."""

    def __init__(self, file: str, offset: int, text: str, out: list[Finding], department: str) -> None:
        self.file, self.offset, self.out, self.department = file, offset, out, department
        self.lines: dict[Loc, int] = {}
        self.typed: dict[Loc, str] = {}
        self.written = text.split("\n")
        self.last = len(self.written) - 1
        self.nodes = 0

    def read(self, node: _Node, loc: Loc) -> Any:
        event, parts = node
        self.nodes += 1
        self.lines[loc] = line = self._line(event)
        if self.nodes > MAX_NODES:
            place = Place(self.file, line)
            raise YamlRefused(
                finding("yaml-trop-profond", place, self.department, detail=f"plus de {MAX_NODES} éléments")
            )
        kind = _yaml_type(event)
        if kind is None:
            raise YamlRefused(finding("yaml-etiquette", Place(self.file, line), self.department, tag=event.tag))
        if isinstance(event, yaml.MappingStartEvent):
            return self._read_mapping(parts, loc, line)
        if isinstance(event, yaml.SequenceStartEvent):
            return tuple([self.read(item, (*loc, index)) for index, item in enumerate(parts)])
        if kind in {"str", "null"} and event.implicit[0]:
            self._check_remark(event, loc)
        value = _scalar(event.value, kind)
        if not isinstance(value, str):
            self.typed[loc] = event.value
        return value

    def _check_remark(self, event: Any, loc: Loc) -> None:
        """Add a finding if an unquoted text goes on behind a « # », where YAML reads a remark."""
        end = event.end_mark
        rest = self.written[end.line][end.column :] if end.line < len(self.written) else ""
        remark = _REMARK.match(rest) if "#" in rest else None
        if remark:
            key = next((str(part) for part in reversed(loc) if isinstance(part, str)), "?").rstrip("_")
            lost, whole = remark[1], f"{event.value}{rest.rstrip()}".strip()
            wanted = f"{key}: {quoted(whole)}" if key != "?" else quoted(whole)
            place = Place(self.file, end.line + self.offset)
            self.out.append(finding("texte-coupe", place, self.department, key=key, lost=lost, wanted=wanted))

    def _read_mapping(self, parts: list[_Node], loc: Loc, line: int) -> dict[str, Any]:
        found: dict[str, Any] = {"at": Place(self.file, line)}
        first: dict[str, int] = {}
        for (key_event, _), value in zip(parts[::2], parts[1::2], strict=True):
            key = key_event.value if isinstance(key_event, yaml.ScalarEvent) else "?"
            line = self._line(key_event)
            if key in first:
                self.out.append(
                    finding("yaml-cle-double", Place(self.file, line), self.department, key=key, first=first[key])
                )
                continue
            first[key] = line
            name = f"{key}_" if keyword.iskeyword(key) or key == "at" or key.endswith("_") else key
            found[name] = self.read(value, (*loc, name))
            self.lines[(*loc, name)] = line
        return found

    def _line(self, event: Any) -> int:
        return int(min(event.start_mark.line, self.last)) + self.offset


def _yaml_type(event: Any) -> str | None:
    """Return the YAML type of a node ("str", "int"…), "" for a collection; None for a non-standard tag."""
    tag = event.tag
    if tag is None or tag == "!":
        if not isinstance(event, yaml.ScalarEvent):
            return ""
        tag = _RESOLVER.resolve(yaml.ScalarNode, event.value, event.implicit)
    return tag.rpartition(":")[2] if tag.startswith("tag:yaml.org,2002:") and "python" not in tag else None


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
