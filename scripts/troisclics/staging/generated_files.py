"""Generate the files of a site other than pages: page metadata, departments, site map, calendars."""

from __future__ import annotations

import html
import json
import posixpath
from collections.abc import Iterator
from datetime import date

from ..domain.department_view import department_index
from ..domain.event_calendars import LOCAL, NATIONAL, calendar_paths, coming_events, format_calendar
from ..domain.review_periods import LOCAL_REVIEW, review_due
from ..domain.urls import page_url
from ..model import PageMeta, Project, Site, SitePage
from ..model.conventions import DELEGATION


def calendars(project: Project, site: Site, address: str, today: date) -> Iterator[tuple[str, bytes]]:
    """Yield the calendar files of upcoming events, national ones and those of the department.

    Args:
        project: the project.
        site: the site.
        address: its address, or "": without one, a calendar has no link to a form.
        today: the reference date.
    """
    local = site.department.file.events if site.department else ()
    for folder, who, events in ((NATIONAL, "national", project.tree.events), (LOCAL, site.slug, local)):
        upcoming = coming_events(events, today)
        for event, path in zip(upcoming, calendar_paths(upcoming, folder), strict=True):
            form = f"{address}{DELEGATION}{event.form}" if address and event.form else ""
            yield path, format_calendar(event, f"{posixpath.basename(path)}@{who}", form)


def review_by(meta: PageMeta) -> date | None:
    """Return the last day of validity of a page's review; pages of delegations have a default period."""
    return review_due(meta.last_reviewed_on, meta.review_in or (LOCAL_REVIEW if meta.kind == "delegation" else None))


def pages_json(site: Site) -> str:
    """Return `api/pages.json`: what each page is, its owner and its review date, one page per line."""
    department = json.dumps(site.department.code if site.department else None)
    pages = ",\n".join(json.dumps(_page_record(page), ensure_ascii=False) for page in site.pages)
    return f'{{"department": {department}, "pages": [\n{pages}\n]}}\n'


def _page_record(page: SitePage) -> dict[str, str | None]:
    return {
        "uri": page.uri,
        "url": page_url(page.uri),
        "title": page.meta.title,
        "kind": page.meta.kind,
        "owner": page.meta.owner,
        "last_reviewed_on": _iso(page.meta.last_reviewed_on),
        "review_by": _iso(review_by(page.meta)),
        "source": page.edit,
        "local_source": page.local.file if page.local else None,
    }


def departments_json(project: Project) -> str:
    """Return `api/departments.json`, the same on all sites, for the department selector in the header."""
    named = [{key: entry[key] for key in ("code", "slug", "name", "region")} for entry in department_index(project)]
    entries = ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in named)
    return f"[\n{entries}\n]\n"


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def sitemap(site: Site, base: str, today: date) -> str:
    """Return `sitemap.xml`, with each page dated by its last review.

    Args:
        site: the site.
        base: its address.
        today: the date of pages never reviewed.
    """
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">']
    for page in site.pages:
        changed = (page.meta.last_reviewed_on or today).isoformat()
        address = html.escape(base + page_url(page.uri), quote=False)
        lines.append(f"<url><loc>{address}</loc><lastmod>{changed}</lastmod></url>")
    return "\n".join([*lines, "</urlset>"]) + "\n"
