"""Check that no person is named: texts and data give a function and a shared mailbox instead."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..constants import NAME_ALLOWED
from ..domain.french import fold
from ..domain.slugs import ascii_name
from ..load.input_files import source_lines
from ..messages import finding
from ..model import ALL_DEPARTMENTS, Finding, Place
from . import Check, Subject
from .person_words import EXAMPLES, NO_NAME, POSTS, SUBJECTS, TEAMS
from .written_texts import read_texts

_CAPITAL = r"[A-ZÀ-ÖØ-Þ][\w'’-]+"
_GIVEN = r"[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ][\w'’-]*"
_PAIR = rf"{_GIVEN}(?:\s+{_CAPITAL}){{1,3}}"
_FULL = rf"(?P<name>{_PAIR})"
"""A given name and a family name; most pairs of capitalised words are something else, see `_is_name`."""
_COMPOUND = re.compile(r"\w+?[a-zß-öø-ÿ][A-ZÀ-ÖØ-Þ]")
"""The name of a program, as « OpenStreetMap »: no given name has a capital inside, unless behind a hyphen."""
_POST = (
    r"(?i:contacts?|référente?s?|correspondante?s?|déléguée?s?|assistante?s?|médecin|infirmière?|infirmier|psychologue"
    r"|conseill(?:er|ère)|responsables?|gestionnaires?|présidente?s?|secrétaires?|trésori(?:er|ère)|directeur|directrice"
    r"|cheff?e?|animat(?:eur|rice)|adjointe?|interlocut(?:eur|rice))"
)
_PARTICLE = r"(?:(?:de\s+la|de|du|des|d['’]|van|von|el|ben)\s*)?"
_BARE_M = r"(?:^|(?<=[:(-] )|(?<=\b[àa] )|(?<=\b(?:de|et) )|(?<=\bpar )|(?<=\bavec ))M(?=\s+[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ])"
"""« M » without its full stop, where it is no letter of a size or a building."""
_TITLED = re.compile(
    rf"\b(?:M\.|{_BARE_M}|MM\.|M[rs]\.?|(?i:mmes?|mlles?|melles?)\.?|(?i:monsieur|madame|mademoiselle)|(?:Me|Dr|Pr)\.?"
    rf"|[Dd]octeure?|[Pp]rofesseure?)(?:\s|&nbsp;|\*\*)+(?P<name>(?:[A-Z]\.\s*)?{_PARTICLE}{_CAPITAL}(?:\s+{_CAPITAL}){{0,3}})"
)
_NAMED = (
    re.compile(
        rf"\b{_POST}(?:\s+(?:[a-zß-öø-ÿ'’-]+|(?:[dl]['’])?[A-Z]{{2,}})){{0,4}}?(?:\s*[:,(]\s*|\s+est\s+)"
        rf"(?P<name>{_PAIR}|[A-Z]\.\s*{_CAPITAL}|[A-ZÀ-ÖØ-Þ-]{{4,}}\s+{_GIVEN})"
    ),
    re.compile(
        r"(?i:\b(?:contacte[rz]|appele[rz]|demande[rz](?:\s+à)?|adresse[rz](?:-vous)?\s+à|auprès\s+de|(?:voir|avec)"
        r"|permanences?\s+de|(?:tenue|animée?|assurée?)\s+par|(?:inscription|renseignement)s?\s*:)\s+)" + _FULL
    ),
    re.compile(rf"\b{_FULL}\s*[,(]\s*(?:(?:votre|notre|la|le)\s+)?{_POST}\b"),
)
"""Where somebody is named without a title: behind a post, before one, or as somebody to turn to."""
_PLACE = (
    r"rue|avenue|av\.|place|boulevard|bd|allées?|impasse|chemin|quai|square|cours|faubourg|voie|route|passage|esplanade"
    r"|rond-point|promenade|ruelle|montée|pont|port|parc|jardins?|domaine|château|villa|maison|immeuble|bâtiment|tour"
    r"|pavillon|salle|cité|école|collège|lycée|université|campus|résidence|foyer|espace|centre|stade|gymnase|piscine"
    r"|complexe|hôpital|clinique|maternité|ehpad|crèche|halte-garderie|restaurant|ria|cantine|théâtre|cinéma|musée"
    r"|médiathèque|bibliothèque|atelier|auditorium|amphithéâtre|arrêt|station|gare|fondation|association|amicale|prix"
    r"|caserne|église|chapelle|groupe\s+scolaire"
)
_WORK = r"film|spectacle|concert|opéra|comédie|pièce|exposition|festival|roman|livre"
_TO_SOMEBODY = (
    r"(?:à|a|par|est|sont|avec|chez|auprès|voir|voyez|demande\w*|contacte\w*|appele\w*|adresse\w*|tenue?s?|ouverte?s?"
    r"|animée?s?|assurée?s?)\b"
)
_CALLED = re.compile(
    rf"\b(?:(?:{_PLACE})(?:\s+(?!{_TO_SOMEBODY})[\w'’-]+){{0,4}}|(?:{_WORK})\s*:?)\s*(?:\b[dl]['’])?[«\"“]?\s*$", re.I
)
"""What comes before a name that is that of a place or a work."""
_BEFORE = 60
"""How many signs before a name are looked at for the name of a place."""
_QUOTED = re.compile(r"[«“\"]\s*$"), re.compile(r"\s*[»”\"]")
_PART = r"[a-z]+(?:-[a-z]+)*\d*"
_MAILBOX = re.compile(rf"(?<![\w.+@-])({_PART}(?:[._]{_PART}){{1,3}})@[\w-]+(?:\.[\w-]+)+", re.I)
_ALLOWED = re.compile(rf"{NAME_ALLOWED.pattern}|#\s*nom permis\b")
_SHARED = ("content/_owners.yml", "content/_events.yml")
"""The shared data that says whom to turn to."""
_COMMENT = re.compile(r"(?:^|\s)#.*$")


def check_persons(subject: Subject) -> Iterator[Finding]:
    """Report each person who seems to be named, and each mailbox that seems to be a person's."""
    identities = [department.identity for department in subject.project.departments]
    named = [name for one in identities for name in (one.slug.partition("-")[2], one.seat, *one.region.split("-"))]
    places = frozenset({"france", *(ascii_name(name) for name in named if len(name) > 2)})
    for text in read_texts(subject):
        file = text.written.at.file
        for number, raw in enumerate(text.written.front.split("\n"), 2):
            yield from _named(_COMMENT.sub("", raw), raw, Place(file, number), text.department, places)
        for line in text.lines():
            yield from _named(line.text, line.raw, text.at(line.number), text.department, places)
    data = [(department.file.at.file, department.code) for department in subject.project.departments]
    for file, code in [*((file, ALL_DEPARTMENTS) for file in _SHARED), *data]:
        if subject.wants(file):
            for number, raw in enumerate(source_lines(subject.root, file), 1):
                yield from _named(_COMMENT.sub("", raw), raw, Place(file, number), code, places)


def _named(text: str, raw: str, place: Place, department: str, places: frozenset[str]) -> Iterator[Finding]:
    if _ALLOWED.search(raw):
        return
    titled = {match.end(): match[0] for match in _TITLED.finditer(text) if _is_titled(text, match)}
    named = {
        match.end("name"): match["name"]
        for pattern in _NAMED
        for match in pattern.finditer(text)
        if _is_name(match["name"], places) and not _is_called(text, match.start("name"), match.end("name"))
    }
    for _, name in sorted((named | titled).items()):
        yield finding("personne-nommee", place, department, text=name)
    for match in _MAILBOX.finditer(text) if "@" in text else ():
        if _is_personal(match[1], places):
            yield finding("boite-personnelle", place, department, text=match[0])


def _is_titled(text: str, match: re.Match[str]) -> bool:
    """Tell whether what comes behind « M. » or « Madame » is a name, not a post, a place or a work."""
    words = [word.removesuffix("s") for word in fold(match["name"]).split()]
    subject = match[0][:4].lower() == "prof" and not SUBJECTS.isdisjoint(words)
    return not (subject or POSTS.intersection(words[: 1 + (words[0] in {"le", "la"})])) and not _is_called(
        text, match.start(), match.end()
    )


def _is_name(pair: str, places: frozenset[str]) -> bool:
    """Tell whether capitalised words may be a given name and a family name."""
    words = fold(pair).split()
    parts = {part for word in words for part in (word, word.removesuffix("s"), *word.split("-"))}
    return (
        not parts & NO_NAME
        and not _COMPOUND.match(pair)
        and words[-1] not in places
        and not any(word.startswith(("saint-", "sainte-")) for word in words)
    )


def _is_called(text: str, start: int, end: int) -> bool:
    """Tell whether the name in `text` from `start` to `end` is that of a place, or of a work in quotation marks."""
    before = text[max(0, start - _BEFORE) : start]
    opened, closed = _QUOTED
    return bool(_CALLED.search(before) or (opened.search(before) and closed.match(text, end)))


def _is_personal(box: str, places: frozenset[str]) -> bool:
    """Tell whether a mailbox is named after a person: not after a team, nor, at its end, after a department."""
    folded = re.sub(r"\d", "", fold(box))
    parts = re.split(r"[._]", folded)
    words = {one for part in parts for word in part.split("-") for one in (word, word.removesuffix("s"))}
    return not words & TEAMS and folded not in EXAMPLES and parts[-1] not in places


PERSONS = Check("Personnes", frozenset({"boite-personnelle", "personne-nommee"}), check_persons)
