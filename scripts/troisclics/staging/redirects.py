"""Stable addresses: `50/` and `2a/`, whatever the folder of the department is called.

Each is a page of the portal that leads on by itself, without any script, and has a link for who must follow by hand.
A refresh without delay is what WCAG (technique H76) asks of a redirection written in HTML. The folder is in lower
case only: a file system that does not tell cases apart could not hold both.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from ..model import Department, Project

_PAGE = """\
<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>{name} ({code}) – Action sociale</title>
<meta http-equiv="refresh" content="0; url=../{slug}/">
{canonical}</head>
<body>
<main>
<h1>{name} ({code})</h1>
<p><a href="../{slug}/">Aller au site de la délégation : {name}</a></p>
</main>
</body>
</html>
"""


def redirect_folder(department: Department) -> str:
    """The folder of the portal that leads to `department`: its code, "2a" for "2A"."""
    return department.code.lower()


def redirect_pages(project: Project, address: str) -> Iterator[tuple[str, bytes]]:
    """Path below the portal and content of each redirection; `address` is the portal's, "" if it is not known."""
    for department in project.departments:
        canonical = f'<link rel="canonical" href="{escape(address)}{department.slug}/">\n' if address else ""
        page = _PAGE.format(
            name=escape(department.identity.name), code=department.code, slug=department.slug, canonical=canonical
        )
        yield f"{redirect_folder(department)}/index.html", page.encode()
