"""What the engine does not know is said, and MkDocs itself then builds the sites: slower, never wrong."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from troisclics.errors import RenderError
from troisclics.pipeline.build import Built, build

from ..commands import copy_fictitious, differences
from .pairs import TODAY, change, configure, in_theme, open_bench, page, write_by_stock

HOOK = """
def on_page_markdown(markdown, **kwargs):
    return markdown + "\\nUne phrase de l'accroche.\\n"
"""
TABLE = {"content/logement/aide.md": page("| a |\n|---|\n| b |\n")}


class Listener:
    """Keeps what a build says."""

    def __init__(self) -> None:
        self.warnings: list[str] = []
        self.sites: list[str] = []

    def warn(self, text: str) -> None:
        """Keep a warning."""
        self.warnings.append(text)

    def done(self, name: str, count: int, total: int) -> None:
        """Keep a name."""
        self.sites.append(name)
        assert len(self.sites) == count <= total


def run(root: Path, *codes: str, jobs: int = 1) -> tuple[Built, Listener]:
    """Build the project at `root` into its `site`."""
    listener = Listener()
    return build(root, root / "site", TODAY, listener, codes=codes, jobs=jobs), listener


def assert_as_stock(root: Path, scratch: Path, *names: str) -> None:
    """What `site` holds for these sites is what MkDocs makes of them."""
    bench = open_bench(root, scratch)
    for name in names:
        site = bench.sites[name]
        built = scratch / f"built-{name}"
        below = None if site.slug else shutil.ignore_patterns("90-*", "9a-*")
        shutil.copytree(root / "site" / site.slug, built, ignore=below)
        assert differences(built, write_by_stock(bench, name)) == []


UNKNOWN: dict[str, tuple[str, str, dict[str, str], str]] = {
    "plugin": ("plugins: [search, {tags: {}}]\n", "", {}, "le greffon « material/tags » (mkdocs.yml, plugins)"),
    "hook": ("hooks: [accroche.py]\n", "", {"accroche.py": HOOK}, "l'accroche « accroche.py » (mkdocs.yml, hooks)"),
    "extra template": (
        "extra_templates: [plan.html]\n", "", {"content/plan.html": "{{ pages | length }} {{ config.site_name }}"},
        "le modèle « plan.html » (mkdocs.yml, extra_templates)",
    ),
    "no search": ("plugins: []\n", "", {}, "un site sans recherche (mkdocs.yml, plugins)"),
    "search off": ("plugins: [{search: {enabled: false}}]\n", "", {}, "un site sans recherche (mkdocs.yml, plugins)"),
    "text": ("", '{% if "<table" in page.content %}t{% endif %}', TABLE, "« page.content » dans overrides/main.html"),
    "length": ("", "{{ page.content | length }}", {}, "« page.content » dans overrides/main.html"),
    "headings": (
        "", "{% for item in page.toc %}{{ item.title }}{% endfor %}",
        {"content/logement/aide.md": page("## Un\n\n## {{ department.name if department else 'Tous' }}\n")},
        "« page.toc » dans overrides/main.html",
    ),
    "pages": ("", "{{ pages | length }}", {}, "« pages » dans overrides/main.html"),
    "department": ("", "{% if config.extra.department %}D{% endif %}", {}, "« department » dans overrides/main.html"),
    "another page": (
        "", "{% if page and page.next_page %}{{ page.next_page.meta.description }}{% endif %}", {},
        "« meta » dans overrides/main.html",
    ),
    "menu": ("", "", {"overrides/partials/nav.html": "<nav>{{ page }}</nav>"}, "overrides/partials/nav.html"),
    "a title for pages without": (
        "", "", {"overrides/main.html": '{% extends "base.html" %}'},
        "la mise en page de overrides/main.html, qui regarde le texte (celle de material y cherche « h1 »)",
    ),
    "sitemap": (
        "", "", {"overrides/sitemap.xml": "<x>{{ page }}</x>"}, "le modèle sitemap.xml de overrides/sitemap.xml",
    ),
}  # fmt: skip
"""Lines of mkdocs.yml, what the theme prints more, files, and how it is called in the warning."""


@pytest.mark.parametrize("name", UNKNOWN)
def test_what_the_engine_does_not_know(tmp_path: Path, name: str) -> None:
    """It is named in a warning, and the sites are those of MkDocs."""
    config, printed, files, called = UNKNOWN[name]
    root = change(configure(copy_fictitious(tmp_path / "projet"), config), files)
    if printed:
        in_theme(root, "{% if page %}" + printed + "{% endif %}")
    _, listener = run(root, "90")
    assert len(listener.warnings) == 1
    assert listener.warnings[0].endswith(f"le moteur rapide ne sait pas remplacer {called}.")
    assert_as_stock(root, tmp_path / "comparé", "90")


def test_all_sites_by_mkdocs_in_two_processes(tmp_path: Path) -> None:
    """MkDocs too is shared out over processes; a change of a hook is seen though it is no text."""
    root = change(configure(copy_fictitious(tmp_path / "projet"), "hooks: [accroche.py]\n"), {"accroche.py": HOOK})
    built, listener = run(root, jobs=2)
    assert sorted(listener.sites) == sorted(built.sites) == ["90", "9A", "portail"]
    assert_as_stock(root, tmp_path / "comparé", "portail", "90")
    change(root, {"accroche.py": HOOK.replace("Une phrase", "Une autre phrase")})
    again, _ = run(root, jobs=2)
    assert not again.unchanged
    assert "Une autre phrase" in (root / "site" / "90-dunes" / "index.html").read_text(encoding="utf-8")


def test_from_the_engine_to_mkdocs_and_back(tmp_path: Path) -> None:
    """When a hook comes and goes, nothing of the one kind of build is left in the other."""
    root = change(copy_fictitious(tmp_path / "projet"), {"accroche.py": HOOK})
    before = (root / "mkdocs.yml").read_text(encoding="utf-8")
    run(root)
    clean = shutil.copytree(root / "site", tmp_path / "propre")
    configure(root, "hooks: [accroche.py]\n")
    run(root)
    assert differences(clean, root / "site")
    change(root, {"mkdocs.yml": before})
    run(root)
    assert differences(clean, root / "site") == []


def test_nothing_is_said_of_what_is_known(tmp_path: Path) -> None:
    """The theme of this repository is built by the engine, without a warning, in one process or two."""
    root = copy_fictitious(tmp_path / "projet")
    built, listener = run(root, jobs=2)
    assert (listener.warnings, built.pages) == ([], 25)
    assert sorted(listener.sites) == ["90", "9A", "portail"]


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("overrides/main.html", "{% if %}", "main.html, ligne 1"),
        ("overrides/main.html", "{{ config.extra.rien.du.tout }}", "main.html, ligne 1"),
        ("overrides/seams/name.html", "a\n{{ config.extra.rien.du.tout }}", "name.html, ligne 2"),
        ("overrides/404.html", '{% include "perdu.html" %}', "perdu.html"),
    ],
)
@pytest.mark.parametrize("config", ["", "hooks: [accroche.py]\n"], ids=["engine", "mkdocs"])
def test_a_fault_of_the_theme(tmp_path: Path, file: str, text: str, said: str, config: str) -> None:
    """A fault in a template is an expected failure that names the template, not a traceback."""
    root = configure(copy_fictitious(tmp_path / "projet"), config)
    change(root, {file: text, "accroche.py": HOOK})
    with pytest.raises(RenderError) as refused:
        run(root, "90")
    assert said in str(refused.value)
    assert not (root / "site").exists()


def test_what_mkdocs_made_is_not_believed(tmp_path: Path) -> None:
    """After a build by MkDocs itself, the next takes nothing from it nor from the fast build before it."""
    root = change(copy_fictitious(tmp_path / "projet"), {"accroche.py": HOOK})
    before = (root / "mkdocs.yml").read_text(encoding="utf-8")
    run(root)
    configure(root, "hooks: [accroche.py]\n")
    for _ in range(2):  # nothing is known of what a hook reads: an unchanged project is built again
        assert not run(root)[0].unchanged
    assert not (root / ".site.memory" / "state").exists()
    assert not (root / ".site.memory" / "previous").exists()
    change(root, {"mkdocs.yml": before})
    assert not run(root)[0].unchanged
    assert run(root)[0].unchanged


REMEMBERING = """
seen = []


def on_page_markdown(markdown, **kwargs):
    seen.append(markdown)
    print("dit tout haut")
    return markdown + f"\\n{len(seen)} pages lues.\\n"
"""


def test_a_hook_that_remembers_the_site_before(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Each site is made in a process of its own, so that it is what MkDocs alone makes of it; prints are no results."""
    root = configure(copy_fictitious(tmp_path / "projet"), "hooks: [accroche.py]\nplugins: [search]\n")
    change(root, {"accroche.py": "import memoire\n\non_page_markdown = memoire.on_page_markdown\n"})
    folder = tmp_path / "modules"
    change(folder, {"memoire.py": REMEMBERING})
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(folder)
        run(root)
    home = [(root / "site" / name / "index.html").read_text(encoding="utf-8") for name in ("90-dunes", "9a-falaises")]
    assert all("1 pages lues" in text for text in home)
    printed = capfd.readouterr()
    assert "dit tout haut" not in printed.out
    assert "dit tout haut" in printed.err
