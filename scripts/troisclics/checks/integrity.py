"""Check that nothing is broken: links, anchors, images and files of all sites, and links between sites."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache

from ..clicks import BuiltPage, BuiltSite, Located, PlacedPart, owner_of
from ..clicks.built_site import LinkTarget, Loaded
from ..domain.french import fold
from .site_faults import SiteFault, values_of
from .source_locator import clues_of, sources_of

RULES = frozenset(
    {
        "lien-casse", "lien-majuscules", "lien-absolu", "ancre-absente", "image-absente", "image-sans-alt",
        "fichier-absent", "ressource-exterieure", "lien-hors-departement", "lien-vers-redirection",
        "redirection-cassee", "redirection-en-chaine", "page-sans-lien",
    }
)  # fmt: skip
ANY_DEPARTMENT = "-"
_PICTURES = frozenset({"img", "source", "video", "input"})


class Neighbours:
    """The files and anchors of all sites, to resolve links that leave one.

    Links to `absent` sites, which should exist and are reported elsewhere, count as valid.
    """

    def __init__(
        self, files: Mapping[str, frozenset[str]], portal: BuiltSite | None, absent: Collection[str] = ()
    ) -> None:
        self.files = {**files, **dict.fromkeys(absent, frozenset[str]())}
        self._absent = frozenset(absent)
        self._portal_anchors = portal.anchors if portal else set()

    def holds(self, slug: str, target: LinkTarget) -> bool:
        """Tell whether `target`, as written in the site `slug`, exists; on the portal, its anchor too."""
        node = owner_of(self.files, slug, target.file)
        if node is not None and node[0] in self._absent:
            return True
        if node is None or node[1] not in self.files.get(node[0], frozenset()):
            return False
        return bool(node[0]) or not target.anchor or f"{node[1]}#{target.anchor}" in self._portal_anchors


def check_integrity(site: BuiltSite, neighbours: Neighbours) -> Iterator[SiteFault]:
    """Report broken links, anchors, images and redirects of one site."""
    anchors = site.anchors
    redirects = {file for file, page in site.pages.items() if page.refresh is not None}
    for page in site.pages.values():
        if page.file in redirects:
            yield from _check_redirect(site, page, redirects, neighbours)
            continue
        for placed in page.parts:
            lost = _lost(placed, site, anchors, neighbours)
            if lost or placed.files & redirects:
                yield from _check_links(site, page, placed, lost, redirects)
            if lost or _suspect(placed):
                yield from _check_resources(site, page, placed, lost)
    linked = site.linked()
    for file in site.listed:
        found = site.pages.get(file)
        if found is not None and file not in linked and file != "index.html":
            values = values_of(page=found.title)
            yield SiteFault("page-sans-lien", site.name, found.sources[-1:], ("title",), values=values)


def _lost(placed: PlacedPart, site: BuiltSite, anchors: set[str], neighbours: Neighbours) -> frozenset[str]:
    """Return the missing targets of a part: files, and anchors as `file#anchor`."""
    lost = (placed.files - site.files).difference(site.listed)
    lost |= {name for name in placed.anchored - anchors if _target(name).file in site.files}
    if not site.slug:  # a path below the portal may belong to a department
        lost = frozenset(name for name in lost if not neighbours.holds("", _target(name)))
    return lost | _lost_outside(placed, neighbours) if placed.outer else lost


@lru_cache(maxsize=2048)
def _lost_outside(placed: PlacedPart, neighbours: Neighbours) -> frozenset[str]:
    """Return the missing targets in other sites, computed once for all departments, whose links are the same."""
    lost: set[str] = set()
    for target in placed.outer:
        if not neighbours.holds(ANY_DEPARTMENT, LinkTarget(target.file)):
            lost.add(target.file)
        elif not neighbours.holds(ANY_DEPARTMENT, target):
            lost.add(f"{target.file}#{target.anchor}")
    return frozenset(lost)


def _target(name: str) -> LinkTarget:
    file, _, anchor = name.partition("#")
    return LinkTarget(file, anchor)


def _check_links(
    site: BuiltSite, page: BuiltPage, placed: PlacedPart, lost: frozenset[str], redirects: set[str]
) -> Iterator[SiteFault]:
    for located in placed.links:
        target = located.target
        if target.outside:
            continue
        where = (sources_of(located.link.region, page.sources, site.slug), clues_of(located))
        values = values_of(link=located.link.label or located.link.href, target=shown(target))
        if target.file.startswith("/"):
            yield SiteFault("lien-absolu", site.name, *where, values=values)
        elif target.file in lost:
            near = _near(site, target.file)
            rule = "lien-majuscules" if near else "lien-casse"
            yield SiteFault(rule, site.name, *where, values=values, details=values_of(near=near or ""))
        elif f"{target.file}#{target.anchor}" in lost:
            yield SiteFault("ancre-absente", site.name, *where, values=(*values, ("anchor", target.anchor)))
        elif target.file in redirects:
            yield SiteFault("lien-vers-redirection", site.name, *where, values=values)


@lru_cache(maxsize=2048)
def _suspect(placed: PlacedPart) -> bool:
    """Tell whether a part loads a resource that is wrong wherever the part stands."""
    return any(_is_bare(loaded) or _is_foreign(loaded) for loaded in placed.resources)


def _is_bare(loaded: Loaded) -> bool:
    return loaded.resource.tag == "img" and loaded.resource.alt is None


def _is_foreign(loaded: Loaded) -> bool:
    return loaded.target.outside and not loaded.resource.src.startswith("data:")


def _check_resources(site: BuiltSite, page: BuiltPage, placed: PlacedPart, lost: frozenset[str]) -> Iterator[SiteFault]:
    for loaded in placed.resources:
        resource, target = loaded.resource, loaded.target
        where = (sources_of(resource.region, page.sources, site.slug), clues_of(loaded))
        if _is_bare(loaded):
            yield SiteFault("image-sans-alt", site.name, *where, values=values_of(src=resource.src))
        if _is_foreign(loaded):
            yield SiteFault("ressource-exterieure", site.name, *where, values=values_of(src=resource.src))
        elif target.file in lost:
            rule = "image-absente" if resource.tag in _PICTURES else "fichier-absent"
            yield SiteFault(rule, site.name, *where, values=values_of(target=shown(target)))


def _check_redirect(
    site: BuiltSite, page: BuiltPage, redirects: set[str], neighbours: Neighbours
) -> Iterator[SiteFault]:
    target = page.refresh
    assert target is not None  # noqa: S101 - only redirects are given
    values = values_of(page=page.file, target=shown(target))
    if target.outside or not (target.file in site.files or neighbours.holds(site.slug, target)):
        yield SiteFault("redirection-cassee", site.name, (f"{site.slug}/{page.file}".lstrip("/"),), values=values)
    elif target.file in redirects:
        yield SiteFault("redirection-en-chaine", site.name, (f"{site.slug}/{page.file}".lstrip("/"),), values=values)


def check_leaving(site: BuiltSite, neighbours: Neighbours) -> Iterator[SiteFault]:
    """Report links in a department's texts to another department, where its readers would get lost."""
    for page in site.pages.values() if site.slug else ():
        for placed in page.parts:
            for located in _leaving(placed, neighbours) if placed.outer else ():
                where = (sources_of("body", page.sources, site.slug), clues_of(located))
                values = values_of(link=located.link.label, target=shown(located.target))
                yield SiteFault("lien-hors-departement", site.name, *where, values=values)


@lru_cache(maxsize=2048)
def _leaving(placed: PlacedPart, neighbours: Neighbours) -> tuple[Located, ...]:
    nodes = [(located, owner_of(neighbours.files, ANY_DEPARTMENT, located.target.file)) for located in placed.links]
    return tuple(
        located
        for located, node in nodes
        if located.link.region == "body" and located.target in placed.outer and node is not None and node[0]
    )


@lru_cache(maxsize=64)
def _folded(files: frozenset[str]) -> dict[str, str]:
    return {fold(file): file for file in files}


def _near(site: BuiltSite, file: str) -> str | None:
    """Return the file that differs from `file` only by case or accents, or None."""
    found = _folded(site.files).get(fold(file))
    return shown(LinkTarget(found)) if found else None


def shown(target: LinkTarget) -> str:
    """Return a target as editors know it: the URL of the page."""
    address = target.file.removesuffix("index.html") or "./"
    return f"{address}#{target.anchor}" if target.anchor else address
