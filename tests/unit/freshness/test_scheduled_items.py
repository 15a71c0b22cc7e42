"""What the sites of the day do not show is not to be reviewed."""

from __future__ import annotations

from datetime import timedelta

from troisclics.freshness.review_items import ReviewRater, items_of
from troisclics.model import FreshnessSettings

from ..samples import TODAY, make_department, make_overlay, make_page, make_project

DAY = timedelta(days=1)


def test_only_what_is_shown_is_reviewed() -> None:
    """A page of tomorrow, one of yesterday and their local texts are left out; those of today are not."""
    days = {"a.md": {"publish_on": TODAY + DAY}, "b.md": {"expires_on": TODAY - DAY}, "c.md": {"publish_on": TODAY}}
    pages = [make_page(uri=uri, **dates) for uri, dates in days.items()]
    own = [make_overlay(uri=f"ma-delegation/{uri}", title="t", description="d", **dates) for uri, dates in days.items()]
    project = make_project(pages, [make_department("50", *own)])
    items = items_of(project, ReviewRater(TODAY, FreshnessSettings()))
    assert [item.place.file for item in items] == ["content/c.md", "departments/50-manche/ma-delegation/c.md"]
