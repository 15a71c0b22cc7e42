"""The files of a site that are not pages: who answers for each page, the departments, the site map, the calendars."""

from __future__ import annotations

import html
import json
import posixpath
from collections.abc import Iterator
from datetime import date

from ..domain.department_view import directory_of
from ..domain.event_calendars import LOCAL, NATIONAL, calendar_paths, coming_events, format_calendar
from ..domain.review_periods import LOCAL_REVIEW, review_due
from ..domain.urls import page_url
from ..model import PageMeta, Project, Site, SitePage


def calendars(project: Project, site: Site, today: date) -> Iterator[tuple[str, bytes]]:
    """The calendar files of the coming events, those of the whole country and those of the department."""
    local = site.department.file.events if site.department else ()
    for folder, who, events in ((NATIONAL, "national", project.tree.events), (LOCAL, site.slug, local)):
        coming = coming_events(events, today)
        for event, path in zip(coming, calendar_paths(coming, folder), strict=True):
            yield path, format_calendar(event, f"{posixpath.basename(path)}@{who}")


def review_by(meta: PageMeta) -> date | None:
    """The last day on which the review of a page holds; a page of a delegation may leave its period out."""
    return review_due(meta.last_reviewed_on, meta.review_in or (LOCAL_REVIEW if meta.kind == "delegation" else None))


def pages_json(site: Site) -> str:
    """`api/pages.json`, the contract on what each page is, who owns it and when it is due: one page a line."""
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
    """`api/departments.json`, the same in all sites: what the switcher of the header offers."""
    named = [{key: entry[key] for key in ("code", "slug", "name", "region")} for entry in directory_of(project)]
    entries = ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in named)
    return f"[\n{entries}\n]\n"


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def sitemap(site: Site, base: str, today: date) -> str:
    """`sitemap.xml`, each page dated by its last review (`today` if it has none): the same input, the same bytes."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">']
    for page in site.pages:
        changed = (page.meta.last_reviewed_on or today).isoformat()
        address = html.escape(base + page_url(page.uri), quote=False)
        lines.append(f"<url><loc>{address}</loc><lastmod>{changed}</lastmod></url>")
    return "\n".join([*lines, "</urlset>"]) + "\n"
