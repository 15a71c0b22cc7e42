"""Links that MkDocs warns of are told where somebody wrote them, and once."""

from __future__ import annotations

from troisclics.merge.merger import Merger
from troisclics.render.dead_links import DeadLink, explain_dead_links

from ..checks.subjects import make_subject
from ..samples import BODY_LINE, TODAY, make_department, make_overlay, make_page

AID = make_page("Voir [la page](perdu.md).\n", "logement/aide.md")
BOOKLET = make_page("{{ booklet() }}\n", "tout-imprimer.md")


def told(*links: DeadLink) -> list[str]:
    """Place and link of what is said of the site of the Manche, which adds a link of its own."""
    manche = make_department("50", make_overlay("Et [ceci](autre.md#la).\n", "logement/aide.md"))
    project = make_subject(AID, BOOKLET, departments=(manche,)).project
    site = Merger(project, TODAY).merge(manche, [])
    return [
        f"{one.place.file}:{one.place.line} {one.message.split(' »')[0]}"
        for one in explain_dead_links(links, site, project)
    ]


def test_a_link_is_told_where_it_is_written() -> None:
    """In the shared text or in that of the department."""
    assert told(
        DeadLink("logement/aide.md", "perdu.md"), DeadLink("logement/aide.md", "autre.md#la", to_anchor=True)
    ) == [
        f"content/logement/aide.md:{BODY_LINE} « perdu.md",
        f"departments/50-manche/logement/aide.md:{BODY_LINE} « autre.md#la",
    ]


def test_a_page_that_shows_another_is_not_blamed() -> None:
    """The booklet repeats the link at another address: nothing is said of a page in which nobody wrote it."""
    links = DeadLink("tout-imprimer.md", "logement/perdu.md"), DeadLink("logement/aide.md", "perdu.md")
    assert told(*links) == [f"content/logement/aide.md:{BODY_LINE} « perdu.md"]


def test_a_link_that_nobody_wrote_is_not_lost() -> None:
    """A template made it, and no other page has it: it is told of the page that shows it."""
    assert told(DeadLink("tout-imprimer.md", "logement/ailleurs.md")) == [
        f"content/tout-imprimer.md:{BODY_LINE} « logement/ailleurs.md"
    ]
