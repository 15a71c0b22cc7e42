"""The seams: what a department puts into the layout, and nothing that changes from page to page."""

from __future__ import annotations

from pathlib import Path

import pytest

from troisclics.errors import RenderError
from troisclics.render.seams import SiteSeams

from ..commands import DAY, copy_fictitious, troisclics
from .pairs import Bench, change, compare, configure, open_bench, write_by_engine


def value(bench: Bench, site: str, name: str, base: str = "..") -> str:
    """What the seam `name` is in a page of a site."""
    return seams_of(bench, site).for_page(base)(name).decode()


def seams_of(bench: Bench, site: str) -> SiteSeams:
    """The seams of a site."""
    return SiteSeams(bench.origin, bench.sites[site], lambda: bench.engine.page_renderer.seams)


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """The fictitious project with a seam that shows all that a seam may see."""
    root = configure(
        copy_fictitious(tmp_path_factory.mktemp("seams") / "projet"), "site_url: https://exemple.fr/a/b/\n"
    )
    text = "{{ (config.extra.department or {'name': 'portail'}).name }}|{{ config.site_url }}|{{ base_url }}\n"
    change(root, {"overrides/seams/essai.html": text})
    return open_bench(root, root.parent / "banc")


def test_each_site_has_its_own(bench: Bench) -> None:
    """A seam shows the department of its site, none on the portal, whatever site came before."""
    for site, shown in [("90", "Dunes"), ("9A", "Falaises"), ("portail", "portail"), ("90", "Dunes")]:
        assert value(bench, site, "seams/essai.html").startswith(f"{shown}|")


def test_the_address_of_the_site(bench: Bench) -> None:
    """A seam knows the address of its site, and the way to its root."""
    assert value(bench, "90", "seams/essai.html", "../..").split("|")[1:3] == [
        "https://exemple.fr/a/b/90-dunes/",
        "../..",
    ]
    assert value(bench, "portail", "seams/essai.html", ".").split("|")[1:3] == ["https://exemple.fr/a/b/", "."]


def test_the_folder_of_the_department(bench: Bench) -> None:
    """The hole of the folder is filled with the department's, and with nothing on the portal."""
    assert value(bench, "90", "folder") == "90-dunes/"
    assert value(bench, "portail", "folder") == ""


def test_error_pages_start_at_the_root_of_the_server(bench: Bench) -> None:
    """In `404.html`, shown at any address, links start with the path of the site."""
    seams = seams_of(bench, "9A")
    assert seams.for_error_page()("seams/essai.html").decode().split("|")[2] == "/a/b/9a-falaises/"


def test_a_seam_is_rendered_once_per_depth(bench: Bench) -> None:
    """The same seam at the same depth of a site is the same bytes, not made again."""
    seams = seams_of(bench, "90")
    first, again, other = (seams.for_page(base)("seams/essai.html") for base in ("..", "..", "../.."))
    assert first is again
    assert first != other


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"seams/name.html": "{{ page.title }}"}, "overrides/seams/name.html .* « page »"),
        ({"seams/name.html": "{{ nav }}{{ pages }}"}, "overrides/seams/name.html .* « nav, pages »"),
        ({"seams/name.html": "{% include 'bloc.html' %}", "bloc.html": "{{ page.title }}"}, "overrides/bloc.html"),
        ({"seams/name.html": "{% from 'm.html' import m %}", "m.html": "{% macro m() %}{{ nav }}{% endmacro %}"}, "m"),
        ({"seams/name.html": "{% include 'a' %}", "a": "{% include 'b.html' %}", "b.html": "{{ page }}"}, "b.html"),
    ],
    ids=["page", "list", "included", "macro", "deep"],
)  # fmt: skip
def test_what_changes_from_page_to_page_is_refused(tmp_path: Path, files: dict[str, str], said: str) -> None:
    """A seam that looks at the page, itself or in what it includes, is refused by the name of its file."""
    root = change(copy_fictitious(tmp_path / "projet"), {f"overrides/{name}": text for name, text in files.items()})
    with pytest.raises(RenderError, match=said):
        open_bench(root, tmp_path / "banc")


def test_seams_that_include_each_other(tmp_path: Path) -> None:
    """Templates that include each other under a condition do not make us turn round for ever."""
    one = "{% if config.site_name == 'x' %}{% include 'deux.html' %}{% endif %}un"
    two = "{% include 'seams/name.html' %}"
    root = change(copy_fictitious(tmp_path / "projet"), {"overrides/seams/name.html": one, "overrides/deux.html": two})
    assert compare(root, tmp_path / "comparé", "90") == {"90": ()}


def test_names_with_signs(tmp_path: Path) -> None:
    """Names of departments with ' are escaped as in a stock build."""
    root = copy_fictitious(tmp_path / "projet")
    file = root / "content" / "_departments.yml"
    text = file.read_text(encoding="utf-8").replace('"Falaises", de: "des Falaises"', '"L\'Île", de: "de L\'Île"')
    assert text != file.read_text(encoding="utf-8")
    file.write_text(text, encoding="utf-8")
    assert compare(root, tmp_path / "comparé", "portail", "9A") == {"portail": (), "9A": ()}


def test_a_seam_of_nothing(tmp_path: Path) -> None:
    """An empty seam leaves nothing in its place."""
    root = change(copy_fictitious(tmp_path / "projet"), {"overrides/seams/name.html": ""})
    written = write_by_engine(open_bench(root, tmp_path / "banc"), "90")
    assert "\x02" not in (written / "index.html").read_text(encoding="utf-8")
    assert '<p class="footer-name"></p>' in (written / "index.html").read_text(encoding="utf-8")


def test_a_malformed_seam_is_named(tmp_path: Path) -> None:
    """A mistake in the template of a seam is said with the name of the template and the line."""
    root = change(copy_fictitious(tmp_path / "projet"), {"overrides/seams/contact.html": "<p>\n{% if %}\n</p>\n"})
    done = troisclics("build", "--root", root, "--out", tmp_path / "site", "--today", DAY)
    assert (done.returncode, "Traceback" in done.stderr) == (3, False)
    assert "seams/contact.html, ligne 2" in done.stderr
