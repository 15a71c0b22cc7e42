"""Passages of a text appear and leave on their days, and a mark that cannot be understood is named."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from troisclics.domain.passages import Passage, format_mark, read_passages, show_on, without_marks

FIRST, LAST = date(2027, 1, 1), date(2027, 3, 31)
DAY = timedelta(days=1)
FROM, UNTIL, BOTH = (
    "<!-- à partir du 2027-01-01 -->",
    "<!-- jusqu'au 2027-03-31 -->",
    "<!-- du 2027-01-01 au 2027-03-31 -->",
)


def around(mark: str) -> str:
    """A text with one passage, opened by `mark`."""
    return f"Avant.\n\n{mark}\nDedans.\n\nEncore.\n<!-- fin -->\n\nAprès.\n"


@pytest.mark.parametrize(
    ("mark", "since", "until"),
    [
        (FROM, FIRST, None),
        (UNTIL, None, LAST),
        (BOTH, FIRST, LAST),
        ("<!--À PARTIR DU 2027-01-01-->", FIRST, None),
        ("  <!-- a  partir du 2027-01-01 -->  ", FIRST, None),
        ("<!-- jusqu’au 2027-03-31 -->", None, LAST),
        ("<!-- à partir du 2027-01-01 jusqu'au 2027-03-31 -->", FIRST, LAST),
    ],
)
def test_marks(mark: str, since: date | None, until: date | None) -> None:
    """Case, spaces, accents and apostrophes do not matter."""
    assert read_passages(around(mark)) == ((Passage(2, 6, since, until),), ())


@pytest.mark.parametrize(
    ("mark", "day", "shown"),
    [
        (FROM, FIRST - DAY, False),
        (FROM, FIRST, True),
        (UNTIL, LAST, True),
        (UNTIL, LAST + DAY, False),
        (BOTH, FIRST - DAY, False),
        (BOTH, FIRST, True),
        (BOTH, LAST, True),
        (BOTH, LAST + DAY, False),
    ],
)
def test_both_days_are_included(mark: str, day: date, shown: bool) -> None:
    """As for facts; whatever is hidden leaves a blank line, and so do the marks."""
    inside = "\nDedans.\n\nEncore.\n\n" if shown else "\n\n\n\n\n"
    assert show_on(around(mark), day) == f"Avant.\n\n{inside}\nAprès.\n"
    assert without_marks(around(mark)) == "Avant.\n\n\nDedans.\n\nEncore.\n\n\nAprès.\n"


@pytest.mark.parametrize(
    "text",
    [
        f"```\n{FROM}\n```\n",
        f"Texte.\n\n    {FROM}\n",
        f"<pre>\n{FROM}\n</pre>\n",
        f"Écrivez `{FROM}`, puis `<!-- fin -->`.\n",
        "<!-- relu le 2026-11-01 -->\n",
        "<!-- à revoir en 2027 -->\n<!-- local -->\n<!-- financement : voir la note -->\n",
        "<!-- du texte à partir de la note, à relire avec le service des pensions -->\n",
        "Texte <!-- une note --> ici.\n",
    ],
)
def test_what_is_no_mark(text: str) -> None:
    """Code is text, and a mere remark is nobody's business."""
    assert read_passages(text) == ((), ())
    assert (show_on(text, FIRST), without_marks(text)) == (text, text)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("<!-- apartir du 2027-01-01 -->", FROM),
        ("<!-- à parti du 2027-01-01 -->", FROM),
        ("<!-- à partir du 01/01/2027 -->", FROM),
        ("<!-- à partir du 1er janvier 2027 -->", FROM),
        ("<!-- à partir du 2027-1-1 -->", FROM),
        ("<!-- dès le 2027-01-01 -->", FROM),
        ("<!— à partir du 2027-01-01 —>", FROM),
        ("<!- à partir du 2027-01-01 ->", FROM),
        ("<! -- à partir du 2027-01-01 -->", FROM),
        ("<!-- à partir du -->", "<!-- à partir du AAAA-MM-JJ -->"),
        ("<!-- à partir du 32/01/2027 -->", "<!-- à partir du AAAA-MM-JJ -->"),
        ("<!-- jusquau 2027-03-31 -->", UNTIL),
        ("<!-- valable jusqu'au 31 mars 2027 -->", UNTIL),
        ("<!-- jusqu'au -->", "<!-- jusqu'au AAAA-MM-JJ -->"),
        ("<!-- du 01/01/2027 au 31/03/2027 -->", BOTH),
        ("<!-- entre le 2027-01-01 et le 2027-03-31 -->", BOTH),
        ("<!-- du 2027-01-01 jusque au 2027-03-31 -->", BOTH),
        (f"- {FROM}", FROM),
        (f"Une phrase. {FROM}", FROM),
    ],
)
def test_what_looks_like_a_mark(written: str, meant: str) -> None:
    """It is named with its line and column, and what to write; its end is not blamed as well."""
    (fault,) = read_passages(around(written))[1]
    assert (fault.line, fault.column) == (2, written.index("<") + 1)
    assert fault.fix == f"écrire « {meant} », seul sur sa ligne"


@pytest.mark.parametrize("written", ["<!-- Fin. -->", "<!-- /fin -->", "Phrase. <!-- fin -->", "<!— fin —>"])
def test_what_looks_like_an_end(written: str) -> None:
    """It is named too."""
    (fault,) = read_passages(f"{FROM}\nTexte.\n{written}\n")[1]
    assert (fault.line, fault.fix) == (2, "écrire « <!-- fin --> », seul sur sa ligne")


@pytest.mark.parametrize(
    ("text", "line", "said", "fix"),
    [
        (f"{FROM}\nTexte.\n", 0, "n'est pas fermé", "<!-- fin -->"),
        (f"{FROM}\nUn.\n{UNTIL}\nDeux.\n<!-- fin -->\n", 0, "n'est pas fermé", "n'en contient pas d'autre"),
        (f"{FROM}\nUn.\n{UNTIL}\nDeux.\n<!-- fin -->\n<!-- fin -->\n", 5, "rien n'est ouvert", "retirer"),
        ("Texte.\n<!-- fin -->\n", 1, "rien n'est ouvert", "retirer"),
        ("<!-- du 2027-03-31 au 2027-01-01 -->\nUn.\n<!-- fin -->\n", 0, "avant de commencer", BOTH),
        ("<!-- à partir du 2027-02-30 -->\nUn.\n<!-- fin -->\n", 0, "n'existe pas", "corriger la date"),
        ("<!-- à partir du 2027-01-01\nUn.\n<!-- fin -->\n", 0, "ressemble à une marque", FROM),
        ("<!-- à partir du 2027-01-01\nUn.\n", 0, "ressemble à une marque", FROM),
        (f"| a |\n|---|\n{FROM}\n| b |\n<!-- fin -->\n", 2, "coupe un tableau", "tableau entier"),
        (f"{FROM}\nUn.\n\n<!-- local -->\n<!-- fin -->\n", 3, "délégation", "fermer le passage"),
        (f"{FROM}\n```\n<!-- fin -->\n```\n", 0, "n'est pas fermé", "<!-- fin -->"),
    ],
)
def test_faults(text: str, line: int, said: str, fix: str) -> None:
    """Each is said at its line, with what to write."""
    fault = next(one for one in read_passages(text)[1] if one.line == line)
    assert said in fault.what
    assert fix in fault.fix


def test_two_passages_around_a_table() -> None:
    """A table in each passage is cut by no mark."""
    table = "| a |\n|---|\n| b |\n"
    text = f"{UNTIL}\n{table}<!-- fin -->\n<!-- à partir du 2027-04-01 -->\n{table}<!-- fin -->\n"
    assert read_passages(text)[1] == ()
    assert show_on(text, LAST).strip() == show_on(text, LAST + DAY).strip() == table.strip()


def test_the_mark_for_some_days() -> None:
    """It is the one that is read."""
    assert [format_mark(FIRST, None), format_mark(None, LAST), format_mark(FIRST, LAST)] == [FROM, UNTIL, BOTH]
    assert format_mark(None, None) == "<!-- à partir du AAAA-MM-JJ -->"


@pytest.mark.parametrize(
    ("inside", "cut"),
    [
        ("{% endif %}", True),
        ("{% if department %}", True),
        ("{% else %}", True),
        ("{% if department %}a{% else %}b{% endif %}", False),
        ("`{% if department %}` {{ x }}", False),
    ],
)
def test_a_passage_that_cuts_a_condition(inside: str, cut: bool) -> None:
    """The page could not be made on days without the passage: it is said today."""
    faults = read_passages(f"a\n\n<!-- jusqu'au 2026-12-31 -->\n\n{inside}\n\n<!-- fin -->\n\nb")[1]
    assert [(fault.line, "condition" in fault.what) for fault in faults] == [(2, True)] * cut
