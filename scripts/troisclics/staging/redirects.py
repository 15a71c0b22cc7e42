"""Generate the pages at addresses that are not those of pages: short ones of departments, former ones of pages.

`50/` and `2a/` lead to departments whatever their folders are called, and the aliases of a page to the page, without
scripts and with a link as a fallback. An immediate refresh is what WCAG (technique H76) requires of redirects in HTML.
The address of a page that is gone, or has expired, says so, and gives a link to another one. Short addresses are in
lower case only: a case-insensitive file system could not hold both. Their style is a file of its own: no page may hold
one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

from ..domain.french import format_date
from ..domain.urls import page_url
from ..model import Department, Project, Site

STYLE = "assets/css/former.css"
"""The path of their style sheet in a site."""

_TEMPLATE = """\
<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex">
<title>{title} – {site}</title>
<link rel="stylesheet" href="{root}{style}">
{refresh}{canonical}</head>
<body>
<header><a href="{root}">{site}</a></header>
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


def leading_pages(project: Project, site: Site, address: str) -> Iterator[tuple[str, bytes]]:
    """Yield the path and content of every such page of `site`, and of their style if there is one.

    Args:
        project: the project.
        site: the site.
        address: its address, or "".
    """
    pages = [*former_address_pages(site, address)]
    if site.department is None:
        pages += department_redirects(project, address)
    yield from pages
    if pages:
        yield STYLE, Path(__file__).with_name("former.css").read_bytes()


def department_redirects(project: Project, address: str) -> Iterator[tuple[str, bytes]]:
    """Yield the path below the portal and the content of each redirect; `address` is the portal's, or ""."""
    for department in project.departments:
        name = department.identity.name
        page = _Leading(
            site=_name(None),
            former=f"{redirect_folder(department)}/",
            title=f"{name} ({department.code})",
            target=f"{department.slug}/",
            label=f"Aller au site de la délégation : {name}",
        )
        yield page.path, page.html(address)


def former_address_pages(site: Site, address: str) -> Iterator[tuple[str, bytes]]:
    """Yield the path and the content of each former address of the pages of `site`; `address` is the site's, or ""."""
    name = _name(site.department)
    for page in site.pages:
        title, target = page.meta.title, page_url(page.uri)
        for former in page.meta.aliases:
            moved = _Leading(name, former, title, target, f"Cette page a changé d'adresse : {title}")
            yield moved.path, moved.html(address)
        for former in page.meta.gone:
            gone = _Leading(name, former, "Cette page n'existe plus", target, f"Voir à la place : {title}", _GONE)
            yield gone.path, gone.html(address)
    for expired in site.expired:
        text = f"Elle ne l'est plus depuis le {format_date(expired.since)}."
        for former in expired.addresses:
            label = f"Voir à la place : {expired.title}"
            left = _Leading(name, former, "Cette page n'est plus valable", page_url(expired.uri), label, text)
            yield left.path, left.html(address)


def _name(department: Department | None) -> str:
    """Return the name of a site, as its pages give it."""
    return f"Action sociale {department.identity.de} ({department.code})" if department else "Action sociale"


_GONE = "Ce qu'elle disait n'est plus valable, ou se trouve ailleurs."


@dataclass(frozen=True, slots=True)
class _Leading:
    """A page of the site named `site`, at the address `former`, that leads to `target`.

    It does so at once, unless it has a `text` to be read.
    """

    site: str
    former: str
    title: str
    target: str
    label: str
    text: str = ""

    @property
    def path(self) -> str:
        """The path of its file."""
        return f"{self.former}index.html"

    def html(self, address: str) -> bytes:
        """Return its content; `address` is that of the site, or ""."""
        root = "../" * self.former.count("/")
        link = escape(root + self.target)
        canonical = escape(address + self.target) if address and not self.text else ""
        return _TEMPLATE.format(
            title=escape(self.title),
            site=escape(self.site),
            root=root,
            style=STYLE,
            link=link,
            label=escape(self.label),
            text=f"<p>{escape(self.text, quote=False)}</p>\n" if self.text else "",
            refresh="" if self.text else f'<meta http-equiv="refresh" content="0; url={link}">\n',
            canonical=f'<link rel="canonical" href="{canonical}">\n' if canonical else "",
        ).encode()
