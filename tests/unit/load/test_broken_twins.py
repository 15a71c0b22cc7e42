"""Each rule on what is read has a broken twin: a sound project with one fault, which gives that rule at that place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from troisclics.load.departments import MAX_FILES
from troisclics.load.published_files import MAX_BYTES
from troisclics.pipeline.check import reading_rules

from .damage import (
    AIDE,
    DUNES,
    FACTS,
    FILE,
    OVERLAY,
    OWN_PAGE,
    TASKS,
    Damage,
    append,
    link,
    overlay,
    pipe,
    remove,
    rename,
    swap,
    write,
)
from .published_twins import PNG, PUBLISHED_TWINS
from .test_identities import IDENTITY_TWINS

SECOND_FACT = """\
  - id: {id}
    label: Autre fait
    unit: {unit}
    values:
      - {{value: {value}, from: 2025-01-01, status: confirmed, checked_on: 2026-06-01, source: {{title: Texte}}}}
"""


def second_fact(id_: str = "logement.autre", unit: str = "EUR", value: str = "1") -> Damage:
    """A second fact, on line 19 of the file; its value is on line 23."""
    return append(FACTS, SECOND_FACT.format(id=id_, unit=unit, value=value))


def _heavy(path: Path) -> None:
    """Make a file of one byte more than an image may have, which takes no place on the disk."""
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)


TWINS: list[tuple[str, Damage, list[str]]] = [
    # --- Files and folders
    *PUBLISHED_TWINS,
    ("a pipe", pipe("content/logement/tuyau.md"), ["content/logement/tuyau.md: fichier-illisible"]),
    ("no mkdocs.yml", remove("mkdocs.yml"), ["mkdocs.yml: fichier-illisible"]),
    ("1 MiB and one byte", write(OVERLAY, b"a" * (1024 * 1024 + 1)), [f"{OVERLAY}: fichier-trop-gros"]),
    ("brackets without end", write(OVERLAY, b"Texte.\n\n" + b"[" * 20_000), [f"{OVERLAY}:3: texte-limite"]),
    ("Latin-1", write(OVERLAY, "Une ligne.\n\nÉté.\n".encode("latin-1")), [f"{OVERLAY}:3: encodage"]),
    ("UTF-16", write(OVERLAY, "Une ligne.\n".encode("utf-16")), [f"{OVERLAY}:1: encodage"]),
    ("Latin-1 after a BOM", write(OVERLAY, b"\xef\xbb\xbfa\n\xe9"), [f"{OVERLAY}:2: encodage"]),
    ("Latin-1 with old Mac line ends", write(OVERLAY, b"a\rb\r\xe9"), [f"{OVERLAY}:3: encodage"]),
    (
        "an accent in a name",
        rename(AIDE, "content/logement/été.md"),
        [
            "content/_tasks.yml:2: tache-page-absente",
            "content/logement/été.md: nom-de-fichier",
            f"{OVERLAY}: overlay-orphelin",
            "mkdocs.yml:12: menu-page-absente",
        ],
    ),
    (
        "an accent in two characters (NFD)",
        write("content/logement/e\u0301te.md", ""),
        ["content/logement/e\u0301te.md: nom-de-fichier"],
    ),
    ("a capital", write(f"{DUNES}/ma-delegation/Photo.png", b""), [f"{DUNES}/ma-delegation/Photo.png: nom-de-fichier"]),
    (
        "a name that is no UTF-8",
        lambda root: (root / DUNES / "caf\udce9.md").write_text(""),
        [f"{DUNES}/caf�.md: nom-de-fichier"],
    ),
    ("a line end in a name", write(f"{DUNES}/a\nb.md", ""), [f"{DUNES}/a�b.md: nom-de-fichier"]),
    (
        "two names but for the case",
        write("content/logement/Aide.md", ""),
        [
            "content/_tasks.yml:2: tache-page-absente",
            "content/logement/Aide.md: nom-de-fichier",
            "content/logement/aide.md: noms-confondus",
            "mkdocs.yml:12: menu-page-absente",
        ],
    ),
    (
        "two names but for the accent",
        write("content/logement/aidé.md", ""),
        ["content/logement/aidé.md: noms-confondus"],
    ),
    (
        "a link to outside",
        link(f"{DUNES}/ma-delegation/x.md", "/etc/hostname"),
        [f"{DUNES}/ma-delegation/x.md: lien-symbolique"],
    ),
    (
        "a link to another department",
        link(f"{DUNES}/ma-delegation/x.md", "../../9a-falaises/department.yml"),
        [f"{DUNES}/ma-delegation/x.md: lien-symbolique"],
    ),
    ("a broken link", link("content/logement/x.md", "nulle-part.md"), ["content/logement/x.md: lien-symbolique"]),
    ("a link to itself", link("content/logement/x.md", "x.md"), ["content/logement/x.md: lien-symbolique"]),
    ("a linked folder", link(f"{DUNES}/restauration", "/etc"), [f"{DUNES}/restauration: lien-symbolique"]),
    ("a folder linked inside", link("content/lien", "logement"), ["content/lien: lien-symbolique"]),
    ("a linked department", link("departments/91-lien", "90-dunes"), ["departments/91-lien: lien-symbolique"]),
    ("no departments", remove("departments"), ["departments: dossier-absent"]),
    (
        "two pages, one address",
        write("content/logement.md", "---\ntitle: a\ndescription: b\nowner: delegation\n---\n"),
        [
            "content/logement.md:1: adresses-confondues",
        ],
    ),
    # --- YAML and front matter
    ("bad YAML in a front matter", swap(AIDE, "kind: benefit", "kind: [benefit"), [f"{AIDE}:4: yaml-malforme"]),
    ("bad YAML in a department", swap(FILE, "kind: RIA", "kind: RIA: x"), [f"{FILE}:15: yaml-malforme"]),
    ("a tab in YAML", swap(FACTS, "    unit: EUR", "\tunit: EUR"), [f"{FACTS}:6: yaml-malforme"]),
    ("a text cut by a remark", swap(TASKS, "search: aide", "search: aide #2"), [f"{TASKS}:6: texte-coupe"]),
    ("front matter without dashes", overlay("status: confirmed\n\nTexte.\n"), [f"{OVERLAY}:1: en-tete-ignore"]),
    ("a NUL in YAML", swap(FACTS, "unit: EUR", "unit: \0"), [f"{FACTS}:6: yaml-malforme"]),
    ("a quote that is not closed", swap(TASKS, "search: aide", 'search: "aide'), [f"{TASKS}:6: yaml-malforme"]),
    ("bad YAML in mkdocs.yml", append("mkdocs.yml", "x: [\n"), ["mkdocs.yml:22: yaml-malforme"]),
    ("a key twice", append(FILE, "offers: []\n"), [f"{FILE}:27: yaml-cle-double"]),
    (
        "a key twice in a front matter",
        swap(AIDE, "review_in: 1 an\n", "review_in: 1 an\ntitle: Autre\n"),
        [f"{AIDE}:8: yaml-cle-double"],
    ),
    ("an alias", append(FILE, "x: &a 1\n"), [f"{FILE}:27: yaml-alias"]),
    (
        "an alias bomb",
        append(FACTS, "".join(f"x{n}: &x{n} [{f'*x{n - 1},' * 9}]\n" for n in range(9))),
        [f"{FACTS}:19: yaml-alias"],
    ),
    ("a Python tag", swap(FILE, "kind: RIA", "kind: !!python/name:os.system RIA"), [f"{FILE}:15: yaml-etiquette"]),
    ("a tag", swap(AIDE, "kind: benefit", "kind: !ENV X"), [f"{AIDE}:4: yaml-etiquette"]),
    ("too deep", append(FILE, f"x: {'[' * 100_000}"), [f"{FILE}:27: yaml-trop-profond"]),
    ("too long", append(FILE, f"x: [{'1,' * 60_000}]"), [f"{FILE}:27: yaml-trop-profond"]),
    ("too deep in mkdocs.yml", append("mkdocs.yml", f"x: {'[' * 1500}{']' * 1500}"), ["mkdocs.yml: yaml-trop-profond"]),
    ("no front matter", write("content/perdue.md", "# Perdue\n"), ["content/perdue.md:1: en-tete-absent"]),
    ("an empty page", write("content/perdue.md", ""), ["content/perdue.md:1: en-tete-absent"]),
    (
        "a front matter left open",
        write("content/perdue.md", "---\ntitle: a\n"),
        ["content/perdue.md:1: en-tete-ouvert"],
    ),
    ("front matter without dashes", overlay("status: confirmed\n\nTexte.\n"), [f"{OVERLAY}:1: en-tete-ignore"]),
    ("an overlay's front matter left open", overlay("---\nstatus: confirmed\n"), [f"{OVERLAY}:1: en-tete-ouvert"]),
    ("an unknown key", swap(AIDE, "life_events:", "life_event:"), [f"{AIDE}:9: cle-inconnue"]),
    ("an unknown key deep inside", swap(FILE, "    town: S", "    twon: S"), [f"{FILE}:16: cle-inconnue"]),
    ("an unknown key of an overlay", overlay("---\nauthor: x\n---\nTexte.\n"), [f"{OVERLAY}:2: cle-inconnue"]),
    ("a missing key", swap(AIDE, "description: Page fictive pour les tests.\n", ""), [f"{AIDE}:2: cle-absente"]),
    (
        "a missing key deep inside",
        swap(FILE, "  - title: Cinéma fictif\n    valid", "  - valid"),
        [f"{FILE}:25: cle-absente"],
    ),
    ("a number for a text", swap(FILE, "name: Cantine fictive", "name: 90"), [f"{FILE}:14: valeur-refusee"]),
    ("a text for a boolean", swap(FILE, "retirees: true", "retirees: oui"), [f"{FILE}:17: valeur-refusee"]),
    ("a text for a list", swap(AIDE, "[naissance]", "naissance"), [f"{AIDE}:9: valeur-refusee"]),
    ("a word that is no choice", swap(FILE, "kind: RIA", "kind: RU"), [f"{FILE}:15: valeur-refusee"]),
    ("nothing for a text", swap(AIDE, "title: Aide fictive", "title:"), [f"{AIDE}:2: valeur-refusee"]),
    ("a list for a file", write("content/_glossary.yml", "- a\n"), ["content/_glossary.yml:1: valeur-refusee"]),
    (
        "a number of 5,000 digits",
        swap(FILE, "year: 2026", f"year: {'9' * 5000}"),
        [f"{DUNES}/department.yml:12: texte-limite", f"{FILE}:12: valeur-refusee"],
    ),
    (
        "a telephone that is none",
        swap(FILE, "01 99 00 12 34\n    email", "12\n    email"),
        [f"{FILE}:4: valeur-refusee"],
    ),
    ("a mailbox that is none", swap(FILE, "dunes@exemple.fr", "dunes"), [f"{FILE}:5: valeur-refusee"]),
    (
        "a pattern that is none",
        swap("mkdocs.yml", "  /*.md\n", "  !\n"),
        [
            "content/index.md:1: page-hors-menu",
            "mkdocs.yml:7: valeur-refusee",
        ],
    ),
    ("30 February", swap(AIDE, "2026-06-01", "2026-02-30"), [f"{AIDE}:6: date-refusee"]),
    ("a date in French", swap(AIDE, "2026-06-01", "1er juin 2026"), [f"{AIDE}:6: date-refusee"]),
    ("a date with one digit", swap(AIDE, "2026-06-01", "2026-6-1"), [f"{AIDE}:6: date-refusee"]),
    ("a month that is none", swap(FILE, 'as_of: "2025-03"', 'as_of: "2025-13"'), [f"{FILE}:18: date-refusee"]),
    ("a review in the future", swap(AIDE, "2026-06-01", "2026-11-23"), [f"{AIDE}:6: date-future"]),
    ("a local review in the future", swap(FILE, "2026-09-01", "2027-01-01"), [f"{FILE}:6: date-future"]),
    (
        "a fact checked in the future",
        swap(
            FACTS,
            "status: confirmed\n        checked_on: 2026-06-01",
            "status: confirmed\n        checked_on: 2027-06-01",
        ),
        [f"{FACTS}:17: date-future"],
    ),
    ("an information of next month", swap(FILE, 'as_of: "2025-03"', 'as_of: "2026-12"'), [f"{FILE}:18: date-future"]),
    ("an information of next year", swap(FILE, 'as_of: "2025-03"', "as_of: 2027"), [f"{FILE}:18: date-future"]),
    ("a period in words", swap(AIDE, "1 an", "un an"), [f"{AIDE}:7: duree-refusee"]),
    (
        "an address that runs",
        swap(AIDE, "https://exemple.fr/texte", "javascript:alert(1)"),
        [f"{AIDE}:11: adresse-refusee"],
    ),
    ("an empty text", swap(AIDE, "title: Aide fictive", 'title: " "'), [f"{AIDE}:2: texte-vide"]),
    ("an empty text in a list", swap(AIDE, "[aide]", '[aide, ""]'), [f"{AIDE}:13: texte-vide"]),
    # --- Departments
    ("an event that ends before it starts", swap(FILE, "2026-12-06", "2026-12-04"), [f"{FILE}:20: evenement-dates"]),
    # --- National facts
    ("a strange identifier", second_fact(id_="Logement_Autre"), [f"{FACTS}:19: fait-identifiant"]),
    ("a fact twice", second_fact(id_="logement.aide"), [f"{FACTS}:19: fait-double"]),
    (
        "a fact twice in two files",
        write(
            "content/_facts/zz.yml",
            "owner: delegation\nfacts:\n" + SECOND_FACT.format(id="logement.aide", unit="EUR", value=1),
        ),
        ["content/_facts/zz.yml:3: fait-double"],
    ),
    (
        "a fact without a value",
        append(FACTS, "  - {id: b, label: B, unit: EUR, values: []}\n"),
        [f"{FACTS}:19: fait-sans-valeur"],
    ),
    ("periods that overlap", swap(FACTS, "2024-12-31", "2025-01-01"), [f"{FACTS}:14: fait-periodes"]),
    ("periods out of order", swap(FACTS, "from: 2025-01-01", "from: 2023-01-01"), [f"{FACTS}:14: fait-periodes"]),
    ("a period left open", swap(FACTS, "        to: 2024-12-31\n", ""), [f"{FACTS}:13: fait-periodes"]),
    (
        "a period that ends before it starts",
        swap(FACTS, "to: 2024-12-31", "to: 2023-12-31"),
        [f"{FACTS}:8: fait-periodes"],
    ),
    ("a text in euros", second_fact(value="beaucoup"), [f"{FACTS}:23: fait-unite"]),
    ("a number for a date", second_fact(unit="date"), [f"{FACTS}:23: fait-unite"]),
    ("a date that is none, as a value", second_fact(unit="date", value="2025-02-30"), [f"{FACTS}:23: fait-unite"]),
    # --- References inside the tree
    ("an unknown owner", swap(AIDE, "pole-fictif", "pole-perdu"), [f"{AIDE}:2: responsable-inconnu"]),
    ("an unknown owner of facts", swap(FACTS, "pole-fictif", "pole-perdu"), [f"{FACTS}:4: responsable-inconnu"]),
    ("an unknown owner of a department", append(FILE, "owner: pole-perdu\n"), [f"{FILE}:2: responsable-inconnu"]),
    (
        "an unknown owner of a local fact",
        swap(FILE, "    retirees: true", "    owner: pole-perdu"),
        [f"{FILE}:14: responsable-inconnu"],
    ),
    (
        "no owner",
        swap("content/logement/index.md", "owner: pole-fictif\n", ""),
        ["content/logement/index.md:2: responsable-absent"],
    ),
    ("no owner of facts", swap(FACTS, "owner: pole-fictif\n", ""), [f"{FACTS}:3: responsable-absent"]),
    (
        "an unknown operator",
        swap(AIDE, "operator: operateur-fictif", "operator: autre"),
        [f"{AIDE}:2: operateur-inconnu"],
    ),
    ("an unknown life event", swap(AIDE, "[naissance]", "[mariage]"), [f"{AIDE}:2: situation-inconnue"]),
    (
        "a menu entry without a page",
        append("mkdocs.yml", "  - Perdue: perdue/index.md\n"),
        ["mkdocs.yml:22: menu-page-absente"],
    ),
    (
        "a page twice in the menu",
        swap("mkdocs.yml", "      - logement/aide.md\n", "      - logement/aide.md\n      - logement/aide.md\n"),
        ["mkdocs.yml:13: menu-double"],
    ),
    (
        "a page twice on one line of the menu",
        swap("mkdocs.yml", "      - logement/aide.md\n", "      - D'un trait: [logement/aide.md, logement/aide.md]\n"),
        ["mkdocs.yml:12: menu-double"],
    ),
    (
        "data that nobody reads",
        rename(TASKS, "content/_taches.yml"),
        ["content/_taches.yml: donnees-inconnues"],
    ),
    ("a page in no menu", swap("mkdocs.yml", "      - logement/aide.md\n", ""), [f"{AIDE}:1: page-hors-menu"]),
    (
        "a task without a page",
        swap(TASKS, "logement/aide.md", "logement/perdue.md"),
        [f"{TASKS}:2: tache-page-absente"],
    ),
    ("a tempting page that is none", swap(TASKS, "logement/index.md", "perdue.md"), [f"{TASKS}:2: tache-page-absente"]),
    (
        "a task twice",
        append(TASKS, "  - {id: aide-logement, question: q, answer: index.md, search: s}\n"),
        [f"{TASKS}:8: tache-double"],
    ),
    # --- Overlays
    (
        "an overlay of no page",
        write(f"{DUNES}/logement/aides.md", "Texte.\n"),
        [f"{DUNES}/logement/aides.md: overlay-orphelin"],
    ),
    *(
        (
            f"a file of a department in the place of another: {name}",
            write(f"{DUNES}/ma-delegation/{name}", ""),
            [f"{DUNES}/ma-delegation/{name}: nom-de-fichier"],
        )
        for name in ("index.html.md", "plan.png.md", "index.html/plan.png", "sortie/index.html/plan.png")
    ),
    (
        "an image that no page should load",
        lambda root: _heavy(root / DUNES / "ma-delegation" / "plan.png"),
        [f"{DUNES}/ma-delegation/plan.png: fichier-trop-gros"],
    ),
    (
        "files without end",
        lambda root: [
            write(f"{DUNES}/ma-delegation/p{number}.png", b"\x89PNG\r\n\x1a\n")(root) for number in range(MAX_FILES)
        ],
        [f"{DUNES}: departement-trop-de-fichiers"],
    ),
    (
        "a value without end",
        swap(f"{DUNES}/ma-delegation/sortie.md", "title: ", f"title: {'mot ' * 501}"),
        [f"{DUNES}/ma-delegation/sortie.md:2: texte-limite"],
    ),
    (
        "an image in the place of a national one",
        lambda root: [write(f"{folder}/ma-delegation/plan.png", PNG)(root) for folder in ("content", DUNES)],
        [f"{DUNES}/ma-delegation/plan.png: fichier-national"],
    ),
    ("a page added elsewhere", rename(OWN_PAGE, f"{DUNES}/sortie.md"), [f"{DUNES}/sortie.md: overlay-orphelin"]),
    (
        "a page added too deep",
        write(f"{DUNES}/ma-delegation/x/y.md", ""),
        [f"{DUNES}/ma-delegation/x/y.md: overlay-orphelin"],
    ),
    (
        "a locked key",
        overlay("---\nstatus: confirmed\nowner: delegation\n---\nTexte.\n"),
        [f"{OVERLAY}:3: overlay-verrouille"],
    ),
    ("a locked title", overlay("---\ntitle: Autre\n---\nTexte.\n"), [f"{OVERLAY}:2: overlay-verrouille"]),
    (
        "a locked key of an added page",
        swap(OWN_PAGE, "published_on: 2026-09-01", "kind: hub"),
        [f"{OWN_PAGE}:4: overlay-verrouille"],
    ),
    (
        "an added page without a title",
        swap(OWN_PAGE, "title: Sortie aux dunes\n", ""),
        [f"{OWN_PAGE}:1: overlay-titre"],
    ),
    ("an added page without a front matter", write(OWN_PAGE, "Texte.\n"), [f"{OWN_PAGE}:1: overlay-titre"] * 2),
    ("a national heading", append(OVERLAY, "\n## Dépôt\n"), [f"{OVERLAY}:10: overlay-titre-niveau"]),
    (
        "a strange file",
        write(f"{DUNES}/ma-delegation/plan.svg", ""),
        [f"{DUNES}/ma-delegation/plan.svg: overlay-fichier"],
    ),
    ("an image elsewhere", write(f"{DUNES}/logement/plan.png", ""), [f"{DUNES}/logement/plan.png: overlay-fichier"]),
    ("an empty overlay", overlay("---\nstatus: confirmed\n---\n\n"), [f"{OVERLAY}:1: overlay-vide"]),
    ("a template statement", append(OVERLAY, "\n{% if department %}\n"), [f"{OVERLAY}:10: overlay-instruction"]),
    ("a tag in a local text", append(OVERLAY, "\n<b>gras</b>\n"), [f"{OVERLAY}:10: overlay-html"] * 2),
    ("a script", append(OVERLAY, "\n<script>alert(1)</script>\n"), [f"{OVERLAY}:10: overlay-script"] * 2),
    ("a link to a file of the reader", append(OVERLAY, "\n[x](file:///etc/passwd)\n"), [f"{OVERLAY}:10: overlay-lien"]),
    (
        "attributes that begin as a template's comment",
        append(OVERLAY, "\n### Titre {#id}\n"),
        [f"{OVERLAY}:10: overlay-instruction"],
    ),
    ("attributes", append(OVERLAY, "\n### Titre {: #id .classe}\n"), [f"{OVERLAY}:10: overlay-attributs"]),
    (
        "a script in a title",
        swap(OWN_PAGE, "title: Sortie aux dunes", "title: <script>alert(1)</script>"),
        [
            f"{OWN_PAGE}:2: overlay-script",
            f"{OWN_PAGE}:2: overlay-script",
        ],
    ),
    (
        "a tag in a source",
        overlay("---\nsources:\n  - title: <img src=x>\n---\nTexte.\n"),
        [f"{OVERLAY}:3: overlay-html"],
    ),
    (
        "an entity in a title",
        swap(OWN_PAGE, "title: Sortie aux dunes", 'title: "a &lt;b&gt;"'),
        [f"{OWN_PAGE}:2: texte-balise"],
    ),
    (
        "a source on a host that is not listed",
        overlay("---\nsources:\n  - {title: Texte, url: 'https://evil.invalid/'}\n---\nTexte.\n"),
        [f"{OVERLAY}:3: lien-hote"],
    ),
    ("a tag in a fact", swap(FACTS, "label: ", "label: </p> "), [f"{FACTS}:5: valeur-balise"]),
    (
        "a host that is none",
        write("content/_hosts.yml", "hosts: [fr, example, https://exemple.fr]\n"),
        ["content/_hosts.yml:1: hote-refuse"],
    ),
]

ELSEWHERE = {
    "bloc-inconnu": "expansion, tests/unit/merge/test_expander.py",
    **dict.fromkeys(
        ("html-refuse", "image-exterieure", "lien-adresse", "texte-deborde"),
        "judging what comes out, tests/faults/test_hostile_html.py",
    ),
    "fait-inconnu": "expansion",
    "gabarit-commentaire": "expansion",
    "gabarit-limite": "expansion",
    "gabarit-syntaxe": "expansion",
    "variable-inconnue": "expansion",
    "configuration-refusee": "render/test_foreign.py, where MkDocs reads the configuration",
    "texte-inconvertible": "render/test_engine.py, where pages are made",
}
"""Rules that are not about reading, and where they are tested."""


def test_the_twin_is_sound(said: Callable[..., list[str]]) -> None:
    """Without damage the fictitious project gives no finding, so each twin shows its own fault alone."""
    assert said() == []


@pytest.mark.parametrize(("damage", "expected"), [pytest.param(*twin[1:], id=twin[0]) for twin in TWINS])
def test_each_fault_is_said_at_its_place(said: Callable[..., list[str]], damage: Damage, expected: list[str]) -> None:
    """One fault gives its rule at its file and line, and nothing else."""
    assert said(damage) == expected


def test_each_rule_has_a_broken_twin() -> None:
    """Every rule of messages.reading fires in the table, or is on the short list of rules tested elsewhere."""
    fired = {line.rpartition(": ")[2] for _, _, expected in [*TWINS, *IDENTITY_TWINS] for line in expected}
    assert fired | set(ELSEWHERE) == reading_rules()
    assert not fired & set(ELSEWHERE)
