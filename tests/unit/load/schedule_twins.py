"""Faults of first and last days, and of the marks of passages."""

from __future__ import annotations

from .address_twins import both, published
from .damage import AIDE, DUNES, OVERLAY, OWN_PAGE, Damage, Twin, append, swap

INDEX, OPERATOR = "content/logement/index.md", "content/qui-fait-quoi/operateur-fictif.md"


def dated(name: str, line: str, **dates: str) -> Damage:
    """Give a page these dates, below a `line` of its front matter."""
    return swap(name, f"{line}\n", f"{line}\n" + "".join(f"{key}: {day}\n" for key, day in dates.items()))


GLOSSARY = "content/_glossary.yml"
_TERM = '  - {term: AF, expansion: Aide fictive, definition: "Voir [elle](logement/aide.md)."}\n'
_MANDATORY = "\nextra: {troisclics: {publish: {mandatory: [logement/aide/]}}}\n"

BACKWARDS = {"publish_on": "2025-06-01", "expires_on": "2025-01-01"}

SCHEDULE_TWINS: list[Twin] = [
    ("a page that expires first", dated(AIDE, "kind: benefit", **BACKWARDS), [f"{AIDE}:2: dates-inversees"]),
    (
        "a local text that expires first",
        dated(OVERLAY, "status: confirmed", **BACKWARDS),
        [f"{OVERLAY}:2: dates-inversees"],
    ),
    ("one day", dated(AIDE, "kind: benefit", publish_on="2025-06-01", expires_on="2025-06-01"), []),
    ("a home page of a section", dated(INDEX, "kind: hub", expires_on="2027-01-01"), [f"{INDEX}:2: page-non-datable"]),
    (
        "an operator, which benefits name",
        dated(OPERATOR, "kind: operator", publish_on="2027-01-01"),
        [f"{OPERATOR}:2: page-non-datable"],
    ),
    (
        "a page whose headings another one shows",
        both(
            dated(AIDE, "kind: benefit", expires_on="2027-01-01"), append(INDEX, '{{ latest("logement/aide.md") }}\n')
        ),
        [f"{AIDE}:2: page-non-datable"],
    ),
    (
        "a page that the definition of a term leads to",
        both(dated(AIDE, "kind: benefit", expires_on="2027-01-01"), append(GLOSSARY, _TERM)),
        [f"{AIDE}:2: page-non-datable"],
    ),
    (
        "a page that every site must have",
        both(dated(AIDE, "kind: benefit", expires_on="2027-01-01"), append("mkdocs.yml", _MANDATORY)),
        [f"{AIDE}:2: page-non-datable"],
    ),
    (
        "a page that was published, and is to appear",
        both(dated(AIDE, "kind: benefit", publish_on="2026-11-23"), published("logement/aide/")),
        [f"{AIDE}:2: parution-retiree"],
    ),
    (
        "a page that appeared today",
        both(dated(AIDE, "kind: benefit", publish_on="2026-11-22"), published("logement/aide/")),
        [],
    ),
    (
        "a passage that is not closed",
        append(AIDE, "\n  <!-- à partir du 2027-01-01 -->\nTexte.\n"),
        [f"{AIDE}:42:3: passage-marque"],
    ),
    (
        "a mark of a local text that is no mark",
        append(OVERLAY, "\n<!-- apartir du 2027-01-01 -->\nTexte.\n<!-- fin -->\n"),
        [f"{OVERLAY}:10:1: passage-marque"],
    ),
    (
        "a mark of a local page that is no mark",
        append(OWN_PAGE, "\nVoir. <!-- fin -->\n"),
        [f"{DUNES}/ma-delegation/sortie.md:9:7: passage-marque"],
    ),
]
