"""Turn MkDocs' warnings about links into findings, with the source file, the line and a fix."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from dataclasses import dataclass

from ..domain.link_targets import suggest_link
from ..messages import finding
from ..model import ALL_DEPARTMENTS, Finding, Place, Project, Site
from ..sandbox.foreign_code import RecordedWarning
from .written_at import is_written, written_at

_NO_TARGET = re.compile(r"Doc file '(?P<uri>.+?\.md)' contains an? (?:\w+ )*link '(?P<link>.*?)', (?:but|it) ", re.S)
_NO_ANCHOR = re.compile(
    r"Doc file '(?P<uri>.+?\.md)' contains a link '(?P<link>.*?)', but "
    r"(?:the doc '.*?' does not contain an anchor|there is no such anchor)",
    re.S,
)


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
    """Return a finding for each of the `links` of a site, sorted.

    A page that shows the texts of others repeats their links, at other addresses: they are told once, where written.
    """
    every = list(links)
    written = {dead for dead in every if is_written(project, site, dead.uri, dead.link)}
    targets = {_target(dead) for dead in written}
    uris = [page.uri for page in site.pages]
    found = set[Finding]()
    for dead in every:
        if dead not in written and _target(dead) in targets:
            continue
        place, department = _locate(dead, site, project)
        hint = "" if dead.to_anchor else suggest_link(dead.uri, dead.link, uris)
        rule = "ancre-introuvable" if dead.to_anchor else "lien-introuvable"
        found.add(finding(rule, place, department, link=dead.link, hint=hint))
    return sorted(found)


def _target(dead: DeadLink) -> str:
    """Return where a link leads, as a path from the root of the site, with its anchor."""
    path, hash_, anchor = dead.link.partition("#")
    return posixpath.normpath(posixpath.join(dead.uri, "..", path)) + hash_ + anchor


def _locate(dead: DeadLink, site: Site, project: Project) -> tuple[Place, str]:
    """Return where the fault is, and in which department.

    If a national text links to a heading of a page that the delegation replaces, the replacement lacks the heading.
    """
    place, whose = written_at(project, site, dead.uri, dead.link)
    target = _target(dead).partition("#")[0]
    if dead.to_anchor and whose == ALL_DEPARTMENTS:
        for overlay in site.department.overlays if site.department else ():
            if overlay.uri == target:
                return overlay.at, site.name
    return place, whose
