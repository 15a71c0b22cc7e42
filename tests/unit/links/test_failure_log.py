"""Since when an address fails: the alarm is for the third day in a row, and nothing is remembered for ever."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from troisclics.errors import ForeignFileError
from troisclics.links import Address, Reply, State
from troisclics.links.failure_log import FailingLink, FailureLog, load_links, update_log, write_links
from troisclics.links.link_findings import link_findings
from troisclics.model import Place

URL = "https://a.fr/"
DAY = date(2026, 11, 22)


def after(*states: State, every: int = 7) -> FailureLog:
    """What is remembered of the address after runs that gave `states`, `every` so many days."""
    memory = FailureLog()
    for index, state in enumerate(states):
        memory = update_log(memory, [URL], {URL: Reply(state)}, DAY + timedelta(days=every * index))
    return memory


def said(memory: FailureLog | None, state: State = "broken") -> list[str]:
    """The rules that fire, with their severity."""
    failures = memory.failures() if memory else None
    findings = link_findings(
        [Address(URL, (Place("a.md", 3), Place("b.md", 1)))], {URL: Reply(state, "le code 404")}, failures
    )
    return [f"{found.place} {found.severity} {found.rule}" for found in findings]


def test_the_alarm_is_for_the_third_time() -> None:
    """An address broken once or twice is a warning, three times an error; since when is kept."""
    assert after("broken", "broken", "broken").broken == (FailingLink(URL, DAY, 3, DAY + timedelta(days=14)),)
    assert said(after("broken", "broken")) == ["a.md:3 warning lien-externe-casse"]
    assert said(after("broken", "broken", "broken")) == ["a.md:3 error lien-externe-mort"]


def test_runs_of_one_day_count_once() -> None:
    """Running it again and again on one day alarms nobody."""
    assert after("broken", "broken", "broken", every=0).broken == (FailingLink(URL, DAY, 1, DAY),)


def test_an_answer_starts_afresh_and_silence_changes_nothing() -> None:
    """An address that answers is forgotten; a run that could not ask leaves what is known as it was."""
    assert after("broken", "broken", "fine").broken == ()
    assert after("broken", "fine", "broken").broken[0].times == 1
    assert after("broken", "unknown", "broken").broken[0].times == 2
    assert after("unknown").broken == ()
    assert update_log(after("broken"), [], {}, DAY).broken == ()


def test_what_is_said() -> None:
    """In a change, what fails is an error at once; elsewhere is counted; what moved or is unknown is a note."""
    assert said(None) == ["a.md:3 error lien-externe-faux"]
    assert said(FailureLog(), "moved") == ["a.md:3 note lien-externe-deplace"]
    assert said(FailureLog(), "unknown") == ["a.md:3 note lien-externe-non-verifie"]
    assert said(FailureLog(), "fine") == []
    (down,) = link_findings([Address(URL, (Place("a.md", 3),))], {URL: Reply("broken", "le code 503")}, None)
    assert (down.severity, down.rule) == ("note", "lien-externe-non-verifie")
    (found,) = link_findings(
        [Address(URL, (Place("a.md", 3), Place("b.md", 1)))], {URL: Reply("broken", "le code 404")}, None
    )
    assert found.message == "« https://a.fr/ » donne le code 404, et à 1 autre endroit"


def test_the_file_is_read_back(tmp_path: Path) -> None:
    """What is written is read again; no file means that nothing is known; a foreign one is refused."""
    path = tmp_path / "cache" / "liens.json"
    assert load_links(path) == FailureLog()
    write_links(path, after("broken"))
    assert load_links(path) == after("broken")
    path.write_text("[]")
    with pytest.raises(ForeignFileError):
        load_links(path)
