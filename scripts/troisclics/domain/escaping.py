"""The one place where a value becomes a part of a Markdown text without saying anything in Markdown or HTML."""

from __future__ import annotations

import re

_ACTING = re.compile(r"[&<>\"*_`\[\]{}\\|~^]")
_SPACES = re.compile(r"[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_STARTS = re.compile(r"[#+:=!-](?![0-9])")
_NUMBERED = re.compile(r"\A([0-9]+)([.)])(?=\s|\Z)")
_IN_ADDRESS = re.compile(r"[()\[\]<>\"'`*_\\{}|^\s]")


class Markup(str):
    """A text that is meant to be Markdown or HTML, made by this program or by a national text: written as it is."""

    __slots__ = ()


def escape_text(text: str) -> str:
    """`text` for a line of Markdown: what could act in Markdown or HTML as entities, line ends as spaces.

    What could start a list, a heading, a definition or an admonition is an entity where `text` starts with it.
    """
    text = _ACTING.sub(_entity, _CONTROLS.sub("", _SPACES.sub(" ", text)).strip(" "))
    text = _NUMBERED.sub(lambda match: match[1] + _entity_of(match[2]), text)
    return _STARTS.sub(_entity, text, count=1) if _STARTS.match(text) else text


def escape_address(address: str) -> str:
    """`address` for the parentheses of a Markdown link."""
    return _IN_ADDRESS.sub(lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode()), address)


def _entity(match: re.Match[str]) -> str:
    return _entity_of(match[0])


def _entity_of(char: str) -> str:
    return f"&#{ord(char)};"
