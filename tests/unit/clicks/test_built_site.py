"""Where the links of a built page lead."""

from __future__ import annotations

from pathlib import Path

import pytest

from troisclics.clicks import LinkTarget, files_of, find_sites, fingerprint, load_site
from troisclics.clicks.built_site import resolve

HERE = "logement/aide/index.html"


@pytest.mark.parametrize(
    ("address", "file", "anchor"),
    [
        ("../pret/", "logement/pret/index.html", ""),
        ("../pret/#pour-qui", "logement/pret/index.html", "pour-qui"),
        ("#pour-qui", HERE, "pour-qui"),
        (".", HERE, ""),
        ("./", HERE, ""),
        ("..", "logement/index.html", ""),
        ("../..", "index.html", ""),
        ("../../../", "../index.html", ""),
        ("../../../50-manche/#x", "../50-manche/index.html", "x"),
        ("../../../../", "../../index.html", ""),
        ("../../assets/a.css?v=1", "assets/a.css", ""),
        ("pr%C3%AAt/", "logement/aide/prêt/index.html", ""),
        ("/logement/", "/logement/index.html", ""),
        ("/../x/", "/../x/index.html", ""),
    ],
)
def test_addresses(address: str, file: str, anchor: str) -> None:
    """An address is read as a browser reads it, down to the file that the server gives."""
    assert resolve(HERE, address) == LinkTarget(file, anchor)


@pytest.mark.parametrize("address", ["https://exemple.fr/", "mailto:a@exemple.fr", "tel:0199001234", "//exemple.fr/x"])
def test_other_hosts_and_schemes(address: str) -> None:
    """They are not ours to follow."""
    assert resolve(HERE, address).outside


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("/50-manche/", "index.html"),
        ("/50-manche/a/", "a/index.html"),
        ("/", "../index.html"),
        ("/50-manche/../", "../index.html"),
    ],
)
def test_an_error_page_starts_at_the_root(address: str, file: str) -> None:
    """Told where its site is, an address from the root of the server is one of the site."""
    assert resolve("404.html", address, "/50-manche/") == LinkTarget(file)


def test_departments_have_one_fingerprint(faultless_whole: Path) -> None:
    """Departments have the same, though one has a page more; the portal has the common part of it."""
    out = faultless_whole / "site"
    slugs = find_sites(out)
    prints = [fingerprint(load_site(out, slug, files_of(out, slug, slugs))) for slug in slugs]
    assert slugs == ("", "90-dunes", "9a-falaises", "9b-marais")
    assert len({one.digest for one in prints[1:]}) == 1
    assert prints[0].digest != prints[1].digest
    assert {one.common for one in prints} == {prints[0].common}
