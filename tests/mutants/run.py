"""Mutation testing: change the code in small ways, one at a time, and count the changes that the unit tests notice.

`scripts/mutants` runs it; `docs/developing.md` says how to read what it prints.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import random
import shutil
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
WORK = ROOT / ".cache" / "mutants"
EQUIVALENT = Path(__file__).with_name("equivalent.toml")
FOLDERS = ("publish", "cache", "merge", "load/overlay_policy.py")
LEAST = 90
"""The percentage of mutants that the tests must notice in each folder."""

LEFT_OUT = {"operator_string", "operator_arg_removal", "operator_dict_arguments"}
"""Kinds of changes that are not made: texts are compared by other tests, and mypy sees most arguments that are gone."""

SETTINGS = """[mutmut]
source_paths = src
only_mutate = src/troisclics/{code}
pytest_add_cli_args_test_selection = {tests}
pytest_add_cli_args =
    -p
    quick_tests
    -p
    no:cacheprovider
    -m
    not browser and not programs and not slow
timeout_multiplier = 5
timeout_constant = 4
track_dependencies = false
use_git_change_detection = false
on_dependency_change = ignore
"""


@dataclass(frozen=True)
class Mutant:
    """One change of the code: its module, its function, the lines before and after, and what became of it."""

    file: str
    function: str
    old: str
    new: str
    state: str


def matching_tests(folder: str) -> str:
    """The tests that decide about `folder`, a folder or module of the package."""
    path = Path(folder)
    return f"tests/unit/{path.with_name(f'test_{path.name}') if path.suffix else path}"


def lay_out(folder: str, *, again: bool) -> Path:
    """Lay out a folder to work in, of links to the repository; the tool mutates a copy. `again` keeps results."""
    place = WORK / folder.replace("/", "-")
    copy = place / "mutants"
    if not again:
        shutil.rmtree(place, ignore_errors=True)
    shutil.rmtree(copy / "tests", ignore_errors=True)
    copy.mkdir(parents=True, exist_ok=True)
    own = {"scripts", "tests", "pyproject.toml"}
    wanted = {copy / path.name: path for path in ROOT.glob("[!.]*") if path.name not in own}
    wanted |= {copy / "scripts": Path("src"), place / "src": ROOT / "scripts"}
    wanted |= {place / name: ROOT / name for name in ("tests", "pyproject.toml")}
    for link, path in wanted.items():
        if not link.is_symlink():
            link.symlink_to(path)
    code = folder if folder.endswith(".py") else f"{folder}/*"
    (place / "setup.cfg").write_text(SETTINGS.format(code=code, tests=matching_tests(folder)), encoding="utf-8")
    (copy / "mutmut-stats.json").unlink(missing_ok=True)  # which test runs what: the tests may have changed
    for path in copy.rglob("*.meta"):
        known = json.loads(path.read_text(encoding="utf-8"))
        codes = known["exit_code_by_key"]
        codes.update((key, None) for key, code in codes.items() if code in {0, 5, 33})
        path.write_text(json.dumps(known), encoding="utf-8")
    return place


def mutate(place: Path, jobs: int, sample: int) -> None:
    """Run mutmut in the folder `place`, and write into its `result.json` what became of each mutant tried."""
    os.chdir(place)
    log = os.open("log.txt", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(log, 1)
    os.dup2(log, 2)
    # mutmut reads its settings from the current folder when it is imported.
    from mutmut import __main__ as mutmut  # noqa: PLC0415
    from mutmut.mutation.mutators import mutation_operators  # noqa: PLC0415
    from mutmut.stats import status_by_exit_code  # noqa: PLC0415

    mutation_operators[:] = [pair for pair in mutation_operators if pair[1].__name__ not in LEFT_OUT]
    collect = mutmut.collect_source_file_mutation_data

    def collect_sample(**keys: Any) -> Any:
        found, files = collect(**keys)
        return drawn(found, sample), files

    mutmut.collect_source_file_mutation_data = collect_sample
    mutmut._run((), jobs)
    found, _ = collect_sample(mutant_names=())
    rows = [
        (name, str(data.path), status_by_exit_code[code], mutmut.get_diff_for_mutant(name, path=data.path))
        for data, name, code in found
    ]
    Path("result.json").write_text(json.dumps([asdict(mutant(*row)) for row in rows]), encoding="utf-8")


def drawn(mutants: Sequence[Any], count: int) -> list[Any]:
    """Return `count` of the mutants, the same ones each time, drawn by their names; all of them if it is 0."""
    known = sorted(mutants, key=lambda item: item[1])
    return random.Random("troisclics").sample(known, count) if 0 < count < len(known) else known  # noqa: S311


def mutant(name: str, path: str, status: str, diff: str) -> Mutant:
    """What mutmut says of a mutant: its name, the path of the module, its status and the difference."""
    function = name.rpartition(".")[2].partition("__mutmut_")[0].removeprefix("x_").removeprefix("xǁ").replace("ǁ", ".")
    lines = [line for line in diff.splitlines() if not line.startswith(("---", "+++"))]
    old, new = (" ".join(line[1:].strip() for line in lines if line[:1] == sign) for sign in "-+")
    if status == "not checked":
        raise RuntimeError(f"{name} was not tried")
    state = status if status in {"survived", "timeout"} else "not covered" if status == "no tests" else "killed"
    return Mutant(path.removeprefix("src/troisclics/"), function, old, new, state)


def results(folder: str, jobs: int, sample: int, *, again: bool) -> list[Mutant]:
    """Mutate the code in `folder`, and return what became of each mutant."""
    place = lay_out(folder, again=again)
    (place / "result.json").unlink(missing_ok=True)
    process = multiprocessing.get_context("fork").Process(target=mutate, args=(place, jobs, sample))
    process.start()
    process.join()
    if not (place / "result.json").exists():
        raise SystemExit((place / "log.txt").read_text(encoding="utf-8", errors="replace")[-5000:])
    return [Mutant(**row) for row in json.loads((place / "result.json").read_text(encoding="utf-8"))]


@dataclass(frozen=True)
class Score:
    """What became of the mutants of a folder: the survivors, and the entries of the list that say nothing."""

    counts: Counter[str]
    wrong: tuple[str, ...]
    stale: tuple[str, ...]

    @property
    def percentage(self) -> float:
        """How many in a hundred of those that can be noticed were."""
        total = self.counts.total() - self.counts["equivalent"]
        return 100 * (self.counts["killed"] + self.counts["timeout"]) / total if total else 100


Key = tuple[str, ...]
"""What names a mutant in the list of those that nobody can notice; the number that the tool gives it would change."""


def key_of(entry: Mapping[str, str]) -> Key:
    """Return the key of a mutant, or of an entry of the list."""
    return tuple(entry[name] for name in ("file", "function", "old", "new"))


def score(folder: str, mutants: Iterable[Mutant], known: Sequence[Mapping[str, str]]) -> Score:
    """Count mutants; `known` are those that change nothing that anybody could see, each with its reason."""
    equivalent, used = {key_of(entry) for entry in known}, set[Key]()
    counts, wrong = Counter[str](), []
    for one in mutants:
        key, is_unnoticed = key_of(asdict(one)), one.state in {"survived", "not covered"}
        if is_unnoticed and key in equivalent:
            used.add(key)
            counts["equivalent"] += 1
            continue
        counts[one.state] += 1
        if is_unnoticed:
            wrong.append(f"{one.file}: {one.function}: {one.state}\n  - {one.old}\n  + {one.new}")
    unused = (key for key in equivalent - used if f"{key[0]}/".startswith(f"{folder}/"))
    return Score(counts, tuple(wrong), tuple(sorted(": ".join(key) for key in unused)))


def table(scores: dict[str, Score]) -> str:
    """The scores, one folder a line, for people and for `docs/developing.md`."""
    states = ("killed", "timeout", "survived", "not covered", "equivalent")
    head = " | ".join(state.capitalize() for state in states)
    lines = [f"| Folder | Mutants | {head} | Score |", "|---|" + "--:|" * 7]
    for folder, one in scores.items():
        cells = " | ".join(str(one.counts[state]) for state in states)
        lines.append(f"| `{folder}` | {one.counts.total()} | {cells} | {one.percentage:.1f} % |")
    return "\n".join(lines)


def main() -> int:
    """Mutate folders and print the table; return 1 if a score is too low or an entry of the list is stale."""
    parser = argparse.ArgumentParser(prog="scripts/mutants", description=__doc__)
    parser.add_argument(
        "folders", nargs="*", metavar="FOLDER", help=f"folders or modules (default: {' '.join(FOLDERS)})"
    )
    parser.add_argument("--again", action="store_true", help="try only those again that survived the last time")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="processes (default: one a processor)")
    parser.add_argument(
        "--sample", type=int, default=0, metavar="N", help="try N mutants a folder, always the same ones"
    )
    options = parser.parse_args()
    known = tomllib.loads(EQUIVALENT.read_text(encoding="utf-8")).get("equivalent", [])
    scores = {}
    for folder in options.folders or FOLDERS:
        print(f"{folder}…", file=sys.stderr, flush=True)
        scores[folder] = score(folder, results(folder, options.jobs, options.sample, again=options.again), known)
        print("".join(f"{line}\n" for line in scores[folder].wrong), flush=True)
    print(table(scores))
    stale = [line for one in scores.values() for line in one.stale] if not options.sample else []
    for line in stale:
        print(f"equivalent.toml: no such survivor: {line}")
    return int(bool(stale) or any(one.percentage < LEAST for one in scores.values()))


if __name__ == "__main__":
    sys.exit(main())
