"""A staged site is a plain MkDocs project that owes us nothing."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

import jsonschema
import pytest
import yaml
from mkdocs.utils import yaml_load

from ..commands import DAY, differences, files_of, mkdocs, troisclics
from .staged import config_of, stage

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"

PAGES_JSON = {
    "type": "object",
    "required": ["department", "pages"],
    "additionalProperties": False,
    "properties": {
        "department": {"type": ["string", "null"], "pattern": "^[0-9][0-9AB][0-9]?$"},
        "pages": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": [
                    "uri",
                    "url",
                    "title",
                    "kind",
                    "owner",
                    "last_reviewed_on",
                    "review_by",
                    "source",
                    "local_source",
                ],
                "additionalProperties": False,
                "properties": {
                    "uri": {"type": "string", "pattern": r"^[a-z0-9/-]+\.md$"},
                    "url": {"type": "string", "pattern": "^([a-z0-9-]+/)*$"},
                    "title": {"type": "string", "minLength": 1},
                    "kind": {
                        "enum": [
                            "home",
                            "hub",
                            "benefit",
                            "operator",
                            "journey",
                            "delegation",
                            "page",
                            "legal",
                            "print",
                        ]
                    },
                    "owner": {"type": "string", "minLength": 1},
                    "last_reviewed_on": {"type": ["string", "null"], "format": "date"},
                    "review_by": {"type": ["string", "null"], "format": "date"},
                    "source": {"type": "string", "pattern": r"^(content|departments)/.+\.md$"},
                    "local_source": {"type": ["string", "null"], "pattern": r"^departments/.+\.md$"},
                },
            },
        },
    },
}
"""The contract of `api/pages.json`: paths are relative to the project, addresses to the site, dates are ISO days."""


@pytest.fixture(
    scope="module", params=["50", *(pytest.param(code, marks=pytest.mark.slow) for code in ("2A", "971")), "portail"]
)
def staged(request: pytest.FixtureRequest, repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real repository, staged for one site."""
    return stage(repository, request.param, tmp_path_factory.mktemp("staged") / request.param)


# --- The real sites


def test_stock_mkdocs_builds_it_without_us(staged: Path, tmp_path: Path) -> None:
    """`mkdocs build --strict` builds a staged site with no warning where our package cannot even be imported."""
    run = mkdocs(staged / "mkdocs.yml", tmp_path / "out")
    assert run.returncode == 0, run.stderr
    assert "WARNING" not in run.stderr
    for name in ("index.html", "404.html", "sitemap.xml", "api/pages.json", "logement/index.html"):
        assert (tmp_path / "out" / name).is_file()


def test_nothing_of_ours_is_in_the_configuration(staged: Path) -> None:
    """The staged configuration has no hook and only plugins of MkDocs, and names nothing of our package."""
    text = (staged / "mkdocs.yml").read_text(encoding="utf-8")
    config = config_of(staged)
    assert "hooks" not in config
    assert [name for plugin in config["plugins"] for name in (plugin if isinstance(plugin, dict) else [plugin])] == [
        "search"
    ]
    assert not re.search(r"troisclics(?!\.css)", text)
    assert sorted(path.name for path in staged.iterdir()) == ["docs", "mkdocs.yml", "overrides"]


def test_nothing_is_left_to_expand(staged: Path) -> None:
    """What MkDocs sees is plain Markdown: no template and no marker is left in any page."""
    for path in (staged / "docs").rglob("*.md"):
        assert not re.search(r"\{\{|\{%|\{#|<!-- local -->|data-seam", path.read_text(encoding="utf-8")), path


def test_only_the_department_is_in_the_view(staged: Path) -> None:
    """The templates see the department in `extra.department`, as plain data; the portal has none."""
    extra = config_of(staged)["extra"]
    if staged.name == "portail":
        assert "department" not in extra
    else:
        assert extra["department"]["code"] == staged.name
        assert {"name", "de", "zone", "contacts", "permanences", "restaurants", "events", "offers", "pages"} <= extra[
            "department"
        ].keys()


def test_the_menu_is_the_repositorys(staged: Path, repository: Path) -> None:
    """The navigation of every site is that of the one `mkdocs.yml`, to the letter."""
    written = yaml_load((repository / "mkdocs.yml").read_text(encoding="utf-8"))
    assert config_of(staged)["nav"] == written["nav"]


def test_pages_json_keeps_its_contract(staged: Path, repository: Path) -> None:
    """`api/pages.json` has the shape that others rely on, each page once and in order, and its files exist."""
    pages = json.loads((staged / "docs" / "api" / "pages.json").read_text(encoding="utf-8"))
    jsonschema.validate(pages, PAGES_JSON, format_checker=jsonschema.FormatChecker())
    assert pages["department"] == (None if staged.name == "portail" else staged.name)
    uris = [page["uri"] for page in pages["pages"]]
    assert uris == sorted(set(uris))
    assert set(uris) == {path.relative_to(staged / "docs").as_posix() for path in (staged / "docs").rglob("*.md")}
    for page in pages["pages"]:
        assert (repository / page["source"]).is_file()
        assert page["local_source"] is None or (repository / page["local_source"]).is_file()
        if page["last_reviewed_on"] and page["review_by"]:
            assert date.fromisoformat(page["last_reviewed_on"]) < date.fromisoformat(page["review_by"])


def test_the_sitemap_names_each_page_once(staged: Path) -> None:
    """`sitemap.xml` is well formed, names each page of the site once at its full address, with a day that is past."""
    root = ElementTree.fromstring((staged / "docs" / "sitemap.xml").read_bytes())  # noqa: S314 - our own file
    addresses = [str(entry.text) for entry in root.iter(f"{SITEMAP}loc")]
    base = config_of(staged)["site_url"]
    pages = json.loads((staged / "docs" / "api" / "pages.json").read_text(encoding="utf-8"))["pages"]
    assert addresses == [base + page["url"] for page in pages]
    assert all(urlsplit(address).scheme == "https" for address in addresses)
    assert all(str(day.text) <= DAY for day in root.iter(f"{SITEMAP}lastmod"))


# --- The fictitious project


def test_staging_twice_gives_the_same_bytes(root: Path, tmp_path: Path) -> None:
    """The same input on the same day is staged to the same bytes, in whatever folder."""
    one, other = stage(root, "90", tmp_path / "un"), stage(root, "90", tmp_path / "deux" / "autre")
    assert differences(one, other) == []


def test_pages_json_of_a_department(root: Path, tmp_path: Path) -> None:
    """Each page tells its owner, its review and its files, an added page those of its department."""
    pages = json.loads((stage(root, "90", tmp_path / "un") / "docs" / "api" / "pages.json").read_text(encoding="utf-8"))
    by_uri = {page["uri"]: page for page in pages["pages"]}
    assert by_uri["logement/aide.md"] == {
        "uri": "logement/aide.md",
        "url": "logement/aide/",
        "title": "Aide fictive",
        "kind": "benefit",
        "owner": "pole-fictif",
        "last_reviewed_on": "2026-06-01",
        "review_by": "2027-06-01",
        "source": "content/logement/aide.md",
        "local_source": "departments/90-dunes/logement/aide.md",
    }
    assert by_uri["index.md"]["local_source"] is None
    assert by_uri["ma-delegation/sortie.md"] == {
        "uri": "ma-delegation/sortie.md",
        "url": "ma-delegation/sortie/",
        "title": "Sortie aux dunes",
        "kind": "delegation",
        "owner": "delegation",
        "last_reviewed_on": None,
        "review_by": None,
        "source": "departments/90-dunes/ma-delegation/sortie.md",
        "local_source": "departments/90-dunes/ma-delegation/sortie.md",
    }


def test_a_page_tells_the_theme_who_answers_for_it(root: Path, tmp_path: Path) -> None:
    """The front matter of a staged page is plain YAML: title, owner and review in words, files to edit."""
    text = (stage(root, "90", tmp_path / "un") / "docs" / "logement" / "aide.md").read_text(encoding="utf-8")
    front = yaml.safe_load(text.split("---\n")[1])
    assert front["title"] == "Aide fictive"
    assert front["owner_mailbox"] == "pole-fictif@exemple.fr"
    assert front["reviewed"] == "Vérifié le 1ᵉʳ\u00a0juin\u00a02026 par : Pôle fictif."
    assert (front["edit"], front["edit_local"]) == ("content/logement/aide.md", "departments/90-dunes/logement/aide.md")


def test_nobody_vouches_for_a_page_without_a_mailbox(root: Path, tmp_path: Path) -> None:
    """An owner that nobody can write to is named by no page, which says instead that it is not validated."""
    owners = root / "content" / "_owners.yml"
    owners.write_text(owners.read_text(encoding="utf-8").replace("    mailbox: pole-fictif@exemple.fr\n", ""), "utf-8")
    text = (stage(root, "90", tmp_path / "un") / "docs" / "logement" / "aide.md").read_text(encoding="utf-8")
    said = "Vérifié le 1ᵉʳ\u00a0juin\u00a02026 dans des sources publiques, pas encore validé par le ministère."
    assert yaml.safe_load(text.split("---\n")[1])["reviewed"] == said


def test_images_of_a_department_are_staged_with_its_site_only(root: Path, tmp_path: Path) -> None:
    """Files that are not pages come along: the shared ones everywhere, a department's on its own site."""
    (root / "content" / "plan.pdf").write_bytes(b"%PDF-1.4")
    (root / "departments" / "90-dunes" / "ma-delegation" / "acces.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    one, other = stage(root, "90", tmp_path / "un"), stage(root, "9A", tmp_path / "deux")
    assert (one / "docs" / "plan.pdf").read_bytes() == (other / "docs" / "plan.pdf").read_bytes() == b"%PDF-1.4"
    assert (one / "docs" / "ma-delegation" / "acces.png").is_file()
    assert not (other / "docs" / "ma-delegation" / "acces.png").exists()


def test_a_folder_that_holds_something_is_refused(root: Path, tmp_path: Path) -> None:
    """Staging never writes into a folder that is not empty, and leaves it as it was; an empty one will do."""
    to = tmp_path / "plein"
    to.mkdir()
    (to / "travail.txt").write_text("à moi")
    run = troisclics("stage", "90", "--out", to, "--root", root, "--today", DAY)
    assert run.returncode == 2
    assert "n'est pas vide" in run.stderr
    assert files_of(to) == {"travail.txt": "à moi".encode()}
    (tmp_path / "vide").mkdir()
    assert (stage(root, "90", tmp_path / "vide") / "mkdocs.yml").is_file()
