"""Make the pages that sites share before any of the sites, in parallel processes, for all of them."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from ..merge.merger import Merger
from ..model import Department, Finding, Site, SitePage
from ..system.workers import parallel_map
from .engine import Engine

Sample = tuple[SitePage, Site]
"""A page, and the site whose version of it is made."""


def prerender_shared(
    engine: Engine, merger: Merger, portal: Site, chosen: Sequence[Department | None], processes: int
) -> list[Finding]:
    """Make the pages of `portal` that the sites of `chosen` share and the last build did not keep.

    Warnings of MkDocs are reported when a page is made for a site.

    Returns:
        A finding for each text that takes too long.

    Raises:
        RenderError, OSError: A page cannot be made.
    """
    unknown = dataclasses.replace(portal, pages=tuple(page for page in portal.pages if not engine.has_cached(page)))
    missing = _samples(merger, unknown, chosen)
    if not missing:
        return []
    first = engine.prerender(missing[0])  # MkDocs is open then, and its templates compiled, for all processes
    engine.add_prerendered(first)
    found = list(first.findings)
    for prepared in parallel_map(engine.prerender, missing[1:], processes):
        engine.add_prerendered(prepared)
        found += prepared.findings
    return found


def _samples(merger: Merger, portal: Site, chosen: Sequence[Department | None]) -> list[list[Sample]]:
    """Return, for each page of `portal`, its versions: there, in a department, and in one that completes it."""
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
    """Return the first department that completes a page (or does not), with the file to merge for it."""
    for number, department in enumerate(chosen):
        if department is None:
            continue
        overlay = next((one for one in department.overlays if one.uri == page.uri), None)
        if (overlay is not None) == completed:
            return number, overlay.at.file if overlay else page.edit
    return None
