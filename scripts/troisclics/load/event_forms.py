"""Check the forms that events name: documents beside the delegation's pages, and never the only way to register."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from ..domain.slugs import ascii_name
from ..messages import finding
from ..model import ALL_DEPARTMENTS, Event, Finding
from ..model.conventions import DELEGATION
from .input_files import InputFile
from .published_files import DOCUMENTS, extension
from .validation import short


def read_forms(
    events: Iterable[Event], files: Iterable[InputFile], out: list[Finding], department: str = ALL_DEPARTMENTS
) -> tuple[tuple[str, int], ...]:
    """Return the documents that `events` name, with their sizes in bytes.

    Args:
        events: the events.
        files: the files beside them, pages left out or not.
        out: receives a finding for each form that is no such document, or the only way to answer.
        department: the department's code, as shown in findings.
    """
    names = {file.uri.removeprefix(DELEGATION): file for file in files if file.uri.startswith(DELEGATION)}
    documents = {name: file for name, file in names.items() if extension(name) in DOCUMENTS}
    found: dict[str, int] = {}
    for event in events:
        if event.form is None:
            continue
        if event.form not in documents:
            values = {"name": short(event.form), "hint": _closest(event.form, documents)}
            out.append(finding("formulaire-introuvable", event.at, department, **values))
        elif event.form not in found:
            found |= _size(event.form, documents[event.form])
        if event.contact is None and event.phone is None:
            out.append(finding("formulaire-sans-recours", event.at, department, title=short(event.title)))
    return tuple(sorted(found.items()))


def _size(name: str, file: InputFile) -> dict[str, int]:
    try:
        return {name: file.path.stat().st_size}
    except OSError:
        return {}  # reported where the file is read


def _closest(name: str, known: Iterable[str]) -> str:
    bare = name.rpartition("/")[2]
    close = difflib.get_close_matches(ascii_name(bare), list(known), 1, 0.5)
    return f" (« {close[0]} » ?)" if close else ""
