"""Check that each site holds exactly the pages that it should, and that no published page was left unchecked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..clicks import BuiltSite
from ..clicks.built_site import ERROR_PAGE
from ..domain.urls import page_url
from ..load.former_addresses import former_addresses
from ..model import PORTAL, Overlay, Page, Place, Project
from .site_faults import SiteFault, values_of
from .source_locator import CONFIG, file_of

RULES = frozenset(
    {
        "site-absent", "site-inconnu", "site-illisible", "page-non-construite", "page-non-declaree",
        "plan-xml-different", "controle-incomplet",
    }
)  # fmt: skip


def check_sites(found: Iterable[str], project: Project) -> Iterator[SiteFault]:
    """Report sites missing from the output, and unknown sites in it; `found` are their folders."""
    wanted = {"": PORTAL, **{department.slug: department.code for department in project.departments}}
    there = set(found)
    for slug in sorted(wanted.keys() - there):
        place = Place(f"departments/{slug}/department.yml" if slug else CONFIG)
        yield SiteFault("site-absent", wanted[slug], place=place, values=values_of(site=slug or PORTAL))
    for slug in sorted(there - wanted.keys()):
        yield SiteFault("site-inconnu", slug, place=Place(f"{slug}/api/pages.json"), values=values_of(site=slug))


def check_published(site: BuiltSite, project: Project) -> Iterator[SiteFault]:
    """Report differences within one site between the pages written, listed, in the sitemap and on disk."""
    prefix = f"{site.slug}/" if site.slug else ""
    for page in project.tree.pages:
        if file_of(page.uri) not in site.pages or file_of(page.uri) not in site.listed:
            yield SiteFault("page-non-construite", site.name, place=page.at, values=values_of(file=file_of(page.uri)))
    pages = (*project.tree.pages, *project.tree.expired)
    former = {f"{address}index.html": page.at for page in pages for address in former_addresses(page)}
    former |= {f"{page_url(page.uri)}index.html": page.at for page in _expired(site, project)}
    for file, place in former.items():
        if file not in site.pages:
            yield SiteFault("page-non-construite", site.name, place=place, values=values_of(file=file))
    shared = {file_of(page.uri) for page in project.tree.pages}
    for file in site.listed:
        if file not in site.pages and file not in shared:
            place = Place(f"{prefix}api/pages.json")
            yield SiteFault("page-non-construite", site.name, place=place, values=values_of(file=file))
    declared = {ERROR_PAGE, *former, *site.listed}
    for file, built in site.pages.items():
        if file not in declared and built.refresh is None:
            yield SiteFault("page-non-declaree", site.name, place=Place(prefix + file), values=values_of(file=file))
    for file in sorted(set(site.listed) ^ set(site.mapped))[:1]:
        place = Place(f"{prefix}sitemap.xml")
        yield SiteFault("plan-xml-different", site.name, place=place, values=values_of(file=file))


def _expired(site: BuiltSite, project: Project) -> Iterator[Page | Overlay]:
    """Yield the pages of which a site has only a notice."""
    yield from project.tree.expired
    for department in project.departments:
        if department.slug == site.slug:
            yield from department.expired


def check_count(checked: int, published: int) -> Iterator[SiteFault]:
    """Report that the number of pages checked differs from the number that all sites list."""
    if checked != published:
        values = values_of(checked=checked, published=published)
        yield SiteFault("controle-incomplet", PORTAL, place=Place(CONFIG), values=values)
