"""The theme: what it takes the place of in Material, and the rules that it holds itself to."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import material
import pytest

from troisclics.domain.tile_map import TILES
from troisclics.model import Project

ROOT = Path(__file__).parents[2]
OVERRIDES = ROOT / "overrides"
MATERIAL = Path(str(material.__file__)).parent / "templates"

REPLACED = {
    "partials/header.html": "8cf3fb15bcf969ff",
    "partials/tabs.html": "d2c82916569e645a",
    "partials/tabs-item.html": "52fe1f551aa2dbfc",
    "partials/search.html": "bfd556535abcddb9",
    "partials/source.html": "6847616d67be4920",
    "partials/javascripts/base.html": "d6113712bc4deb30",
    "partials/javascripts/content.html": "3722e156f0f6339d",
}
"""The templates of Material that ours stand in for (or, for the search, mend in two places), and their digests."""


@pytest.mark.parametrize("name", REPLACED)
def test_the_original_is_as_it_was(name: str) -> None:
    """If this fails, Material has changed a template: compare it with ours, mend ours, then write the new digest."""
    digest = hashlib.sha256((MATERIAL / name).read_bytes()).hexdigest()[:16]
    assert digest == REPLACED[name], f"{name} of the installed Material is new: is ours still right?"


def test_few_templates_are_replaced() -> None:
    """Of Material's own templates, four at most are replaced by a file of the same name; the rest goes by blocks."""
    ours = {path.relative_to(OVERRIDES).as_posix() for path in (OVERRIDES / "partials").rglob("*.html")}
    theirs = {path.relative_to(MATERIAL).as_posix() for path in MATERIAL.rglob("*.html")}
    assert ours <= REPLACED.keys()
    assert len(ours & theirs) <= 4


def test_the_search_is_mended() -> None:
    """The two words of Material's search template that main.html replaces are there, once each."""
    text = (MATERIAL / "partials" / "search.html").read_text(encoding="utf-8")
    assert text.count('role="dialog"') == text.count('role="search"') == 1


def test_what_the_bundle_asks_of_the_header() -> None:
    """Our header has what Material's script looks for without asking whether it is there."""
    (bundle,) = (MATERIAL / "assets" / "javascripts").glob("bundle.*.min.js")
    ours = (OVERRIDES / "main.html").read_text(encoding="utf-8")
    for wanted, attribute in [("header [for=__search]", 'for="__search"'), ("__drawer", 'for="__drawer"')]:
        assert wanted in bundle.read_text(encoding="utf-8") + ours
        assert attribute in ours


def templates() -> list[Path]:
    """All templates of ours."""
    return sorted(OVERRIDES.rglob("*.html"))


@pytest.mark.parametrize("path", templates(), ids=lambda path: path.relative_to(OVERRIDES).as_posix())
def test_no_template_needs_an_unsafe_policy(path: Path) -> None:
    """No style or event attribute, no <style>, no script but from a file: the Content-Security-Policy is strict."""
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:|<script(?![^>]*\bsrc=)", text)


@pytest.mark.parametrize("path", sorted((OVERRIDES / "assets" / "css").glob("*.css")), ids=lambda path: path.name)
def test_style_sheets(path: Path) -> None:
    """Each has fewer than 300 lines; colours are in tokens.css alone, paper and the brand on dark apart."""
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") < 300
    if path.name not in {"tokens.css", "print.css", "icons.css"}:
        assert re.findall(r"#[0-9a-f]{3,8}\b", text) == []


def test_one_way_to_hide_by_width() -> None:
    """Below a width things are hidden by `.only-wide` and `.only-phone` alone, menus and the search label apart."""
    for path in (OVERRIDES / "assets" / "css").glob("*.css"):
        if path.name == "print.css":
            continue
        for query, body in re.findall(r"@media \(([^{]*)\) \{\n(.*?)\n\}\n", path.read_text(encoding="utf-8"), re.S):
            hidden = [part.split("{")[0].strip() for part in body.split("}") if "display: none" in part]
            known = {".only-wide", ".only-phone", ".md-header .search-label", ".menu-button,\n  .menu-label"}
            known |= {".md-nav--primary .md-nav__title .md-logo"}
            assert set(hidden) <= known, (path.name, query, hidden)


def test_the_map_has_a_tile_for_each_department(own: Project) -> None:
    """The drawing has the code of each department, a place of its own for each, and no other."""
    assert sorted(TILES) == sorted(department.code for department in own.departments)
    assert len(set(TILES.values())) == len(TILES)


def test_hubs_lead_to_every_benefit(own: Project) -> None:
    """Without any menu: the home page links to each section, whose page links to each of its benefits."""
    pages = {page.uri: page for page in own.tree.pages}
    for page in pages.values():
        if page.meta.kind != "benefit":
            continue
        folder, _, name = page.uri.rpartition("/")
        assert f"]({name})" in pages[f"{folder}/index.md"].body, f"{page.uri} is not on the page of its section"
        assert f"]({folder}/index.md)" in pages["index.md"].body
