"""Name the pages, local texts and passages that left the sites long ago, and whose files are still there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from ..domain.passages import read_passages
from ..domain.schedule import texts_of
from ..messages import finding
from ..model import ALL_DEPARTMENTS, Finding, Overlay, Page, Place
from . import Check, Subject

KEPT = timedelta(days=90)
"""How long an expired text may stay before it is named."""

_PAGE = "supprimer ce fichier, et mettre son adresse dans « gone » de la page qui le remplace"
_LOCAL = "supprimer ce fichier, ou en changer « expires_on »"
_PASSAGE = "supprimer ce passage et ses deux marques, ou en changer les dates"


def check_old_texts(subject: Subject) -> Iterator[Finding]:
    """Report each text or passage whose last day was more than KEPT ago."""
    limit = subject.today - KEPT
    codes = {one.at.file: department.code for department in subject.project.departments for one in department.overlays}
    for text in texts_of(subject.project):
        last, code = text.meta.expires_on, codes.get(text.at.file, ALL_DEPARTMENTS)
        if not subject.wants(text.at.file):
            continue
        if last and last < limit:
            fix = _PAGE if isinstance(text, Page) else _LOCAL
            yield finding("texte-echu", text.at, code, what="ce texte", day=last + timedelta(days=1), fix=fix)
            continue
        for place, day in _passages(text):
            if day < limit:
                values = {"what": "ce passage", "day": day + timedelta(days=1), "fix": _PASSAGE}
                yield finding("texte-echu", place, code, **values)


def _passages(text: Page | Overlay) -> Iterator[tuple[Place, date]]:
    for passage in read_passages(text.body)[0]:
        if passage.until:
            yield Place(text.at.file, text.body_line + passage.opened), passage.until


OLD_TEXTS = Check("Textes échus", frozenset({"texte-echu"}), check_old_texts)
