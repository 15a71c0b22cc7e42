"""Edit one value in a YAML text without changing the comments, quotes and spacing of the rest.

PyYAML locates the value. The result is parsed again, and refused unless exactly the intended value has changed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import yaml

YamlPath = tuple[str | int, ...]
"""The keys and item numbers that lead from the top level to a value."""


def set_value(text: str, path: YamlPath, value: str, comment: Callable[[str], str]) -> tuple[str, int]:
    """Set the key at the end of `path`; return the text, and the line of the key, from 1.

    A missing key is added after the first one of its block.

    Args:
        text: the YAML text.
        path: the path of the key.
        value: the value, as written in YAML.
        comment: returns the new comment of the line for the current one.

    Raises:
        YAMLError: `text` is not valid YAML.
        ValueError: the key has no line of its own.
    """
    *parents, key = path
    block, wanted = yaml.compose(text, yaml.SafeLoader), read_plain(text)
    inside = wanted
    for step in parents:
        block, inside = _child(block, step), inside[step]
    node = _child(block, key)
    if node is not None:
        at, end = node.start_mark.index, node.end_mark.index
        stop = _next_line(text, end)
        rest = text[end:stop].rstrip("\r\n")
        before, _, old = rest.partition("#")
        new = f"{text[:at]}{value}{before.rstrip()} # {comment(old.strip())}{text[end + len(rest) :]}"
    elif not isinstance(block, yaml.MappingNode) or block.flow_style or len(block.value) < 2:
        raise ValueError("no line for the key")
    else:
        second = block.value[1][0].start_mark
        at = second.index
        new = f"{text[:at]}{key}: {value} # {comment('')}{_line_end(text)}{' ' * second.column}{text[at:]}"
    inside[key] = read_plain(value)
    return _checked(new, wanted, at)


def insert_item(text: str, key: str, entry: str) -> tuple[str, int]:
    """Append the list item `entry` to the top-level list `key`; return the text, and the line of the item.

    A missing list is created. Raises YAMLError if `text` is not valid YAML, ValueError if the list is written in a form
    that leaves no certain position.
    """
    wanted = read_plain(text) or {}  # a text may contain only comments
    found = _child(yaml.compose(text, yaml.SafeLoader), key)
    indent, head = 2, ""
    if found is None:
        at, head = len(text), f"{key}:\n"
    elif isinstance(found, yaml.SequenceNode) and found.value and not found.flow_style:
        indent, end = found.start_mark.column, _last_leaf(found).end_mark
        at = end.index if end.column == 0 else _next_line(text, end.index)
    elif text[found.start_mark.index : found.end_mark.index].replace(" ", "") in {"", "[]"}:
        kept = text[: found.start_mark.index].rstrip(" ")
        text = kept + text[found.end_mark.index :]
        at = _next_line(text, len(kept))
    else:
        raise ValueError("neither a block list nor an empty one")
    before = text[:at] + ("" if text[:at].endswith("\n") or not at else _line_end(text)) + head
    item = "".join(" " * indent + line for line in entry.splitlines(keepends=True))
    if isinstance(wanted, dict):
        wanted[key] = [*(wanted.get(key) or []), *read_plain(entry)]
    return _checked(before + item.replace("\n", _line_end(text)) + text[at:], wanted, len(before))


def items(text: str) -> Iterator[tuple[YamlPath, range]]:
    """Yield the path and the lines (from 1) of each block in a list, outermost first.

    Comments after the last value of a block do not belong to it. Raises YAMLError.
    """
    return _items(yaml.compose(text, yaml.SafeLoader), ())


def read_plain(text: str) -> Any:
    """Return the data in `text` as strings, lists and dicts, without shared objects. Raises YAMLError, ValueError."""
    return json.loads(json.dumps(yaml.load(text, yaml.BaseLoader)))  # noqa: S506 - BaseLoader creates nothing else


def _items(node: yaml.Node | None, path: YamlPath) -> Iterator[tuple[YamlPath, range]]:
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            yield from _items(value, (*path, name.value))
    elif isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            if isinstance(item, yaml.MappingNode):
                end = _last_leaf(item).end_mark
                yield (*path, number), range(item.start_mark.line + 1, end.line + (end.column > 0) + 1)
            yield from _items(item, (*path, number))


def _child(node: yaml.Node | None, key: str | int) -> Any:
    """Return the node at a key of a mapping or an index of a list; None if there is none."""
    if isinstance(node, yaml.SequenceNode) and isinstance(key, int):
        return node.value[key]
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    return next((value for name, value in pairs if name.value == key), None)


def _last_leaf(node: yaml.Node) -> yaml.Node:
    """Return the last scalar in `node`: the end mark of a block is further down, after comments."""
    while isinstance(node, yaml.CollectionNode) and node.value and not node.flow_style:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    return node


def _line_end(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _next_line(text: str, index: int) -> int:
    found = text.find("\n", index)
    return len(text) if found < 0 else found + 1


def _checked(text: str, wanted: Any, at: int) -> tuple[str, int]:
    """Return the edited `text` and the line of `at`. Raises ValueError unless its data is exactly `wanted`."""
    try:
        after = read_plain(text)
    except yaml.YAMLError:
        raise ValueError("the entry does not fit in") from None
    if after != wanted:
        raise ValueError("the entry changes the rest")
    return text, text.count("\n", 0, at) + 1
