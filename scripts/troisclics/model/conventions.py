"""Names used in the content of this ministry that the program must know: folders, pages, parts of pages, kinds.

Whoever renames one of these in `content/` renames it here, and in `overrides/`; no other module names them.
"""

from __future__ import annotations

OPERATORS = "qui-fait-quoi/"
"""Who handles benefits: `operator` of a front matter is the name of a page of this folder."""
SITUATIONS = "ma-situation/"
"""Situations of life: `life_events` of a front matter are names of pages of this folder."""
DELEGATION = "ma-delegation/"
"""The pages on the department; the only folder to which a department may add pages and images."""
CONTACTS = f"{DELEGATION}contacts.md"
GLOSSARY = "glossaire.md"
SITE_MAP = "plan-du-site/"

DECLARATION = "site.accessibilite.declaration"
"""The fact that dates the accessibility statement, valid for three years (RGAA, « obligations »)."""

WHO = "Qui s'en occupe"
LOCAL = "Dans votre département"
QUESTIONS = "Questions fréquentes"
OTHERWISE = "Si ce n'est pas pour vous"
PARTS = ("Pour qui", "Combien", "Comment demander", WHO, LOCAL, QUESTIONS, OTHERWISE)
"""The parts of a benefit page, in order; « en bref » is its description, « textes et sources » its sources."""
OPTIONAL = frozenset({QUESTIONS})
"""Parts that are written only where people really ask."""
TRANSCRIPT = "Transcription"
"""The part of a page that holds the whole text of its film."""

RESTAURANTS = {
    "REFI": "restaurant financier (REFI)",
    "RIA": "restaurant inter-administratif (RIA)",
    "RC": "restaurant conventionné (RC)",
}


def operator_page(name: str | None) -> str:
    """Return the page on an operator."""
    return f"{OPERATORS}{name}.md"


def situation_page(name: str) -> str:
    """Return the page on a situation of life."""
    return f"{SITUATIONS}{name}.md"
