"""The documentation: every page is reached, every link leads somewhere, and nothing comes from another host."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser
from repository import REPOSITORY

from .served import serve

DOCS = REPOSITORY / "docs"
TOP = ("CHANGELOG.md", "CODE_OF_CONDUCT.md", "CONTRIBUTING.md", "SECURITY.md")
LOADED = re.compile(
    r"""(?:<(?:script|img|iframe|source|link(?![^>]*rel="?canonical))[^>]*\b(?:src|href)="?|@import\s*"?|url\("?)"""
    r"""(?:https?:)?//""",
    re.IGNORECASE,
)


def build(root: Path, to: Path) -> subprocess.CompletedProcess[str]:
    """Build the documentation of the repository at `root` as a programmer does, in strict mode."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", str(root / "docs.yml"), "-d", str(to)]
    env = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=env)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The documentation, built without a warning."""
    to = tmp_path_factory.mktemp("docs")
    done = build(REPOSITORY, to)
    assert done.returncode == 0, done.stderr
    return to


def test_every_page_is_built(built: Path) -> None:
    """The site holds each document of `docs/` and of the top of the repository, and the four readers' pages."""
    sources = [path.relative_to(DOCS) for path in DOCS.rglob("*.md")] + [Path(name) for name in TOP]
    for source in sources:
        page = source.parent / ("" if source.stem == "index" else source.stem) / "index.html"
        assert (built / page).is_file(), source
    assert not list(built.rglob("*.py"))


def test_nothing_comes_from_another_host(built: Path) -> None:
    """No page or style sheet loads anything from elsewhere; one that did would be seen."""
    texts = [path for path in built.rglob("*") if path.suffix in {".html", ".css"}]
    assert texts
    assert [path for path in texts if LOADED.search(path.read_text(encoding="utf-8"))] == []
    for twin in (
        '<script src="https://a.example/a.js">',
        "a{background:url(//a.example/a.png)}",
        '@import "https://a"',
    ):
        assert LOADED.search(twin)


def test_a_browser_asks_no_other_host(built: Path, browser: Browser) -> None:
    """A page, a picture and a search are had without a request to another host, and without one that fails."""
    with serve(built) as served:
        page = browser.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        for path in ("", "developing/", "adr/"):
            page.goto(served.url(path), wait_until="networkidle")
        page.locator("[data-md-component=search-query]").click()
        page.keyboard.type("rollback")
        page.locator(".md-search-result__item").first.wait_for()
        page.close()
        assert [url for url in asked if not url.startswith((served.address, "data:", "blob:"))] == []
        assert served.missing == []


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("docs/index.md", "(content.md)", "(contents.md)"),
        ("docs/developing.md", "(../CONTRIBUTING.md)", "(../CONTRIBUTE.md)"),
        ("CONTRIBUTING.md", "(docs/developing.md)", "(docs/develop.md)"),
        ("CONTRIBUTING.md", "(#changer-un-montant)", "(#changer-des-montants)"),
        ("docs.yml", "      - commands.md\n", ""),
    ],
)
def test_a_dead_link_is_refused(tmp_path: Path, file: str, old: str, new: str) -> None:
    """The twin: a link, an anchor or an entry of the menu that leads nowhere, or a page without one, ends the build."""
    for name in ("docs.yml", *TOP):
        shutil.copy(REPOSITORY / name, tmp_path)
    shutil.copytree(DOCS, tmp_path / "docs")
    text = (tmp_path / file).read_text(encoding="utf-8")
    assert old in text
    (tmp_path / file).write_text(text.replace(old, new), encoding="utf-8")
    done = build(tmp_path, tmp_path / "built")
    assert done.returncode == 1
    assert "WARNING" in done.stdout + done.stderr


def test_every_decision_is_listed() -> None:
    """The list of decisions names each of them once, by its number and its title."""
    rows = re.findall(r"^\| (\d+) \| \[(.+)\]\((.+)\) \|", (DOCS / "adr" / "index.md").read_text("utf-8"), re.M)
    titles = {path.name: path.read_text("utf-8").partition("\n")[0] for path in DOCS.glob("adr/0*.md")}
    assert {name: f"# {number}. {title}" for number, title, name in rows} == titles
    assert [int(number) for number, _, _ in rows] == list(range(1, len(titles) + 1))


def links(file: str) -> set[str]:
    """The documents of this repository that a document links to, as paths from its root; those of TOP are in both."""
    text = (REPOSITORY / file).read_text(encoding="utf-8")
    found = re.findall(r"\]\(([\w./-]+\.md)(?:#[^)]*)?\)", text)
    return {link if link in TOP else os.path.normpath(Path(file).parent / link) for link in found}


def dead(file: Path, text: str) -> list[str]:
    """The links of a document, `text`, that lead to no file of the repository: those that are dead on a forge."""
    found = re.findall(r"\]\((?!https?:|mailto:|#)([^)\s#]+)[^)]*\)", re.sub(r"(?s)```.*?```|`[^`\n]+`", "", text))
    return [link for link in found if not (file.parent / link).exists()]


def test_links_lead_to_files_on_a_forge() -> None:
    """The documents are read in the repository too, where a link leads to a file, as `../CHANGELOG.md` does."""
    files = [*DOCS.rglob("*.md"), *(REPOSITORY / name for name in ("README.md", *TOP))]
    assert [(file.name, link) for file in files for link in dead(file, file.read_text(encoding="utf-8"))] == []


def test_a_link_that_only_the_site_has_is_found() -> None:
    """The twin: the hook shows the changelog among the pages of `docs/`, where there is no such file."""
    text = "[changelog](CHANGELOG.md), [the same](../CHANGELOG.md), `[code](nothing.md)`, [section](index.md#top)"
    assert dead(DOCS / "index.md", text) == ["CHANGELOG.md"]


@pytest.mark.parametrize("start", ["README.md", "docs/index.md"])
def test_two_clicks_lead_everywhere(start: str) -> None:
    """From the README, or the home of the site, each document is at most two clicks away."""
    first = links(start)
    within = first.union(*map(links, sorted(first)))
    documents = {path.relative_to(REPOSITORY).as_posix() for path in DOCS.rglob("*.md")} | set(TOP)
    assert documents - within - {"docs/index.md"} == set()


def test_the_readme_is_short_and_its_links_are_alive() -> None:
    """The README stays a page, its pictures are light, and each file it names exists."""
    text = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    assert len(text.split()) <= 900
    pictures = re.findall(r"!\[[^]]+\]\((\S+)\)", text)
    assert len(pictures) == 2
    for picture in pictures:
        assert (REPOSITORY / picture).stat().st_size < 120_000
    for name in re.findall(r"\]\(([\w./-]+)(?:#[^)]*)?\)", text):
        assert (REPOSITORY / name).exists(), name


def test_versions_agree() -> None:
    """The changelog, `pyproject.toml` and `publiccode.yml` name the same version, and the same day."""
    project = re.search(r'^version = "(.+)"$', (REPOSITORY / "pyproject.toml").read_text("utf-8"), re.M)
    newest = re.search(r"^## \[(\d.*)\] - (\S+)$", (REPOSITORY / "CHANGELOG.md").read_text("utf-8"), re.M)
    assert project
    assert newest
    public = yaml.safe_load((REPOSITORY / "publiccode.yml").read_text("utf-8"))
    assert (public["softwareVersion"], str(public["releaseDate"])) == newest.groups()
    assert newest[1] == project[1]
