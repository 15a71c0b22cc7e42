"""Turn MkDocs' warnings about links into findings, with the source file, the line and a fix."""

from __future__ import annotations

import difflib
import posixpath
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..messages import finding
from ..model import ALL_DEPARTMENTS, Finding, Place, Project, Site
from ..sandbox.foreign_code import RecordedWarning
from .written_at import written_at

_NO_TARGET = re.compile(r"Doc file '(?P<uri>.+?\.md)' contains an? (?:\w+ )*link '(?P<link>.*?)', (?:but|it) ", re.S)
_NO_ANCHOR = re.compile(
    r"Doc file '(?P<uri>.+?\.md)' contains a link '(?P<link>.*?)', but "
    r"(?:the doc '.*?' does not contain an anchor|there is no such anchor)",
    re.S,
)


_ALIKE = 0.8
"""The similarity (0 to 1) from which one path is suggested for another."""


@dataclass(frozen=True, slots=True)
class DeadLink:
    """A link of the page `uri`, as MkDocs read it, to a missing page or file, or (`to_anchor`) a missing heading."""

    uri: str
    link: str
    to_anchor: bool = False


def dead_links(warned: Iterable[RecordedWarning]) -> tuple[list[DeadLink], list[RecordedWarning]]:
    """Return the links that warnings of MkDocs are about, and all other warnings."""
    links: list[DeadLink] = []
    others: list[RecordedWarning] = []
    for one in warned:
        anchor = _NO_ANCHOR.match(one.text)
        match = anchor or _NO_TARGET.match(one.text)
        if one.part or match is None:
            others.append(one)
        else:
            links.append(DeadLink(match["uri"], match["link"], anchor is not None))
    return links, others


def explain_dead_links(links: Iterable[DeadLink], site: Site, project: Project) -> list[Finding]:
    """Return a finding for each of the `links` of a site, sorted."""
    uris = [page.uri for page in site.pages]
    found = set[Finding]()
    for dead in links:
        place, department = _locate(dead, site, project)
        hint = "" if dead.to_anchor else _hint(dead, uris)
        rule = "ancre-introuvable" if dead.to_anchor else "lien-introuvable"
        found.add(finding(rule, place, department, link=dead.link, hint=hint))
    return sorted(found)


def _locate(dead: DeadLink, site: Site, project: Project) -> tuple[Place, str]:
    """Return where the fault is, and in which department.

    If a national text links to a heading of a page that the delegation replaces, the replacement lacks the heading.
    """
    place, whose = written_at(project, site, dead.uri, dead.link)
    target = posixpath.normpath(posixpath.join(dead.uri, "..", dead.link.partition("#")[0]))
    if dead.to_anchor and whose == ALL_DEPARTMENTS:
        for overlay in site.department.overlays if site.department else ():
            if overlay.uri == target:
                return overlay.at, site.name
    return place, whose


def _hint(dead: DeadLink, uris: Sequence[str]) -> str:
    """Suggest what was probably meant, in French; "" if nothing comes close."""
    if dead.link.startswith("www."):
        return f" (« https://{dead.link} » ?)"
    folder = posixpath.dirname(dead.uri)
    wanted = posixpath.normpath(posixpath.join(folder, dead.link.partition("#")[0].strip("/")))
    close = list(_close(wanted, uris))
    return f" (« {posixpath.relpath(close[0], folder or '.')} » ?)" if close else ""


def _close(wanted: str, uris: Sequence[str]) -> Iterator[str]:
    """Yield the pages that `wanted` may stand for: of the same name in another folder, then of a similar path."""
    name = posixpath.basename(wanted).removesuffix(".md")
    yield from (uri for uri in uris if uri.endswith((f"/{name}.md", f"/{name}/index.md")))
    yield from difflib.get_close_matches(wanted[:200], uris, 1, _ALIKE)
