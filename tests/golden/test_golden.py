"""Whole texts that merging must give: a case is files over the fictitious project, then what is expected.

    A sentence: what must be true.
    <<< content/essai.md          a file to write
    >>> 90 essai.md               the Markdown of that page on the site of that CODE
    >>> messages                  all that is said of the project

`pytest tests/golden --regold` rewrites what follows each `>>>`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from troisclics.load import load_project
from troisclics.merge.merger import merge_all
from troisclics.reports.text import format_text

CASES = sorted((Path(__file__).parent / "cases").rglob("*.txt"))
TODAY = date(2026, 11, 22)
_MARK = re.compile(r"^(<<<|>>>) (.+)\n", re.M)


def read_case(text: str) -> Iterator[tuple[str, str, str]]:
    """Direction, name and text of each part of a case."""
    marks = list(_MARK.finditer(text))
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    for mark, end in zip(marks, ends, strict=True):
        yield mark[1], mark[2], text[mark.end() : end]


def give(root: Path, name: str) -> str:
    """What the project at `root` gives under `name`: « CODE page », or « messages »."""
    project, findings = load_project(root, TODAY)
    sites, merge_findings = merge_all(project, [None, *project.departments], TODAY)
    if name == "messages":
        said = format_text(sorted({*findings, *merge_findings}))
        return f"{said}\n" if said else ""
    code, uri = name.split()
    (page,) = [page for site in sites if site.name == code for page in site.pages if page.uri == uri]
    return page.markdown


@pytest.mark.parametrize(
    "case", CASES, ids=lambda case: case.relative_to(CASES[0].parents[1]).with_suffix("").as_posix()
)
def test_golden(case: Path, project: Callable[..., Path], request: pytest.FixtureRequest) -> None:
    """What the first line of the case says is true, to the letter."""
    text = case.read_text(encoding="utf-8")
    parts = list(read_case(text))
    root = project({name: part for mark, name, part in parts if mark == "<<<"})
    given = [(mark, name, give(root, name) if mark == ">>>" else part) for mark, name, part in parts]
    if request.config.getoption("--regold", default=False):
        head = text[: text.index(f"{parts[0][0]} {parts[0][1]}\n")]
        case.write_text(head + "".join(f"{mark} {name}\n{part}" for mark, name, part in given), encoding="utf-8")
    else:
        assert given == parts


def test_there_are_cases() -> None:
    """The goldens are found, and each expects something."""
    assert CASES
    for case in CASES:
        assert any(mark == ">>>" for mark, _, _ in read_case(case.read_text(encoding="utf-8"))), case
