"""The menu and our settings in mkdocs.yml, read without understanding the rest of the file."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from troisclics.load import load_project

from .conftest import TODAY
from .damage import Damage, append, swap

NAV = "  - Logement:\n      - logement/index.md\n      - logement/aide.md\n"


def test_the_menu_keeps_its_order(project: Callable[[], Path]) -> None:
    """Pages are in the menu in the order they are written, at any depth."""
    root = project()
    swap("mkdocs.yml", NAV, "  - logement/aide.md\n  - A:\n      - B:\n          - logement/index.md\n")(root)
    loaded, findings = load_project(root, TODAY)
    assert findings == []
    assert loaded.tree.menu[:3] == ("logement/aide.md", "logement/index.md", "restauration/index.md")


@pytest.mark.parametrize(
    "damage",
    [
        append("mkdocs.yml", "  - Ailleurs: https://exemple.fr/\n"),
        append(
            "mkdocs.yml",
            'x: !ENV [A, "b"]\ny: !!python/name:material.extensions.emoji.twemoji\nz: !relative $docs_dir\n',
        ),
        append("mkdocs.yml", "x: !!python/object/apply:pymdownx.slugs.slugify {kwds: {case: lower}}\n"),
        append("mkdocs.yml", "extra_css: [!ENV [A, b.css]]\n"),
        append("mkdocs.yml", "x: &x 1\ny: *x\nz: {<<: {a: b}, c: d}\n"),
    ],
)
def test_the_rest_is_mkdocs_business(said: Callable[..., list[str]], damage: Damage) -> None:
    """Links to other sites, tags and aliases of an ordinary MkDocs file are no fault."""
    assert said(damage) == []


@pytest.mark.parametrize(
    ("tag", "shown"),
    [
        ("!!python/object/apply:os.system [echo]", "!!python/object/apply:os.system"),
        ("!!python/object/new:os.system [echo]", "!!python/object/new:os.system"),
        ("!!python/name:os.execlp", "!!python/name:os.execlp"),
        ("!!python/module:os", "!!python/module:os"),
        ("!!python/object/apply:pymdownxx.a [b]", "!!python/object/apply:pymdownxx.a"),
        ("!!python/object/apply:markdown.markdownFromFile {kwds: {output: x}}", "!!python/object/apply:markdown"),
        ("!!python/object/apply:pymdownx.emoji.to_svg [a]", "!!python/object/apply:pymdownx.emoji.to_svg"),
        ("!ENV {a: b}", "!ENV"),
        ("!ENV [A, [b]]", "!ENV"),
        ("!ENV []", "!ENV"),
        ("!!zzz a", "!!zzz"),
        ("!autre a", "!autre"),
    ],
)
def test_a_tag_that_could_call_anything_is_refused(
    project: Callable[..., Path], said: Callable[..., list[str]], tag: str, shown: str
) -> None:
    """Wherever it stands, even as a key or below the settings of Markdown, and nothing more is read of the file."""
    for text in (f"x: {tag}\n", f"x:\n  - [{{a: {tag} }}]\n", f"? {tag}\n: x\n"):
        found = load_project(project({"mkdocs.yml": text}), TODAY)[1]
        of_file = [one for one in found if one.place.file == "mkdocs.yml" and one.rule != "yaml-malforme"]
        assert [(one.rule, shown in one.message) for one in of_file] == [("yaml-etiquette", True)]


@pytest.mark.parametrize("value", [
    "2026-02-30", "!!int abc", "!!float abc", "!!bool abc", "0b_", "=", "!!binary x", "!!omap [a]", "{<<: 1}",
    "!!map [a]", "!!python/object/apply:pymdownx.slugs.slugify [a]", "!!python/name:pymdownx.slugs.slugify abc",
    "{? [a, b] : c}", "{? {d: e} : f}",
])  # fmt: skip
def test_a_value_that_cannot_be_made_is_said(project: Callable[..., Path], value: str) -> None:
    """What ends the reading of MkDocs, with a traceback or in English, is said at its line, wherever it stands."""
    text = f"a: b\nx:\n  y:\n    - {value}\n"
    found = load_project(project({"mkdocs.yml": text}), TODAY)[1]
    assert [(one.rule, one.place.line) for one in found if one.place.file == "mkdocs.yml"] == [("yaml-malforme", 4)]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("INHERIT: autre.yml\n", "valeur-refusee"),
        ("<<: {theme: [a]}\n", "valeur-refusee"),
        ("site_name: a\nsite_name: b\n", "yaml-cle-double"),
        ("x: &x {y: *x}\n", "yaml-trop-profond"),
        (f"x: {'[' * 60}{']' * 60}\n", "yaml-trop-profond"),
        ("a0: &a0 {k: 1}\n" + "".join(f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 9)}]}}\n" for n in range(1, 9)),
         "yaml-trop-profond"),
    ],
)  # fmt: skip
def test_nothing_is_taken_from_elsewhere_or_without_end(
    project: Callable[..., Path], said: Callable[..., list[str]], text: str, rule: str
) -> None:
    """What MkDocs would read and we do not see is refused; so is what it would never have done reading."""
    start = time.monotonic()
    found = load_project(project({"mkdocs.yml": text}), TODAY)[1]
    assert {one.rule for one in found if one.place.file == "mkdocs.yml"} == {rule}
    assert time.monotonic() - start < 20


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("theme: [a]", "valeur-refusee"),
        ("theme: material", "valeur-refusee"),
        ("theme:", "valeur-refusee"),
        ("extra: [a]", "valeur-refusee"),
        ("hooks: abc", "valeur-refusee"),
        ("hooks: [{a: b}]", "valeur-refusee"),
        ("hooks: [null]", "valeur-refusee"),
        ("hooks: [absente.py]", "valeur-refusee"),
        ("hooks: [/etc/hostname]", "valeur-refusee"),
        ("hooks: [content/../mkdocs.yml]", "valeur-refusee"),
        ('hooks: ["a\\0b"]', "valeur-refusee"),
        ("extra_css: [{a: b}]", "valeur-refusee"),
        ("extra_css: [3]", "valeur-refusee"),
        ("extra_css: ['http://[']", "adresse-refusee"),
        ("extra_javascript: [{path: '//['}]", "adresse-refusee"),
        ("theme: {name: material, features: abc}", "valeur-refusee"),
        ("theme: {name: material, palette: 3}", "valeur-refusee"),
        ("theme: {name: material, palette: [a]}", "valeur-refusee"),
        ("theme: {name: 3}", "valeur-refusee"),
        ("site_url: 'http://['", "adresse-refusee"),
        ("site_url: https://exemple.fr:99999/", "adresse-refusee"),
        ("site_url: https://exemple.fr:port/", "adresse-refusee"),
        ("site_url: !ENV [NULLE_PART, exemple]", "adresse-refusee"),
        ("repo_url: [a]", "adresse-refusee"),
    ],
)
def test_a_key_of_another_form_is_said(project: Callable[..., Path], text: str, rule: str) -> None:
    """What MkDocs would fail on, or our own reading, is said at its line."""
    config = project() / "mkdocs.yml"
    key = text.partition(":")[0]
    old = re.sub(rf"(?m)^{key}:.*\n([ -].*\n)*", "", config.read_text(encoding="utf-8"))
    found = load_project(project({"mkdocs.yml": f"{text}\n{old}"}), TODAY)[1]
    assert [(one.rule, one.place.line) for one in found if one.place.file == "mkdocs.yml"] == [(rule, 1)]


def test_a_menu_of_aliases_takes_little_time(said: Callable[..., list[str]]) -> None:
    """Aliases of aliases, in the menu too, are counted and not followed."""
    bomb = "".join(f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 9 if n else ['perdue.md'])}]\n" for n in range(9))
    start = time.monotonic()
    found = said(swap("mkdocs.yml", "not_in_nav", f"{bomb}not_in_nav"), append("mkdocs.yml", "  - *x8\n  - &y [*y]\n"))
    assert found == ["mkdocs.yml:12: yaml-trop-profond"]
    assert time.monotonic() - start < 20


@pytest.mark.parametrize("text", ["- a\n", "nav:\n", "nav: 3\nnot_in_nav: [a]\n", ""])
def test_a_menu_that_is_none(project: Callable[..., Path], text: str) -> None:
    """A file of another form gives findings on pages out of the menu, not a traceback."""
    findings = load_project(project({"mkdocs.yml": text}), TODAY)[1]
    assert {"page-hors-menu"} <= {found.rule for found in findings} <= {"page-hors-menu", "menu-page-absente"}


def test_settings_are_read_with_their_line(project: Callable[[], Path], said: Callable[..., list[str]]) -> None:
    """What `extra.troisclics` sets is taken, the rest keeps its usual value; a fault is said at its line."""
    root = project()
    append("mkdocs.yml", "extra:\n  troisclics:\n    clicks:\n      page: 4\n")(root)
    loaded, findings = load_project(root, TODAY)
    assert findings == []
    assert (loaded.tree.settings.clicks.page, loaded.tree.settings.clicks.benefit) == (4, 2)
    last = len((root / "mkdocs.yml").read_text().splitlines())
    for key, rule in (("page: trois", "valeur-refusee"), ("pages: 3", "cle-inconnue"), ("page: &a 3", "yaml-alias")):
        fault = append("mkdocs.yml", f"extra:\n  troisclics:\n    clicks:\n      {key}\n")
        assert said(fault) == [f"mkdocs.yml:{last}: {rule}"]
