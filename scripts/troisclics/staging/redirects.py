"""Generate the pages at addresses that are not those of pages: short ones of departments, former ones of pages.

`50/` and `2a/` lead to departments whatever their folders are called, and the aliases of a page to the page, without
scripts and with a link as a fallback. An immediate refresh is what WCAG (technique H76) requires of redirects in HTML.
The address of a page that is gone says so, and gives a link to the one that replaces it. Short addresses are in lower
case only: a case-insensitive file system could not hold both.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from ..domain.urls import page_url
from ..model import Department, Project, Site, SitePage

_TEMPLATE = """\
<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex">
<title>{title} – Action sociale</title>
{refresh}{canonical}</head>
<body>
<main>
<h1>{title}</h1>
{text}<p><a href="{link}">{label}</a></p>
</main>
</body>
</html>
"""


def redirect_folder(department: Department) -> str:
    """Return the folder of the portal that redirects to `department`: its code, "2a" for "2A"."""
    return department.code.lower()


def department_redirects(project: Project, address: str) -> Iterator[tuple[str, bytes]]:
    """Yield the path below the portal and the content of each redirect; `address` is the portal's, or ""."""
    for department in project.departments:
        name = department.identity.name
        canonical = f"{address}{department.slug}/" if address else ""
        page = _page(
            f"{name} ({department.code})",
            f"../{department.slug}/",
            f"Aller au site de la délégation : {name}",
            canonical,
        )
        yield f"{redirect_folder(department)}/index.html", page


def former_address_pages(site: Site, address: str) -> Iterator[tuple[str, bytes]]:
    """Yield the path and the content of each former address of the pages of `site`; `address` is the site's, or ""."""
    for page in site.pages:
        for former in page.meta.aliases:
            yield f"{former}index.html", _former(page, former, address, gone=False)
        for former in page.meta.gone:
            yield f"{former}index.html", _former(page, former, address, gone=True)


def _former(page: SitePage, former: str, address: str, *, gone: bool) -> bytes:
    link = "../" * former.count("/") + page_url(page.uri)
    canonical = f"{address}{page_url(page.uri)}" if address else ""
    if not gone:
        return _page(page.meta.title, link, f"Cette page a changé d'adresse : {page.meta.title}", canonical)
    text = "<p>Ce qu'elle disait n'est plus valable, ou se trouve ailleurs.</p>\n"
    return _page("Cette page n'existe plus", link, f"Voir à la place : {page.meta.title}", "", text)


def _page(title: str, link: str, label: str, canonical: str, text: str = "") -> bytes:
    """Return a page that leads to `link`, at once unless it has a `text` to be read."""
    return _TEMPLATE.format(
        title=escape(title),
        link=escape(link),
        label=escape(label),
        text=text,
        refresh="" if text else f'<meta http-equiv="refresh" content="0; url={escape(link)}">\n',
        canonical=f'<link rel="canonical" href="{escape(canonical)}">\n' if canonical else "",
    ).encode()
