"""The register of national facts: what is doubtful, why, and every line that shows it."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path

from troisclics.merge.fact_register import list_facts
from troisclics.model import Project
from troisclics.reports.facts_report import COLUMNS, format_facts_csv, format_facts_text

from ..checks.subjects import make_subject
from ..commands import DAY, troisclics
from ..samples import TODAY, make_department, make_fact, make_overlay, make_page, make_value


def project() -> Project:
    """One sure fact and one to confirm, shown on a page, twice on one line, in a condition and in a local text."""
    page = make_page('Un.\n\n{{ fact("sur") }} et {{ fact("doute").cell }}, {{ fact("doute").since }}.\n')
    other = make_page('{% if department %}\n{{ fact("doute").number * 2 }}\n{% endif %}\n', "autre.md")
    sure = make_fact(make_value(10), id_="sur")
    doubt = make_fact(make_value(12, status="to_confirm"), id_="doute")
    department = make_department("50", make_overlay('{{ fact("doute") }}'))
    return make_subject(page, other, facts=(doubt, sure), departments=(department,)).project


def test_each_line_that_names_a_fact() -> None:
    """Lines of shared pages come first, each once, whatever condition they stand in, then those of departments."""
    doubt, sure = list_facts(project(), TODAY)
    assert [str(place) for place in doubt.uses] == [
        "content/aide.md:9",
        "content/autre.md:8",
        "departments/50-manche/aide.md:7",
    ]
    assert [str(place) for place in sure.uses] == ["content/aide.md:9"]


def test_only_what_is_to_confirm() -> None:
    """A fact without doubt is left out when only those to confirm are wanted; on a later day it may be doubtful."""
    assert [entry.shown.fact.id for entry in list_facts(project(), TODAY, to_confirm=True)] == ["doute"]


def test_a_fact_that_has_not_begun() -> None:
    """Before its first day a fact is unknown, and is placed where it is written."""
    (entry,) = list_facts(make_subject(facts=(make_fact(make_value(1)),)).project, date(1999, 1, 1))
    assert entry.shown.doubt == "valeur inconnue"
    assert entry.place == entry.shown.fact.at
    assert "aucune page" in format_facts_text([entry], TODAY)


def test_the_text_says_all() -> None:
    """Value, doubt, source, owner and lines stand in the text; the last line counts."""
    text = format_facts_text(list_facts(project(), TODAY), TODAY)
    assert "doute : 12\u202f€ (à confirmer)" in text
    assert "responsable : equipe" in text
    assert "montré dans : content/aide.md:9, content/autre.md:8" in text
    assert text.endswith("2 faits nationaux au 22\u00a0novembre\u00a02026, dont 1 à confirmer.\n")


def test_the_table_can_be_read_back() -> None:
    """Each fact has one line with all columns."""
    head, *lines = csv.reader(io.StringIO(format_facts_csv(list_facts(project(), TODAY), TODAY)[1:]), delimiter=";")
    assert head == ["jour", *COLUMNS.values()]
    assert {len(line) for line in lines} == {len(head)}
    assert [line[1] for line in lines] == ["doute", "sur"]


def test_the_command(root: Path) -> None:
    """The command gives JSON; in the fictitious project the only fact is sure, and so is not to be confirmed."""
    run = troisclics("report", "facts", "--root", root, "--today", DAY, "--format", "json")
    assert run.returncode == 0, run.stderr
    (fact,) = json.loads(run.stdout)["facts"]
    assert (fact["id"], fact["doubt"]) == ("logement.aide", "")
    assert "content/logement/aide.md:22" in fact["uses"]
    none = troisclics("report", "facts", "--to-confirm", "--root", root, "--today", DAY)
    assert none.stdout.endswith("0 fait national au 22\u00a0novembre\u00a02026, dont 0 à confirmer.\n")


def test_a_fact_in_code_is_not_shown() -> None:
    """An example of how to write it shows no value; what follows it does."""
    page = make_page('`{{ fact("sur") }}` et `{{ fact( }}`\n\n{{ fact("sur") }}\n')
    subject = make_subject(page, facts=(make_fact(make_value(10), id_="sur"),))
    (sure,) = list_facts(subject.project, TODAY)
    assert [str(place) for place in sure.uses] == ["content/aide.md:9"]
