"""Answers of several people, added up."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from troisclics.clicks.tree_test_results import Session, TaskAnswer, format_results, load_session
from troisclics.errors import ResultsError

FOUND = TaskAnswer("aide", "Quelle aide ?", ("logement/", "logement/aide/"), "logement/aide/", True, True, 4.0)
ROUND_ABOUT = TaskAnswer("aide", "Quelle aide ?", ("famille/", "logement/"), "logement/aide/", True, False, 12.5)
LOST = TaskAnswer("aide", "Quelle aide ?", ("famille/", "famille/cesu/"), "famille/cesu/", False, False, 8.0)
PASSED = TaskAnswer("joindre", "Qui appeler ?", (), None, False, False, 2.0)


def test_the_worst_question_comes_first() -> None:
    """Success, direct success, median time, first section opened and commonest mistake, question by question."""
    sessions = [Session("a", (FOUND, PASSED)), Session("a", (ROUND_ABOUT,)), Session("a", (LOST,))]
    assert format_results(sessions) == (
        "3 personnes, 2 questions.\n"
        "\n"
        "| Question | Réponses | Réussite | Directe | Temps médian | D'abord ouvert | Erreur fréquente |\n"
        "|---|---:|---:|---:|---:|---|---|\n"
        "| Qui appeler ? | 1 | 0\xa0% | 0\xa0% | 2,0 s |  | (passée) (1) |\n"
        "| Quelle aide ? | 3 | 67\xa0% | 33\xa0% | 8,0 s | famille/ (2) | famille/cesu/ (1) |\n"
    )


def test_different_menus_are_not_compared() -> None:
    """It is said when people did not see the same menu."""
    assert "2 menus différents, à ne pas comparer (a, b)" in format_results([Session("a", ()), Session("b", ())])


def test_a_file_of_answers(tmp_path: Path) -> None:
    """What the page saves is read as it is."""
    answer = {
        "task": "aide",
        "question": "?",
        "path": ["a/"],
        "chosen": None,
        "success": False,
        "direct": False,
        "seconds": 1,
    }
    file = tmp_path / "resultats.json"
    file.write_text(json.dumps({"version": "a", "answers": [answer]}), encoding="utf-8")
    assert load_session(file).answers[0].path == ("a/",)


@pytest.mark.parametrize("text", ["", "[", "[]", '{"version": 1}', '{"version": "a", "answers": [{}]}', "\ud800"])
def test_any_other_file_is_refused(tmp_path: Path, text: str) -> None:
    """A file that is no answer is named, without a traceback."""
    file = tmp_path / "autre.json"
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(ResultsError, match=r"autre\.json"):
        load_session(file)
