"""Check that the layout is consistent: everything around the text is the same on every page of every site."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from ..clicks import BuiltPage, BuiltSite, LayoutEntry, layout_of
from ..clicks.layout import common_entries, fixed_entries
from ..clicks.visibility import SITE_MAP
from .site_faults import SiteFault, values_of
from .source_locator import CONFIG, TEMPLATES

RULES = frozenset(
    {
        "menu-different", "entete-different", "recherche-differente", "pied-different",
        "plan-absent", "portail-absent", "recherche-absente", "page-locale-au-menu",
    }
)  # fmt: skip
_RULE_OF = {
    "tabs": "menu-different",
    "menu": "menu-different",
    "search": "recherche-differente",
    "footer": "pied-different",
}
_MENU = ("tabs", "menu")


def check_within_site(site: BuiltSite) -> Iterator[SiteFault]:
    """Report pages of a site without search, site map or portal link, or whose layout differs from most."""
    layouts = {file: layout_of(site.pages[file]) for file in site.listed if file in site.pages}
    usual = _usual(site)
    local = {file for file in layouts if site.pages[file].local}
    for file, layout in layouts.items():
        page = site.pages[file]
        missing = list(_check_presence(site, page, layout.entries))
        yield from missing
        yield from _check_local(site, layout.entries, local) if local else ()
        if not missing and layout.fixed != usual:
            like = next(other for other in layouts.values() if other.fixed == usual)
            here, there = fixed_entries(layout.entries), fixed_entries(like.entries)
            yield _difference(site.name, page, here, there, "les autres pages du site")


def _usual(site: BuiltSite) -> str:
    """Return the layout, without the menu, that most pages of a site have."""
    counts = Counter(layout_of(site.pages[file]).fixed for file in site.listed if file in site.pages)
    return max(counts, key=counts.__getitem__, default="")


def _check_presence(site: BuiltSite, page: BuiltPage, entries: tuple[LayoutEntry, ...]) -> Iterator[SiteFault]:
    targets = {entry.target for entry in entries}
    values = values_of()
    if SITE_MAP in site.pages and SITE_MAP not in targets and page.file != SITE_MAP:
        yield SiteFault(
            "plan-absent", site.name, (TEMPLATES,), (SITE_MAP.partition("/")[0],), values=values, details=_page(page)
        )
    if site.slug and not any(target.startswith("../") for target in targets):
        yield SiteFault("portail-absent", site.name, (TEMPLATES,), ("identity",), values=values, details=_page(page))
    if not any(entry.region == "search" and entry.tag == "input" for entry in entries):
        yield SiteFault("recherche-absente", site.name, (CONFIG,), ("search",), values=values, details=_page(page))


def _check_local(site: BuiltSite, entries: tuple[LayoutEntry, ...], local: set[str]) -> Iterator[SiteFault]:
    for entry in entries:
        if entry.region in _MENU and entry.target in local:
            page = site.pages[entry.target]
            yield SiteFault(
                "page-locale-au-menu", site.name, page.sources, ("title",), values=values_of(page=page.title)
            )


def check_between_sites(
    digests: Mapping[str, tuple[str, str]], load: Callable[[str], BuiltSite]
) -> Iterator[SiteFault]:
    """Report sites whose layout differs from that of most departments.

    `digests` are two fingerprints by folder: the whole layout, and what the portal shares with departments. Sites that
    differ are read again with `load`.
    """
    departments = {slug: whole for slug, (whole, _) in digests.items() if slug}
    if not departments:
        return
    usual = Counter(departments.values()).most_common(1)[0][0]
    reference = next(slug for slug, digest in departments.items() if digest == usual)
    odd = [slug for slug, digest in departments.items() if digest != usual]
    if "" in digests and digests[""][1] != digests[reference][1]:
        odd.append("")
    for slug in odd:
        yield from _compare(load(slug), load(reference))


def _compare(site: BuiltSite, other: BuiltSite) -> Iterator[SiteFault]:
    """Yield the first page on which two sites differ, ignoring what was reported on one site alone."""
    usual, local = _usual(site), {file for file, page in site.pages.items() if page.local}
    for file in (file for file in other.listed if file in site.pages and file in other.pages):
        layout = layout_of(site.pages[file])
        if layout.fixed != usual or any(_check_presence(site, site.pages[file], layout.entries)):
            continue
        here, there = layout.entries, layout_of(other.pages[file]).entries
        if not site.slug:
            here, there = common_entries(here), common_entries(there)
        here = tuple(entry for entry in here if entry.target not in local)
        if here != there:
            yield _difference(site.name, site.pages[file], here, there, f"le site {other.name}")
            return


def _difference(
    site: str, page: BuiltPage, here: tuple[LayoutEntry, ...], there: tuple[LayoutEntry, ...], other: str
) -> SiteFault:
    """Report the first layout entry that differs."""
    length = max(len(here), len(there))
    pairs = zip([*here, *[None] * (length - len(here))], [*there, *[None] * (length - len(there))], strict=True)
    mine, theirs = next((pair for pair in pairs if pair[0] != pair[1]), (None, None))
    region = (mine or theirs or LayoutEntry("", "", "", "")).region
    rule = _RULE_OF.get(region, "entete-different")
    sources = (CONFIG, TEMPLATES) if region in _MENU else (TEMPLATES,)
    clues = tuple(entry.label for entry in (mine, theirs) if entry and entry.label)
    values = values_of(mine=str(mine or "rien"), theirs=str(theirs or "rien"), other=other)
    return SiteFault(rule, site, sources, clues, values=values, details=_page(page))


def _page(page: BuiltPage) -> tuple[tuple[str, object], ...]:
    return values_of(page=page.title or page.file)
