"""Run all rules on built sites: each site is loaded once, checked by every family of rules, and released.

Each process keeps the texts that sites share, but not the sites: memory does not grow with their number.
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
from .site_faults import SiteFault, Surveyed, group_faults
from .source_locator import SourceLocator


@dataclass(frozen=True, slots=True)
class SiteReport:
    """The result for one site.

    Attributes:
        slug: its folder.
        faults: the faults found.
        digests: fingerprints of its layout: the whole, and what the portal shares with departments.
        pages: the number of listed pages that were checked.
    """

    slug: str
    faults: tuple[SiteFault, ...]
    digests: tuple[str, str]
    pages: int


@dataclass(frozen=True, slots=True)
class Survey:
    """The findings on all sites, one for each fault."""

    findings: tuple[Finding, ...]

    def of(self, rules: frozenset[str]) -> list[Finding]:
        """Return the findings of some rules."""
        return [found for found in self.findings if found.rule in rules]


_last: tuple[Subject, Survey] | None = None


def survey(subject: Subject) -> Survey:
    """Return the findings on the built sites, which are read once for the same subject."""
    global _last  # noqa: PLW0603 - every family asks for the same subject, one after the other
    if _last is None or _last[0] is not subject:
        assert subject.output is not None  # noqa: S101 - `built` checks are run only where there are sites
        _last = subject, survey_sites(subject.root, subject.shown, subject.output)
    return _last[1]


def survey_sites(root: Path, project: Project, out: Path, jobs: int | None = None) -> Survey:
    """Check all sites built in `out` from the project at `root`.

    Args:
        root: the folder of the project.
        project: the project as the sites of the day show it.
        out: the folder of the built sites.
        jobs: the number of processes; by default, one per processor.
    """
    slugs = find_sites(out)
    checker = _SiteChecker(project, out, slugs)
    # The portal and a department are read before forking, so that processes start with everything shared.
    reports = [*map(checker, slugs[:2]), *parallel_map(checker, slugs[2:], jobs or len(os.sched_getaffinity(0)))]
    faults = [fault for report in reports for fault in report.faults]
    faults += published.check_sites(slugs, project)
    digests = {report.slug: report.digests for report in reports if report.digests[0]}
    faults += layout_consistency.check_between_sites(digests, checker.load)
    faults += published.check_count(sum(report.pages for report in reports), _published(out, slugs))
    return Survey(tuple(group_faults(faults, SourceLocator(root), checker.surveyed(len(slugs)))))


class _SiteChecker:
    """Check one site at a time."""

    def __init__(self, project: Project, out: Path, slugs: Sequence[str]) -> None:
        self._project, self._out = project, out
        self._files = _share_equal((slug, files_of(out, slug, slugs)) for slug in slugs)
        self._portal = self._try("") if "" in self._files else None
        self._wanted = {"", *(department.slug for department in project.departments)}
        self._neighbours = Neighbours(self._files, self._portal, self._wanted - set(slugs))

    def surveyed(self, total: int) -> Surveyed:
        """Return what is known of the sites, `total` in number."""
        return Surveyed(total, self._portal is not None)

    def load(self, slug: str) -> BuiltSite:
        """Load a site."""
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
            return SiteReport(slug, (), ("", ""), len(site.listed))  # an unknown site, reported by `check_sites`
        faults = [
            *click_depth.check_clicks(site, self._portal, self._project),
            *breadth.check_breadth(site, self._project),
            *layout_consistency.check_within_site(site),
            *integrity.check_integrity(site, self._neighbours),
            *integrity.check_leaving(site, self._neighbours),
            *published.check_published(site, self._project),
        ]
        unbuilt = {fault.values for fault in faults if fault.rule == "page-non-construite"}
        checked = sum(file in site.pages or (("file", file),) in unbuilt for file in site.listed)
        print_ = fingerprint(site)
        return SiteReport(slug, tuple(faults), (print_.digest, print_.common), checked)


def _share_equal(entries: Iterable[tuple[str, frozenset[str]]]) -> dict[str, frozenset[str]]:
    """Return the files of each site; sites with equal files share one set."""
    known: dict[frozenset[str], frozenset[str]] = {}
    return {slug: known.setdefault(files, files) for slug, files in entries}


def _published(out: Path, slugs: Iterable[str]) -> int:
    """Return the number of pages that the sites list, read again independently of the rules."""
    count = 0
    for slug in slugs:
        try:
            count += len(json.loads((out / slug / "api" / "pages.json").read_bytes())["pages"])
        except (OSError, ValueError, KeyError, TypeError):
            continue  # reported as « site-illisible »
    return count


def survey_check(rules: frozenset[str]) -> Callable[[Subject], Iterable[Finding]]:
    """Return the function of a check that returns the findings of `rules` from the survey."""
    return lambda subject: survey(subject).of(rules)
