"""What `scripts/mutants` makes of the results of mutmut: scores, survivors, and a list that must not grow stale."""

from __future__ import annotations

import tomllib
from collections import Counter

import pytest
from mutants import run
from mutants.run import EQUIVALENT, ROOT, Mutant, Score, drawn, key_of, matching_tests, mutant, score, table

DIFF = "--- a\n+++ b\n@@ -1,2 +1,2 @@\n def f():\n-    return 1\n+    return 2\n"


def one(state: str, new: str = "return 2", file: str = "publish/a.py") -> Mutant:
    """A mutant."""
    return Mutant(file, "f", "return 1", new, state)


def entry(new: str = "return 2", file: str = "publish/a.py") -> dict[str, str]:
    """An entry of the list of mutants that nobody can notice."""
    return {"file": file, "function": "f", "old": "return 1", "new": new, "why": "essai"}


@pytest.mark.parametrize(
    ("status", "state"),
    [("killed", "killed"), ("survived", "survived"), ("no tests", "not covered"), ("timeout", "timeout"),
     ("segfault", "killed")],
)  # fmt: skip
def test_what_the_tool_says(status: str, state: str) -> None:
    """Each status is one of ours, and the lines of the difference are kept."""
    found = mutant("troisclics.publish.a.xǁAǁf__mutmut_3", "src/troisclics/publish/a.py", status, DIFF)
    assert found == Mutant("publish/a.py", "A.f", "return 1", "return 2", state)


def test_a_mutant_that_was_not_tried_is_an_error() -> None:
    """A run that was cut short gives no score."""
    with pytest.raises(RuntimeError, match="was not tried"):
        mutant("a.x_f__mutmut_1", "src/troisclics/a.py", "not checked", DIFF)


def test_scores() -> None:
    """What is killed or never ends is noticed; what no test runs is not; equivalent mutants do not count."""
    states = ["killed"] * 7 + ["timeout", "survived", "not covered"]
    assert score("publish", map(one, states), []).percentage == 80
    mutants = [*map(one, states), one("survived", "return 3")]
    found = score("publish", mutants, [entry("return 3")])
    assert (found.percentage, found.stale, len(found.wrong)) == (80, (), 2)
    assert found.wrong[0] == "publish/a.py: f: survived\n  - return 1\n  + return 2"
    assert score("publish", [], []).percentage == 100


def test_an_entry_that_says_nothing_is_stale() -> None:
    """An entry whose mutant is killed, or is none, is named, if its folder was tried."""
    assert score("publish", [one("killed")], [entry()]).stale == ("publish/a.py: f: return 1: return 2",)
    assert score("publish", [], [entry()]).stale == ("publish/a.py: f: return 1: return 2",)
    assert score("publish/a.py", [], [entry()]).stale == ("publish/a.py: f: return 1: return 2",)
    assert score("cache", [], [entry()]).stale == ()
    assert score("pub", [], [entry()]).stale == ()


@pytest.mark.parametrize(
    ("mutants", "known", "code"),
    [
        ([one("killed")] * 9 + [one("survived")], [], 0),
        ([one("killed")] * 8 + [one("survived")], [], 1),
        ([one("killed")] * 9, [entry()], 1),
    ],
)
def test_the_command_fails_below_the_limit(
    monkeypatch: pytest.MonkeyPatch, mutants: list[Mutant], known: list[dict[str, str]], code: int
) -> None:
    """A score below 90 percent, and a stale entry, are failures."""
    monkeypatch.setattr("sys.argv", ["mutants", "publish"])
    monkeypatch.setattr(run, "results", lambda *_, **__: mutants)
    monkeypatch.setattr(tomllib, "loads", lambda _: {"equivalent": known})
    assert run.main() == code


def test_a_sample_is_the_same_each_time() -> None:
    """It does not depend on the order in which mutants are found; without a number all are tried."""
    mutants = [(None, f"m{number}", None) for number in range(50)]
    few = drawn(mutants, 5)
    assert drawn(mutants[::-1], 5) == few
    assert len({name for _, name, _ in few}) == 5
    assert sorted(drawn(mutants, 0)) == sorted(drawn(mutants, 99)) == sorted(mutants)


def test_the_table() -> None:
    """One line a folder."""
    counts = Counter({"killed": 8, "timeout": 1, "survived": 1, "equivalent": 2})
    assert (
        table({"publish": Score(counts, (), ())}).splitlines()[2] == "| `publish` | 12 | 8 | 1 | 1 | 0 | 2 | 90.0 % |"
    )


def test_matching_tests() -> None:
    """A folder is tried by its folder of tests, a module by its module; all that are tried by default have some."""
    assert matching_tests("publish") == "tests/unit/publish"
    assert matching_tests("load/overlay_policy.py") == "tests/unit/load/test_overlay_policy.py"
    assert [folder for folder in run.FOLDERS if not (ROOT / matching_tests(folder)).exists()] == []


def test_each_entry_has_a_reason() -> None:
    """The list says of each mutant why nobody can notice it, and names each once."""
    known = tomllib.loads(EQUIVALENT.read_text(encoding="utf-8")).get("equivalent", [])
    assert [
        one for one in known if one.keys() != {"file", "function", "old", "new", "why"} or len(one["why"]) < 10
    ] == []
    assert [one["file"] for one in known if not (ROOT / "scripts" / "troisclics" / one["file"]).is_file()] == []
    keys = [key_of(one) for one in known]
    assert len(keys) == len(set(keys))
