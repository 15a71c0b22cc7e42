"""One look at all built sites, for every family of rules: a site is read, looked at by all rules, and let go.

Each process remembers the texts that sites share, not the sites: memory does not grow with their number.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..clicks import BuiltSite, files_of, find_sites, fingerprint, load_site
from ..model import Finding, Place, Project
from ..system.workers import parallel_map
from . import Subject, breadth, click_depth, integrity, layout_consistency, published
from .integrity import Neighbours
from .site_faults import SiteFault, tell
from .source_locator import Origins


@dataclass(frozen=True, slots=True)
class SiteReport:
    """What was seen of one site: its faults, its fingerprint, how many of the pages it lists were looked at.

    `digests` are those of the whole fingerprint and of what the portal has in common with departments.
    """

    slug: str
    faults: tuple[SiteFault, ...]
    digests: tuple[str, str]
    pages: int


@dataclass(frozen=True, slots=True)
class Survey:
    """What was found in all sites, once for each fault."""

    findings: tuple[Finding, ...]

    def of(self, rules: frozenset[str]) -> list[Finding]:
        """What some rules have found."""
        return [found for found in self.findings if found.rule in rules]


_last: tuple[Subject, Survey] | None = None


def survey(subject: Subject) -> Survey:
    """What all rules on built sites find; the sites are read once for one subject."""
    global _last  # noqa: PLW0603 - every family asks for the same subject, one after the other
    if _last is None or _last[0] is not subject:
        assert subject.site is not None  # noqa: S101 - `built` checks are run only where there are sites
        _last = subject, survey_sites(subject.root, subject.project, subject.site)
    return _last[1]


def survey_sites(root: Path, project: Project, out: Path, jobs: int | None = None) -> Survey:
    """Look at all sites built in `out` from the project at `root`, in `jobs` processes (default: one a processor)."""
    slugs = find_sites(out)
    look = _Look(project, out, slugs)
    # The portal and a department are read here, so that the processes forked next start with all that is shared.
    reports = [*map(look, slugs[:2]), *parallel_map(look, slugs[2:], jobs or len(os.sched_getaffinity(0)))]
    faults = [fault for report in reports for fault in report.faults]
    faults += published.check_sites(slugs, project)
    digests = {report.slug: report.digests for report in reports if report.digests[0]}
    faults += layout_consistency.check_same(digests, look.load)
    faults += published.check_count(sum(report.pages for report in reports), _published(out, slugs))
    return Survey(tuple(tell(faults, Origins(root), len(slugs))))


class _Look:
    """Looks at one site after the other."""

    def __init__(self, project: Project, out: Path, slugs: Sequence[str]) -> None:
        self._project, self._out = project, out
        self._files = _share_equal((slug, files_of(out, slug, slugs)) for slug in slugs)
        self._portal = self._try("") if "" in self._files else None
        self._wanted = {"", *(department.slug for department in project.departments)}
        self._neighbours = Neighbours(self._files, self._portal, self._wanted - set(slugs))

    def load(self, slug: str) -> BuiltSite:
        """Read a site."""
        return load_site(self._out, slug, self._files[slug])

    def _try(self, slug: str) -> BuiltSite | None:
        try:
            return self.load(slug)
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def __call__(self, slug: str) -> SiteReport:
        site = self._try(slug) if slug else self._portal
        if site is None:
            place = Place(f"{slug}/api/pages.json".lstrip("/"))
            return SiteReport(slug, (SiteFault("site-illisible", slug, place=place),), ("", ""), 0)
        if slug not in self._wanted:
            return SiteReport(slug, (), ("", ""), len(site.listed))  # a site of nobody: that is said elsewhere
        faults = [
            *click_depth.check_clicks(site, self._portal, self._project),
            *breadth.check_breadth(site, self._project),
            *layout_consistency.check_places(site),
            *integrity.check_integrity(site, self._neighbours),
            *integrity.check_leaving(site, self._neighbours),
            *published.check_published(site, self._project),
        ]
        told = {fault.values for fault in faults if fault.rule == "page-non-construite"}
        looked_at = sum(file in site.pages or (("file", file),) in told for file in site.listed)
        print_ = fingerprint(site)
        return SiteReport(slug, tuple(faults), (print_.digest, print_.common), looked_at)


def _share_equal(entries: Iterable[tuple[str, frozenset[str]]]) -> dict[str, frozenset[str]]:
    """The files of each site; departments that have the same files have the same set."""
    known: dict[frozenset[str], frozenset[str]] = {}
    return {slug: known.setdefault(files, files) for slug, files in entries}


def _published(out: Path, slugs: Iterable[str]) -> int:
    """How many pages the sites say that they have, read again and apart from what the rules saw."""
    count = 0
    for slug in slugs:
        try:
            count += len(json.loads((out / slug / "api" / "pages.json").read_bytes())["pages"])
        except (OSError, ValueError, KeyError, TypeError):
            continue  # said of the site itself
    return count


def family(rules: frozenset[str]) -> Callable[[Subject], Iterable[Finding]]:
    """The function of a check that tells what `rules` found in the survey."""
    return lambda subject: survey(subject).of(rules)
