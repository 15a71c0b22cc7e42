"""Faults of facts, owners, menu and tasks, each with what is said of it and where."""

from __future__ import annotations

from .address_twins import both
from .damage import AIDE, DUNES, FACTS, FILE, TASKS, Damage, Twin, append, rename, swap, write

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


NATIONAL_EVENT = "title: Journée fictive, starts_on: 2027-02-01, owner: pole-fictif"


REFERENCE_TWINS: list[Twin] = [
    # --- Departments
    ("an event that ends before it starts", swap(FILE, "2026-12-06", "2026-12-04"), [f"{FILE}:20: evenement-dates"]),
    (
        "the same event twice",
        swap(FILE, "offers:", '  - {title: "ARBRE de noël fictif", starts_on: 2026-12-05, time: "14:30"}\noffers:'),
        [f"{FILE}:24: evenement-double"],
    ),
    (
        "a form that is not there",
        swap(FILE, "ends_on: 2026-12-06", "form: bulletin.pdf\n    contact: accueil"),
        [f"{FILE}:20: formulaire-introuvable"],
    ),
    (
        "a form that is no document",
        swap(FILE, "ends_on: 2026-12-06", "form: sortie.md\n    contact: accueil"),
        [f"{FILE}:20: formulaire-introuvable"],
    ),
    (
        "a form that is the only way to register",
        both(
            swap(FILE, "ends_on: 2026-12-06", "form: bulletin.pdf"),
            write(f"{DUNES}/ma-delegation/bulletin.pdf", "%PDF-1.7"),
        ),
        [f"{FILE}:20: formulaire-sans-recours"],
    ),
    (
        "a national form that is not there",
        write("content/_events.yml", f"events:\n  - {{{NATIONAL_EVENT}, form: bulletin.pdf, phone: 01 99 00 12 34}}\n"),
        ["content/_events.yml:2: formulaire-introuvable"],
    ),
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
    ("a tag in a fact", swap(FACTS, "label: ", "label: </p> "), [f"{FACTS}:5: valeur-balise"]),
    # --- References inside the tree
    (
        "a page to be completed",
        write("content/logement/plus-tard.md", "---\ntitle: A\ndescription: B\ndraft: true\n---\n\nÀ compléter.\n"),
        ["content/logement/plus-tard.md:2: page-brouillon"],
    ),
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
]
