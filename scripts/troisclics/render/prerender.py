"""What sites share, made before any of them: its pages are shared out over processes, whose work all sites then use."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from ..merge.merger import Merger
from ..model import Department, Finding, Site, SitePage
from ..system.workers import parallel_map
from .engine import Engine

Sample = tuple[SitePage, Site]
"""A page as one site has it."""


def prepare(
    engine: Engine, merger: Merger, portal: Site, chosen: Sequence[Department | None], processes: int
) -> list[Finding]:
    """Make what the sites of `chosen` share of the pages of `portal`, and the last build did not leave.

    What MkDocs warns of is said when a page is made for a site.

    Returns:
        A finding for each text that takes too long.

    Raises:
        RenderError, OSError: A page cannot be made.
    """
    unknown = dataclasses.replace(portal, pages=tuple(page for page in portal.pages if not engine.knows(page)))
    missing = _samples(merger, unknown, chosen)
    if not missing:
        return []
    first = engine.prepare(missing[0])  # MkDocs is open then, and its templates compiled, for all processes
    engine.take(first)
    found = list(first.findings)
    for prepared in parallel_map(engine.prepare, missing[1:], processes):
        engine.take(prepared)
        found += prepared.findings
    return found


def _samples(merger: Merger, portal: Site, chosen: Sequence[Department | None]) -> list[list[Sample]]:
    """For each page of `portal`, what it is like there, in a department, and in one that completes it."""
    found: dict[str, list[Sample]] = {}
    wanted: dict[int, set[str]] = {}
    for page in portal.pages:
        found[page.uri] = [(page, portal)] if None in chosen else []
        for completed in (False, True):
            if first := _first(chosen, page, completed=completed):
                wanted.setdefault(first[0], set()).add(first[1])
    for number in sorted(wanted):
        site = merger.merge(chosen[number], [], wanted[number])
        for page in site.pages:
            if page.uri in found:
                found[page.uri].append((page, site))
    return list(found.values())


def _first(chosen: Sequence[Department | None], page: SitePage, *, completed: bool) -> tuple[int, str] | None:
    """The first of the departments that completes a page, or does not, and the file that makes it so."""
    for number, department in enumerate(chosen):
        if department is None:
            continue
        overlay = next((one for one in department.overlays if one.uri == page.uri), None)
        if (overlay is not None) == completed:
            return number, overlay.at.file if overlay else page.edit
    return None
