"""Check that no person is named: texts and data give a function and a shared mailbox instead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from ..constants import NAME_ALLOWED
from ..domain.french import fold
from ..messages import finding
from ..model import Finding, Place
from . import Check, Subject
from .written_texts import read_texts

_CAPITAL = r"[A-ZÀ-ÖØ-Þ][\w'’-]+"
_NAME = rf"(?:[A-Z]\.\s*)?{_CAPITAL}(?:\s+{_CAPITAL})*"
_TITLED = re.compile(rf"\b(?:M\.|MM\.|Mmes?|Mlle|Monsieur|Madame|Mademoiselle)\s+{_NAME}")
_POST = re.compile(
    r"(?i:\b(?:contact|référente?|correspondante?|déléguée?|assistante? sociale?|responsable|gestionnaire|présidente?"
    rf"|secrétaire|directeur|directrice)\s*(?::|\best\b|,)\s*){_CAPITAL}\s+{_CAPITAL}"
)
_STREET = re.compile(
    r"\b(?:rue|avenue|av\.|place|boulevard|bd|allée|impasse|chemin|quai|square|cité|école|lycée|salle|résidence|espace"
    r"|centre|stade|gymnase|hôpital)\b[^,.;]{0,40}$",
    re.I,
)
_BEFORE = 60
"""How many signs before a name are looked at for the name of a street."""
_MAILBOX = re.compile(r"(?<![\w.+-])([a-z]+(?:-[a-z]+)*)\.([a-z]+(?:-[a-z]+)*)@[\w-]+(?:\.[\w-]+)+", re.I)
_FUNCTIONS = frozenset(
    {
        "accueil", "action", "actions", "aide", "aides", "antenne", "assistance", "association", "bureau", "cellule",
        "centre", "communication", "contact", "correspondant", "correspondante", "courrier", "ddfip", "delegation",
        "departement", "dgfip", "direction", "dossiers", "drfip", "enfance", "equipe", "famille", "gestion", "groupe",
        "handicap", "info", "infos", "inscription", "inscriptions", "logement", "mairie", "mission", "mutuelle",
        "national", "offres", "permanence", "permanences", "pole", "portail", "prefecture", "prestations", "region",
        "renseignements", "restaurant", "restauration", "retraites", "rh", "sante", "secretariat", "section", "service",
        "services", "sg", "sircom", "social", "sociale", "srias", "support", "vacances", "ville", "webmestre",
    }
)  # fmt: skip
"""Words of mailboxes that a team reads."""
_ALLOWED = re.compile(rf"{NAME_ALLOWED.pattern}|#\s*nom permis\b")
_COMMENT = re.compile(r"(?:^|\s)#.*$")


def check_persons(subject: Subject) -> Iterator[Finding]:
    """Report each person who seems to be named, and each mailbox that seems to be a person's."""
    for text in read_texts(subject):
        file = text.written.at.file
        for number, raw in enumerate(text.written.front.split("\n"), 2):
            yield from _named(_COMMENT.sub("", raw), raw, Place(file, number), text.department)
        for line in text.lines():
            yield from _named(line.text, line.raw, text.at(line.number), text.department)
    for department in subject.project.departments:
        file = department.file.at.file
        if subject.wants(file):
            for number, raw in enumerate(_read(subject.root / file), 1):
                yield from _named(_COMMENT.sub("", raw), raw, Place(file, number), department.code)


def _read(path: Path) -> list[str]:
    """Return the lines of a file; none if it cannot be read, which the loader reports."""
    try:
        return path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError):
        return []


def _named(text: str, raw: str, place: Place, department: str) -> Iterator[Finding]:
    if _ALLOWED.search(raw):
        return
    for match in (*_TITLED.finditer(text), *_POST.finditer(text)):
        if not _STREET.search(text[max(0, match.start() - _BEFORE) : match.start()]):
            yield finding("personne-nommee", place, department, text=match[0].strip())
    for match in _MAILBOX.finditer(text):
        words = {word for part in match.groups() for word in fold(part).split("-")}
        if not words & _FUNCTIONS:
            yield finding("boite-personnelle", place, department, text=match[0])


PERSONS = Check("Personnes", frozenset({"boite-personnelle", "personne-nommee"}), check_persons)
