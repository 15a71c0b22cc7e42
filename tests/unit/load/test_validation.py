"""Faults of form are explained: what is wrong, what is possible, what was probably meant."""

from __future__ import annotations

import time

import pytest

from troisclics.load.validation import parse, short
from troisclics.load.yaml_document import parse_yaml
from troisclics.model import FactFile, Finding, OverlayMeta, PageMeta, Place, Restaurant, Term

PAGE = "title: a\ndescription: b\n"


def faults(kind: type, text: str) -> list[Finding]:
    """What is said of `text` as a `kind`."""
    out: list[Finding] = []
    document = parse_yaml(text, Place("f.yml", 1), out)
    assert document is not None
    assert (parse(kind, document, out) is None) == bool(out)
    return out


@pytest.mark.parametrize(
    ("kind", "text", "message", "fix"),
    [
        (
            PageMeta,
            PAGE + "ownr: x",
            "clé inconnue « ownr » (« owner » ?)",
            "corriger ou retirer la clé ; clés possibles : aliases, amount, audience, ",
        ),
        (PageMeta, PAGE + "zzz: x", "clé inconnue « zzz »", "corriger ou retirer la clé"),
        (PageMeta, PAGE + "at: x", "clé inconnue « at »", "corriger ou retirer la clé"),
        (PageMeta, PAGE + "title_: x", "clé inconnue « title_ » (« title » ?)", "corriger ou retirer la clé"),
        (
            FactFile,
            "facts:\n  - {id: a, labl: b, unit: EUR, values: []}",
            "clé inconnue « labl » (« label » ?)",
            "corriger",
        ),
        (
            FactFile,
            "facts:\n  - {id: a, label: b, unit: EUR, values: [{form: 2026-01-01}]}",
            "clé inconnue « form » (« from » ?)",
            "corriger",
        ),
        (
            PageMeta,
            PAGE + "sources: [{titel: x}]",
            "clé inconnue « titel » (« title » ?)",
            "corriger ou retirer la clé ; clés possibles : title, url",
        ),
        (PageMeta, "title: a", "clé obligatoire absente : « description »", "ajouter « description: … »"),
        (
            PageMeta,
            "title: 12\ndescription: b",
            "« title » : valeur « 12 » refusée",
            'écrire « title: "12" », entre guillemets',
        ),
        (PageMeta, PAGE + "keywords: a", "« keywords » : valeur « a » refusée", "écrire une liste"),
        (PageMeta, PAGE + "kind: hum", "« kind » : valeur « hum » refusée", "choisir parmi : home, hub, "),
        (
            PageMeta,
            PAGE + "sources: [a]",
            "« sources » : valeur « a » refusée",
            "écrire des lignes « clé: valeur » en retrait",
        ),
        (
            PageMeta,
            PAGE + "last_reviewed_on: 2026-02-30",
            "« last_reviewed_on » : « 2026-02-30 » n'est pas une date possible",
            "écrire une date",
        ),
        (OverlayMeta, "status:", "« status » : valeur vide refusée", "choisir parmi : confirmed, to_confirm"),
        (OverlayMeta, f"status: {'x' * 500}", f"« status » : valeur « {'x' * 57}… » refusée", "choisir"),
        (Term, "term: 50", "« term » : valeur « 50 » refusée", 'écrire « term: "50" »'),
    ],
)
def test_what_is_said(kind: type, text: str, message: str, fix: str) -> None:
    """The message names the key and the value, and the mend says what is possible."""
    found = [one for one in faults(kind, text) if one.message.startswith(message)]
    assert len(found) == 1, faults(kind, text)
    assert found[0].fix.startswith(fix)


def test_a_value_cut_by_a_comma() -> None:
    """The rest of a French number in braces is no unknown key for its writer; a key with a value is one."""
    text = "name: a\nkind: RIA\ntown: b\nprices:\n  - {who: agents, amount: 4,20}\n"
    (cut,) = faults(Restaurant, text)
    assert "une virgule coupe la valeur" in cut.message
    (unknown,) = faults(Restaurant, "name: a\nkind: RIA\ntown: b\nprices:\n  - {who: agents, amount: 4.20, vat: 2}\n")
    assert "virgule" not in unknown.message


def test_all_faults_are_said_once() -> None:
    """Several faults on one line are all said; a value that fits none of several types is one fault."""
    text = "owner: 1\nfacts:\n  - {id: 1, label: 2, unit: x, note: 3, values: [{value: [1], from: 4, status: y}]}\n"
    keys = sorted(found.message.split("»")[0].split("« ")[1].strip() for found in faults(FactFile, text))
    assert keys == ["checked_on", "from", "id", "label", "note", "owner", "source", "status", "unit", "value"]


def test_many_unknown_keys_take_little_time() -> None:
    """A file of thousands of unknown keys is refused in less than a minute, on a busy machine."""
    start = time.monotonic()
    assert len(faults(PageMeta, PAGE + "".join(f"ownr{n}: x\n" for n in range(20_000)))) == 20_000
    assert time.monotonic() - start < 60


def test_short() -> None:
    """A long or invisible text is quoted so that it fits a line of a terminal."""
    assert short("é" * 60) == "é" * 60
    assert short("é" * 61) == "é" * 57 + "…"
    assert short("a\x1b\nb") == "a\\u001b\\u000ab"
