"""A project of one page, whose body is a template: what it expands to, and what is found in it."""

from __future__ import annotations

from troisclics.model import Department, Finding, Project

from ..samples import BODY_LINE, make_department, make_fact, make_page, make_project, make_value, merge_one, only_page

SEAMS = {"content/nom": "<p>{{ department.name if department else 'portail' }}</p>"}
MANCHE = make_department()


def project_of(body: str, *departments: Department) -> Project:
    """A project of one page with this body, one fact (`repas`) and one block (`nom`)."""
    return make_project([make_page(body)], departments or [MANCHE], facts=[make_fact(make_value())], seams=SEAMS)


def expand(body: str, department: Department | None = MANCHE) -> str:
    """What `body` expands to; it must have no fault."""
    site, findings = merge_one(project_of(body), department)
    assert findings == []
    return only_page(site).markdown


def faults(body: str, department: Department | None = MANCHE) -> list[Finding]:
    """What is found in `body`."""
    return merge_one(project_of(body), department)[1]


def only_fault(body: str) -> Finding:
    """The one thing found in `body`; the page must be left as it was written."""
    site, (found,) = merge_one(project_of(body), MANCHE)
    assert only_page(site).markdown.strip() == body.strip()
    assert found.severity == "error"
    assert found.place.file == "content/aide.md"
    return found


def line(found: Finding) -> int:
    """The line of the body that a finding is about, from 1."""
    return found.place.line - BODY_LINE + 1
