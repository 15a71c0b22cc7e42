"""Small made-up objects of the model, for tests that need no file. Every name in them is invented."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from troisclics.merge.merger import merge_all
from troisclics.model import (
    Department,
    DepartmentFile,
    DepartmentIdentity,
    Fact,
    FactValue,
    Finding,
    Overlay,
    OverlayMeta,
    Owner,
    Page,
    PageMeta,
    Place,
    Project,
    Site,
    SitePage,
    Source,
    Term,
    Tree,
)

TODAY = date(2026, 11, 22)
BODY_LINE = 7
"""Where the body of each sample page and overlay starts in its file."""


def make_page(body: str = "Texte national.\n", uri: str = "aide.md", **meta: Any) -> Page:
    """A shared page of `content/`."""
    values = {"title": "Aide", "description": "Une aide.", "owner": "equipe"} | meta
    return Page(uri, PageMeta(**values), body, BODY_LINE, Place(f"content/{uri}", 1))


def make_overlay(body: str = "Texte local.\n", uri: str = "aide.md", folder: str = "50-manche", **meta: Any) -> Overlay:
    """A file of the department in `folder`."""
    return Overlay(uri, OverlayMeta(**meta), body, BODY_LINE, Place(f"departments/{folder}/{uri}", 1))


def make_department(
    code: str = "50", *overlays: Overlay, slug: str = "", name: str = "Manche", de: str = "de la Manche", **keys: Any
) -> Department:
    """A department with its overlays; `keys` are those of its file."""
    slug = slug or f"{code.lower()}-{name.lower()}"
    at = Place(f"departments/{slug}/department.yml", 1)
    identity = DepartmentIdentity(code, slug, name, de, region="Normandie", seat="Saint-Lô", zone="metro")
    return Department(identity, DepartmentFile(at=at, **keys), overlays)


def make_fact(*values: FactValue, id_: str = "repas", unit: Any = "EUR") -> Fact:
    """A national fact with its values, oldest first."""
    return Fact(id_, "Réduction par repas", unit, values, owner="equipe")


def make_value(
    value: Decimal | int | date | str | None = Decimal("1.62"), from_: date = date(2024, 1, 1), **keys: Any
) -> FactValue:
    """One dated value of a fact, confirmed unless said otherwise."""
    keys = {"status": "confirmed", "checked_on": date(2026, 1, 1), "source": Source("Circulaire")} | keys
    return FactValue(value, from_, **keys)


def make_project(
    pages: Iterable[Page] = (),
    departments: Iterable[Department] = (),
    *,
    facts: Iterable[Fact] = (),
    terms: Iterable[Term] = (),
    seams: dict[str, str] | None = None,
    menu: Iterable[str] = (),
) -> Project:
    """A project of these pages, in the order of their paths, and departments, in the order of their codes."""
    tree = Tree(
        pages=tuple(sorted(pages, key=lambda page: page.uri)),
        facts=tuple(facts),
        owners=(Owner("equipe", "Une équipe"),),
        terms=tuple(terms),
        tasks=(),
        assets=(),
        seams=tuple((seams or {}).items()),
        menu=tuple(menu),
        hosts=("fr", "example"),
    )
    return Project(tree, tuple(departments))


def merge_one(project: Project, department: Department | None) -> tuple[Site, list[Finding]]:
    """The site of one department (None: the portal) and what was found."""
    (site,), findings = merge_all(project, [department], TODAY)
    return site, findings


def only_page(site: Site) -> SitePage:
    """The page of a site that has one."""
    (page,) = site.pages
    return page
