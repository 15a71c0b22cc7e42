"""The link to the portal in saved intranet pages: each fault is said once, at its file and line, with its mend."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from troisclics.links.portal_link import IntranetLink, check_pages, parse_page
from troisclics.links.saved_page import plain
from troisclics.messages.intranet_rules import RULES
from troisclics.model import Settings

from ..commands import ROOT, troisclics

FOLDER = ROOT / "tests" / "fixtures" / "intranets"
FILES = ("direction-des-dunes.html", "direction-des-falaises.html", "direction-des-marees.html")
WANTED = IntranetLink("https://action-sociale.example/", Settings().intranet_label)
LINK = '<a href="https://action-sociale.example/">Action sociale&nbsp;: mes droits, ma délégation</a>'
DUNES = FILES[0]

Change = Callable[[str], str]


def swap(old: str, new: str) -> Change:
    """A damage: `old`, which must be there, becomes `new`."""

    def change(text: str) -> str:
        assert old in text
        return text.replace(old, new)

    return change


def moved(new: str) -> Change:
    """A damage: the link goes elsewhere."""
    return lambda text: swap(new, f"{new}{LINK}")(swap(f"  {LINK}\n", "\n")(text))


def said(change: Change | None = None, files: tuple[str, ...] = FILES) -> list[str]:
    """What is said of the fictitious intranets, the first of which is changed."""
    texts = {name: (FOLDER / name).read_text(encoding="utf-8") for name in files}
    if change:
        texts[DUNES] = change(texts[DUNES])
    pages = [parse_page(name, text.encode()) for name, text in texts.items()]
    return [f"{found.place}: {found.rule}" for found in check_pages(pages, WANTED)]


TWINS: list[tuple[str, Change, list[str]]] = [
    ("no link", swap(LINK, ""), ["1: intranet-lien-absent"]),
    ("twice", swap("<h1>Actualités</h1>", f"<h1>Actualités</h1>{LINK}"), ["21: intranet-lien-double"]),
    ("an old address", swap(LINK, LINK.replace("https", "http")), ["18: intranet-adresse"]),
    ("a page of the portal", swap(LINK, LINK.replace("example/", "example/index.html")), ["18: intranet-adresse"]),
    ("another wording", swap(LINK, LINK.replace("Action sociale&nbsp;: mes", "Mes")), ["18: intranet-libelle"]),
    ("no wording", swap(LINK, '<a href="https://action-sociale.example/"><img alt="x"></a>'), ["18: intranet-libelle"]),
    ("in a closed menu", swap(LINK, f"<details><summary>Menu</summary>{LINK}</details>"), ["18: intranet-cache"]),
    ("in a new tab", swap(LINK, LINK.replace("<a ", "<a target=_blank ")), ["18: intranet-onglet"]),
    ("in the footer", moved("Mentions légales</a>"), ["27: intranet-place"]),
    ("first in the header", moved("<header>\n  "), ["11: intranet-place"]),
]  # fmt: skip


def test_good_pages_are_good() -> None:
    """HTML elements or ARIA roles, capitals, line breaks, links to other pages of the portal: nothing to say."""
    assert said() == []


@pytest.mark.parametrize(("change", "expected"), [pytest.param(*twin[1:], id=twin[0]) for twin in TWINS])
def test_each_fault_is_said_at_its_line(change: Change, expected: list[str]) -> None:
    """One fault gives its rule at its line, and nothing else."""
    assert said(change) == [f"{DUNES}:{line}" for line in expected]


def test_each_rule_has_a_broken_twin() -> None:
    """Every rule of messages.intranet fires in the table."""
    assert {line.rpartition(" ")[2] for _, _, expected in TWINS for line in expected} == set(RULES)


def test_the_place_is_that_of_the_others() -> None:
    """Where most intranets have the link elsewhere than advised, the one that differs is named; a tie is not a rule."""
    footer = [parse_page(name, f"<header><a href=/>A</a></header>\n<footer>{LINK}</footer>".encode()) for name in "abc"]
    header = parse_page("d", f"<header>{LINK}</header>".encode())
    assert [f"{found.place}" for found in check_pages([*footer, header], WANTED)] == ["d:1"]
    assert [f"{found.place}" for found in check_pages([footer[0], header], WANTED)] == ["a:2"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings_of_browsers(encoding: str) -> None:
    """The wording is recognised however a browser has saved the page."""
    text = (FOLDER / DUNES).read_text(encoding="utf-8")
    assert check_pages([parse_page(DUNES, text.encode(encoding))], WANTED) == []


def test_command_shows_what_to_paste() -> None:
    """Without a file, the command gives the snippet, whole and without any script."""
    done = troisclics("report", "intranet", "--root", ROOT)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == LINK


def test_command_says_and_ends_with_a_code(tmp_path: Path) -> None:
    """0 when all is well, 1 with file, line, fault and mend, 2 for a file that is not there."""
    good = troisclics("report", "intranet", *(FOLDER / name for name in FILES), "--root", ROOT)
    assert (good.returncode, good.stderr) == (0, "")
    assert good.stdout == "3 pages d'intranet, 0 à corriger. Place du lien : dernier lien de l'en-tête.\n"
    page = tmp_path / "sans-lien.html"
    page.write_text("<p>Rien</p>", encoding="utf-8")
    bad = troisclics("report", "intranet", page, "--root", ROOT)
    assert bad.returncode == 1
    assert f"{page}:1: erreur[intranet-lien-absent]" in bad.stdout
    assert LINK in bad.stdout
    lost = troisclics("report", "intranet", tmp_path / "absent.html", "--root", ROOT)
    assert lost.returncode == 2
    assert "Traceback" not in lost.stderr


def test_the_page_for_webmasters_has_the_same_words() -> None:
    """What `content/intranets.md` asks for is what the command looks for."""
    text = (ROOT / "content" / "intranets.md").read_text(encoding="utf-8")
    assert LINK.replace("action-sociale.example", "adresse-du-portail") in text
    assert plain(f"« {WANTED.label} »") in plain(text)
    assert "</header>" in text
