"""Scaffold what `troisclics new` writes: a page, a department, an event. It is valid and never overwrites a file."""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import date
from pathlib import Path

import yaml

from ..domain.department_names import find_by_name
from ..domain.slugs import ascii_name
from ..errors import ScaffoldError
from ..load.departments import FILE, FOLDER
from ..load.identities import SLUG, load_identities
from ..load.input_files import InputFile
from ..load.overlay_policy import check_local_data
from ..load.tree import CONTENT
from ..load.yaml_document import parse_yaml
from ..model import IDENTITIES, DepartmentIdentity, Finding, Place
from ..model.conventions import LOCAL, OPERATORS, OPTIONAL, PARTS, SITUATIONS
from ..system.file_trees import write_file
from .yaml_edit import insert_item

_MARK = "\n<!-- local -->\n"
_PAGE = f"""\
---
title: {{title}}
description: "À compléter : ce que c'est et pour qui, en une phrase."
draft: true # brouillon, sur aucun site : retirer cette ligne une fois la page écrite
kind: benefit # une aide ; ou journey (situation de vie), operator (organisme), page
# owner: pole-logement # qui en répond, dans content/_owners.yml ; sans cette ligne, comme la rubrique
# audience: [actif, retraite, contractuel, apprenti, ayant-droit]
# operator: fasf # une page de {OPERATORS}, sans .md
# life_events: [mutation, naissance] # des pages de {SITUATIONS}, sans .md
# last_reviewed_on: 2026-11-22 # le jour où toute la page a été comparée à ses sources
review_in: 6 mois
# sources:
#   - title: "Circulaire du 3 novembre 2026"
#     url: "https://www.legifrance.gouv.fr/"
# keywords: [les mots que les agents tapent, anciens noms compris]
status: to_confirm # « current » une fois la page relue
---
""" + "\n".join(
    f"## {part}\n\nÀ compléter.\n{_MARK if part == LOCAL else ''}" for part in PARTS if part not in OPTIONAL
)

_DEPARTMENT = """\
# yaml-language-server: $schema=../../schemas/department.json
# contacts, permanences, restaurants, events, offers : voir CONTRIBUTING.md, « Tenir à jour ma délégation ».
"""

_IDENTITY = """\
- {{code: "{code}", slug: {slug}, name: {name}, de: de {name}, region: À compléter, seat: À compléter, zone: {zone}}}
"""

_EVENT = """\
- title: {title}
  starts_on: {day} # et ends_on, time, place, audience, price, note : voir CONTRIBUTING.md
  status: to_confirm # « confirmed », avec last_reviewed_on, une fois vérifié
"""

_PART = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_SMALL_WORDS = {"de", "des", "du", "la", "le", "et"}


def new_page(root: Path, where: str, title: str) -> str:
    """Write the shared page `where` (SECTION/SLUG) of the project at `root`; return the next steps, in French.

    Raises ScaffoldError if the name is bad or taken, OSError if the file cannot be written.
    """
    _check_title(title)
    content = root / CONTENT
    sections = sorted(index.parent.name for index in content.glob("[!_]*/index.md"))
    section, _, slug = where.removesuffix(".md").partition("/")
    if section not in sections or not slug:
        raise ScaffoldError(
            f"« {where} » : écrire RUBRIQUE/PAGE, avec une rubrique de {CONTENT}/ : {', '.join(sections) or 'aucune'}."
        )
    if not _PART.fullmatch(slug):
        raise _bad_name(slug, ascii_name(slug.replace("/", "-").replace(".", "-")))
    if (content / section / slug / "index.md").exists():
        raise ScaffoldError(f"« {CONTENT}/{section}/{slug}/index.md » a déjà cette adresse : choisir un autre nom.")
    uri = f"{section}/{slug}.md"
    _write_new(content / uri, _PAGE.format(title=_quote(title)))
    return _next_steps(
        f"Page écrite : {CONTENT}/{uri}",
        "écrire le texte et la description, retirer le « # » des lignes utiles de l'en-tête",
        f"l'ajouter au menu : « - {uri} » sous « nav » de mkdocs.yml, à la place voulue",
        "retirer « draft: true », qui la garde hors des sites, puis : troisclics check --texts",
    )


def new_department(root: Path, slug: str) -> str:
    """Write the file of the department `slug` (CODE-NAME) of the project at `root`; return the next steps.

    A department missing from the national list is added to it. Raises ScaffoldError if the name is bad or taken,
    OSError if a file cannot be written.
    """
    if not SLUG.fullmatch(slug):
        plain = ascii_name(slug.replace(".", "-"))
        raise _bad_name(slug, plain if SLUG.fullmatch(plain) else "50-manche")
    path, national = root / FOLDER / slug / FILE, root / IDENTITIES
    listed = _with_identity(national, slug)
    path.parent.mkdir(exist_ok=True)
    _write_new(path, _DEPARTMENT)
    steps = ["ajouter les contacts et les permanences (voir CONTRIBUTING.md)", "troisclics check --texts"]
    if listed:
        text, line = listed
        write_file(national.resolve(), text.encode("utf-8"))
        steps.insert(0, f"compléter de, region et seat, vérifier name et zone : {IDENTITIES}:{line}")
    return _next_steps(f"Département écrit : {FOLDER}/{slug}/{FILE}", *steps)


def _with_identity(national: Path, slug: str) -> tuple[str, int] | None:
    """Return the national list with a line for `slug`, and its number; None if it has one.

    Raises ScaffoldError.
    """
    known = _identities(national)
    if slug in {entry.slug for entry in known}:
        return None
    start, *words = slug.split("-")
    code = start.upper()
    for other in known:
        if other.code == code:
            raise ScaffoldError(f"le code « {code} » est déjà celui de « {other.slug} » ({IDENTITIES}).")
    name = "-".join(word if word in _SMALL_WORDS else word.capitalize() for word in words)
    entry = _IDENTITY.format(code=code, slug=slug, name=name, zone="drom" if code.startswith("97") else "metro")
    try:
        return insert_item(national.read_bytes().decode("utf-8"), "departments", entry)
    except ValueError:
        raise ScaffoldError(f"la liste de « {IDENTITIES} » n'a pas la forme attendue ; y écrire :\n{entry}") from None


def new_event(root: Path, code: str, title: str, day: date) -> str:
    """Add an event to the file of the department `code`, leaving the rest unchanged; return the next steps.

    Raises ScaffoldError, UnknownCodeError, and OSError if the file cannot be written.
    """
    _check_title(title)
    path = _find_department(root, code) / FILE
    name = path.relative_to(root).as_posix()
    entry = _EVENT.format(title=_quote(title), day=day.isoformat())
    _check_entry(entry)
    try:
        text, line = insert_item(path.read_bytes().decode("utf-8"), "events", entry)
    except (UnicodeDecodeError, yaml.YAMLError, RecursionError):
        raise ScaffoldError(f"« {name} » est mal formé : le corriger d'abord (« troisclics check --texts »).") from None
    except ValueError:
        raise ScaffoldError(
            f"la liste « events » de « {name} » n'a pas la forme attendue ; y écrire à la main :\n{entry.rstrip()}"
        ) from None
    write_file(path.resolve(), text.encode("utf-8"))
    return _next_steps(
        f"Événement écrit : {name}:{line}",
        "compléter l'heure, le lieu, le public, le prix (voir CONTRIBUTING.md)",
        "une fois vérifié, écrire « status: confirmed » et « last_reviewed_on » avec la date du jour",
        "troisclics check --texts",
    )


def _check_title(title: str) -> None:
    if not title.strip() or any(unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"} for char in title):
        raise ScaffoldError("--title : écrire un titre d'une ligne.")


def _check_entry(entry: str) -> None:
    """Raise ScaffoldError if `entry` has content that a delegation may not write, such as HTML or templates."""
    findings: list[Finding] = []
    document = parse_yaml(entry, Place("--title"), findings)
    if document is not None:
        check_local_data(document, "", findings)
    if findings:
        raise ScaffoldError("\n".join(f"--title : {found.message}\n  → {found.fix}" for found in findings))


def _find_department(root: Path, code: str) -> Path:
    with_file = [one for one in _identities(root / IDENTITIES) if (root / FOLDER / one.slug / FILE).is_file()]
    return root / FOLDER / find_by_name(with_file, code).slug


def _identities(national: Path) -> tuple[DepartmentIdentity, ...]:
    """Return the national list. Raises ScaffoldError if it has faults."""
    findings: list[Finding] = []
    known = load_identities(InputFile(national.name, national, Place(IDENTITIES)), findings)
    if findings:
        raise ScaffoldError(f"« {IDENTITIES} » est à corriger d'abord (« troisclics check --texts »).")
    return known


def _write_new(path: Path, text: str) -> None:
    try:
        with path.open("x", encoding="utf-8") as handle:
            handle.write(text)
    except FileExistsError:
        raise ScaffoldError(f"« {path} » existe déjà : rien n'a été changé.") from None


def _bad_name(name: str, suggestion: str) -> ScaffoldError:
    example = f", par exemple « {suggestion} »" if suggestion else ""
    return ScaffoldError(f"nom « {name} » refusé : des minuscules sans accent, des chiffres et des tirets{example}.")


def _quote(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _next_steps(done: str, *steps: str) -> str:
    return "\n  → ".join([done, *steps])
