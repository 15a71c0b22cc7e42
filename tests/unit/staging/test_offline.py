"""An offline site is the site that MkDocs makes, with links to files and the search index as a script."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from troisclics.merge.merger import Merger
from troisclics.pipeline.build import read_project
from troisclics.render.comparison import compare_folders
from troisclics.render.engine import Engine, EngineCache
from troisclics.staging.offline import SHIM, offline_content, offline_path
from troisclics.staging.stage import read_origin

from ..commands import DAY, copy_fictitious, differences, troisclics
from ..render.pairs import TODAY, Bench, write_by_engine, write_by_stock


@pytest.mark.parametrize(
    ("link", "offline"),
    [
        (".", "./index.html"),
        ("..", "../index.html"),
        ("../..", "../../index.html"),
        ("./", "./index.html"),
        ("logement/", "logement/index.html"),
        ("../logement/aide/#combien", "../logement/aide/index.html#combien"),
        ("logement/?q=aide", "logement/index.html?q=aide"),
        ("a.pdf", "a.pdf"),
        ("../logement/a.b", "../logement/a.b"),
        ("#combien", "#combien"),
        ("", ""),
        ("tel:+33199001234", "tel:+33199001234"),
        ("https://example.org/", "https://example.org/"),
        ("//example.org/", "//example.org/"),
        ("mailto:a@example.org", "mailto:a@example.org"),
    ],
)
def test_link(link: str, offline: str) -> None:
    """A link to a folder of the site leads to its `index.html`; any other is left alone."""
    page = f'<p title="href"><a class="x" href="{link}">logement/</a></p>'
    assert offline_content("a/index.html", page.encode()).decode() == page.replace(f'"{link}"', f'"{offline}"')


def test_redirection() -> None:
    """A refresh leads to a file too."""
    page = b'<meta http-equiv="refresh" content="0; url=../50-manche/">'
    assert offline_content("50/index.html", page) == page.replace(b"manche/", b"manche/index.html")


def test_search_index_becomes_a_script() -> None:
    """It is what Material's offline plugin writes, and its entries lead to files."""
    docs = [{"location": place, "title": 'dit "location":"x"', "text": "{}"} for place in ("", "a/", "a/#b")]
    text = json.dumps({"config": {}, "docs": docs}, separators=(",", ":"))
    script = offline_content("search/search_index.json", text.encode()).decode()
    made = json.loads(script.removeprefix("var __index = "))
    assert [doc["location"] for doc in made["docs"]] == ["index.html", "a/index.html", "a/index.html#b"]
    assert [doc["title"] for doc in made["docs"]] == [doc["title"] for doc in docs]
    assert offline_path("search/search_index.json") == "search/search_index.js"


def test_404_stays_with_servers() -> None:
    """`404.html` has links from the root of a server, and only a server shows it."""
    assert offline_path("404.html") is None


@pytest.mark.parametrize("name", ["portail", "90"])
def test_engine_and_stock_give_the_same(tmp_path: Path, name: str) -> None:
    """The offline site is the same whether the engine or MkDocs itself makes it."""
    root = copy_fictitious(tmp_path / "projet")
    project = read_project(root, TODAY)
    origin, merger = read_origin(root, project, TODAY, offline=True), Merger(project, TODAY)
    sites = {site.name: site for site in (merger.merge(one, []) for one in (None, *project.departments))}
    engine = Engine(origin, sites["portail"], tmp_path / "scratch", EngineCache(b"test"))
    bench = Bench(origin, merger, sites, engine, tmp_path)
    verified = compare_folders(name, write_by_engine(bench, name), write_by_stock(bench, name))
    assert verified.differences == ()
    assert (tmp_path / f"engine-{name}" / SHIM).is_file()


def test_offline_build_has_a_folder_of_its_own(tmp_path: Path) -> None:
    """It leaves the ordinary sites alone, and says how to open what it made."""
    root = copy_fictitious(tmp_path / "projet")
    done = troisclics("build", "--offline", "90", "portail", cwd=root)
    assert done.returncode == 0, done.stderr
    assert "site-hors-ligne/index.html" in done.stdout
    assert not (root / "site").exists()
    assert (root / "site-hors-ligne" / "90-dunes" / "search" / "search_index.js").is_file()
    assert not list((root / "site-hors-ligne").rglob("404.html"))


def test_an_edit_gives_what_a_clean_offline_build_gives(tmp_path: Path) -> None:
    """A build that follows an edit, or an ordinary build into the same folder, equals a clean one."""
    root = copy_fictitious(tmp_path / "projet")
    out, clean = root / "sortie", root / "propre"
    assert troisclics("build", "--out", out, "--today", DAY, cwd=root).returncode == 0
    assert troisclics("build", "--offline", "--out", out, "--today", DAY, cwd=root).returncode == 0
    page = root / "content" / "logement" / "aide.md"
    page.write_text(page.read_text(encoding="utf-8") + "\nUne phrase de plus.\n", encoding="utf-8")
    assert troisclics("build", "--offline", "--out", out, "--today", DAY, cwd=root).returncode == 0
    assert troisclics("build", "--offline", "--out", clean, "--today", DAY, cwd=root).returncode == 0
    assert differences(out, clean) == []
