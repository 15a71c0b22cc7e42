"""Tasks lead to anchors that are there, and can be answered wrongly."""

from __future__ import annotations

from pathlib import Path

import pytest

from troisclics.checks.tasks import ANCHORS, TASKS
from troisclics.model import Place, Task

from ..samples import make_department, make_overlay, make_page
from .subjects import found, make_subject

FILE = "content/_tasks.yml"


def task(answer: str = "aide.md#combien", tempting: tuple[str, ...] = ("autre.md",)) -> Task:
    """What someone comes for."""
    return Task("combien", "Combien ?", answer, "combien", tempting=tempting, at=Place(FILE, 2))


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A portal with one page, and a department whose page has lost an anchor."""
    for name, heading in (("aide", "combien"), ("50-manche/aide", "comment")):
        page = tmp_path / name / "index.html"
        page.parent.mkdir(parents=True)
        page.write_text(f'<h2 id="{heading}">Titre</h2>', encoding="utf-8")
    return tmp_path


def test_an_anchor_that_is_there(site: Path) -> None:
    """A task whose anchor the built page has is not blamed; nor is one that names a whole page."""
    subject = make_subject(make_page(), tasks=(task(), task("aide.md")), site=site)
    assert found(ANCHORS, subject) == []


def test_an_anchor_that_is_not_there(site: Path) -> None:
    """An anchor that no heading has is found at the task, with the nearest one."""
    subject = make_subject(make_page(), tasks=(task("aide.md#combine"),), site=site)
    assert found(ANCHORS, subject) == [f"{FILE}:2 tache-ancre-absente"]
    assert "« #combien »" in next(iter(ANCHORS.run(subject))).fix


def test_an_anchor_that_a_department_loses(site: Path) -> None:
    """Where a department changes the page, the anchor must be there too."""
    department = make_department("50", make_overlay())
    subject = make_subject(make_page(), tasks=(task(),), departments=(department,), site=site)
    assert [(finding.department, finding.rule) for finding in ANCHORS.run(subject)] == [("50", "tache-ancre-absente")]


def test_a_page_that_is_not_built(tmp_path: Path) -> None:
    """What has not been built is not judged."""
    assert found(ANCHORS, make_subject(make_page(), tasks=(task(),), site=tmp_path)) == []


@pytest.mark.parametrize("tempting", [(), ("aide.md#ailleurs",)])
def test_a_task_without_a_trap(tempting: tuple[str, ...]) -> None:
    """A task needs a wrong but tempting page, which is not the page of its answer."""
    assert found(TASKS, make_subject(make_page(), tasks=(task(tempting=tempting),))) == [f"{FILE}:2 tache-sans-piege"]
    assert found(TASKS, make_subject(make_page(), tasks=(task(),))) == []
