"""Render the layout of a page once, with placeholders for what changes between pages and sites.

A template that is *stubbed* prints a marker instead of its text, so that a rendering of the whole page shows where its
output goes. Placeholders are: the content of the page, the menu, the table of contents, the seams, and the folder of
the department in absolute URLs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import jinja2

from ..staging.stage import FOLDER

_MARKER = re.compile(rf"\x02([a-z0-9/_.-]+)\x03|({FOLDER}/)")

Part = bytes | str
"""A part of a page: bytes, or the name of a placeholder."""


@dataclass(frozen=True, slots=True)
class PageTemplate:
    """A rendered template as a sequence of bytes and placeholders."""

    parts: tuple[Part, ...]

    def fill(self, values: dict[str, PageTemplate]) -> PageTemplate:
        """Return a template with the placeholders in `values` filled, neighbouring bytes joined."""
        out: list[Part] = []
        for part in self.parts:
            for fragment in values[part].parts if isinstance(part, str) and part in values else (part,):
                if out and isinstance(fragment, bytes) and isinstance(out[-1], bytes):
                    out[-1] += fragment
                else:
                    out.append(fragment)
        return PageTemplate(tuple(out))

    def to_bytes(self, value: Callable[[str], bytes]) -> bytes:
        """Return the bytes of the page; each remaining placeholder becomes `value(name)`."""
        return b"".join([part if isinstance(part, bytes) else value(part) for part in self.parts])


def marker(name: str) -> str:
    """Return what a stubbed template, or a value not known yet, prints."""
    return f"\x02{name}\x03"


def read_template(text: str) -> PageTemplate:
    """Split a rendered text at its markers and at the stand-in of the department's folder."""
    parts: list[Part] = []
    end = 0
    for match in _MARKER.finditer(text):
        parts += [encode(text[end : match.start()]), match[1] or "folder"]
        end = match.end()
    return PageTemplate((*parts, encode(text[end:])))


def encode(text: str) -> bytes:
    """Encode a page as MkDocs does."""
    return text.encode("utf-8", errors="xmlcharrefreplace")


def stub_templates(env: jinja2.Environment, names: Iterable[str]) -> jinja2.Environment:
    """Return `env` with each of the templates `names` replaced with its marker."""
    markers = jinja2.DictLoader({name: marker(name) for name in names})
    assert env.loader is not None  # noqa: S101 - MkDocs always sets one
    return env.overlay(loader=jinja2.ChoiceLoader([markers, env.loader]))
