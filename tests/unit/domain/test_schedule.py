"""A page, a local text or a passage is in the project of a day from its first to its last day, both included."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from troisclics.domain.due_dates import due_changes
from troisclics.domain.schedule import schedule_days, scheduled_files, shown_on, undated
from troisclics.model import Project, Task

from ..samples import BODY_LINE, make_department, make_fact, make_overlay, make_page, make_project, make_value

DAY = timedelta(days=1)
FIRST, LAST = date(2027, 1, 1), date(2027, 3, 31)
DATES = {"publish_on": FIRST, "expires_on": LAST}
PASSAGE = "Un.\n\n<!-- du 2027-01-01 au 2027-03-31 -->\nDeux.\n<!-- fin -->\n"


def project() -> Project:
    """A dated page with a local text and a task, a page with a passage, a dated local page and a dated local text."""
    pages = [make_page("x", "a.md", **DATES), make_page(PASSAGE, "b.md"), make_page("x", "c.md")]
    own = {"title": "Sortie", "description": "d"}
    department = make_department(
        "50",
        make_overlay("Sur a.", "a.md"),
        make_overlay(f"{PASSAGE.removeprefix('Un.')}", "b.md"),
        make_overlay("Sur c.", "c.md", **DATES),
        make_overlay("x", "ma-delegation/sortie.md", **own, **DATES),
        make_overlay("x", "ma-delegation/reste.md", **own),
    )
    made = make_project(pages, [department], menu=["a.md", "b.md"])
    tasks = (Task("un", "?", "a.md#x", "a"), Task("deux", "?", "b.md", "b", tempting=("a.md", "c.md")))
    return replace(made, tree=replace(made.tree, tasks=tasks))


@pytest.mark.parametrize("day", [FIRST, LAST])
def test_what_is_shown(day: date) -> None:
    """On its first day and on its last one, everything is there."""
    shown = shown_on(project(), day)
    assert [page.uri for page in shown.tree.pages] == ["a.md", "b.md", "c.md"]
    assert "Deux." in shown.tree.pages[1].body
    assert "<!--" not in shown.tree.pages[1].body
    assert len(shown.departments[0].overlays) == 5
    assert (shown.tree.menu, len(shown.tree.tasks)) == (("a.md", "b.md"), 2)
    assert (shown.tree.expired, shown.departments[0].expired) == ((), ())


@pytest.mark.parametrize(("day", "expired"), [(FIRST - DAY, False), (LAST + DAY, True)])
def test_what_is_not(day: date, expired: bool) -> None:
    """The day before and the day after, nothing of it is: no page, no menu, no task, no text about it."""
    shown = shown_on(project(), day)
    (department,) = shown.departments
    assert [page.uri for page in shown.tree.pages] == ["b.md", "c.md"]
    assert shown.tree.pages[0].body == "Un.\n\n\n\n\n"
    assert [one.uri for one in department.overlays] == ["ma-delegation/reste.md"]
    assert shown.tree.menu == ("b.md",)
    assert [(task.id, task.tempting) for task in shown.tree.tasks] == [("deux", ("c.md",))]
    assert [page.uri for page in shown.tree.expired] == ["a.md"] * expired
    assert [one.uri for one in department.expired] == ["ma-delegation/sortie.md"] * expired
    assert shown_on(shown, day) == shown


def test_lines_keep_their_numbers() -> None:
    """A text whose first passage is hidden begins further down in its file."""
    page = make_page("<!-- jusqu'au 2026-01-01 -->\nUn.\n<!-- fin -->\n\nDeux.\n")
    (shown,) = shown_on(make_project([page]), FIRST).tree.pages
    assert (shown.body, shown.body_line) == ("Deux.\n", BODY_LINE + 4)


def test_a_project_without_dates_is_left() -> None:
    """Nothing is copied, and nothing is scheduled."""
    plain = make_project([make_page()], [make_department("50", make_overlay())])
    assert shown_on(plain, FIRST) is plain
    assert undated(plain) is plain
    assert (scheduled_files(plain), schedule_days(plain)) == (frozenset(), ())


def test_everything_whatever_the_day() -> None:
    """Checks of texts see what appears later."""
    whole = undated(project())
    assert len(whole.tree.pages) == 3
    assert "Deux." in whole.tree.pages[1].body
    assert scheduled_files(whole) == frozenset()
    assert len(scheduled_files(project())) == 5


def test_when_sites_change() -> None:
    """Each text on its own days, and a passage while its text is shown."""
    assert schedule_days(project()) == (FIRST, LAST + DAY)
    due = [(change.day, change.what, str(change.at)) for change in due_changes(project(), FIRST - DAY)]
    files = ("content/a.md:1", f"content/b.md:{BODY_LINE + 2}", f"departments/50-manche/b.md:{BODY_LINE + 2}")
    assert {(day, at) for day, _, at in due} >= {(day, at) for day in (FIRST, LAST + DAY) for at in files}
    assert [what for day, what, _ in due if day == FIRST] == [
        "Aide (50) : parution",
        "Aide (50) : passage daté",
        "Aide : parution",
        "Aide : passage daté",
        "Sortie (50) : parution",
    ]
    assert {what.rpartition(" : ")[2] for day, what, _ in due if day > FIRST} == {"fin de parution", "passage daté"}


def test_a_passage_of_a_page_that_is_not_shown_is_not_due() -> None:
    """What nobody can see changes nothing, and a passage that comes with its page is said once."""
    later = make_page(PASSAGE, publish_on=LAST + DAY)
    assert [change.what for change in due_changes(make_project([later]), FIRST - DAY)] == ["Aide : parution"]
    together = make_page(PASSAGE, **DATES)
    assert [change.what for change in due_changes(make_project([together]), FIRST - DAY)] == [
        "Aide : parution",
        "Aide : fin de parution",
    ]


@pytest.mark.parametrize(("shown", "count"), [(FIRST, 1), (FIRST + DAY, 0)])
def test_a_value_that_a_later_page_shows(shown: date, count: int) -> None:
    """A new value of a fact changes the sites only if they show the fact on its day."""
    page = make_page('{{ fact("repas") }}', publish_on=shown)
    fact = make_fact(make_value(), make_value(from_=FIRST))
    due = due_changes(make_project([page], facts=[fact]), FIRST - DAY)
    assert sum("nouvelle valeur" in change.what for change in due) == count
