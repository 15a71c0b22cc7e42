"""A link must lead somewhere on every day on which it is shown: an editor is told long before that day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from troisclics.checks.old_texts import KEPT, OLD_TEXTS
from troisclics.checks.page_links import PAGE_LINKS
from troisclics.model import Finding, Overlay, Page, Task

from ..samples import BODY_LINE, TODAY, make_department, make_overlay, make_page
from .subjects import found, make_subject

FIRST, LAST = date(2027, 1, 1), date(2027, 3, 31)
LATER = make_page("## Titre {: #titre }\n\nx\n", "b.md", publish_on=FIRST)
LEAVING = make_page("x", "b.md", expires_on=LAST)
SOME_DAYS = make_page("x", "b.md", publish_on=FIRST, expires_on=LAST)
HEADING = make_page("x\n\n<!-- à partir du 2027-01-01 -->\n\n## T {: #t }\n\n<!-- fin -->\n", "b.md")
FROM, UNTIL, BOTH = (
    "<!-- à partir du 2027-01-01 -->",
    "<!-- jusqu'au 2027-03-31 -->",
    "<!-- du 2027-01-01 au 2027-03-31 -->",
)


def linking(mark: str = "", to: str = "b.md", **meta: date) -> Page:
    """A page with a link, in a passage if there is a mark."""
    link = f"[la page]({to})"
    return make_page(f"x\n\n{mark}\n{link}\n<!-- fin -->\n" if mark else f"x\n\n{link}\n", "a.md", **meta)


def dead(*pages: Page, overlays: tuple[Overlay, ...] = ()) -> list[Finding]:
    """What is said of the links of these pages."""
    departments = (make_department("50", *overlays),) if overlays else ()
    return sorted(set(PAGE_LINKS.run(make_subject(*pages, departments=departments))))


@pytest.mark.parametrize(
    ("source", "target", "mark"),
    [
        (linking(), LATER, FROM),
        (linking(), LEAVING, UNTIL),
        (linking(), SOME_DAYS, BOTH),
        (linking(to="b.md#titre"), LATER, FROM),
        (linking(to="b.md#t"), HEADING, FROM),
        (linking(FROM), SOME_DAYS, BOTH),
        (linking(UNTIL), SOME_DAYS, BOTH),
        (linking("<!-- à partir du 2026-12-31 -->"), LATER, FROM),
        (linking("<!-- jusqu'au 2027-04-01 -->"), LEAVING, UNTIL),
        (linking(publish_on=date(2026, 12, 1)), LATER, FROM),
        (linking(publish_on=date(2027, 6, 1)), LEAVING, UNTIL),
    ],
)
def test_a_link_that_is_dead_on_some_day(source: Page, target: Page, mark: str) -> None:
    """It is an error today, once, with the mark to write around it."""
    (one,) = dead(source, target)
    line = BODY_LINE + source.body[: source.body.index("[")].count("\n")
    assert (one.rule, one.severity, str(one.place)) == ("lien-date", "error", f"content/a.md:{line}:11")
    assert f"« {mark} »" in one.fix
    days = {
        FROM: "qu'à partir du 2027-01-01",
        UNTIL: "que jusqu'au 2027-03-31",
        BOTH: "que du 2027-01-01 au 2027-03-31",
    }
    assert one.message.endswith((f"n'est dans les sites {days[mark]}", "ce titre est dans un passage daté"))


@pytest.mark.parametrize(
    ("source", "target"),
    [
        (linking(FROM), LATER),
        (linking(UNTIL), LEAVING),
        (linking(BOTH), SOME_DAYS),
        (linking("<!-- du 2027-02-01 au 2027-02-02 -->"), SOME_DAYS),
        (linking(FROM, to="b.md#titre"), LATER),
        (linking(FROM, to="b.md#t"), HEADING),
        (linking(publish_on=FIRST), LATER),
        (linking(publish_on=FIRST, expires_on=LAST), SOME_DAYS),
        (linking(expires_on=TODAY - timedelta(days=1)), LATER),
    ],
)
def test_a_link_that_is_never_dead(source: Page, target: Page) -> None:
    """It is shown only on days on which its target is."""
    assert dead(source, target) == []


def test_a_link_to_nothing_in_a_later_text() -> None:
    """A page or passage that nobody can see yet has the usual findings."""
    for page in (linking(FROM, to="rien.md"), linking(to="rien.md", publish_on=FIRST)):
        assert [one.rule for one in dead(page)] == ["lien-introuvable"]
    assert [one.rule for one in dead(linking(FROM, to="b.md#rien"), LATER)] == ["ancre-introuvable"]


def test_local_texts() -> None:
    """The links of a department to its own dated page, and to a national one, are looked at in the same way."""
    own = make_overlay("x", "ma-delegation/b.md", title="t", description="d", publish_on=FIRST)
    wrong = make_overlay("[b](b.md) et [a](../a.md)", "ma-delegation/c.md", title="t", description="d")
    right = make_overlay(
        f"{FROM}\n[b](b.md) et [a](../a.md)\n<!-- fin -->", "ma-delegation/c.md", title="t", description="d"
    )
    national = make_page("x", "a.md", publish_on=FIRST)
    assert [(one.rule, one.department) for one in dead(national, overlays=(own, wrong))] == [("lien-date", "50")] * 2
    assert dead(national, overlays=(own, right)) == []


@pytest.mark.parametrize("meta", [{}, {"publish_on": date(2027, 2, 1)}])
def test_a_dated_page_that_a_department_completes(meta: dict[str, date]) -> None:
    """The days are those of the national page, whatever those of the local text at the same path."""
    completing = make_overlay("### Ici {: #ici }\n\nx", "b.md", **meta)
    linked = make_overlay("[b](../b.md)", "ma-delegation/c.md", title="t", description="d")
    (one,) = dead(SOME_DAYS, overlays=(completing, linked))
    assert one.message.endswith("que du 2027-01-01 au 2027-03-31")
    assert f"« {BOTH} »" in one.fix


def test_a_heading_of_a_dated_local_text() -> None:
    """The days of the local text are said; a heading of a passage of it has those of the passage."""
    national = make_page("x\n\n<!-- local -->\n", "b.md")
    link = make_overlay("[b](../b.md#ici)", "ma-delegation/c.md", title="t", description="d")
    whole = make_overlay("### Ici {: #ici }\n\nx", "b.md", publish_on=FIRST)
    passage = make_overlay(f"x\n\n{FROM}\n\n### Ici {{: #ici }}\n\n<!-- fin -->\n", "b.md")
    for local, why in (whole, "un texte local daté"), (passage, "un passage daté"):
        (one,) = dead(national, overlays=(local, link))
        assert (one.rule, one.message.endswith(f"ce titre est dans {why}"), FROM in one.fix) == (
            "lien-date",
            True,
            True,
        )


@pytest.mark.parametrize(("page", "rules"), [(HEADING, ["tache-datee"]), (LATER, []), (SOME_DAYS, [])])
def test_a_task_whose_answer_comes_and_goes(page: Page, rules: list[str]) -> None:
    """Its heading must be there on each day on which its page is."""
    task = Task("essai", "Quoi ?", "b.md#t" if page is HEADING else "b.md#titre", "x")
    assert [one.rule for one in set(PAGE_LINKS.run(make_subject(page, tasks=(task,))))] == rules


PASSAGE = "x\n\n<!-- jusqu'au {} -->\ny\n<!-- fin -->\n"


@pytest.mark.parametrize(("days", "lines"), [(1, [1, BODY_LINE + 2]), (0, [])])
def test_texts_that_left_long_ago(days: int, lines: list[int]) -> None:
    """A page, a local text and a passage are named after a while, and not before."""
    last = TODAY - KEPT - timedelta(days=days)
    pages = make_page("x", "a.md", expires_on=last), make_page(PASSAGE.format(last), "b.md")
    overlay = make_overlay("x", "b.md", expires_on=last)
    expected = [f"content/{name}:{line} texte-echu" for name, line in zip(("a.md", "b.md"), lines, strict=False)]
    expected += ["departments/50-manche/b.md:1 texte-echu"] * bool(lines)
    assert found(OLD_TEXTS, make_subject(*pages, departments=(make_department("50", overlay),))) == expected
