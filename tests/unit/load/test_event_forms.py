"""The forms that events name: found in `ma-delegation/`, with their size, and never the only way to register."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from troisclics.load.event_forms import read_forms
from troisclics.load.input_files import InputFile
from troisclics.model import Event, Finding, Place


def read(tmp_path: Path, *events: Event) -> tuple[dict[str, int], list[Finding]]:
    """The forms of `events` and what is said of them; a PDF of 1,200 bytes and a picture are there."""
    files = []
    for name, content in {"bulletin-2027.pdf": b"%PDF-" + b"x" * 1195, "plan.png": b"x"}.items():
        (tmp_path / name).write_bytes(content)
        files.append(InputFile(f"ma-delegation/{name}", tmp_path / name, Place(name)))
    out: list[Finding] = []
    return dict(read_forms(events, files, out, "50")), out


def event(form: str | None, **keys: str) -> Event:
    """An event that names `form`."""
    return Event(title="Sortie", starts_on=date(2027, 1, 4), form=form, at=Place("department.yml", 7), **keys)


def test_a_form_is_found_with_its_size(tmp_path: Path) -> None:
    """It is read once, however many events name it; an event without one needs none."""
    once = event("bulletin-2027.pdf", phone="01 99 00 12 34")
    assert read(tmp_path, once, once, event(None)) == ({"bulletin-2027.pdf": 1200}, [])


@pytest.mark.parametrize(
    ("form", "hint"),
    [
        ("Bulletin 2027.pdf", "(« bulletin-2027.pdf » ?)"),
        ("ma-delegation/bulletin-2027.pdf", "(« bulletin-2027.pdf » ?)"),
        ("plan.png", "ma-delegation/"),
        ("https://exemple.fr/formulaire", "ma-delegation/"),
    ],
)
def test_a_form_that_is_no_document_of_the_delegation(tmp_path: Path, form: str, hint: str) -> None:
    """It is refused at the line of its event, and the right name is proposed if there is one close to it."""
    found, (said,) = read(tmp_path, event(form, contact="accueil"))
    assert found == {}
    assert (said.rule, said.severity, said.place.line, said.department) == ("formulaire-introuvable", "error", 7, "50")
    assert said.message.endswith(hint)


def test_a_form_is_not_the_only_way(tmp_path: Path) -> None:
    """Without anybody to ask, a person who cannot read the document cannot register."""
    found, (said,) = read(tmp_path, event("bulletin-2027.pdf"))
    assert found == {"bulletin-2027.pdf": 1200}
    assert (said.rule, said.severity) == ("formulaire-sans-recours", "warning")
