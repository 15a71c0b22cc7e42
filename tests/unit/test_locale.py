"""The words of click: all in French, in the catalogue that is shipped, whatever the language of the system."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from .commands import DAY, ROOT, troisclics

FOLDER = ROOT / "scripts" / "troisclics" / "commands" / "locale" / "fr" / "LC_MESSAGES"


def catalogue() -> Catalog:
    """The French texts, as they are written."""
    with (FOLDER / "messages.po").open("rb") as handle:
        return read_po(handle)


def texts(found: Catalog) -> dict[object, object]:
    """Each text of a catalogue and its translation, without the header."""
    return {_plain(message.id): _plain(message.string) for message in found if message.id}


def _plain(text: object) -> object:
    return tuple(text) if isinstance(text, list | tuple) else text


def wanted() -> set[object]:
    """All that the installed click passes to gettext; « required » goes through a variable."""
    keywords = {"_": None, "gettext": None, "ngettext": (1, 2)}
    found = extract_from_dir(Path(click.__file__).parent, keywords=keywords)
    return {message for _, _, message, _, _ in found} | {"required"}


def test_what_is_compiled_is_what_is_written() -> None:
    """`messages.mo` says what `messages.po` says: no change was left uncompiled."""
    with (FOLDER / "messages.mo").open("rb") as handle:
        assert texts(read_mo(handle)) == texts(catalogue())


def test_every_text_of_click_is_translated() -> None:
    """The catalogue has each text of the installed click, and none that it no longer has."""
    translated = {key for key, text in texts(catalogue()).items() if text and all(text)}
    assert (wanted() - translated, translated - wanted()) == (set(), set())


def test_translations_ask_for_nothing_more() -> None:
    """A translation only names what click gives it: it would fail otherwise."""
    for key, text in texts(catalogue()).items():
        given = set(re.findall(r"\{(\w+)", str(key)))
        assert set(re.findall(r"\{(\w*)", str(text))) <= given, key


@pytest.mark.parametrize(
    "environment",
    [
        {"LANGUAGE": "de:en", "LC_ALL": "en_US.UTF-8", "LANG": "de_DE.UTF-8"},
        {"LANGUAGE": "", "LC_ALL": "", "LANG": ""},
        {"LANGUAGE": "C", "LC_ALL": "C", "LANG": "C"},
    ],
    ids=["German", "none", "C"],
)
def test_the_language_of_the_system_changes_nothing(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]
) -> None:
    """Whatever language the system has, we speak French."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert "Afficher cette aide" in troisclics("--help").stdout
    assert "la commande « bogus » n'existe pas" in troisclics("bogus").stderr


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252"])
def test_an_old_terminal_is_no_obstacle(root: Path, encoding: str) -> None:
    """A terminal without our characters gets question marks in their place, and all the rest."""
    (root / "departments" / "90-dunes" / "perdu.md").write_text("Perdu.\n")
    command = [Path(sys.executable).with_name("troisclics"), "check", "--texts", "--root", root, "--today", DAY]
    env = {**os.environ, "PYTHONIOENCODING": encoding}
    run = subprocess.run(command, capture_output=True, check=False, env=env)
    assert (run.returncode, run.stderr) == (1, b"")
    assert b"erreur[overlay-orphelin]" in run.stdout
    assert "« perdu.md »".encode(encoding, "replace") in run.stdout
