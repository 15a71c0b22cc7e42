"""Each rule on built sites has a broken twin: a faultless project with one fault, which gives that rule there."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from troisclics.checks import breadth, click_depth, integrity, layout_consistency, published
from troisclics.model import Finding

from ..load.damage import Damage, append, copy, remove, swap, write
from .looking import build_sites, look

OPERATOR = "content/qui-fait-quoi/operateur-fictif.md"
HUB = "content/logement/index.md"
HOME = "content/index.md"
SHEET = "departments/90-dunes/ma-delegation/sortie.md"
TABS = "site/90-dunes/qui-fait-quoi/index.html"
PAGE = """\
---
title: {title}
description: Page fictive pour les tests.
kind: {kind}
owner: pole-fictif
last_reviewed_on: 2026-06-01
---
{body}

Voir aussi [le logement](logement/index.md) et [la délégation](ma-delegation/index.md).
"""


def page(name: str, body: str, kind: str = "page") -> Damage:
    """A page at the root of `content/`, in no menu, with two ways on."""
    return write(f"content/{name}.md", PAGE.format(title=name.capitalize(), kind=kind, body=body))


def several(*damages: Damage) -> Damage:
    """One after the other."""

    def damage(root: Path) -> None:
        for one in damages:
            one(root)

    return damage


def everywhere(slug: str, pattern: str, new: str) -> Damage:
    """All pages of a built site, in which `new` stands for what matches `pattern`; ROOT is the way to its home."""

    def damage(root: Path) -> None:
        folder = root / "site" / slug
        files = [path for path in folder.rglob("index.html") if re.search(pattern, path.read_text(), re.S)]
        assert files
        for path in files:
            up = "../" * (len(path.relative_to(folder).parts) - 1)
            path.write_text(re.sub(pattern, new.replace("ROOT", up), path.read_text(), count=1, flags=re.S))

    return damage


def twice(file: str) -> Damage:
    """A list of pages that names its first page twice."""

    def damage(root: Path) -> None:
        listing = json.loads((root / file).read_text(encoding="utf-8"))
        listing["pages"].append(listing["pages"][0])
        write(file, json.dumps(listing))(root)

    return damage


def limits(text: str) -> Damage:
    """Limits set in `mkdocs.yml`."""
    return append("mkdocs.yml", f"extra:\n  troisclics:\n{text}")


def redirect(to: str) -> str:
    """A page that sends on."""
    return f'<!doctype html><html lang="fr"><meta http-equiv="refresh" content="0; url={to}"><title>Renvoi</title>'


def says(findings: tuple[Finding, ...]) -> list[str]:
    """Place and rule of each finding."""
    return [f"{found.place}: {found.rule}" for found in findings]


def link(html: str) -> Damage:
    """The page of the operator with raw HTML, which MkDocs does not look at, on its line 13."""
    return append(OPERATOR, f"\n\n{html}\n")


DEEP_MENU = """\
  - Profond:
      - profond/index.md
      - Niveau:
          - profond/niveau/index.md
          - Plus:
              - profond/niveau/plus/index.md
              - profond/niveau/plus/fond.md
"""
CHAIN = several(
    swap(HOME, "- [Plan du site]", "- [Premier](premier.md)\n- [Plan du site]"),
    page("premier", "Le [deuxième](deuxieme.md)."),
    page("deuxieme", "Le [troisième](troisieme.md)."),
    page("troisieme", "La troisième."),
)
"""Three pages, each of which leads to the next: the last is three actions away from the home of its site."""


def deeper(name: str, title: str, body: str) -> Damage:
    """A page of the deep menu."""
    text = PAGE.format(title=title, kind="page", body=body)
    up = "../" * name.count("/")
    return write(f"content/{name}", text.replace("(logement/", f"({up}logement/").replace("(ma-", f"({up}ma-"))


DEEP = several(
    append("mkdocs.yml", DEEP_MENU),
    swap("mkdocs.yml", ", navigation.prune", ""),
    swap(HOME, "- [Plan du site]", "- [Profond](profond/index.md)\n- [Plan du site]"),
    deeper("profond/index.md", "Profond", "Le [niveau](niveau/index.md)."),
    deeper("profond/niveau/index.md", "Niveau", "Voir [plus](plus/index.md)."),
    deeper("profond/niveau/plus/index.md", "Plus", "Le [fond](fond.md)."),
    deeper("profond/niveau/plus/fond.md", "Fond", "Le fond."),
)
"""A page four levels deep in a menu that is written whole into each page."""

REPLACED = "[Contacts](../ma-delegation/contacts.md), [délégation](../ma-delegation/index.md).\n"

SOURCES: list[tuple[str, Damage, list[str]]] = [
    # --- Three clicks
    ("four levels deep", DEEP, ["content/profond/niveau/plus/fond.md:2: clics-page"]),
    (
        "a link only inside a closed <details>",
        several(
            swap("mkdocs.yml", "      - logement/pret.md\n", ""),
            swap("mkdocs.yml", "  /*.md", "  /*.md\n  /logement/pret.md"),
            swap(
                HUB,
                "- [Prêt fictif](pret.md)",
                '<details markdown="1"><summary>Autres</summary>[Prêt](pret.md)</details>',
            ),
            swap("content/logement/aide.md", "[l'autre page](../logement/pret.md#pour-qui)", "ailleurs"),
        ),
        ["content/logement/pret.md:2: clics-aide"],
    ),
    (
        "a tile hidden on a phone",
        several(
            swap("mkdocs.yml", "      - logement/pret.md\n", ""),
            swap("mkdocs.yml", "  /*.md", "  /*.md\n  /logement/pret.md"),
            swap(HUB, "- [Prêt fictif](pret.md)", "- [Contacts](../ma-delegation/contacts.md)"),
            swap(HOME, "- [Plan du site]", "- [Prêt fictif](logement/pret.md){.only-wide}\n- [Plan du site]"),
        ),
        ["content/logement/pret.md:2: clics-aide"],
    ),
    (
        "departments to unfold on the portal",
        several(
            swap("overrides/seams/content/home.html", "<ul>", "<details><summary>Régions</summary><ul>"),
            swap("overrides/seams/content/home.html", "</ul>", "</ul></details>"),
        ),
        ["content/_tasks.yml:2: clics-tache"],
    ),
    (
        "an answer that only the portal leads to at once",
        several(
            CHAIN,
            swap("content/_tasks.yml", "answer: logement/aide.md", "answer: troisieme.md"),
            swap(
                "overrides/seams/content/home.html",
                '{{ member.slug }}/">',
                '{{ member.slug }}/troisieme/">3</a> <a href="{{ member.slug }}/">',
            ),
        ),
        ["content/_tasks.yml:2: clics-intranet"],
    ),
    (
        "a page that only the site map leads to",
        several(page("perdue", "Perdue."), append("content/plan-du-site.md", "\nEt [perdue](perdue.md).\n")),
        ["content/perdue.md:2: page-sans-chemin"],
    ),
    # --- Breadth
    ("a menu too wide", limits("    breadth: {menu: 2}\n"), ["mkdocs.yml:16: menu-trop-large"]),
    ("a section too long", limits("    breadth: {section: 1}\n"), ["mkdocs.yml:18: rubrique-trop-longue"]),
    ("too many tiles", limits("    breadth: {tiles: 3}\n"), [f"{HOME}:10: tuiles-trop-nombreuses"]),
    (
        "a section that leads to one page",
        swap("content/qui-fait-quoi/index.md", "- [Ma délégation](../ma-delegation/index.md)", ""),
        ["content/qui-fait-quoi/index.md:2: rubrique-maigre"],
    ),
    (
        "a page that says nothing and leads to one other",
        swap(OPERATOR, "[ses aides](../logement/index.md) ou ", ""),
        [f"{OPERATOR}:2: rubrique-maigre"],
    ),
    (
        "a page that leads nowhere",
        swap(OPERATOR, " : voir [ses aides](../logement/index.md) ou [les contacts](../ma-delegation/contacts.md)", ""),
        [f"{OPERATOR}:2: impasse"],
    ),
    # --- Nothing broken
    ("no such page", link('<a href="../../rien/">rien</a>'), [f"{OPERATOR}:13: lien-casse"]),
    ("another case", link('<a href="../../Logement/aide/">aide</a>'), [f"{OPERATOR}:13: lien-majuscules"]),
    ("another accent", link('<a href="../../logement/pr%C3%AAt/">prêt</a>'), [f"{OPERATOR}:13: lien-majuscules"]),
    ("from the root of the server", link('<a href="/logement/">là</a>'), [f"{OPERATOR}:13: lien-absolu"]),
    ("out of the sites", link('<a href="../../../../x/">là</a>'), [f"{OPERATOR}:13: lien-casse"]),
    ("no such anchor", link('<a href="../../logement/aide/#rien">là</a>'), [f"{OPERATOR}:13: ancre-absente"]),
    (
        "an anchor missing in one department",
        several(
            swap("content/logement/aide.md", "kind: benefit", "kind: benefit\nlocal: replace"),
            write("departments/90-dunes/logement/aide.md", REPLACED),
        ),
        ["content/logement/pret.md:39: ancre-absente"],
    ),
    ("no such image", link('<img src="rien.png" alt="Rien">'), [f"{OPERATOR}:13: image-absente"]),
    ("an image not described", link('<img src="../../assets/favicon.svg">'), [f"{OPERATOR}:13: image-sans-alt"]),
    (
        "no such script",
        swap("overrides/main.html", "<h1>", "<script src=\"{{ 'assets/rien.js' | url }}\"></script><h1>"),
        ["overrides/main.html:10: fichier-absent"],
    ),
    (
        "a script of another host",
        swap("overrides/main.html", "<h1>", '<script src="https://exemple.invalid/x.js"></script><h1>'),
        ["overrides/main.html:10: ressource-exterieure"],
    ),
    (
        "into another department",
        append(SHEET, "\nVoir [chez eux](../../../9a-falaises/logement/).\n"),
        [f"{SHEET}:11: lien-hors-departement"],
    ),
    ("a page that nothing leads to", page("seule", "Seule."), ["content/seule.md:2: page-sans-lien"]),
]

TAB = '<li><a href="ROOTma-delegation/sortie/">Sortie</a></li>'

BUILT: list[tuple[str, Damage, list[str]]] = [
    # --- Same place everywhere
    (
        "two entries of the menu swapped in one department",
        everywhere("9a-falaises", r"(<li class=.md-tabs__item[^>]*>.*?</li>)(\s*)(<li.*?</li>)", r"\3\2\1"),
        ["mkdocs.yml:21: menu-different"],
    ),
    (
        "a button of one department",
        everywhere("9a-falaises", '<nav class="md-tabs"', '<button>Nouveau</button><nav class="md-tabs"'),
        ["overrides/main.html: entete-different"],
    ),
    (
        "a footer of one page",
        swap("site/logement/index.html", "</footer>", '<a href="./">Ici</a></footer>'),
        ["overrides/main.html: pied-different"],
    ),
    (
        "a search of one page",
        swap("site/logement/index.html", '<button type="reset"', '<button>Plus</button><button type="reset"'),
        ["overrides/main.html: recherche-differente"],
    ),
    (
        "no site map on one page",
        swap("site/logement/index.html", 'href="../plan-du-site/"', 'href="../"'),
        ["overrides/main.html:14: plan-absent"],
    ),
    (
        "no portal",
        everywhere("9a-falaises", r'<div class="md-grid identity__inner">.*?</div>', ""),
        ["overrides/main.html:4: portail-absent"],
    ),
    (
        "no search on one page",
        swap("site/logement/index.html", 'type="text" class="md-search__input"', 'type="hidden" class="x"'),
        ["mkdocs.yml:12: recherche-absente"],
    ),
    (
        "a sheet of a department in the menu",
        everywhere(
            "90-dunes", r"(<ul class=.md-tabs__list.>)", r'\1<li><a href="ROOTma-delegation/sortie/">Sortie</a></li>'
        ),
        [f"{SHEET}:2: page-locale-au-menu"],
    ),
    # --- Redirections
    (
        "sent on to nothing",
        write("site/vieux/index.html", redirect("../rien/")),
        ["vieux/index.html: redirection-cassee"],
    ),
    (
        "sent on twice",
        several(
            write("site/vieux/index.html", redirect("../ancien/")),
            write("site/ancien/index.html", redirect("../logement/")),
        ),
        ["vieux/index.html: redirection-en-chaine"],
    ),
    (
        "a link that is sent on",
        several(
            write("site/vieux/index.html", redirect("../logement/")),
            swap(
                "site/qui-fait-quoi/operateur-fictif/index.html",
                'href="../../logement/">ses aides',
                'href="../../vieux/">ses aides',
            ),
        ),
        [f"{OPERATOR}:10: lien-vers-redirection"],
    ),
    # --- What is checked is what is published
    ("a site that is not there", remove("site/9a-falaises"), ["departments/9a-falaises/department.yml: site-absent"]),
    (
        "a site of nobody",
        copy("site/9a-falaises", "site/9z-nulle-part"),
        ["9z-nulle-part/api/pages.json: site-inconnu"],
    ),
    (
        "a list that cannot be read",
        write("site/9a-falaises/api/pages.json", "{"),
        ["9a-falaises/api/pages.json: site-illisible"],
    ),
    (
        "a page that is not there",
        remove("site/9a-falaises/logement/pret/index.html"),
        ["content/logement/pret.md:1: page-non-construite"],
    ),
    (
        "a page that no list names",
        write("site/inconnue/index.html", '<!doctype html><html lang="fr"><title>Inconnue</title><p>Rien.'),
        ["inconnue/index.html: page-non-declaree"],
    ),
    (
        "another sitemap",
        swap("site/9a-falaises/sitemap.xml", "logement/aide/", "logement/autre/"),
        ["9a-falaises/sitemap.xml: plan-xml-different"],
    ),
    ("a page listed twice", twice("site/90-dunes/api/pages.json"), ["mkdocs.yml: controle-incomplet"]),
]


def test_the_project_is_faultless(faultless_whole: Path) -> None:
    """Nothing is said of the project that the twins damage."""
    assert says(look(faultless_whole)) == []


@pytest.mark.parametrize(("damage", "expected"), [twin[1:] for twin in SOURCES], ids=[twin[0] for twin in SOURCES])
def test_a_fault_of_the_texts(faultless: Path, damage: Damage, expected: list[str]) -> None:
    """The fault is found in the built pages, and told once, at the line that somebody wrote."""
    damage(faultless)
    build_sites(faultless)
    assert says(look(faultless)) == expected


@pytest.mark.parametrize(("damage", "expected"), [twin[1:] for twin in BUILT], ids=[twin[0] for twin in BUILT])
def test_a_fault_of_the_sites(faultless_built: Path, damage: Damage, expected: list[str]) -> None:
    """A site that is not what was built is found, with the page that shows it."""
    damage(faultless_built)
    assert says(look(faultless_built)) == expected


def test_every_rule_has_a_twin() -> None:
    """No rule of these families is without a fault that makes it fire."""
    twins = {line.rsplit(": ", 1)[1] for _, _, expected in (*SOURCES, *BUILT) for line in expected}
    assert twins == breadth.RULES | click_depth.RULES | integrity.RULES | layout_consistency.RULES | published.RULES
