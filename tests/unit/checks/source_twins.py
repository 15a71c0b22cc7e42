"""Faults of texts, menu and theme that show only in the built sites, each with what is said of it and where."""

from __future__ import annotations

from ..load.damage import Damage, Twin, append, several, swap, write

OPERATOR = "content/qui-fait-quoi/operateur-fictif.md"
SHEET = "departments/90-dunes/ma-delegation/sortie.md"
HUB = "content/logement/index.md"
HOME = "content/index.md"
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


def limits(text: str) -> Damage:
    """Limits set in `mkdocs.yml`."""
    return append("mkdocs.yml", f"extra:\n  troisclics:\n{text}")


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

LOAN_NOT_IN_MENU = several(
    swap("mkdocs.yml", "      - logement/pret.md\n", ""),
    swap("mkdocs.yml", "  /*.md", "  /*.md\n  /logement/pret.md"),
)
REPLACED = "[Contacts](../ma-delegation/contacts.md), [délégation](../ma-delegation/index.md).\n"

SOURCES: list[Twin] = [
    # --- Three clicks
    ("four levels deep", DEEP, ["content/profond/niveau/plus/fond.md:2: clics-page"]),
    (
        "a link only inside a closed <details>",
        several(
            LOAN_NOT_IN_MENU,
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
            LOAN_NOT_IN_MENU,
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
