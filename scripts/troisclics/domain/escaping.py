"""Escape values for Markdown texts and for HTML, so that they contain no markup but what is allowed here."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markupsafe import escape

_ACTING = re.compile(r"[&<>\"*_`\[\]{}\\|~^]")
_SPACES = re.compile(r"[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_STARTS = re.compile(r"[#+:=!-](?![0-9])")
_NUMBERED = re.compile(r"\A([0-9]+)([.)])(?=\s|\Z)")
_LINK = re.compile(r"\[([^\[\]\n]+)\]\((https?://[^\s()<>\"'`\\]+)\)")
_BOLD = re.compile(r"\*\*([^*\n]+)\*\*")
_RAW = re.compile(
    r"(?P<template>\{\{.*?\}\}|\{%.*?%\})|(?P<link>!?\[[^\[\]\n]+\]\([^()\n]*\))|(?P<mark>\*\*|~~[^~\n]+~~|`[^`\n]+`|__\w[^_\n]*__)"
)
_IN_ADDRESS = re.compile(r"[()\[\]<>\"'`*_\\{}|^\s]")


FORMATTED = ("note", "description")
"""The keys of a local fact that may hold links and bold words."""
_INSTEAD = {
    "template": "écrire la valeur en toutes lettres : dans une fiche, les accolades ne sont pas remplacées",
    "link": "donner une adresse complète, qui commence par https://, ou nommer la page en toutes lettres",
    "mark": "retirer ces signes : seuls « **gras** » et « [mots](https://…) » sont mis en forme, l'un hors de l'autre",
}


class Markup(str):
    """Trusted Markdown or HTML, made by this program or a national text, which is not escaped."""

    __slots__ = ()


def escape_text(text: str) -> str:
    """Escape `text` for a line of Markdown: markup characters as entities, line ends as spaces.

    At its start, what could begin a list, a heading, a definition or an admonition is escaped too.
    """
    text = _ACTING.sub(_entity, _CONTROLS.sub("", _SPACES.sub(" ", text)).strip(" "))
    text = _NUMBERED.sub(lambda match: match[1] + _entity_of(match[2]), text)
    return _STARTS.sub(_entity, text, count=1) if _STARTS.match(text) else text


def inline_html(text: str) -> str:
    """Return a value of a department as HTML: its links to web addresses, its bold words, and the rest escaped."""
    parts, at = [], 0
    for link in _LINK.finditer(text):
        parts += [_bold(text[at : link.start()]), f'<a href="{escape(link[2])}">{_bold(link[1])}</a>']
        at = link.end()
    return "".join([*parts, _bold(text[at:])])


def find_raw(text: str) -> Iterator[tuple[str, str]]:
    """Yield what a department has typed as Markdown and `inline_html` leaves as typed, with what to do instead."""
    for match in _RAW.finditer(_BOLD.sub(" ", _LINK.sub("\n", text))):  # bold words stay on a line, without a link
        yield match[0], _INSTEAD[match.lastgroup or ""]


def plain_text(text: str) -> str:
    """Return a value of a department as plain text: addresses in parentheses behind the words of their links."""
    return _BOLD.sub(r"\1", _LINK.sub(r"\1 (\2)", text))


def _bold(text: str) -> str:
    return _BOLD.sub(r"<strong>\1</strong>", str(escape(text)))


def escape_address(address: str) -> str:
    """Escape `address` for the parentheses of a Markdown link."""
    return _IN_ADDRESS.sub(lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode()), address)


def _entity(match: re.Match[str]) -> str:
    return _entity_of(match[0])


def _entity_of(char: str) -> str:
    return f"&#{ord(char)};"
