"""Read the identities of the departments: `content/_departments.yml`, the national list."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

from ..messages import finding
from ..model import IDENTITIES, DepartmentIdentity, DepartmentIdentityFile, Finding, Place
from .input_files import InputFile, read_text
from .validation import parse, short
from .yaml_document import Document, parse_yaml

IDENTITY_KEYS = tuple(field.name for field in dataclasses.fields(DepartmentIdentity) if field.name != "at")
"""The keys that only the national list may set."""


SLUG = re.compile(r"([0-9]{2,3}|[0-9][ab])-[a-z]+(-[a-z]+)*")
_CODE = re.compile(r"[0-9]{2,3}|[0-9][AB]")
_NAME = re.compile(r"[^\W\d_]+([ '’-][^\W\d_]+)*")
_ARTICLES = ("de ", "d'", "du ", "de la ", "de l'", "des ")
_UNIQUE = ("code", "slug", "name")


def load_identities(file: InputFile | None, out: list[Finding]) -> tuple[DepartmentIdentity, ...]:
    """Return the departments of `file`, in its order; none, after adding findings, if it cannot be read."""
    if file is None:
        out.append(finding("departements-absents", Place(IDENTITIES)))
        return ()
    text = read_text(file, out)
    document = parse_yaml(text, file.place, out) if text is not None else None
    parsed = parse(DepartmentIdentityFile, document, out) if document else None
    if document is None or parsed is None:
        return ()
    out += _problems(parsed, document)
    return parsed.departments


def _problems(parsed: DepartmentIdentityFile, document: Document) -> Iterator[Finding]:
    """Yield the problems with the values of the list, each with its line."""
    first: dict[tuple[str, str], int] = {}
    for index, entry in enumerate(parsed.departments):
        for key in IDENTITY_KEYS:
            place, value = document.place(("departments", index, key)), getattr(entry, key)
            expected = _expected(key, entry)
            if expected:
                yield finding("valeur-refusee", place, key=key, value=f"« {short(value)} »", expected=expected)
            line = first.setdefault((key, value), index) if key in _UNIQUE else index
            if line != index:
                other = document.place(("departments", line, key)).line
                yield finding("departement-double", place, key=key, value=short(value), first=other)
        if entry.slug.partition("-")[0] != entry.code.lower():
            place = document.place(("departments", index, "slug"))
            yield finding("departement-code", place, code=short(entry.code), slug=short(entry.slug))


def _expected(key: str, entry: DepartmentIdentity) -> str:
    """Return in French what to write instead of the value of `key`; "" if it is valid."""
    value = getattr(entry, key)
    if key == "code" and not _CODE.fullmatch(value):
        return 'écrire le code INSEE entre guillemets : "01", "2A", "976"'
    if key == "slug" and not SLUG.fullmatch(value):
        return "écrire le code et le nom, en minuscules sans accent : 50-manche, 2a-corse-du-sud"
    if key in {"name", "region", "seat"} and not _NAME.fullmatch(value):
        return "n'écrire que des lettres, des espaces, des apostrophes et des tirets"
    if key == "de" and value not in {f"{article}{entry.name}" for article in _ARTICLES}:
        return "écrire le nom avec son article : « de la Manche », « du Calvados », « de l'Ain », « des Landes »"
    return ""
