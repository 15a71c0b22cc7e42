"""The frame of a page is rendered once; what changes from page to page and site to site is a hole in it.

A template that is *cut* gives a mark instead of its text, so that one rendering of the whole page shows where its
output goes. Holes are: the page's content, the menu, the table of contents, the seams, and the folder of the
department in absolute addresses.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import jinja2

from ..staging.stage import FOLDER

_MARK = re.compile(rf"\x02([a-z0-9/_.-]+)\x03|({FOLDER}/)")

Part = bytes | str
"""A piece of a page: bytes as they are, or the name of a hole."""


@dataclass(frozen=True, slots=True)
class PageTemplate:
    """A rendered template as pieces in order, holes among them."""

    parts: tuple[Part, ...]

    def fill(self, values: dict[str, PageTemplate]) -> PageTemplate:
        """This frame with the holes named in `values` filled; neighbouring bytes become one piece."""
        out: list[Part] = []
        for part in self.parts:
            for piece in values[part].parts if isinstance(part, str) and part in values else (part,):
                if out and isinstance(piece, bytes) and isinstance(out[-1], bytes):
                    out[-1] += piece
                else:
                    out.append(piece)
        return PageTemplate(tuple(out))

    def to_bytes(self, value: Callable[[str], bytes]) -> bytes:
        """The whole, each hole that is left filled by `value(name)`."""
        return b"".join([part if isinstance(part, bytes) else value(part) for part in self.parts])


def mark(name: str) -> str:
    """What a cut template, or a value not known yet, prints."""
    return f"\x02{name}\x03"


def read_frame(text: str) -> PageTemplate:
    """The frame in a rendered text: marks and the stand-in of the folder become holes."""
    parts: list[Part] = []
    end = 0
    for match in _MARK.finditer(text):
        parts += [encode(text[end : match.start()]), match[1] or "folder"]
        end = match.end()
    return PageTemplate((*parts, encode(text[end:])))


def encode(text: str) -> bytes:
    """As MkDocs writes pages."""
    return text.encode("utf-8", errors="xmlcharrefreplace")


def cut(env: jinja2.Environment, names: Iterable[str]) -> jinja2.Environment:
    """`env`, in which each of the templates `names` prints its mark."""
    marks = jinja2.DictLoader({name: mark(name) for name in names})
    assert env.loader is not None  # noqa: S101 - MkDocs always sets one
    return env.overlay(loader=jinja2.ChoiceLoader([marks, env.loader]))
