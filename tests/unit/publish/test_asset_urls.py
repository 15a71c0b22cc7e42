"""References to fixed files go to the pool, whatever their form; what a person clicks is left alone."""

from __future__ import annotations

import pytest

from troisclics.publish.asset_urls import pool_references

FIXED = {"assets/a.css", "assets/a.js", "ma-delegation/plan.png"}
POOL = "_assets/0123456789abcdef"
DATA = b'{"base": "/50-manche/", "search": "/50-manche/assets/a.js"}'
CONFIG = b'<script id="__config" type="application/json">' + DATA + b"</script>"


STYLE, IMAGE = '<link rel="stylesheet" href="../{}assets/a.css?v=1">', '<img alt="" src="{}plan.png">'


@pytest.mark.parametrize(
    ("page", "before", "after"),
    [
        ("index.html", '<script src="assets/a.js">', f'<script src="{POOL}/assets/a.js">'),
        ("x/index.html", '<script src="../assets/a.js" defer>', f'<script src="../{POOL}/assets/a.js" defer>'),
        ("x/y.html", "<script src=../assets/a.js>", f"<script src=../{POOL}/assets/a.js>"),
        ("x/index.html", STYLE.format(""), STYLE.format(f"{POOL}/")),
        ("ma-delegation/index.html", IMAGE.format(""), IMAGE.format(f"../{POOL}/ma-delegation/")),
        (
            "ma-delegation/index.html",
            "<img srcset='plan.png 2x'>",
            f"<img srcset='../{POOL}/ma-delegation/plan.png 2x'>",
        ),
        ("index.html", '<link rel="canonical" href="assets/a.css">', None),
        ("index.html", '<a href="ma-delegation/plan.png">', None),
        ("index.html", '<script src="https://e.fr/assets/a.js">', None),
        ("index.html", '<script src="../assets/a.js">', None),
        ("index.html", '<script src="absent.js">', None),
    ],
)
def test_references(page: str, before: str, after: str | None) -> None:
    """A sub-resource that is a fixed file of the site is asked for in the pool; nothing else changes."""
    assert pool_references(before.encode(), page, FIXED, POOL).decode() == (after or before)


def test_error_pages_name_files_from_the_root() -> None:
    """The 404 page, which may be shown at any depth, keeps its absolute addresses, and so does the search worker."""
    done = pool_references(b'<script src="/50-manche/assets/a.js">' + CONFIG, "404.html", FIXED, POOL).decode()
    assert done.count(f"/50-manche/{POOL}/assets/a.js") == 2
