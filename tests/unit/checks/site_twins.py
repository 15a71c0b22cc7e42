"""Sites that are not what was built, or whose pages differ, each with what is said of it and where."""

from __future__ import annotations

import json
import re
from pathlib import Path

from ..load.damage import Damage, Twin, copy, remove, several, swap, write
from .source_twins import OPERATOR, SHEET


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


def redirect(to: str) -> str:
    """A page that sends on."""
    return f'<!doctype html><html lang="fr"><meta http-equiv="refresh" content="0; url={to}"><title>Renvoi</title>'


BUILT: list[Twin] = [
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
