"""Lists made from the shared tree, as Markdown: the site map, the glossary, what is new, all benefits in one text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial

from markdown.extensions.toc import slugify

from .french import format_date
from .model import Page, Tree
from .urls import relative_path

MAX_LATEST = 4
"""How many entries `latest` gives."""

ON_PAPER = "Demandez à votre délégation : ses coordonnées sont au début de ce document."
"""What stands for the local part in a text that is the same for all departments."""

_HEADING = re.compile(r"^## +(?P<title>[^\n{]+?) *$", re.M)
_ANY_HEADING = re.compile(r"^(?P<signs>#{2,5}) +(?P<title>[^\n]*?)(?: *\{:? *#[\w-]+ *\})? *$", re.M)
_LINK = re.compile(r"\]\((?P<uri>[\w./-]+\.md)(?P<anchor>#[\w-]+)?\)")
_LOCAL = re.compile(r"^<!-- local -->$", re.M)


def site_map(tree: Tree, here: str) -> str:
    """All shared pages as a list, by section, in the order of the menu and then of their titles."""
    titles = {page.uri: page.meta.title for page in tree.pages}
    apart = sorted((uri for uri in titles if uri not in tree.menu), key=lambda uri: titles[uri])
    lines: list[str] = []
    for uri in (*tree.menu, *apart):
        folder, _, name = uri.rpartition("/")
        indent = "    " if folder and name != "index.md" else ""
        lines.append(f"{indent}- [{titles[uri]}]({relative_path(here, uri)})")
    return "\n".join(lines)


def glossary(tree: Tree) -> str:
    """All terms as paragraphs, in alphabetical order."""
    terms = sorted(tree.terms, key=lambda term: term.term.casefold())
    return "\n\n".join(f"**{term.term}** : {term.expansion}.\n{term.definition}" for term in terms)


def latest(tree: Tree, here: str, uri: str) -> str:
    """Links to the first headings of the page `uri`, which is written from the latest to the oldest.

    Raises ValueError if there is no such page.
    """
    found = [page for page in tree.pages if page.uri == uri]
    if not found:
        raise ValueError(f"aucune page ne s'appelle « {uri} »")
    titles = [match["title"] for match in _HEADING.finditer(found[0].body)][:MAX_LATEST]
    return "\n".join(f"- [{title}]({relative_path(here, uri)}#{slugify(title, '-')})" for title in titles)


def booklet(tree: Tree, here: str, text_of: Callable[[Page], str]) -> str:
    """All benefits in the order of the menu, each under a heading of its own, after their table of contents.

    `text_of` gives the expanded text of a page. Links between benefits stay within the booklet.
    """
    pages = {page.uri: page for page in tree.pages}
    benefits = [pages[uri] for uri in tree.menu if pages[uri].meta.kind == "benefit"]
    inside = {page.uri for page in benefits}
    contents = [f"- [{page.meta.title}](#{_anchor(page.uri)})" for page in benefits]
    parts = [part for page in benefits for part in _chapter(page, here, inside, text_of(page))]
    return "\n\n".join(["\n".join(contents), *parts])


def _chapter(page: Page, here: str, inside: set[str], text: str) -> Iterator[str]:
    """The Markdown blocks of one benefit: headings one level down, no anchor of its own but that of its title."""
    yield f"## {page.meta.title} {{: #{_anchor(page.uri)} .chapter }}"
    yield page.meta.description
    text = _LOCAL.sub(ON_PAPER, text)
    text = _ANY_HEADING.sub(lambda found: f"{found['signs']}# {found['title']}", text)
    yield _LINK.sub(partial(_link, page.uri, here, inside), text).strip("\n")
    if page.meta.last_reviewed_on:
        yield f"*Vérifié le {format_date(page.meta.last_reviewed_on)}.*"


def _link(from_uri: str, here: str, inside: set[str], found: re.Match[str]) -> str:
    """A link written on the page `from_uri`, as the page `here` must write it."""
    folder, parts = from_uri.rpartition("/")[0].split("/"), found["uri"].split("/")
    while parts[0] == "..":
        folder, parts = folder[:-1], parts[1:]
    uri = "/".join([*filter(None, folder), *parts])
    return f"](#{_anchor(uri)})" if uri in inside else f"]({relative_path(here, uri)}{found['anchor'] or ''})"


def _anchor(uri: str) -> str:
    return uri.removesuffix(".md").replace("/", "-")
