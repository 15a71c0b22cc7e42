"""Adding an item to a list of a YAML text: the comments and the formatting of the rest stay as they are."""

from __future__ import annotations

from typing import Any

import yaml


def insert_item(text: str, key: str, entry: str) -> tuple[str, int]:
    """`text` with `entry`, a list item, at the end of the list `key` of its top level; and the line of the entry.

    The list is made when it is absent. Raises YAMLError when `text` is no YAML, ValueError when the list is
    written in a way that leaves no sure place for the entry.
    """
    top = yaml.compose(text, yaml.SafeLoader)
    pairs = top.value if isinstance(top, yaml.MappingNode) else []
    found = next((value for name, value in pairs if name.value == key), None)
    indent, head = 2, ""
    if found is None:
        at, head = len(text), f"{key}:\n"
    elif isinstance(found, yaml.SequenceNode) and found.value and not found.flow_style:
        indent, at = found.start_mark.column, _end_of_item(text, found.value[-1])
    else:
        text, at = _empty_list(text, found)
    line_end = "\r\n" if "\r\n" in text else "\n"
    before = text[:at] + ("" if text[:at].endswith("\n") or not at else line_end)
    item = "".join(" " * indent + line for line in entry.splitlines(keepends=True))
    new = before + (head + item).replace("\n", line_end) + text[at:]
    _check_inserted(text, new, key, entry)
    return new, before.count("\n") + head.count("\n") + 1


def _end_of_item(text: str, node: yaml.Node) -> int:
    """Where the line after the last one of `node` starts; the end mark of a block is further, after the comments."""
    while isinstance(node, yaml.CollectionNode) and node.value and not node.flow_style:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    end = node.end_mark
    return end.index if end.column == 0 else _end_of_line(text, end.index)


def _empty_list(text: str, node: yaml.Node) -> tuple[str, int]:
    """`text` without the « [] » that `node` is, and where the line after it starts. ValueError if it is not empty."""
    start, end = node.start_mark.index, node.end_mark.index
    if text[start:end].replace(" ", "") not in {"", "[]"}:
        raise ValueError("neither a block list nor an empty one")
    kept = text[:start].rstrip(" ")
    text = kept + text[end:]
    return text, _end_of_line(text, len(kept))


def _end_of_line(text: str, index: int) -> int:
    found = text.find("\n", index)
    return len(text) if found < 0 else found + 1


def _check_inserted(old: str, new: str, key: str, entry: str) -> None:
    """Raise ValueError unless `new` says what `old` says, and `entry` at the end of `key`: nothing is guessed."""
    before, added = _plain(old) or {}, _plain(entry)  # a text may hold comments alone
    try:
        after = _plain(new)
    except yaml.YAMLError:
        raise ValueError("the entry does not fit in") from None
    if after != {**before, key: [*(before.get(key) or []), *added]}:
        raise ValueError("the entry changes the rest")


def _plain(text: str) -> Any:
    return yaml.load(text, yaml.BaseLoader)  # noqa: S506 - it makes nothing but texts, lists and dicts
