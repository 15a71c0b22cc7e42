"""What `mkdocs.yml` and the templates of a project say wrong is told in French, at its place, and never a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest

from troisclics.errors import ForeignCodeError, InputError, RenderError, TemplateRefusedError
from troisclics.reports.error_messages import explain

from ..commands import copy_fictitious
from ..render.pairs import change, configure
from ..render.test_parallel_render import run
from .refusals import HOOKS, refused


@pytest.mark.parametrize("more", ["", HOOKS], ids=["engine", "mkdocs"])
def test_a_template_that_fails(tmp_path: Path, more: str) -> None:
    """An error that is none of Jinja's, in a template, names the template and its line."""
    root = change(configure(copy_fictitious(tmp_path / "projet"), more), {"accroche.py": ""})
    main = root / "overrides" / "main.html"
    main.write_text(main.read_text(encoding="utf-8") + "\n{% block extrahead %}{{ 1 // 0 }}{% endblock %}\n", "utf-8")
    with pytest.raises(ForeignCodeError, match=r"le modèle « main\.html », ligne \d+, s'arrête : ZeroDivisionError"):
        run(root, "90")


def test_a_configuration_that_mkdocs_refuses(tmp_path: Path) -> None:
    """A plugin that is not installed is a fault of mkdocs.yml, in French and at its line, not of a page."""
    error = refused(tmp_path, "plugins: [search, pas-installe]\n", {})
    assert isinstance(error, InputError)
    (found,) = error.findings
    assert (found.rule, found.place.file) == ("configuration-refusee", "mkdocs.yml")
    assert "le greffon « pas-installe » n'est pas installé" in found.message
    lines = (tmp_path / "projet" / "mkdocs.yml").read_text(encoding="utf-8").splitlines()
    assert lines[(found.place.line or 0) - 1].startswith("plugins:")


@pytest.mark.parametrize(
    ("config", "said"),
    [
        ("x: 1\n", "« x » n'est pas accepté par MkDocs : il ne connaît pas cette clé"),
        ("markdown_extensions: [absente]\n", "l'extension Markdown « absente » ne peut pas être chargée"),
        ("plugins: [search: {lang: fr, pipeline: [abc]}]\n", "« pipeline » : « Expected one of: ("),
        ("extra_templates: abc\n", "une liste de chemins"),
    ],
)
def test_what_mkdocs_says_is_in_french(tmp_path: Path, config: str, said: str) -> None:
    """The usual faults of mkdocs.yml in French, the others in MkDocs's own words, quoted."""
    error = refused(tmp_path, config, {})
    assert said in explain(error).text


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("name: material", "name: absent", "le thème « absent » n'est pas installé"),
        ("language: fr", "language: xx", "aucun modèle ne s'appelle « partials/languages/xx.html »"),
    ],
)
def test_a_theme_that_is_not_there(tmp_path: Path, old: str, new: str, said: str) -> None:
    """What the settings of the theme lack is said in French, without a path of this machine."""
    root = copy_fictitious(tmp_path / "projet")
    config = root / "mkdocs.yml"
    config.write_text(config.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises((RenderError, InputError)) as caught:
        run(root, "90")
    text = explain(caught.value).text
    assert said in text
    assert str(root) not in text


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("main.html", "{% if %}", "overrides/main.html, ligne 1) : accolades"),
        ("main.html", '{% extends "absent.html" %}', "aucun modèle ne s'appelle « absent.html »"),
        (
            "seams/content/contact.html",
            "\n{{ absent.x }}",
            "overrides/seams/content/contact.html, ligne 2) : « absent »",
        ),
        ("seams/content/contact.html", "{% if %}", "overrides/seams/content/contact.html, ligne 1) : accolades"),
        (
            "seams/content/contact.html",
            "{% for i in range(10**9) %}{% endfor %}",
            "contact.html, ligne 1) : OverflowError",
        ),
    ],
)
def test_a_template_that_cannot_be_shown(tmp_path: Path, name: str, text: str, said: str) -> None:
    """It is named by its path in the project and its line, in French, even if it never ends."""
    root = copy_fictitious(tmp_path / "projet")
    (root / "overrides" / name).write_text(text, encoding="utf-8")
    with pytest.raises(TemplateRefusedError) as caught:
        run(root, "90")
    assert said in explain(caught.value).text


@pytest.mark.parametrize("local", ["", "Un texte.\n"])
def test_settings_that_no_text_can_be_shown_with(tmp_path: Path, local: str) -> None:
    """What the converter fails on whatever the text, is a fault of mkdocs.yml and not of a text."""
    files = {"departments/90-dunes/logement/aide.md": local} if local else {}
    error = refused(tmp_path, "markdown_extensions: [toc: {slugify: abc}]\n", files)
    assert "'str' object is not callable" in str(error)
    assert "corriger mkdocs.yml" in explain(error).text


def test_folders_to_watch(tmp_path: Path) -> None:
    """`watch` is for « mkdocs serve » on the project itself: a staged site has no such folders."""
    root = configure(copy_fictitious(tmp_path / "projet"), "watch: [departments]\n")
    assert run(root, "90")


def test_relative_settings_of_extensions(tmp_path: Path) -> None:
    """What MkDocs documents for the settings of extensions is taken, even where local texts are judged by them."""
    config = "markdown_extensions:\n  - pymdownx.snippets:\n      base_path: !relative\n"
    root = configure(copy_fictitious(tmp_path / "projet"), config)
    page = root / "content" / "logement" / "aide.md"
    page.write_text(f'{page.read_text(encoding="utf-8")}\n--8<-- "index.md:1:3"\n', encoding="utf-8")
    assert run(root, "90")


def test_a_block_of_departments_that_does_not_parse(tmp_path: Path) -> None:
    """A block, which templates know by its name alone, is named by its path in the project."""
    error = refused(tmp_path, "", {"overrides/seams/name.html": "Un.\n{% if x\n"})
    assert str(error).startswith("(gabarit overrides/seams/name.html, ligne 2) :")
