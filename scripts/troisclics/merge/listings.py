"""Generate Markdown lists from the shared tree: site map, glossary, latest news, all benefits in one text."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from ..domain.escaping import escape_text
from ..domain.french import format_date
from ..domain.markdown_lines import read_lines
from ..domain.urls import page_url, relative_path
from ..model import Page, Tree
from ..model.conventions import GLOSSARY
from .relocation import Relocation, headings, ids_of, relocate

MAX_LATEST = 4
"""The maximum number of entries of `latest`."""

ON_PAPER = "Demandez à votre délégation : ses coordonnées sont au début de ce document."
"""Replaces the local part in the booklet, which is the same for all departments."""

_LOCAL = re.compile(r"^<!-- local -->$", re.M)
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|/", re.I)
_TO_ITSELF = re.compile(r"""(?:\]\(<?|\]: *<?|href=["'])#""")


def site_map(tree: Tree, here: str) -> str:
    """Return all shared pages as a list by section, in the order of the menu; pages outside it follow by title."""
    titles = {page.uri: page.meta.title for page in tree.pages}
    apart = sorted((uri for uri in titles if uri not in tree.menu), key=lambda uri: titles[uri])
    lines: list[str] = []
    for uri in (*tree.menu, *apart):
        folder, _, name = uri.rpartition("/")
        indent = "    " if folder and name != "index.md" else ""
        lines.append(f"{indent}- [{titles[uri]}]({relative_path(here, uri)})")
    return "\n".join(lines)


def glossary(tree: Tree, here: str) -> str:
    """Return all terms as paragraphs, in alphabetical order."""
    terms = sorted(tree.terms, key=lambda term: term.term.casefold())
    move = _LinkMapper(GLOSSARY, here)  # addresses in definitions are relative to the glossary
    return "\n\n".join(
        f"**{escape_text(term.term)}** : {escape_text(term.expansion)}.\n"
        f"{relocate(term.definition, move.place(f'terme-{number}'))}"
        for number, term in enumerate(terms)
    )


def latest(tree: Tree, here: str, uri: str) -> str:
    """Return links to the first headings of the page `uri`, whose newest entries come first.

    Raises ValueError if there is no such page.
    """
    found = [page for page in tree.pages if page.uri == uri]
    if not found:
        raise ValueError(f"aucune page ne s'appelle « {uri} »")
    entries = [(name, anchor) for level, anchor, name in headings(found[0].body) if level == 2][:MAX_LATEST]
    return "\n".join(f"- [{_no_brackets(name)}]({relative_path(here, uri)}#{anchor})" for name, anchor in entries)


def _no_brackets(name: str) -> str:
    return name.replace("[", "&#91;").replace("]", "&#93;")


def booklet(tree: Tree, here: str, text_of: Callable[[Page], str]) -> str:
    """Return all benefits in the order of the menu, each under its own heading, after a table of contents.

    `text_of` returns the expanded text of a page. Links between benefits stay within the booklet.
    """
    pages = {page.uri: page for page in tree.pages}
    benefits = [pages[uri] for uri in tree.menu if pages[uri].meta.kind == "benefit"]
    texts = {page.uri: _LOCAL.sub(ON_PAPER, text_of(page)) for page in benefits}
    ids = {uri: ids_of(text) if _is_linked(uri, texts) else frozenset[str]() for uri, text in texts.items()}
    wanted = {uri: set[str]() for uri in texts}
    for page in benefits:  # which headings keep an id is known only once all links have been read
        relocate(texts[page.uri], _LinkMapper(page.uri, here, ids, wanted).place(_anchor(page.uri)))
    contents = [f"- [{page.meta.title}](#{_anchor(page.uri)})" for page in benefits]
    parts = [
        part for page in benefits for part in _chapter(page, _LinkMapper(page.uri, here, ids, wanted), texts[page.uri])
    ]
    return "\n\n".join(["\n".join(contents), *parts])


def _is_linked(uri: str, texts: Mapping[str, str]) -> bool:
    """Tell whether a text may link to an anchor of the page `uri`; a cheap test that may be wrong to say yes."""
    name = uri.rpartition("/")[2]
    return bool(_TO_ITSELF.search(texts[uri])) or any(f"{name}#" in text for text in texts.values())


def _chapter(page: Page, move: _LinkMapper, text: str) -> Iterator[str]:
    """Yield the Markdown blocks of one benefit: headings one level lower, with ids where links lead to them."""
    yield f"## {page.meta.title} {{: #{_anchor(page.uri)} .chapter }}"
    yield page.meta.description
    lines = read_lines(relocate(text, move.place(_anchor(page.uri))))
    yield "\n".join(f"#{line.raw}" if 1 < line.level < 6 else line.raw for line in lines).strip("\n")
    if page.meta.last_reviewed_on:
        yield f"*Vérifié le {format_date(page.meta.last_reviewed_on)}.*"


@dataclass(frozen=True, slots=True)
class _LinkMapper:
    """Rewrite addresses of a text moved from the page `there` to the page `here`.

    `ids` are the ids of each page that `here` also shows; `wanted` collects those that links lead to.
    """

    there: str
    here: str
    ids: Mapping[str, frozenset[str]] = field(default_factory=dict)
    wanted: dict[str, set[str]] = field(default_factory=dict)

    def place(self, name: str) -> Relocation:
        """Return how to relocate the text; its ids are prefixed with `name`."""
        return Relocation(self._link, self._raw, name, frozenset(self.wanted.get(self.there, ())))

    def _link(self, address: str) -> str:
        """Map an address written in Markdown, which is relative to the file."""
        if _ELSEWHERE.match(address):
            return address
        path, hash_, anchor = address.partition("#")
        folder = posixpath.dirname(self.there)
        uri = posixpath.normpath(posixpath.join(folder, path)) if path else self.there
        inside = unquote(uri)
        if inside in self.ids and not anchor:
            return f"#{_anchor(inside)}"
        if inside in self.ids and anchor in self.ids[inside]:
            self.wanted[inside].add(anchor)
            return f"#{_anchor(inside)}--{anchor}"
        slash = "/" if path.endswith("/") else ""
        return f"{relative_path(self.here, uri)}{slash}{hash_}{anchor}"

    def _raw(self, address: str) -> str:
        """Map an address written in HTML, which is relative to the URL of the page."""
        if _ELSEWHERE.match(address):
            return address
        if address.startswith("#"):
            return self._link(address)
        path = re.split("[?#]", address, maxsplit=1)[0]
        to = posixpath.normpath(posixpath.join(page_url(self.there), path))
        slash = "/" if path.endswith("/") or path in {"", ".", ".."} else ""
        return f"{posixpath.relpath(to, page_url(self.here) or '.')}{slash}{address[len(path) :]}"


def _anchor(uri: str) -> str:
    return uri.removesuffix(".md").replace("/", "-")
