"""What MkDocs warns of in the links of a page, as findings: the file that somebody wrote, its line, and how to mend."""

from __future__ import annotations

import difflib
import posixpath
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..messages import finding
from ..model import ALL_DEPARTMENTS, Finding, Place, Project, Site
from .foreign import Warned

_NO_TARGET = re.compile(r"Doc file '(?P<uri>.+?\.md)' contains an? (?:\w+ )*link '(?P<link>.*?)', (?:but|it) ", re.S)
_NO_ANCHOR = re.compile(
    r"Doc file '(?P<uri>.+?\.md)' contains a link '(?P<link>.*?)', but "
    r"(?:the doc '.*?' does not contain an anchor|there is no such anchor)",
    re.S,
)


_ALIKE = 0.8
"""How alike two paths must be, for one to be proposed for the other."""


@dataclass(frozen=True, slots=True)
class DeadLink:
    """A link of the page `uri`, as MkDocs read it, that leads to no page or file, or (`to_anchor`) to no heading."""

    uri: str
    link: str
    to_anchor: bool = False


def dead_links(warned: Iterable[Warned]) -> tuple[list[DeadLink], list[Warned]]:
    """The links that warnings of MkDocs are about, and the warnings that are about something else."""
    links: list[DeadLink] = []
    others: list[Warned] = []
    for one in warned:
        anchor = _NO_ANCHOR.match(one.text)
        match = anchor or _NO_TARGET.match(one.text)
        if one.part or match is None:
            others.append(one)
        else:
            links.append(DeadLink(match["uri"], match["link"], anchor is not None))
    return links, others


def explain_dead_links(links: Iterable[DeadLink], site: Site, project: Project) -> list[Finding]:
    """A finding for each of the `links` of a site, sorted."""
    uris = [page.uri for page in site.pages]
    found = set[Finding]()
    for dead in links:
        place, department = _written(dead, site, project)
        hint = "" if dead.to_anchor else _hint(dead, uris)
        rule = "ancre-introuvable" if dead.to_anchor else "lien-introuvable"
        found.add(finding(rule, place, department, link=dead.link, hint=hint))
    return sorted(found)


def _written(dead: DeadLink, site: Site, project: Project) -> tuple[Place, str]:
    """Where the fault is, and whose: in the delegation's text where it holds the link, else in the nation's.

    Where the nation's links to a heading of a page that the delegation has replaced, the replacement lacks it.
    """
    national = (page for page in project.tree.pages if page.uri == dead.uri)
    texts = [(page.at.file, page.body_line, page.body, ALL_DEPARTMENTS) for page in national]
    overlays = {overlay.uri: overlay for overlay in site.department.overlays} if site.department else {}
    if local := overlays.get(dead.uri):
        texts.insert(0, (local.at.file, local.body_line, local.body, site.name))
    for file, first, body, whose in texts:
        if line := _line(body, dead.link):
            aimed = overlays.get(posixpath.normpath(posixpath.join(dead.uri, "..", dead.link.partition("#")[0])))
            if dead.to_anchor and aimed and whose == ALL_DEPARTMENTS:
                return aimed.at, site.name
            return Place(file, first + line - 1), whose
    # In no text as it is: a list made by a template, or a link that Markdown put together.
    file, first, _, whose = texts[0]
    return Place(file, first), whose


def _line(body: str, link: str) -> int:
    """The first line of `body` that names `link` as a whole, counted from 1; 0 if none does."""
    pattern = re.compile(rf"(?<![\w./-]){re.escape(link)}(?![\w./-])")
    return next((number for number, line in enumerate(body.split("\n"), 1) if pattern.search(line)), 0)


def _hint(dead: DeadLink, uris: Sequence[str]) -> str:
    """What was probably meant."""
    if dead.link.startswith("www."):
        return f" (« https://{dead.link} » ?)"
    folder = posixpath.dirname(dead.uri)
    wanted = posixpath.normpath(posixpath.join(folder, dead.link.partition("#")[0].strip("/")))
    close = list(_close(wanted, uris))
    return f" (« {posixpath.relpath(close[0], folder or '.')} » ?)" if close else ""


def _close(wanted: str, uris: Sequence[str]) -> Iterator[str]:
    """The pages that `wanted` may stand for: of the same name elsewhere, else of nearly the same path."""
    name = posixpath.basename(wanted).removesuffix(".md")
    yield from (uri for uri in uris if uri.endswith((f"/{name}.md", f"/{name}/index.md")))
    yield from difflib.get_close_matches(wanted[:200], uris, 1, _ALIKE)
